// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How lines, markers and the cloud of points look.
#pragma once

#include "ui/paint/painter.h"

#include <QImage>
#include <QLineF>
#include <QPen>
#include <QVector>

namespace headlight::paint {

/// Colour of a series, or of all others.
QColor seriesColour(std::optional<std::size_t> series, const Tokens& tokens);
/// The stroke of a line: thick and in its dashes where it is emphasised, thin and quiet else.
QPen linePen(const TrendFigure& figure, const TrendFigure::Line& line, const PaintStyle& style);

/// The stretches between neighbouring columns that have numbers and can be seen. One by one: a long zigzag takes QPainter a second.
QVector<QLineF> strokesOf(const TrendLayout& layout, const std::vector<float>& values);

/// Circle, square, triangle, diamond; hollow in the colour of the ground.
void paintMarker(QPainter& painter, QPointF middle, std::size_t shape, double radius, const QColor& colour, const QColor& fill);

/// The cloud of points as one image of this many device pixels, transparent where there is none. What many points share is darker: by the
/// logarithm of their number. Points of maps with a colour of their own lie over the others.
QImage densityImage(const TrendFigure& figure, const TrendLayout& layout, QSize pixels, const PaintStyle& style);

} // namespace headlight::paint
