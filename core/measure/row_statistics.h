// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sums over one row of a map.
#pragma once

#include <cstdint>
#include <span>

namespace headlight {

/// -sum p ln p in nats, taking 0 ln 0 as 0; the values are used as they are, not normalised. NaN when a value is NaN or negative.
double rowEntropy(std::span<const float> row);
/// In float64.
double rowSum(std::span<const float> row);
float rowMaximum(std::span<const float> row);

/// Rank of one entry among its row, 1 = largest; equal values: lowest position first.
struct Rank {
    std::int64_t rank = 0;
    bool tied = false;
};
Rank rankInRow(std::span<const float> row, std::int64_t column);

} // namespace headlight
