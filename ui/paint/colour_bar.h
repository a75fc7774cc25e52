// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The legend of a colour scale: its colours, round ticks and both ends.
#pragma once

#include "ui/paint/colour_maps.h"
#include "ui/paint/lettering.h"

#include <QRectF>

#include <vector>

namespace headlight::paint {

struct BarTick {
    double value = 0.0;
    double position = 0.0; ///< 0 at the low end, 1 at the high end
    QString text;          ///< "≥ 0.38"
};

/// Both ends and the round values between them that leave room for their labels: 4 to 6 in all where the length allows.
/// `spacing` is the least distance of labels along the bar.
std::vector<BarTick> barTicks(const ColourScale& scale, double length, double spacing);

/// Length of a vertical bar before it is known: its labels are measured first.
inline constexpr double kTypicalBar = 300.0;
/// Widest label of a vertical bar.
double barLabelWidth(const ColourScale& scale, double length, const Lettering& letters);

/// Both print the name: rotated at the right of a vertical bar, at the left of a horizontal one.
/// Other colours than those of the scale's map where a table is given.
void paintVerticalBar(QPainter& painter, const ColourScale& scale, const QRectF& bar, const Lettering& letters, const PaintStyle& style, const ColourTable* table = nullptr);
void paintHorizontalBar(QPainter& painter, const ColourScale& scale, const QRectF& bar, const Lettering& letters, const PaintStyle& style);

/// "3 not a number", with a swatch of the hatch; nothing to draw when all values are numbers.
double notNumbersWidth(const ColourScale& scale, const Lettering& letters);
void paintNotNumbers(QPainter& painter, const ColourScale& scale, QPointF topLeft, const Lettering& letters, const PaintStyle& style);

/// The name beside the bar. Diverging scales say in words what their two sides are: "A − B; blue: B larger, brown: A larger".
QString legendName(const ColourScale& scale);

} // namespace headlight::paint
