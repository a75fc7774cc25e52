// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What token weights are computed from, for their chart and their table alike.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <string>
#include <vector>

namespace headlight {

/// As weights are shown: the heads of the last selected layer, their mean.
State weightsState(State state);

struct WeightPlan {
    State state;                ///< weightsState()
    Maps maps;
    std::vector<double> means;  ///< [key]: mean over all queries of the mean of the heads
};

/// Column means of the last selected layer. Maps that cost a product are taken from the workspace, which keeps them.
Result<WeightPlan> planWeights(const Workspace& workspace, const State& state, const JobContext& job);

/// Positions whose weights sum to one.
struct WeightedPart {
    std::string name;                 ///< of the segment, as the dump has it; empty: keys that were named one by one
    SegmentKind kind = SegmentKind::Text;
    std::vector<std::int64_t> items;  ///< indices into Axis::items of the keys
};

/// Every segment of the keys that has a position left, or the one that is named. ErrorKind::Selection where there is none of this name.
Result<std::vector<WeightedPart>> weightedParts(const Axis& keys, const std::string& segment);
/// The part that a table shows: the named one, else the text, else all keys.
Result<WeightedPart> tabledPart(const Axis& keys, const std::string& segment);

/// Weights of a part at one temperature, in the order of its items.
std::vector<double> weightsOf(const WeightPlan& plan, const WeightedPart& part, double temperature);
/// The column mean of an item reaches the threshold.
bool reaches(const WeightPlan& plan, std::int64_t item);

/// "temperature 1", "temperatures 1 and 0.2"
std::string temperatureWords(const std::vector<double>& temperatures);
/// "threshold 0.01 on column means"
std::string thresholdWords(double threshold);

} // namespace headlight
