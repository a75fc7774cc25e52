// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How much each token of a segment counts: the CoVR notebook's weights.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

/// [key]: mean over all queries of the mean of `maps`, which have one size (ErrorKind::Shape). Sums in float64.
Result<std::vector<double>> columnMeans(const MapSource& source, std::span<const MapIndex> maps, const JobContext& job);

inline constexpr double kWeightThreshold = 0.01;

/// Softmax of means / temperature over `means`, entries below the threshold replaced by -1e7 before: they get weight 0.
/// Uniform where all entries are below it. `temperature` must be positive (asserted).
std::vector<double> tokenWeights(std::span<const double> means, double temperature, double threshold = kWeightThreshold);

} // namespace headlight
