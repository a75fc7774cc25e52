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
    std::string name; ///< as in states and on the command line: "viridis"
    QString title;    ///< for people: "Viridis", "Paper blue", "Blue–brown"
    bool diverging = false;
    const ColourTable* table = nullptr;
};

/// All maps in the order of menus: viridis, cividis, magma, inferno, paper-blue, grey, hot, blue-brown.
const std::vector<ColourMap>& colourMaps();
/// Viridis where the name is unknown.
const ColourMap& colourMap(std::string_view name);

/// Index of a value in the table: floor of the linear position in [low, high] times 256, clamped to 0..255. NaN must be asked before.
int colourIndex(float value, double low, double high);

/// The colour of one finite cell.
QRgb cellColour(float value, const ColourScale& scale);

/// Relative luminance and contrast ratio as WCAG 2 defines them: text on a colour needs 4.5, edges 3.
double luminance(QRgb colour);
double contrast(QRgb one, QRgb other);

/// The matrix as one 32-bit picture of width x height pixels: each pixel shows its cell, or the maximum (mean) of its block of cells
/// where cells are smaller than a pixel; signed scales take the largest magnitude. Where ceil(rows / k) pixels are asked for, blocks
/// are exactly k cells with the rest in the last one; other sizes share border cells between blocks, so that none is lost.
/// NaN and infinite cells get the hatch colours of `tokens`; in a block they yield to numbers.
QImage mapImage(const Matrix& values, const ColourScale& scale, QSize pixels, bool meanPooling, QRgb notANumber, QRgb notANumberLine);

/// Rows of pixels, those behind the last one not among them.
struct PixelRows {
    int first = 0;
    int end = 0;
    [[nodiscard]] int count() const { return end - first; }
};
/// These rows of that picture alone.
QImage mapImage(const Matrix& values, const ColourScale& scale, QSize pixels, PixelRows rows, bool meanPooling, QRgb notANumber, QRgb notANumberLine);

} // namespace headlight::paint
