// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps without some of their positions: how padding is hidden.
#pragma once

#include "dump/map_source.h"

#include <cstdint>
#include <vector>

namespace headlight {

/// The maps of `source` with only these items of each axis, by index into Axis::items, ascending. Nothing is renormalised.
/// A sliding window stays one (windowed()) where only positions at the end are left out.
/// A layer smaller than the axis keeps those it has. AxisItem::position stays the position in the file.
Maps keepPositions(Maps source, std::vector<std::int64_t> queries, std::vector<std::int64_t> keys);

/// Without the items that are marked as padding; the source itself where there are none.
Maps withoutPadding(Maps source);

} // namespace headlight
