// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the Image figure at text scale 1.
#pragma once

namespace headlight::paint {

inline constexpr double kImageBar = 14.0;
inline constexpr double kImageBarGap = 12.0;
inline constexpr double kBetweenPictures = 16.0;
inline constexpr double kLeastMask = 120.0;
inline constexpr double kSideColumn = 240.0;      ///< strips of small masks
inline constexpr double kSideColumnGap = 28.0;
inline constexpr double kLeastWithStrips = 700.0; ///< width of the whole figure
inline constexpr double kItemGap = 8.0;
inline constexpr double kSmallItemGap = 5.0;      ///< where there are many
inline constexpr double kItemLabel = 19.0;
inline constexpr double kStripTitle = 24.0;
inline constexpr double kStripGap = 16.0;
inline constexpr double kSmallPicture = 112.0;
inline constexpr double kChip = 24.0;
inline constexpr double kChipPadding = 9.0;
inline constexpr double kImageFooterGap = 14.0;

inline constexpr double kPairGap = 14.0;      ///< between the picture and the text that belongs to it
inline constexpr double kPairTitle = 22.0;
inline constexpr double kPairBar = 11.0;
inline constexpr double kPairBarLength = 165.0;
inline constexpr double kPairBarBelow = 26.0; ///< ticks and their labels

} // namespace headlight::paint
