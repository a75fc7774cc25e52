// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a point of a chart of received attention is, in words and as a selection.
#pragma once

#include "figure/figure.h"
#include "ui/paint/painter.h"

#include <QString>

#include <optional>
#include <vector>

namespace headlight::ui {

/// The figure still has such a place, with a number.
bool hasPlace(const TrendFigure& figure, paint::TrendPlace place);
/// Layer and head.
HeadRef headOf(const TrendFigure& figure, paint::TrendPlace place);
const FigureLabel& keyOf(const TrendFigure& figure, paint::TrendPlace place);

/// "head 6, layer 3", "triangle 45", "rank 1 of 63", "column sum 46.35", "scaled 0.81"
std::vector<QString> wordsOf(const TrendFigure& figure, paint::TrendPlace place);
/// Of the chart of positions: "triangle 45", "column sum 4.21", "head 6 46.35"
std::vector<QString> wordsOfPosition(const TrendFigure& figure, std::int64_t key);

/// The same line in another column, or another line of the same column, by `across` and `down` on the screen. Of points the next key, or the
/// next larger or smaller score of the key. Stays where there is none.
paint::TrendPlace stepped(const TrendFigure& figure, paint::TrendPlace place, int across, int down);
/// Where arrows begin: the first number of the line that stands out, or of the pinned key.
std::optional<paint::TrendPlace> firstPlace(const TrendFigure& figure);

} // namespace headlight::ui
