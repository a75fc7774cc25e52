// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/weights_table.h"

#include "figure/shown_cells.h"
#include "figure/weights_plan.h"

#include <algorithm>

namespace headlight {

namespace {

/// Keys that were named one by one are a segment of their own, in the order they were named.
Result<WeightedPart> partOf(const Axis& keys, const std::string& segment, const TableRequest& request)
{
    if (request.keys && segment.empty())
        return WeightedPart{{}, SegmentKind::Text, *request.keys};
    auto part = tabledPart(keys, segment);
    if (part && request.keys)
        std::erase_if(part->items, [&](std::int64_t item) { return std::ranges::find(*request.keys, item) == request.keys->end(); });
    return part;
}

} // namespace

Result<Table> buildWeightsTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto plan = planWeights(workspace, state, job);
    if (!plan)
        return plan.error();
    const auto& keys = *plan->maps->axes().keys;
    const auto& options = state.display.weights;
    const auto part = partOf(keys, options.segment, request);
    if (!part)
        return part.error();

    Table table;
    std::vector<double> temperatures;
    std::vector<std::int32_t> indices;
    TableWords tokens;
    std::vector<double> weights;
    for (const auto item : part->items)
        tokens.words.push_back(labelOf(keys.items[static_cast<std::size_t>(item)], state.display));
    for (const double temperature : options.temperatures) {
        const auto found = weightsOf(*plan, *part, temperature);
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!(found[i] > 0.0))
                continue;
            temperatures.push_back(temperature);
            indices.push_back(static_cast<std::int32_t>(i));
            tokens.of.push_back(static_cast<std::uint32_t>(i));
            weights.push_back(static_cast<double>(static_cast<float>(found[i])));
            table.places.keys.push_back(static_cast<std::int32_t>(keys.items[static_cast<std::size_t>(part->items[i])].position));
        }
    }
    table.rows = static_cast<std::int64_t>(weights.size());
    const double largest = weights.empty() ? 0.0 : *std::ranges::max_element(weights);
    table.columns.push_back({"temperature", "temperature", std::move(temperatures), false, 0.0, true});
    table.columns.push_back({"index", "index", std::move(indices)});
    table.columns.push_back({"token", "token", std::move(tokens)});
    table.columns.push_back({"weight", "weight", std::move(weights), true, largest});
    return table;
}

} // namespace headlight
