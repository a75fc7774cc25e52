// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The heads of a layer as one map: fused, or weighted by their gradients.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure_options.h"

#include <span>
#include <vector>

namespace headlight {

/// Which heads take part, by layer; an empty list means all of the layer.
using HeadsOfLayers = std::vector<std::vector<HeadIndex>>;

/// The maps of one layer's heads that take part.
std::vector<MapIndex> headsOf(const MapSource& attention, LayerIndex layer, const HeadsOfLayers& heads);

/// Where the positive part is taken: of every head's product (relevance), or of their mean (gradient rollout).
enum class PositivePart : std::uint8_t { OfEachHead, OfMean };

/// out = mean over heads of A ⊙ G, negative values 0. `gradientLayer` is the layer whose gradients are used. Sums in float64.
/// ErrorKind::Corrupt where a gradient is NaN or infinite: names layer, head, row and column.
Result<void> weightedByGradients(const MapSource& attention, const MapSource& gradients, std::span<const MapIndex> maps, LayerIndex gradientLayer, PositivePart part,
                                 RowRange range, MatrixBlock out, const JobContext& job);

} // namespace headlight
