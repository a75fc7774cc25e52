// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of measures: from the maps of a stack to the maps of a measure.
#pragma once

#include "base/result.h"
#include "dump/map_source.h"
#include "measure/co_attention.h"
#include "measure/fused_heads.h"
#include "measure/measure_options.h"

#include <memory>

namespace headlight {

/// What a measure is computed from: one stack of one sample, and for relevance the other stacks of a model with two streams.
struct MeasureInputs {
    Maps attention;
    Maps gradients;                                    ///< of MeasureOptions::target; null: there are none
    std::shared_ptr<const Matrix> importance;          ///< [layer, head]; null: there is none
    HeadsOfLayers fused;                               ///< heads that fused measures take together; empty: all
    std::shared_ptr<const CoAttention> streams = nullptr; ///< null: relevance of one stream. Its stack of `block` is the one above
    CoBlock block = CoBlock::Cross;
};

/// Lazy: costs nothing until rows are asked for. Axes are those of the attention; a fused measure has one map per layer (heads == 0).
/// Relevance with `streams` is that of two streams (coAttentionRelevance), with its errors.
///
/// Errors, each with the layer and the reason: ErrorKind::NotSquare (cross attention under a product), Shape (layers of different sizes or heads,
/// gradients or importance of another shape), Selection (no gradients, no importance, no such first layer, no prefix tokens to protect),
/// Usage (a switch out of range). Errors of values come with the rows.
Result<Maps> applyMeasure(const MeasureInputs& inputs, const MeasureOptions& options);

/// A^l_h times the importance of the head, rounded to float32 from a product in float64.
Maps weightedHeads(Maps source, std::shared_ptr<const Matrix> importance);

/// A - B, for maps with equal numbers of layers, heads, queries and keys (ErrorKind::Shape says which differ).
Result<Maps> difference(Maps a, Maps b);

} // namespace headlight
