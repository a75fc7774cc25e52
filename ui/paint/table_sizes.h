// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of a table at text scale 1; the widget on screen has the same.
#pragma once

namespace headlight::paint {

inline constexpr double kTableRow = 24.0;
inline constexpr double kTableHeader = 28.0;
inline constexpr double kTablePadding = 10.0;     ///< left and right in a cell
inline constexpr double kTableBar = 64.0;
inline constexpr double kTableBarGap = 8.0;
inline constexpr double kLeastTableColumn = 72.0;
inline constexpr double kMostTableColumn = 240.0;
inline constexpr double kSortArrow = 16.0;

} // namespace headlight::paint
