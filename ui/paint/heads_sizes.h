// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the view of heads at text scale 1, shared by its layout and its painting.
#pragma once

#include "figure/build.h"
#include "ui/paint/heatmap_sizes.h"

namespace headlight::paint {

inline constexpr double kHeadCell = 44.0;          ///< width of a cell where there is room
inline constexpr double kHeadCellHeight = 28.0;
inline constexpr double kLeastHeadCell = 10.0;     ///< width beside a panel on screen
inline constexpr double kLeastPaperCell = 20.0;
inline constexpr double kSmallestCell = 2.0;       ///< a map does not scroll: rather small than cut
inline constexpr double kHeadsHeaderLine = 17.0;
inline constexpr double kHeadsHeaderGap = 8.0;
inline constexpr double kHeadsBar = 190.0;
inline constexpr double kHeadsBarTop = 16.0;       ///< from the map to its legend
inline constexpr double kHeadsBarHeight = 10.0;
inline constexpr double kHeadsBarBelow = 20.0;     ///< ticks and their numbers
inline constexpr double kPanelBeside = 34.0;       ///< between map and panel
inline constexpr double kPanelBelow = 26.0;
inline constexpr double kListWidth = 260.0;
inline constexpr double kHeadRow = 20.0;           ///< of a list
inline constexpr std::int64_t kFewestHeadRows = 12; ///< on paper
inline constexpr double kHeadName = 60.0;          ///< of a list, up to the bars
inline constexpr double kLeastStrips = 200.0;
inline constexpr double kMostStrips = 420.0;
inline constexpr double kStripBelow = 18.0;        ///< height of a layer's strip where it stands below the map
inline constexpr double kLeastScatter = 260.0;
inline constexpr double kMostScatter = 460.0;
inline constexpr double kPlotInset = 9.0;          ///< dots at the ends stay inside
inline constexpr double kHeadTick = 5.0;
inline constexpr double kHeadDot = 3.5;            ///< radius
inline constexpr double kDotReach = 9.0;

/// A value of a metric with as many digits as its axis needs; "–" where there is none.
inline QString headNumber(double value, double range)
{
    return std::isfinite(value) ? QString::fromStdString(formatTick(value, range)) : QStringLiteral("–");
}

} // namespace headlight::paint
