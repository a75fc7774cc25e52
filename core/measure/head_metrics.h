// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One pass over a map: its metrics, its extremes and its thumbnail.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"

#include <array>
#include <cstdint>

namespace headlight {

struct HeadPass {
    Matrix tile;                                       ///< pooled to at most `tileCells` per side
    std::array<double, kHeadMetricCount> metrics{};    ///< mean over rows that are not padding and hold numbers; NaN where it does not apply
    float smallest = 0.0F;                             ///< finite values only
    float largest = 0.0F;
    float smallestRowSum = 0.0F;                       ///< over rows that are not padding
    float largestRowSum = 0.0F;
    std::int64_t notNumbers = 0;
    std::int64_t negative = 0;
};

/// Reads the map once, in blocks of rows.
///
/// Distance is |query - key| in positions of the file, or between patches of one grid the Euclidean distance in patches (then weighted means
/// over patch-to-patch attention only). Distance, ToPrevious and ToItself are NaN when queries and keys are different sequences.
Result<HeadPass> passOverHead(const MapSource& maps, MapIndex map, std::int64_t tileCells, bool signedValues, const JobContext& job);

} // namespace headlight
