// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/measure_quantities.h"

#include "app/cli/head_slots.h"
#include "app/cli/value_scale.h"
#include "base/parallel.h"
#include "measure/aggregate.h"
#include "measure/evolution.h"
#include "measure/patch_mask.h"
#include "measure/token_weights.h"

#include <algorithm>
#include <mutex>
#include <numeric>

namespace headlight::cli {

namespace {

NumberAxis keyAxis(const QuantityPlan& plan, const std::vector<std::int64_t>& items)
{
    return positionAxis("key", *plan.maps->axes().keys, items, plan.state.display.cleanTokens);
}

/// The maps of the last selected layer.
std::vector<MapIndex> lastMaps(const QuantityPlan& plan)
{
    const auto& heads = plan.state.selection.heads;
    const LayerIndex last = heads.layers().back();
    std::vector<MapIndex> maps;
    if (plan.maps->axes().layers[static_cast<std::size_t>(last.value)].heads == 0)
        return {{last, std::nullopt}};
    for (const auto head : heads.headsIn(last))
        maps.push_back({last, head});
    return maps;
}

/// The mean of the plan's rows in the last layer, heads averaged.
Result<std::vector<float>> lastRow(const QuantityPlan& plan, const JobContext& job)
{
    const auto maps = lastMaps(plan);
    const auto& shape = plan.maps->axes().layers[static_cast<std::size_t>(maps.front().layer.value)];
    std::vector<double> sums(static_cast<std::size_t>(shape.keys), 0.0);
    Matrix row(1, shape.keys);
    for (const auto item : plan.rowItems) {
        if (auto done = aggregateMaps(*plan.maps, maps, Aggregate::Mean, {item, 1}, row.block(), job); !done)
            return done.error();
        for (std::size_t key = 0; key < sums.size(); ++key)
            sums[key] += static_cast<double>(row.values()[key]);
    }
    std::vector<float> mean;
    for (const double sum : sums)
        mean.push_back(static_cast<float>(sum / static_cast<double>(plan.rowItems.size())));
    return mean;
}

Result<std::vector<Matrix>> rowsOfHeads(const QuantityPlan& plan, const std::vector<std::optional<HeadIndex>>& heads, const JobContext& job)
{
    std::vector<Matrix> found(heads.size());
    std::mutex mutex;
    Result<void> outcome;
    parallelFor(static_cast<std::int64_t>(heads.size()), [&](std::int64_t i) {
        auto rows = evolutionOf(*plan.maps, plan.rowItems, heads[static_cast<std::size_t>(i)], job);
        if (rows) {
            found[static_cast<std::size_t>(i)] = *std::move(rows);
            return;
        }
        const std::lock_guard lock(mutex);
        outcome = std::move(rows).error();
    });
    if (!outcome)
        return outcome.error();
    return found;
}

/// One for each line of the array: every head, or all of them together.
std::vector<Matrix> linesOf(std::vector<Matrix> heads, bool each, Aggregate aggregate)
{
    if (each)
        return heads;
    std::vector<const Matrix*> pointers;
    for (const auto& head : heads)
        pointers.push_back(&head);
    return {evolutionsTogether(pointers, aggregate)};
}

} // namespace

Result<NumberArray> evolutionValues(const QuantityPlan& plan, const JobContext& job)
{
    if (plan.layers != LayerAggregate::Each)
        return Error{ErrorKind::Usage, "the evolution is a row per layer", {}, "Leave --layer-aggregate out"};
    const auto slotsOfHeads = headSlots(plan.state, plan.maps->axes(), LayerAggregate::Each);
    if (!slotsOfHeads)
        return slotsOfHeads.error();
    auto layers = plan.state.selection.heads.layers();
    std::ranges::reverse(layers);
    const bool noHeads = plan.maps->axes().layers.front().heads == 0;
    const bool each = plan.state.selection.aggregate == Aggregate::Each && !noHeads;
    std::vector<std::optional<HeadIndex>> heads{std::nullopt};
    if (!noHeads) {
        heads.clear();
        for (const auto head : plan.state.selection.heads.headsIn(layers.front()))
            heads.push_back(head);
    }
    auto rows = rowsOfHeads(plan, heads, job);
    if (!rows)
        return rows.error();
    const auto aggregate = plan.state.selection.aggregate;
    const auto lines = linesOf(*std::move(rows), each, aggregate == Aggregate::Each ? Aggregate::Mean : aggregate);

    NumberArray array;
    array.name = "evolution";
    const auto base = plan.state.display.indexBase == IndexBase::One ? 1 : 0;
    NumberAxis headAxis{"head", {}, {}};
    for (const auto& head : heads)
        headAxis.numbers.push_back(head ? head->value + base : 0);
    NumberAxis layerAxis{"layer", {}, {}};
    for (const auto layer : layers)
        layerAxis.numbers.push_back(layer.value + base);
    if (each)
        array.axes.push_back(std::move(headAxis));
    array.axes.push_back(std::move(layerAxis));
    array.axes.push_back(keyAxis(plan, plan.keyItems));
    for (const auto& line : lines)
        for (const auto layer : layers) {
            const std::size_t begin = array.values.size();
            for (const auto item : plan.keyItems)
                array.values.push_back(line(layer.value, item));
            scaleValues(std::span(array.values).subspan(begin), plan.scale);
        }
    return array;
}

Result<NumberArray> columnMeanValues(const QuantityPlan& plan, const JobContext& job)
{
    const auto means = columnMeans(*plan.maps, lastMaps(plan), job);
    if (!means)
        return means.error();
    NumberArray array;
    array.name = "column-means";
    array.axes.push_back(keyAxis(plan, plan.keyItems));
    for (const auto item : plan.keyItems)
        array.values.push_back(static_cast<float>((*means)[static_cast<std::size_t>(item)]));
    scaleValues(array.values, plan.scale);
    return array;
}

Result<NumberArray> weightValues(const QuantityPlan& plan, const JobContext& job)
{
    const auto means = columnMeans(*plan.maps, lastMaps(plan), job);
    if (!means)
        return means.error();
    std::vector<double> chosen;
    for (const auto item : plan.weightItems)
        chosen.push_back((*means)[static_cast<std::size_t>(item)]);
    NumberArray array;
    array.name = "weights";
    if (plan.temperatures.size() > 1) {
        NumberAxis temperatures{"temperature", std::vector<std::int64_t>(plan.temperatures.size()), {}};
        std::iota(temperatures.numbers.begin(), temperatures.numbers.end(), std::int64_t{0});
        array.axes.push_back(std::move(temperatures));
    }
    array.axes.push_back(positionAxis("position", *plan.maps->axes().keys, plan.weightItems, plan.state.display.cleanTokens));
    for (const double temperature : plan.temperatures)
        for (const double weight : tokenWeights(chosen, temperature, plan.threshold))
            array.values.push_back(static_cast<float>(weight));
    return array;
}

Result<NumberArray> maskValues(const QuantityPlan& plan, const JobContext& job)
{
    auto row = lastRow(plan, job);
    if (!row)
        return row.error();
    const auto kind = plan.state.measure.kind;
    if (kind == MeasureKind::Relevance)
        for (const auto item : plan.rowItems)
            (*row)[static_cast<std::size_t>(item)] = 0.0F;
    auto mask = patchMask(*row, *plan.maps->axes().keys);
    if (!mask)
        return mask.error();
    const bool rollout = kind == MeasureKind::Rollout || kind == MeasureKind::FusedRollout || kind == MeasureKind::GradientRollout || kind == MeasureKind::Flow;
    Matrix values = plan.maskRows > 0 ? enlarged(*mask, plan.maskRows, plan.maskColumns) : *std::move(mask);
    scaleValues(values.values(), rollout && !plan.scaleNamed ? ValueScale::Max : plan.scale);
    NumberArray array;
    array.name = "mask";
    for (const auto& [name, size] : {std::pair{"row", values.rows()}, std::pair{"column", values.columns()}}) {
        NumberAxis axis{name, std::vector<std::int64_t>(static_cast<std::size_t>(size)), {}};
        std::iota(axis.numbers.begin(), axis.numbers.end(), std::int64_t{0});
        array.axes.push_back(std::move(axis));
    }
    array.values.assign(values.values().begin(), values.values().end());
    return array;
}

} // namespace headlight::cli
