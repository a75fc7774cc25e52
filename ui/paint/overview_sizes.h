// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the Overview at text scale 1.
#pragma once

namespace headlight::paint {

inline constexpr double kOverviewTop = 18.0;
inline constexpr double kOverviewTitle = 22.0;
inline constexpr double kOverviewSubtitle = 18.0;
inline constexpr double kOverviewBar = 190.0;      ///< length of the legend
inline constexpr double kOverviewBarHeight = 40.0; ///< with its labels
inline constexpr double kLeastHead = 640.0;        ///< for title and legend side by side
inline constexpr double kOverviewName = 22.0;      ///< "layer", reading upward
inline constexpr double kHeaderLine = 17.0;
inline constexpr double kHeaderGap = 8.0;
inline constexpr double kOverviewFooterGap = 10.0;
inline constexpr double kOverviewBottom = 12.0;
inline constexpr double kWidestOverview = 1500.0;

inline constexpr double kTileGap = 4.0; ///< an outline of 2 with its gap of 1, shared by neighbours
inline constexpr double kLeastTile = 24.0;
inline constexpr double kLargestTile = 96.0;
inline constexpr double kSingleTile = 480.0;

} // namespace headlight::paint
