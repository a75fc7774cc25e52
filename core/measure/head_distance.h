// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How differently two heads look: which heads are nearest to one.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <optional>
#include <span>

namespace headlight {

/// Square root of the largest Jensen-Shannon divergence in nats, ln 2: of rows that share no key.
inline constexpr double kFarthestHeads = 0.83255461115769775635;

/// Jensen-Shannon distance of two rows of attention, each divided by its sum: sqrt(½ Σ_k p ln(p/m) + ½ Σ_k q ln(q/m)), m = (p + q)/2, natural
/// logarithm, 0 ln 0 = 0 (divergence: Lin 1991; its root is a metric: Endres and Schindelin 2003). In [0, kFarthestHeads].
/// Nothing where a row has a negative value or a sum that is not positive and finite: it is no distribution.
std::optional<double> rowDistance(std::span<const float> one, std::span<const float> other);

struct HeadDistances {
    Matrix values;               ///< [layer, head], columns of the layer with the most; NaN where there is no such head, or nothing to compare
    std::int64_t rowsLeftOut = 0; ///< queries of `from` that are not padding and whose row is no distribution
    std::int64_t otherSizes = 0; ///< layers whose maps have another size: their heads are not compared
};

/// Distance of one head from every head: the mean over the queries that are not padding of rowDistance() of their rows (of heads by
/// the divergence: Clark et al. 2019, section 6). Rows that are no distribution in either head take no part. Computed block by block on all threads, a sliding
/// window on its band where both have the same; `from` must have a head.
Result<HeadDistances> headDistances(const MapSource& maps, MapIndex from, const JobContext& job);

} // namespace headlight
