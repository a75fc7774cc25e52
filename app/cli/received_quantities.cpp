// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/received_quantities.h"

#include "app/cli/head_slots.h"
#include "app/cli/value_scale.h"
#include "base/try_each.h"
#include "measure/aggregate.h"
#include "measure/largest.h"
#include "measure/received.h"
#include "value/tensor.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace headlight::cli {

namespace {


const LayerShape& shapeOf(const QuantityPlan& plan, const HeadSlot& slot)
{
    return plan.maps->axes().layers[static_cast<std::size_t>(slot.layers.front().front().layer.value)];
}

/// Rows of one slot, heads and then layers taken together.
Result<void> readRows(const QuantityPlan& plan, const HeadSlot& slot, RowRange range, Matrix& block, const JobContext& job)
{
    block.reshape(range.count, shapeOf(plan, slot).keys);
    std::vector<double> sum(slot.layers.size() > 1 ? block.values().size() : 0, 0.0);
    for (const auto& layer : slot.layers) {
        if (auto read = aggregateMaps(*plan.maps, layer, plan.state.selection.aggregate, range, block.block(), job); !read)
            return read;
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += static_cast<double>(block.values()[i]);
    }
    const double share = plan.layers == LayerAggregate::Mean ? 1.0 / static_cast<double>(slot.layers.size()) : 1.0;
    for (std::size_t i = 0; i < sum.size(); ++i)
        block.values()[i] = static_cast<float>(sum[i] * share);
    return {};
}

/// Calls `visit(place among the plan's queries, row)` for each of them.
template <typename Visit>
Result<void> visitRows(const QuantityPlan& plan, const HeadSlot& slot, const JobContext& job, Visit visit)
{
    const auto& items = plan.queryItems;
    Matrix block;
    for (std::size_t first = 0; first < items.size();) {
        if (job.stopped())
            return cancelled();
        std::int64_t run = 1;
        while (run < kRowsAtOnce && first + static_cast<std::size_t>(run) < items.size() && items[first + static_cast<std::size_t>(run)] == items[first] + run)
            ++run;
        if (auto read = readRows(plan, slot, {items[first], run}, block, job); !read)
            return read;
        for (std::int64_t r = 0; r < run; ++r)
            visit(first + static_cast<std::size_t>(r), std::span<const float>(block.row(r)));
        first += static_cast<std::size_t>(run);
    }
    return {};
}

/// Over every key. A single map with all its queries is summed where it is stored, on its band if it has one.
Result<std::vector<double>> receivedOf(const QuantityPlan& plan, const HeadSlot& slot, const JobContext& job)
{
    const auto& shape = shapeOf(plan, slot);
    const bool single = slot.layers.size() == 1 && slot.layers.front().size() == 1;
    if (single && static_cast<std::int64_t>(plan.queryItems.size()) == shape.queries)
        return receivedAttention(*plan.maps, slot.layers.front().front(), job);
    std::vector<double> sums(static_cast<std::size_t>(shape.keys), 0.0);
    auto done = visitRows(plan, slot, job, [&](std::size_t, std::span<const float> row) {
        for (std::size_t key = 0; key < sums.size(); ++key)
            sums[key] += static_cast<double>(row[key]);
    });
    if (!done)
        return done.error();
    return sums;
}

Result<void> checkItems(const QuantityPlan& plan, const HeadSlots& heads)
{
    const auto& shape = shapeOf(plan, heads.all.front());
    if (std::ranges::max(plan.queryItems) >= shape.queries || std::ranges::max(plan.keyItems) >= shape.keys)
        return Error{ErrorKind::Selection, "the selected layers have fewer queries or keys than were asked for"};
    return {};
}

/// Fills every slot on all threads.
Result<void> fillSlots(const HeadSlots& heads, const JobContext& job, const std::function<Result<void>(std::size_t)>& fill)
{
    return tryEach(static_cast<std::int64_t>(heads.all.size()), "Reading the maps", job, [&](std::int64_t i) { return fill(static_cast<std::size_t>(i)); });
}

struct Received {
    HeadSlots heads;
    std::vector<std::vector<float>> values; ///< [slot][every key]
};

Result<Received> receivedBySlot(const QuantityPlan& plan, const JobContext& job)
{
    auto heads = headSlots(plan.state, plan.maps->axes(), plan.layers);
    if (!heads)
        return heads.error();
    if (auto good = checkItems(plan, *heads); !good)
        return good.error();
    Received received{*std::move(heads), {}};
    received.values.resize(received.heads.all.size());
    auto filled = fillSlots(received.heads, job, [&](std::size_t i) -> Result<void> {
        const auto sums = receivedOf(plan, received.heads.all[i], job);
        if (!sums)
            return sums.error();
        received.values[i].assign(sums->begin(), sums->end());
        return {};
    });
    if (!filled)
        return filled.error();
    return received;
}

/// Scaled by the smallest and largest over all layers and heads; 0 where all are the same. NaN takes no part and stays.
Result<Received> scaledBySlot(const QuantityPlan& plan, const JobContext& job)
{
    QuantityPlan every = plan;
    every.state.selection.heads = HeadSet::all(plan.state.stackShape().heads);
    const auto all = receivedBySlot(every, job);
    if (!all)
        return all;
    float smallest = std::numeric_limits<float>::infinity();
    float largest = -smallest;
    for (const auto& values : all->values)
        for (const float value : values) {
            smallest = value < smallest ? value : smallest;
            largest = value > largest ? value : largest;
        }
    auto received = every.state.selection.heads == plan.state.selection.heads ? all : receivedBySlot(plan, job);
    if (!received)
        return received;
    for (auto& values : received->values)
        for (float& value : values)
            value = largest > smallest ? (value - smallest) / (largest - smallest) : value - value;
    return received;
}

NumberAxis keyAxis(const QuantityPlan& plan)
{
    return positionAxis("key", *plan.maps->axes().keys, plan.keyItems, plan.state.display.cleanTokens);
}

/// The chosen keys of [slot][every key].
NumberArray arrayOf(const QuantityPlan& plan, std::string name, const HeadSlots& heads, const std::vector<std::vector<float>>& values)
{
    NumberArray array{std::move(name), heads.axes, {}};
    array.axes.push_back(keyAxis(plan));
    for (const auto& line : values) {
        const auto begin = array.values.size();
        for (const auto key : plan.keyItems)
            array.values.push_back(line[static_cast<std::size_t>(key)]);
        scaleValues(std::span(array.values).subspan(begin), plan.scale);
    }
    return array;
}

std::vector<float> asNumbers(const std::vector<bool>& flags)
{
    return {flags.begin(), flags.end()};
}

} // namespace

Result<NumberArray> receivedValues(const QuantityPlan& plan, const JobContext& job)
{
    return receivedBySlot(plan, job).transform([&](const Received& received) { return arrayOf(plan, "received", received.heads, received.values); });
}

Result<NumberArray> scaledReceivedValues(const QuantityPlan& plan, const JobContext& job)
{
    return scaledBySlot(plan, job).transform([&](const Received& received) { return arrayOf(plan, "received-minmax", received.heads, received.values); });
}

Result<std::vector<NumberArray>> rankValues(const QuantityPlan& plan, const JobContext& job)
{
    QuantityPlan unscaled = plan;
    unscaled.scale = ValueScale::None; // a rank is a number of its own
    const auto received = receivedBySlot(unscaled, job);
    if (!received)
        return received.error();
    std::vector<std::vector<float>> ranks;
    std::vector<std::vector<float>> tied;
    for (const auto& values : received->values) {
        const auto ranked = ranksOf(values);
        ranks.emplace_back(ranked.ranks.begin(), ranked.ranks.end());
        tied.push_back(asNumbers(ranked.tied));
    }
    return std::vector{arrayOf(unscaled, "ranks", received->heads, ranks), arrayOf(unscaled, "ranks_tied", received->heads, tied)};
}

Result<std::vector<NumberArray>> largestValues(const QuantityPlan& plan, const JobContext& job)
{
    const auto heads = headSlots(plan.state, plan.maps->axes(), plan.layers);
    if (!heads)
        return heads.error();
    if (auto good = checkItems(plan, *heads); !good)
        return good.error();
    const auto& keys = *plan.maps->axes().keys;
    const auto count = std::min(plan.k, shapeOf(plan, heads->all.front()).keys);
    NumberArray positions{"topk_positions", heads->axes, {}};
    positions.axes.push_back(positionAxis("query", *plan.maps->axes().queries, plan.queryItems, plan.state.display.cleanTokens));
    NumberAxis places{"rank", std::vector<std::int64_t>(static_cast<std::size_t>(count)), {}};
    std::iota(places.numbers.begin(), places.numbers.end(), std::int64_t{1});
    positions.axes.push_back(std::move(places));
    const auto all = elementCount(positions.shape());
    if (!all)
        return all.error();
    positions.values.resize(static_cast<std::size_t>(*all));
    NumberArray values{"topk_values", positions.axes, positions.values};
    NumberArray tied{"topk_tied", positions.axes, positions.values};

    const auto perSlot = positions.values.size() / heads->all.size();
    auto filled = fillSlots(*heads, job, [&](std::size_t i) {
        return visitRows(plan, heads->all[i], job, [&](std::size_t place, std::span<const float> row) {
            const auto largest = largestOf(row, count);
            const auto begin = i * perSlot + place * static_cast<std::size_t>(count);
            for (std::size_t k = 0; k < largest.positions.size(); ++k) {
                const auto item = static_cast<std::size_t>(largest.positions[k]);
                positions.values[begin + k] = static_cast<float>(keys.items[item].position);
                values.values[begin + k] = row[item];
                tied.values[begin + k] = largest.tied[k] ? 1.0F : 0.0F;
            }
        });
    });
    if (!filled)
        return filled.error();
    return std::vector{std::move(positions), std::move(values), std::move(tied)};
}

Result<NumberArray> shadeValues(const QuantityPlan& plan, const JobContext& job)
{
    if (plan.state.selection.aggregate != Aggregate::Each || plan.layers != LayerAggregate::Each)
        return Error{ErrorKind::Usage, "shade adds over heads and layers itself", {}, "Leave --head-aggregate and --layer-aggregate out"};
    const auto received = scaledBySlot(plan, job);
    if (!received)
        return received.error();
    NumberArray array{"shade", {keyAxis(plan)}, {}};
    for (const auto key : plan.keyItems) {
        double sum = 0.0;
        for (const auto& values : received->values)
            sum += static_cast<double>(values[static_cast<std::size_t>(key)]);
        array.values.push_back(static_cast<float>(sum));
    }
    scaleValues(array.values, plan.scale);
    return array;
}

} // namespace headlight::cli
