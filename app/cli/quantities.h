// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `values` computes: maps and rows after selection and aggregation, in the order of the design.
#pragma once

#include "app/cli/number_array.h"
#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"
#include "measure/token_weights.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace headlight::cli {

enum class LayerAggregate : std::uint8_t { Each, Mean, Sum };
enum class ValueScale : std::uint8_t { None, Sum, Max, MinMax, Percent };

std::optional<LayerAggregate> layerAggregateFromName(std::string_view name);
std::optional<ValueScale> valueScaleFromName(std::string_view name);

/// Everything that decides a quantity of one sample, besides the state's heads and head aggregate.
struct QuantityPlan {
    State state;
    Maps maps; ///< of the state's stack and sample, padding dropped where that was asked for
    LayerAggregate layers = LayerAggregate::Each;
    ValueScale scale = ValueScale::None;
    std::vector<std::int64_t> queryItems; ///< rows, indices into Axis::items
    std::vector<std::int64_t> keyItems;
    std::vector<std::int64_t> rowItems; ///< rows whose mean `row` is
    bool scaleNamed = false;               ///< --scale was given
    std::vector<std::int64_t> weightItems; ///< keys that `weights` is over
    std::vector<double> temperatures{1.0}; ///< of `weights`
    double threshold = kWeightThreshold;   ///< of `weights`
    std::int64_t k = 10;                   ///< of `topk`
    std::int64_t maskRows = 0;             ///< pixels of an enlarged mask; 0: the grid
    std::int64_t maskColumns = 0;
};

/// The chosen items of an axis, with their tokens where the dump has some.
NumberAxis positionAxis(std::string name, const Axis& axis, const std::vector<std::int64_t>& items, bool clean);

/// [layer, head, query, key]; an aggregated axis is gone.
Result<NumberArray> mapValues(const QuantityPlan& plan, const JobContext& job);
/// [layer, head, key]: the mean of the plan's rows.
Result<NumberArray> rowValues(const QuantityPlan& plan, const JobContext& job);
/// [layer, head]
Result<NumberArray> metricValues(const Workspace& workspace, const QuantityPlan& plan, const MetricChoice& metric, const JobContext& job);
/// What people must know about a metric that has no number for some heads, or left rows out; empty: nothing.
std::string metricRemark(const Workspace& workspace, const QuantityPlan& plan, const NumberArray& values);

/// Several samples in front of everything else; ErrorKind::Selection where shapes differ.
Result<NumberArray> stacked(std::vector<NumberArray> arrays, const std::vector<SampleIndex>& samples);

} // namespace headlight::cli
