// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The chart below ranks and scores: what every position receives in one layer.
#pragma once

#include "ui/paint/lettering.h"
#include "ui/paint/painter.h"

namespace headlight::paint {

/// Height that the chart takes besides its plot, from the columns' name of the lines to the footer, where its words have this width.
double aroundPositions(const TrendFigure::Positions& positions, double width, const Lettering& letters, const PaintStyle& style);

/// Right of the plot.
double besidePositions(const TrendFigure::Positions& positions, const Lettering& letters, const PaintStyle& style);

/// Below `top`, its words this wide, its plot under the one of the lines and `height` high.
TrendLayout::PositionsPart placePositions(const TrendFigure::Positions& positions, const TrendLayout& lines, double top, double width, double height, const Lettering& letters, const PaintStyle& style);

/// The column of a key that is pointed at.
void paintPositionHover(QPainter& painter, const TrendLayout::PositionsPart& part, std::int64_t key, const PaintStyle& style);

void paintPositions(QPainter& painter, const TrendFigure::Positions& positions, const TrendLayout::PositionsPart& part, const Lettering& letters, const PaintStyle& style);

} // namespace headlight::paint
