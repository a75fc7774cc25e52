// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/quantities.h"

#include "app/cli/head_slots.h"
#include "app/cli/value_scale.h"
#include "base/parallel.h"
#include "figure/colour_scale.h"
#include "measure/aggregate.h"
#include "value/tensor.h"
#include "workspace/metric_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>

namespace headlight::cli {

namespace {

Result<void> checkItems(const QuantityPlan& plan, const LayerShape& shape, const std::vector<std::int64_t>& rows)
{
    const auto outside = [](const std::vector<std::int64_t>& items, std::int64_t size) { return std::ranges::any_of(items, [size](auto item) { return item >= size; }); };
    if (outside(rows, shape.queries) || outside(plan.keyItems, shape.keys))
        return Error{ErrorKind::Selection, fmt::format("the selected layers have {} queries and {} keys, fewer than were asked for", shape.queries, shape.keys)};
    return {};
}

/// Which rows of the maps are read, and how they reach the output.
struct RowPlan {
    std::vector<std::int64_t> rows;
    bool mean = false; ///< one row comes out
};

/// One slot of the output: rows of one head, or of several heads and layers taken together.
Result<void> fillSlot(const QuantityPlan& plan, const HeadSlot& slot, const RowPlan& rowPlan, std::span<float> out, const JobContext& job)
{
    const auto& shape = plan.maps->axes().layers[static_cast<std::size_t>(slot.layers.front().front().layer.value)];
    const std::size_t columns = plan.keyItems.size();
    std::vector<double> mean(rowPlan.mean ? columns : 0, 0.0);
    std::vector<double> sum;
    Matrix block;
    for (std::size_t first = 0; first < rowPlan.rows.size();) {
        if (job.stopped())
            return cancelled();
        std::int64_t run = 1;
        while (run < kRowsAtOnce && first + static_cast<std::size_t>(run) < rowPlan.rows.size()
               && rowPlan.rows[first + static_cast<std::size_t>(run)] == rowPlan.rows[first] + run)
            ++run;
        block.reshape(run, shape.keys);
        sum.assign(slot.layers.size() > 1 ? block.values().size() : 0, 0.0);
        for (const auto& layer : slot.layers) {
            if (auto read = aggregateMaps(*plan.maps, layer, plan.state.selection.aggregate, {rowPlan.rows[first], run}, block.block(), job); !read)
                return read;
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += static_cast<double>(block.values()[i]);
        }
        const double share = plan.layers == LayerAggregate::Mean ? 1.0 / static_cast<double>(slot.layers.size()) : 1.0;
        for (std::size_t i = 0; i < sum.size(); ++i)
            block.values()[i] = static_cast<float>(sum[i] * share);
        for (std::int64_t r = 0; r < run; ++r) {
            const auto row = block.row(r);
            for (std::size_t c = 0; c < columns; ++c) {
                const float value = row[static_cast<std::size_t>(plan.keyItems[c])];
                if (rowPlan.mean)
                    mean[c] += static_cast<double>(value);
                else
                    out[(first + static_cast<std::size_t>(r)) * columns + c] = value;
            }
        }
        first += static_cast<std::size_t>(run);
    }
    for (std::size_t c = 0; c < mean.size(); ++c)
        out[c] = static_cast<float>(mean[c] / static_cast<double>(rowPlan.rows.size()));
    return {};
}

Result<NumberArray> selectedValues(const QuantityPlan& plan, const RowPlan& rowPlan, std::string_view label, const JobContext& job)
{
    const auto heads = headSlots(plan.state, plan.maps->axes(), plan.layers);
    if (!heads)
        return heads.error();
    const auto& shape = plan.maps->axes().layers[static_cast<std::size_t>(heads->all.front().layers.front().front().layer.value)];
    if (auto good = checkItems(plan, shape, rowPlan.rows); !good)
        return good.error();

    NumberArray array;
    array.axes = heads->axes;
    if (!rowPlan.mean)
        array.axes.push_back(positionAxis("query", *plan.maps->axes().queries, rowPlan.rows, plan.state.display.cleanTokens));
    array.axes.push_back(positionAxis("key", *plan.maps->axes().keys, plan.keyItems, plan.state.display.cleanTokens));
    const auto count = elementCount(array.shape());
    if (!count)
        return count.error();
    array.values.resize(static_cast<std::size_t>(*count));

    const std::size_t each = array.values.size() / heads->all.size();
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed{false};
    std::atomic<std::size_t> done{0};
    parallelFor(static_cast<std::int64_t>(heads->all.size()), [&](std::int64_t i) {
        if (failed)
            return;
        const auto out = std::span(array.values).subspan(static_cast<std::size_t>(i) * each, each);
        auto filled = fillSlot(plan, heads->all[static_cast<std::size_t>(i)], rowPlan, out, job);
        scaleValues(out, plan.scale);
        job.progress(label, static_cast<double>(++done) / static_cast<double>(heads->all.size()));
        if (filled)
            return;
        const std::lock_guard lock(mutex);
        if (!failed.exchange(true))
            outcome = std::move(filled);
    });
    if (!outcome)
        return outcome.error();
    return array;
}

/// The window takes the first target; a number in a file should not depend on the order of files.
Result<void> oneTarget(const Workspace& workspace, const MapsKey& key)
{
    const auto dump = workspace.dump(key.dump);
    const auto& targets = dump->stacks()[static_cast<std::size_t>(key.stack.value)].gradientTargets;
    if (key.measure.target.empty() && targets.size() > 1)
        return Error{ErrorKind::Selection, fmt::format("there are gradients of {} targets: {}", targets.size(), fmt::join(targets, ", ")), {}, "Choose one with --target"};
    return {};
}

} // namespace

NumberAxis positionAxis(std::string name, const Axis& axis, const std::vector<std::int64_t>& items, bool clean)
{
    NumberAxis out;
    out.name = std::move(name);
    for (const auto index : items) {
        const auto& item = axis.items[static_cast<std::size_t>(index)];
        out.numbers.push_back(item.position);
        if (axis.labelled)
            out.labels.push_back(clean || item.token.empty() ? item.label : item.token);
    }
    return out;
}

Result<NumberArray> mapValues(const QuantityPlan& plan, const JobContext& job)
{
    auto array = selectedValues(plan, {plan.queryItems, false}, "Reading maps", job);
    if (array)
        array->name = "map";
    return array;
}

Result<NumberArray> rowValues(const QuantityPlan& plan, const JobContext& job)
{
    auto array = selectedValues(plan, {plan.rowItems, true}, "Reading rows", job);
    if (array)
        array->name = "row";
    return array;
}

Result<NumberArray> metricValues(const Workspace& workspace, const QuantityPlan& plan, const MetricChoice& metric, const JobContext& job)
{
    if (plan.state.selection.aggregate != Aggregate::Each || plan.layers != LayerAggregate::Each)
        return Error{ErrorKind::Usage, fmt::format("metric:{} is one number per head", nameOf(metric)), {}, "Leave --head-aggregate and --layer-aggregate out"};
    if (plan.maps->axes().layers.front().heads == 0)
        return Error{ErrorKind::Usage, fmt::format("metric:{} is one number per head, and {} takes the heads together", nameOf(metric), displayName(plan.state.measure))};
    const auto heads = headSlots(plan.state, plan.maps->axes(), plan.layers);
    if (!heads)
        return heads.error();
    const auto key = mapsKey(plan.state);
    if (auto why = whyNoMetric(workspace, key, metric))
        return *std::move(why);
    if (metric.metric == HeadMetric::GradientAttention)
        if (auto one = oneTarget(workspace, key); !one)
            return one.error();
    if (auto done = surveyAll(workspace, key, plan.state.selection.heads, job); !done)
        return done.error();
    NumberArray array;
    array.name = fmt::format("metric:{}", nameOf(metric));
    array.axes = heads->axes;
    const MetricValues values(workspace, key, metric);
    for (const auto& slot : heads->all) {
        const auto& map = slot.layers.front().front();
        const auto summary = workspace.survey(key, {map.layer, *map.head}, job);
        if (!summary)
            return summary.error();
        if ((*summary)->problem)
            return *(*summary)->problem;
        array.values.push_back(static_cast<float>(values.of(summary->get())));
    }
    return array;
}

std::string metricRemark(const Workspace& workspace, const QuantityPlan& plan, const NumberArray& values)
{
    const auto base = plan.state.display.indexBase;
    std::vector<std::string> parts;
    const auto none = std::ranges::count_if(values.values, [](float value) { return std::isnan(value); });
    if (none > 0)
        parts.push_back(fmt::format("{} of {} heads have no {}: NaN", none, values.values.size(), values.name));
    std::int64_t rows = 0;
    std::optional<HeadRef> first;
    for (const auto& head : plan.state.selection.heads.heads())
        if (const auto summary = workspace.summary(mapsKey(plan.state), head); summary != nullptr && summary->rowsLeftOut > 0) {
            rows += summary->rowsLeftOut;
            first = first.value_or(head);
        }
    if (rows > 0)
        parts.push_back(fmt::format("{} {} with NaN or infinite values {} left out, the first in layer {}, head {}", rows, rows == 1 ? "row" : "rows", rows == 1 ? "is" : "are",
                                    label(first->layer, base), label(first->head, base)));
    return parts.empty() ? std::string() : fmt::format("{}.", fmt::join(parts, "; "));
}

Result<NumberArray> stacked(std::vector<NumberArray> arrays, const std::vector<SampleIndex>& samples)
{
    NumberArray whole;
    whole.name = arrays.front().name;
    NumberAxis axis;
    axis.name = "sample";
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        axis.numbers.push_back(samples[i].value);
        if (arrays[i].shape() != arrays.front().shape())
            return Error{ErrorKind::Selection,
                         fmt::format("sample {} is {}, sample {} is {}: they do not fit into one array", samples.front().value, toString(arrays.front().shape()),
                                     samples[i].value, toString(arrays[i].shape())),
                         {},
                         "Ask for one sample at a time, or for --queries and --keys that all of them have"};
    }
    whole.axes.push_back(std::move(axis));
    for (auto& part : arrays.front().axes)
        whole.axes.push_back(part);
    for (auto& labelled : whole.axes)
        labelled.labels.clear(); // samples have their own tokens
    whole.values.reserve(arrays.size() * arrays.front().values.size());
    for (auto& array : arrays) {
        whole.values.insert(whole.values.end(), array.values.begin(), array.values.end());
        array.values = {};
    }
    return whole;
}

} // namespace headlight::cli
