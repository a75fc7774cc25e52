// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the words of a running text weigh.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// The state as a running text shows it: Each is the mean, there is no window, and of a measure that adds up over the layers only the last selected one.
State textState(State state);

/// Which maps and items one running text is made from.
struct TextPlan {
    State state;                                ///< as it is shown
    MapsKey cacheKey;                           ///< of the maps: fused measures take the heads of all selected layers together
    Maps maps;
    std::vector<MapIndex> taken;                ///< the selected maps that have the size of the first
    std::vector<std::vector<MapIndex>> layers;  ///< per layer, the heads of the last selected layer; empty where rows are not shown
    std::vector<std::int64_t> queries;          ///< TextShow::Query: items of the query axis, the one in focus first
    std::int64_t key = 0;                       ///< TextShow::Key: item of the key axis; where none is chosen, that of the query
    std::string leftOut;                        ///< for the footer; empty when nothing is

    /// The axis that is read as text.
    [[nodiscard]] const Axis& axis() const { return state.display.text.show == TextShow::Key ? *maps->axes().queries : *maps->axes().keys; }
};
Result<TextPlan> planText(const Workspace& workspace, const State& state);

struct TextWeights {
    std::vector<float> words;       ///< per item of the axis, of the selected maps taken together
    std::optional<Matrix> layers;   ///< [layer, item], layer 0 first
};

/// Query: rows of the queries (the query itself as in ownKey()), heads taken together and then the mean over queries. Key: its column. Received: column sums over the queries. Shade:
/// column sums of each map, scaled by the smallest and largest over all layers and heads, summed over the maps. Sums are kept in float64.
Result<TextWeights> textWeights(const Workspace& workspace, const TextPlan& plan, const JobContext& job);

} // namespace headlight
