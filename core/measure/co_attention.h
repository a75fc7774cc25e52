// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Relevance where two streams look at each other: encoder-decoder models, and text beside image.
#pragma once

#include "base/result.h"
#include "dump/map_source.h"
#include "measure/fused_heads.h"

#include <cstdint>

namespace headlight {

/// Attention of one stack and its gradients, of equal axes. Both null: the model or the dump has no such stack.
struct Stream {
    Maps attention = {};
    Maps gradients = {};
};

/// The stacks of a model with two streams, s and q. `cross` says whose queries are s and whose keys are q.
struct CoAttention {
    Stream queries;           ///< self-attention of s
    Stream keys;              ///< self-attention of q
    Stream cross;             ///< s looks at q
    Stream back = {};         ///< q looks at s; none in encoder-decoder models
    HeadsOfLayers heads = {}; ///< heads of the stack that is shown; empty: all
};

/// Which of the relevancies is wanted.
enum class CoBlock : std::uint8_t {
    Cross,   ///< R^sq, one map for every layer of `cross`
    Queries, ///< R^ss, one map for every layer of `queries`
};

/// Relevance after every layer, by the rules of Chefer, Gur and Wolf 2021 (equations 6 to 11), with Ā = mean_h (A ⊙ G)^+ and
/// R̄ = (R - I with its rows divided by their sums) + I, a row of zeros staying a row of I:
///
///     self-attention of s     R^ss += Ā R^ss,  R^sq += Ā R^sq           (q likewise)
///     s looks at q            R^sq += (R̄^ss)^T Ā R̄^qq,  R^ss += Ā R^qs  (both from the relevancies before the layer; q looks at s likewise)
///
/// Without `back`: all layers of `keys`, then layer by layer `queries` and `cross`. With it, the layers of self-attention that are more than
/// there are of cross attention come first, then layer by layer cross attention in both directions, and self-attention of both streams.
/// `firstLayer` from 0, or from the end when negative, leaves out the layers before it in every stack.
///
/// One matrix product or two per layer and stack; maps of all layers are kept while they are small. ErrorKind::Shape where the sizes or numbers
/// of layers do not belong together, Selection where a stack has no gradients or no such layer. Errors of values come with the rows.
Result<Maps> coAttentionRelevance(CoAttention streams, CoBlock block, std::int64_t firstLayer);

} // namespace headlight
