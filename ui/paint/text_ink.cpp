// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/text_ink.h"

#include <cmath>

namespace headlight::paint {

namespace {

const QColor kDarkInk(0x19, 0x1D, 0x23);
const QColor kLightInk(0xFF, 0xFF, 0xFF);
constexpr double kLeastContrast = 4.5;

} // namespace

QColor paperColour(const ColourScale& scale)
{
    return QColor::fromRgb(cellColour(0.0F, scale));
}

QColor groundColour(const TextFigure::Token& token, float weight, const ColourScale& scale)
{
    return (token.coloured || token.square) && std::isfinite(weight) ? QColor::fromRgb(cellColour(weight, scale)) : paperColour(scale);
}

QColor inkOn(const QColor& ground)
{
    for (const QColor& ink : {kDarkInk, kLightInk})
        if (contrast(ground.rgb(), ink.rgb()) >= kLeastContrast)
            return ink;
    return Qt::black; // on a middling grey
}

} // namespace headlight::paint
