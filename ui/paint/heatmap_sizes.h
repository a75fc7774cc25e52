// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the Heatmap at text scale 1, shared by its layout and its painting.
#pragma once

#include "ui/paint/axis_labels.h"

#include <algorithm>

namespace headlight::paint {

inline constexpr double kFigureTop = 16.0; ///< above the title, where the margin allows
inline constexpr double kTitleLine = 22.0;
inline constexpr double kSubtitleLine = 18.0;
inline constexpr double kHeadGap = 18.0; ///< between the head and what follows
inline constexpr double kWidestBlock = 1100.0;

inline constexpr double kColumnProfile = 40.0;
inline constexpr double kRowProfile = 64.0;
inline constexpr double kSmallProfile = 20.0; ///< of several panels
inline constexpr double kProfileGap = 8.0;

inline constexpr double kBarWidth = 14.0;
inline constexpr double kBarGap = 20.0;
inline constexpr double kBarTicks = 7.0; ///< tick and gap to its label
inline constexpr double kBarName = 24.0; ///< gap and rotated name

inline constexpr double kLabelGap = 6.0;       ///< between a map and its labels
inline constexpr double kSegmentGutter = 20.0; ///< bracket and name
inline constexpr double kAxisName = 20.0;      ///< line of an axis name with its gap
inline constexpr double kPanelTitle = 20.0;
inline constexpr double kPanelGap = 16.0;
inline constexpr double kFooterGap = 8.0;
inline constexpr double kFigureBottom = 10.0;

} // namespace headlight::paint
