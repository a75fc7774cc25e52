// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Attention flow (Abnar and Zuidema, "Quantifying attention flow in transformers", ACL 2020).
#pragma once

#include "dump/map_source.h"
#include "measure/layer_factors.h"

namespace headlight {

/// Cell (q, k) of layer l is the largest flow from position q above layer l down to position k below layer `first`, through a graph with one node
/// per position and layer whose edge from i above to j below a layer can carry M_ij of that layer (`factors`, all of it in X).
///
/// One row is one maximum flow per key: for short sequences, a row at a time. Stops within one search of a path when it is cancelled.
/// A capacity that is negative or no number is ErrorKind::Shape and names the layer.
Maps attentionFlow(MapAxes axes, SharedFactors factors, LayerIndex first);

} // namespace headlight
