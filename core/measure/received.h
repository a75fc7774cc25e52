// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How much attention each key receives, its rank, and the largest values of a row.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

/// [key]: sum over all queries of one map, in float64. A map that is stored as a sliding window is summed on its band.
Result<std::vector<double>> receivedAttention(const MapSource& source, MapIndex map, const JobContext& job);

struct KeyRanks {
    std::vector<std::int32_t> ranks; ///< 1 = largest; equal values: lowest position first
    std::vector<bool> tied;          ///< there is an equal value
};
/// NaN ranks last.
KeyRanks ranksOf(std::span<const float> values);

struct LargestValues {
    std::vector<std::int32_t> positions; ///< largest first; equal values: lowest position first
    std::vector<bool> tied;              ///< an equal value stands anywhere in the row
};
/// The k largest of a row, all of them where there are fewer.
LargestValues largestOf(std::span<const float> row, std::int64_t k);

} // namespace headlight
