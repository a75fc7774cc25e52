// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the chart of token weights at text scale 1, shared by its layout and its painting.
#pragma once

#include "ui/paint/painter.h"

namespace headlight::paint {

/// All plots are as wide as their titles; columns of whole pixels stand in the middle of them.
inline QRectF frameOf(const WeightsLayout::Chart& chart)
{
    return {chart.title.left(), chart.plot.top(), chart.title.width(), chart.plot.height()};
}

inline constexpr double kChartTitle = 26.0;       ///< line of its name with the gap to the plot
inline constexpr double kBetweenCharts = 22.0;
inline constexpr double kLeastPlot = 56.0;        ///< height
inline constexpr double kMostPlot = 320.0;
inline constexpr double kPaperPlot = 140.0;       ///< where any height is given
inline constexpr double kWidestColumn = 34.0;     ///< of a position
inline constexpr double kPlotTick = 5.0;
inline constexpr double kListGap = 30.0;          ///< between charts and lists
inline constexpr double kListTitle = 20.0;
inline constexpr double kListHead = 20.0;
inline constexpr double kListRow = 17.0;
inline constexpr double kListColumnGap = 14.0;
inline constexpr double kListToken = 84.0;        ///< room for the token
inline constexpr double kNarrowToken = 56.0;      ///< where lists stand side by side
inline constexpr double kBetweenLists = 16.0;
inline constexpr double kLeastCharts = 300.0;     ///< width beside the lists; else these stand below
inline constexpr double kLegendSwatch = 10.0;

} // namespace headlight::paint
