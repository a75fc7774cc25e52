// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the values of one row of a sliding window stand.
#pragma once

#include "dump/windowed_map.h"

#include <algorithm>
#include <optional>
#include <span>

namespace headlight {

/// Part of a row as the band has it: the values of the keys from `first` on, all inside the map; 0 where another part has the cell.
struct BandOfRow {
    std::int64_t first = 0;
    std::span<const float> values;
};

inline BandOfRow bandOf(const WindowedMap& map, std::int64_t row)
{
    const std::int64_t left = map.keyOf(row, 0);
    const std::int64_t first = std::clamp<std::int64_t>(left, 0, map.keys);
    const std::int64_t end = std::max(first, std::min(map.keys, left + map.band.columns()));
    return {first, map.band.row(row).subspan(static_cast<std::size_t>(first - left), static_cast<std::size_t>(end - first))};
}

/// The whole row where its query is one of fullQueries.
inline std::optional<std::span<const float>> fullRow(const WindowedMap& map, std::int64_t row)
{
    const auto found = std::ranges::lower_bound(map.fullQueries, map.rows.first + row);
    if (found == map.fullQueries.end() || *found != map.rows.first + row)
        return std::nullopt;
    return map.full.row(found - map.fullQueries.begin());
}

} // namespace headlight
