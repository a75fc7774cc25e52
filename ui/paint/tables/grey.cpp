// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Grey: black to white in 256 equal steps of sRGB, as matplotlib's "gray".
#include "ui/paint/tables/tables.h"

namespace headlight::paint::tables {

constexpr ColourTable greys()
{
    ColourTable table{};
    for (unsigned i = 0; i < table.size(); ++i)
        table[i] = 0xff000000U | i << 16U | i << 8U | i;
    return table;
}

constexpr ColourTable kGrey = greys();

} // namespace headlight::paint::tables
