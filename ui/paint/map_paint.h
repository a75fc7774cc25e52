// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps themselves: as one picture on pixels, as rectangles on paper.
#pragma once

#include "ui/paint/colour_maps.h"
#include "ui/paint/lettering.h"

#include <QRectF>
#include <QSize>

namespace headlight::paint {

/// Largest side of a map that vector files draw cell by cell.
inline constexpr std::int64_t kVectorCells = 128;

/// Rows of pixels of a picture at `place` that the painter's clip lets through, and one more at either side.
PixelRows rowsSeen(const QPainter& painter, const QRectF& place, int height);

/// These rows of a picture of that height at `place`.
void paintRowsOfImage(QPainter& painter, const QRectF& place, int height, PixelRows rows, const QImage& image);

void paintMap(QPainter& painter, const Matrix& values, const ColourScale& scale, const QRectF& place, QSize pixels, bool meanPooling, const PaintStyle& style);

/// Values in cells of 28 and more, black or white by contrast; left out where they would not fit.
void paintCellNumbers(QPainter& painter, const Matrix& values, const ColourScale& scale, const QRectF& map, const Lettering& letters, const PaintStyle& style);

} // namespace headlight::paint
