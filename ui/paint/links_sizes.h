// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the two columns of links at text scale 1, shared by their layout and their painting.
#pragma once

#include "ui/paint/axis_labels.h"

namespace headlight::paint {

inline constexpr LabelRoles kLinkRoles{Role::Subtitle, Role::PanelTitle}; ///< tokens are written in 12
inline constexpr double kLinkPitch = 16.0;
inline constexpr double kLeastLinkGap = 220.0;     ///< between the columns, where the figure is wide enough
inline constexpr double kMostLinkGap = 560.0;
inline constexpr double kNarrowLinkGap = 90.0;     ///< on narrow paper, before labels become shorter
inline constexpr double kShortestLinkLabel = 44.0;
inline constexpr double kLinkPad = 6.0;            ///< between a label and where lines end
inline constexpr double kMarkerSlot = 9.0;         ///< for the shape of one head beside a label
inline constexpr double kMarker = 5.0;
inline constexpr double kHeadsApart = 2.2;         ///< between the lines of neighbouring heads
inline constexpr double kLinkBar = 44.0;           ///< the longest bar at the outer side
inline constexpr double kLinkNumber = 46.0;        ///< room for its number
inline constexpr double kLinkOuterGap = 8.0;       ///< between label, numbers and brackets
inline constexpr double kLinkBracket = 20.0;
inline constexpr double kLegendLine = 20.0;
inline constexpr double kLegendApart = 18.0;         ///< between entries
inline constexpr double kLinkSwatch = 22.0;
inline constexpr double kLinkHeadings = 22.0;
inline constexpr double kLayerArrow = 22.0;
inline constexpr double kStrengthBelow = 42.0;     ///< the samples of strength with their numbers
inline constexpr double kStrengthSample = 54.0;    ///< width of one
inline constexpr double kLeastLinkWindow = 128.0;  ///< height of what is seen of columns that scroll
inline constexpr std::int64_t kMostLinksOnPaper = 200; ///< tokens of a column, where the height is free

inline double markerSlots(const LinksFigure& figure)
{
    std::int64_t hues = 0;
    for (const auto& head : figure.heads)
        hues += head.hue ? 1 : 0;
    return static_cast<double>(hues) * kMarkerSlot;
}

} // namespace headlight::paint
