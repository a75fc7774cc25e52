// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How much attention each key receives, and its rank among the keys.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

/// [key]: sum over all queries of one map, in float64, the first query first. A map that is stored as a sliding window is summed on its band.
Result<std::vector<double>> receivedAttention(const MapSource& source, MapIndex map, const JobContext& job);
/// The same of a map that is there as a whole.
std::vector<double> columnSums(const Matrix& map);

struct KeyRanks {
    std::vector<std::int32_t> ranks; ///< 1 = largest; equal values: lowest position first
    std::vector<bool> tied;          ///< there is an equal value
};
/// NaN ranks last.
KeyRanks ranksOf(std::span<const float> values);

/// Attention received in every map of a stack.
struct ReceivedByMap {
    std::vector<MapIndex> maps;            ///< layer by layer, head by head; one per layer where the measure has no heads
    std::vector<std::vector<double>> sums; ///< [map][key]
    std::vector<KeyRanks> ranks;           ///< [map], of the sums in float32
    double smallest = 0.0;                 ///< of all sums that are numbers; 0 where there is none
    double largest = 0.0;

    /// (sum - smallest) / (largest - smallest); 0 where all are the same, NaN stays.
    [[nodiscard]] float scaled(std::size_t map, std::size_t key) const;
    /// Nothing where the stack has no such map.
    [[nodiscard]] std::optional<std::size_t> find(LayerIndex layer, HeadIndex head) const;
};
using SumOfMap = std::function<Result<std::vector<double>>(MapIndex)>;
/// `sum` is called for every map, on all threads.
Result<ReceivedByMap> receivedByMap(const MapAxes& axes, const SumOfMap& sum, const JobContext& job);

} // namespace headlight
