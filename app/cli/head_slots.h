// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The selected heads as axes of an array: which maps make which entry.
#pragma once

#include "app/cli/number_array.h"
#include "app/cli/quantities.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "state/state.h"

#include <vector>

namespace headlight::cli {

/// One entry: the maps of every layer that are taken together. One layer of one head where nothing is aggregated.
struct HeadSlot {
    std::vector<std::vector<MapIndex>> layers;
};

struct HeadSlots {
    std::vector<HeadSlot> all;
    std::vector<NumberAxis> axes; ///< layer and head, as far as they are still there
};

/// Heads are taken together per layer, then layers. ErrorKind::Selection when an axis would be ragged, or layers differ in size.
Result<HeadSlots> headSlots(const State& state, const MapAxes& axes, LayerAggregate layers);

} // namespace headlight::cli
