// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The largest values of rows: of one row, and of every row of a map, on its band where it is stored as a sliding window.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

struct LargestValues {
    std::vector<std::int32_t> positions; ///< largest first; equal values: lowest position first; NaN last
    std::vector<bool> tied;              ///< an equal value stands anywhere in the row
};
/// The k largest of a row, all of them where there are fewer.
LargestValues largestOf(std::span<const float> row, std::int64_t k);

/// The same of every row of a map, row after row.
struct LargestOfRows {
    std::int64_t each = 0;               ///< of a row: k, or its keys where there are fewer
    std::vector<std::int32_t> positions; ///< [query * each], by index of the axis of the keys
    std::vector<float> values;
    std::vector<bool> tied;
};
/// Reads a few rows at a time; a sliding window is never expanded, zeros beside it count like all others.
Result<LargestOfRows> largestOfRows(const MapSource& source, MapIndex map, std::int64_t k, const JobContext& job);

} // namespace headlight
