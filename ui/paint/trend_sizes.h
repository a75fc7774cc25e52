// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the charts of received attention at text scale 1, shared by their layout and their painting.
#pragma once

#include "ui/paint/painter.h"

namespace headlight::paint {

inline constexpr double kTrendTick = 5.0;
inline constexpr double kTrendLeastPlot = 120.0;  ///< height
inline constexpr double kTrendMostPlot = 640.0;
inline constexpr double kTrendPaperPlot = 330.0;  ///< where any height is given
inline constexpr double kTrendLeastPositions = 70.0; ///< height of the plot of positions
inline constexpr double kTrendMostPositions = 190.0;
inline constexpr double kTrendPaperPositions = 140.0;
inline constexpr double kTrendValuePitch = 46.0;  ///< least distance of numbers at the axis of values
inline constexpr double kTrendEndGap = 30.0;      ///< between the plot and the names at the ends of lines
inline constexpr double kTrendLongestEnd = 140.0; ///< of such a name
inline constexpr double kTrendEndPitch = 14.0;
inline constexpr double kTrendPad = 0.37;         ///< columns beside the first and the last one
inline constexpr double kTrendMarker = 3.4;       ///< radius
inline constexpr double kTrendSpread = 0.8;       ///< of a column that the points of a position take side by side

} // namespace headlight::paint
