// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Colour maps as tables of 256 colours.
#pragma once

#include "figure/figure.h"

#include <QColor>
#include <QImage>
#include <QString>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::paint {

using ColourTable = std::array<QRgb, 256>;

struct ColourMap {
    std::string name;   ///< as in states and on the command line: "viridis"
    QString title;      ///< for people: "Viridis", "Paper blue", "Blue–brown"
    bool diverging = false;
    const ColourTable* table = nullptr;
};

/// All maps in the order of menus: viridis, cividis, magma, inferno, paper-blue, grey, hot, blue-brown.
const std::vector<ColourMap>& colourMaps();
/// Viridis where the name is unknown.
const ColourMap& colourMap(std::string_view name);

/// Index of a value in the table: floor of the linear position in [low, high] times 256, clamped to 0..255. NaN must be asked before.
int colourIndex(float value, double low, double high);

/// The matrix as one 32-bit picture of width x height pixels: each pixel shows its cell, or the maximum (mean) of its block of cells
/// where cells are smaller than a pixel. NaN and infinite cells get the hatch colours of `tokens`.
QImage mapImage(const Matrix& values, const ColourScale& scale, QSize pixels, bool meanPooling, QRgb notANumber, QRgb notANumberLine);

} // namespace headlight::paint
