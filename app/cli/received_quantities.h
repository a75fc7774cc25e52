// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Quantities about which keys matter: attention received, its ranks, the largest of every row, the shade of running text.
#pragma once

#include "app/cli/quantities.h"

#include <vector>

namespace headlight::cli {

/// [layer, head, key]: sums over the plan's queries; an aggregated axis is gone. On a sliding window the band is summed.
Result<NumberArray> receivedValues(const QuantityPlan& plan, const JobContext& job);

/// The same, (x - min) / (max - min) with the smallest and largest over all layers and heads of the stack, also when few are selected.
Result<NumberArray> scaledReceivedValues(const QuantityPlan& plan, const JobContext& job);

/// `ranks` and `ranks_tied`, [layer, head, key]: 1 = most attention received of all keys; equal values: lowest position first.
Result<std::vector<NumberArray>> rankValues(const QuantityPlan& plan, const JobContext& job);

/// `topk_positions`, `topk_values` and `topk_tied`, [layer, head, query, k]: the largest of all keys, largest first; k is that of the plan, or
/// the number of keys.
Result<std::vector<NumberArray>> largestValues(const QuantityPlan& plan, const JobContext& job);

/// [key]: the scaled received attention added over the selected heads and layers.
Result<NumberArray> shadeValues(const QuantityPlan& plan, const JobContext& job);

} // namespace headlight::cli
