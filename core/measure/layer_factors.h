// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one layer contributes to a product over the layers.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/fused_heads.h"
#include "measure/measure_options.h"
#include "measure/product.h"

#include <memory>

namespace headlight {

/// Layer l multiplies by identity·I + map·X^l: rollouts (α, 1-α), relevance (1, 1), matrices ready made (0, 1).
struct FactorShares {
    float identity = 0.0F;
    float map = 1.0F;
};

/// The matrices X^l of a product, [size, size] each, read or computed when they are needed. Const, callable from any thread.
class LayerFactors {
public:
    virtual ~LayerFactors() = default;

    [[nodiscard]] virtual FactorShares shares() const = 0;

    /// Rows of X. The values may lie in `buffer`, which belongs to the caller and is overwritten, or in memory that `this` keeps.
    /// Errors are those of the file, of values that cannot be used, or Cancelled.
    virtual Result<ConstBlock> rows(MapIndex map, RowRange range, Matrix& buffer, const JobContext& job) const = 0;
};

using SharedFactors = std::shared_ptr<const LayerFactors>;

/// X = A^l_h: shares α and 1-α.
SharedFactors residualFactors(Maps attention, double residual);

/// X = mean over heads of (A ⊙ G)^+, shares 1 and 1. Heads of `heads` only (per layer, all where it is empty).
/// A NaN or an infinity in a gradient is ErrorKind::Corrupt and names layer and head.
SharedFactors relevanceFactors(Maps attention, Maps gradients, const HeadsOfLayers& heads);

/// X = the finished factor: heads fused, smallest values discarded, residual added, normalised (MeasureOptions says how); with
/// gradients F = (mean_h A ⊙ G)^+. A layer's matrix is computed once and kept while all together are small.
/// A row whose sum is zero or no number where it should be divided by it is ErrorKind::Shape.
SharedFactors fusedFactors(Maps attention, Maps gradients, const HeadsOfLayers& heads, const MeasureOptions& options);

} // namespace headlight
