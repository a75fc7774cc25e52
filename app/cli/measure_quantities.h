// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Quantities that are taken from one query or from the last layer: evolution, token weights, masks over an image.
#pragma once

#include "app/cli/quantities.h"

namespace headlight::cli {

/// [head, layer, key], or [layer, key] for heads taken together and measures without heads: the row of the plan's query (mean of several) in
/// the map of every selected layer, last layer first.
Result<NumberArray> evolutionValues(const QuantityPlan& plan, const JobContext& job);

/// [key]: mean over all queries of the last selected layer, averaged over the selected heads.
Result<NumberArray> columnMeanValues(const QuantityPlan& plan, const JobContext& job);

/// [position], with [temperature] in front when there are several: softmax of the column means over the plan's weight items.
Result<NumberArray> weightValues(const QuantityPlan& plan, const JobContext& job);

/// [grid row, grid column], or the pixels of the plan's size: the row over the patches. Rollouts and flow are divided by their maximum unless a
/// scale is named; relevance loses its value at the query itself.
Result<NumberArray> maskValues(const QuantityPlan& plan, const JobContext& job);

} // namespace headlight::cli
