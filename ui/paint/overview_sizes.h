// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the Overview at text scale 1.
#pragma once

#include "ui/paint/lettering.h"

namespace headlight::paint {

/// Every how many layers and heads have their number beside the tiles.
struct HeaderSteps {
    int layers = 1;
    int heads = 1;
};
HeaderSteps headerSteps(const OverviewFigure& figure, const OverviewLayout& layout, const Lettering& letters);

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
inline constexpr double kLegendGap = 16.0;      ///< between the footer and what explains the strips
inline constexpr double kLeastBeside = 240.0;   ///< a footer narrower than that goes below the legend
inline constexpr double kDot = 3.0;             ///< radius of a head's dot in the strips
inline constexpr double kLegendSign = 3.0 * kDot + 1.0;
inline constexpr double kLegendBetween = 9.0;
inline constexpr double kLegendBar = 6.0;
inline constexpr const char* kLegendHead = "one head";
inline constexpr const char* kLegendMean = "layer mean";
inline constexpr double kWidestOverview = 1500.0;

inline constexpr double kTileGap = 4.0; ///< an outline of 2 with its gap of 1, shared by neighbours
inline constexpr double kLeastTile = 24.0;
inline constexpr double kLeastOnPaper = 6.0; ///< paper does not scroll: rather small than left out
inline constexpr double kLargestTile = 96.0;
inline constexpr double kSingleTile = 480.0;

} // namespace headlight::paint
