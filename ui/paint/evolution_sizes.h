// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the Evolution at text scale 1, besides those it shares with the Heatmap.
#pragma once

#include "ui/paint/heatmap_sizes.h"

namespace headlight::paint {

inline constexpr double kTallestLayer = 28.0;
inline constexpr double kLowestMap = 112.0;    ///< of few layers, which are taller then: the bar's name beside it needs that
inline constexpr double kWidestKey = 64.0;     ///< of few keys
inline constexpr double kFlatness = 0.55;      ///< height of a map to its width, at most
inline constexpr double kPanelFlatness = 0.75; ///< of several panels: keys need width more than layers height
inline constexpr double kLeastFlatWidth = 480; ///< narrower maps of few keys may be taller than that
inline constexpr double kLeastLayer = 8.0;     ///< below that the strips give way
inline constexpr double kLeastFreeLayer = 3.0; ///< and below that labels and panels side by side

inline constexpr double kMarkerRoom = 11.0;  ///< between brackets and map: the sign of the query's own column
inline constexpr double kMarkerWidth = 8.0;
inline constexpr double kMarkerHeight = 5.0;
inline constexpr double kBracketHeight = 5.0;
inline constexpr double kBracketName = 18.0; ///< line of the segments' names
inline constexpr double kEvolutionBarName = 20.0;

inline constexpr double kStripsGap = 14.0; ///< above "By head"
inline constexpr double kStripsHead = 24.0;
inline constexpr double kEvolutionStripTitle = 16.0;
inline constexpr double kStripGapX = 14.0;
inline constexpr double kStripGapY = 12.0;
inline constexpr double kTallestStrip = 76.0;
inline constexpr double kLeastStrip = 26.0;
inline constexpr double kStripFlatness = 0.48;
inline constexpr double kWidestStrip = 240.0;
inline constexpr double kLeastStripWidth = 110.0; ///< for "head 12" and "to text 0.27"
inline constexpr std::int64_t kStripsInRow = 6;

} // namespace headlight::paint
