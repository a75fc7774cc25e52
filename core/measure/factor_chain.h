// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Products over the layers: rollouts and relevance.
#pragma once

#include "dump/map_source.h"
#include "measure/layer_factors.h"

namespace headlight {

/// R^l = M^l M^(l-1) ... M^first with M = identity·I + map·X of `factors`; R^l = I for layers before `first`. All layers have
/// `axes.queries` queries and as many keys.
///
/// One row costs l - first vector-matrix products, a row in every layer reads each layer once, a whole map costs one matrix product when the
/// layer below was asked for before (the last map of each head is kept, up to a limit for all heads), else all of them.
Maps factorChain(MapAxes axes, SharedFactors factors, LayerIndex first, Cost cost);

} // namespace headlight
