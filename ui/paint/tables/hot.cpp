// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hot, by the formula of matplotlib's "hot": red rises first, then green, then blue. Cut to 8 bits as matplotlib cuts
// (not rounded), so that a pixel here equals a pixel of the notebooks.
#include "ui/paint/tables/tables.h"

namespace headlight::paint::tables {

constexpr double kRedFull = 0.365079;
constexpr double kGreenFull = 0.746032;

constexpr double between(double x, double from, double to, double start)
{
    if (x <= from)
        return start;
    return x >= to ? 1.0 : start + (1.0 - start) * ((x - from) / (to - from));
}

constexpr unsigned eightBits(double channel)
{
    return static_cast<unsigned>(channel * 255.0);
}

constexpr ColourTable hotColours()
{
    ColourTable table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        const double x = static_cast<double>(i) / 255.0;
        const unsigned red = eightBits(between(x, 0.0, kRedFull, 0.0416));
        const unsigned green = eightBits(between(x, kRedFull, kGreenFull, 0.0));
        const unsigned blue = eightBits(between(x, kGreenFull, 1.0, 0.0));
        table[i] = 0xff000000U | red << 16U | green << 8U | blue;
    }
    return table;
}

constexpr ColourTable kHot = hotColours();

} // namespace headlight::paint::tables
