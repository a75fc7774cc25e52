// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/text_weights.h"

#include "base/parallel.h"
#include "figure/figure_words.h"
#include "figure/image.h"
#include "figure/shown_cells.h"
#include "measure/aggregate.h"
#include "measure/evolution.h"
#include "measure/received.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>

namespace headlight {

namespace {

using Sums = std::vector<double>; ///< per item of the axis

bool sameSize(const LayerShape& a, const LayerShape& b)
{
    return a.queries == b.queries && a.keys == b.keys;
}

MapIndex mapOf(const MapAxes& axes, HeadRef head)
{
    return {head.layer, shapeOf(axes, head.layer).heads > 0 ? std::optional(head.head) : std::nullopt};
}

void planMaps(TextPlan& plan)
{
    const auto& axes = plan.maps->axes();
    const auto selected = selectedMaps(plan.state);
    const auto& first = shapeOf(axes, selected.heads().front().layer);
    plan.taken = alikeMaps(*plan.maps, selected);
    plan.leftOut = leftOutWords(first, std::ssize(plan.taken), selected.size());
    const bool alike = std::ranges::all_of(axes.layers, [&](const LayerShape& shape) { return sameSize(shape, first); });
    if (!plan.state.display.text.layerRows || !alike || axes.layers.size() < 2)
        return;
    const auto heads = selected.headsIn(selected.layers().back());
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(axes.layers.size()); ++layer) {
        std::vector<MapIndex> here;
        for (const auto head : heads)
            if (const auto present = axes.layers[static_cast<std::size_t>(layer)].heads; present == 0 || head.value < present)
                here.push_back(mapOf(axes, {LayerIndex{layer}, head}));
        plan.layers.push_back(std::move(here));
    }
}

std::vector<float> asFloats(const Sums& sums, double factor = 1.0)
{
    std::vector<float> floats(sums.size());
    std::ranges::transform(sums, floats.begin(), [factor](double sum) { return static_cast<float>(sum * factor); });
    return floats;
}

// One query's row ------------------------------------------------------------

/// Rows of the maps of one query, taken together. `evolutions` are [layer, key], in the order of `heads`.
Matrix together(const std::vector<MapIndex>& maps, const std::vector<std::optional<HeadIndex>>& heads, const std::vector<std::shared_ptr<const Matrix>>& evolutions, Aggregate aggregate)
{
    std::vector<Matrix> rows;
    rows.reserve(maps.size());
    std::vector<const Matrix*> all;
    for (const auto& map : maps) {
        const auto& evolution = *evolutions[static_cast<std::size_t>(std::ranges::find(heads, map.head) - heads.begin())];
        auto& row = rows.emplace_back(1, evolution.columns());
        std::ranges::copy(evolution.row(map.layer.value), row.values().begin());
        all.push_back(&row);
    }
    return evolutionsTogether(all, aggregate);
}

Result<TextWeights> rowWeights(const Workspace& workspace, const TextPlan& plan, const JobContext& job)
{
    std::vector<std::optional<HeadIndex>> heads;
    const auto add = [&](const MapIndex& map) {
        if (std::ranges::find(heads, map.head) == heads.end())
            heads.push_back(map.head);
    };
    std::ranges::for_each(plan.taken, add);
    for (const auto& layer : plan.layers)
        std::ranges::for_each(layer, add);

    const auto aggregate = plan.state.selection.aggregate;
    const auto keys = plan.maps->axes().keys->size();
    Matrix words(1, keys);
    Matrix layers(static_cast<std::int64_t>(plan.layers.size()), keys);
    const auto share = 1.0F / static_cast<float>(plan.queries.size());
    for (const auto query : plan.queries) {
        const auto own = ownKey(plan.state, plan.maps->axes(), query);
        const auto addTo = [&](std::span<float> sum, std::span<const float> row) {
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += static_cast<std::int64_t>(i) == own ? 0.0F : share * row[i];
        };
        const auto evolutions = workspace.evolutions(plan.cacheKey, std::span(&query, 1), heads, job);
        if (!evolutions)
            return evolutions.error();
        addTo(words.row(0), together(plan.taken, heads, *evolutions, aggregate).row(0));
        for (std::size_t layer = 0; layer < plan.layers.size(); ++layer)
            addTo(layers.row(static_cast<std::int64_t>(layer)), together(plan.layers[layer], heads, *evolutions, aggregate).row(0));
    }
    const auto row = words.row(0);
    TextWeights weights{{row.begin(), row.end()}, std::nullopt};
    if (!plan.layers.empty())
        weights.layers = std::move(layers);
    return weights;
}

// Columns and sums -----------------------------------------------------------

/// Of maps taken together: the column of the key over the queries, or the sums over the queries.
Result<Sums> sumsOf(const TextPlan& plan, const std::vector<MapIndex>& maps, const JobContext& job)
{
    const bool column = plan.state.display.text.show == TextShow::Key;
    if (!column && maps.size() == 1)
        return receivedAttention(*plan.maps, maps.front(), job);
    const auto& shape = shapeOf(plan.maps->axes(), maps.front().layer);
    if (column && plan.key >= shape.keys)
        return Sums{};
    Sums sums(static_cast<std::size_t>(column ? shape.queries : shape.keys), 0.0);
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        block.reshape(std::min(kRowsAtOnce, shape.queries - first), shape.keys);
        if (auto read = aggregateMaps(*plan.maps, maps, plan.state.selection.aggregate, {first, block.rows()}, block.block(), job); !read)
            return read.error();
        for (std::int64_t r = 0; r < block.rows(); ++r) {
            if (column) {
                sums[static_cast<std::size_t>(first + r)] = static_cast<double>(block(r, plan.key));
                continue;
            }
            const auto row = block.row(r);
            for (std::size_t key = 0; key < sums.size(); ++key)
                sums[key] += static_cast<double>(row[key]);
        }
    }
    return sums;
}

/// One result per group, on all threads; the first error is that of the whole.
Result<std::vector<Sums>> sumsOfGroups(const TextPlan& plan, const std::vector<std::vector<MapIndex>>& groups, const JobContext& job)
{
    std::vector<Sums> sums(groups.size());
    std::mutex mutex;
    std::optional<Error> error;
    std::atomic<std::int64_t> done{0};
    parallelFor(static_cast<std::int64_t>(groups.size()), [&](std::int64_t i) {
        if (groups[static_cast<std::size_t>(i)].empty())
            return;
        auto sum = job.stopped() ? Result<Sums>(cancelled()) : sumsOf(plan, groups[static_cast<std::size_t>(i)], job);
        job.progress("Reading the maps", static_cast<double>(++done) / static_cast<double>(groups.size()));
        if (sum) {
            auto& mine = sums[static_cast<std::size_t>(i)];
            mine = *std::move(sum);
            mine.resize(static_cast<std::size_t>(plan.axis().size()), std::numeric_limits<double>::quiet_NaN()); // a layer may have fewer items
            return;
        }
        const std::lock_guard lock(mutex);
        if (!error)
            error = sum.error();
    });
    if (error)
        return *error;
    return sums;
}

/// Values of single maps, from which means and sums of groups are made.
class Singles {
public:
    static Result<Singles> of(const TextPlan& plan, const std::vector<std::vector<MapIndex>>& groups, const JobContext& job)
    {
        Singles singles;
        for (const auto& group : groups)
            for (const auto& map : group)
                if (!singles.find(map))
                    singles.m_maps.push_back({map});
        auto values = sumsOfGroups(plan, singles.m_maps, job);
        if (!values)
            return values.error();
        singles.m_values = *std::move(values);
        return singles;
    }

    /// Every value to 0..1 by the smallest and largest of all; NaN takes no part and stays.
    void scale()
    {
        double smallest = std::numeric_limits<double>::infinity();
        double largest = -smallest;
        for (const auto& values : m_values)
            for (const double value : values) {
                smallest = value < smallest ? value : smallest;
                largest = value > largest ? value : largest;
            }
        for (auto& values : m_values)
            for (double& value : values)
                value = largest > smallest ? (value - smallest) / (largest - smallest) : value - value;
    }

    /// NaN where the group is empty.
    [[nodiscard]] std::vector<float> sum(const std::vector<MapIndex>& group, std::int64_t items, bool mean) const
    {
        const auto size = static_cast<std::size_t>(items);
        Sums sums(size, group.empty() ? std::numeric_limits<double>::quiet_NaN() : 0.0);
        for (const auto& map : group)
            for (std::size_t i = 0; i < size; ++i)
                sums[i] += m_values[*find(map)][i];
        return asFloats(sums, mean && !group.empty() ? 1.0 / static_cast<double>(group.size()) : 1.0);
    }

private:
    [[nodiscard]] std::optional<std::size_t> find(const MapIndex& map) const
    {
        const auto found = std::ranges::find(m_maps, std::vector{map});
        return found == m_maps.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - m_maps.begin()));
    }

    std::vector<std::vector<MapIndex>> m_maps; ///< of one each
    std::vector<Sums> m_values;
};

std::vector<MapIndex> everyIndex(const TextPlan& plan)
{
    std::vector<MapIndex> maps;
    const auto every = everyMap(plan.state);
    for (const auto& head : every.heads())
        if (sameSize(shapeOf(plan.maps->axes(), head.layer), shapeOf(plan.maps->axes(), plan.taken.front().layer)))
            maps.push_back(mapOf(plan.maps->axes(), head));
    return maps;
}

Result<TextWeights> summedWeights(const TextPlan& plan, const JobContext& job)
{
    const bool shade = plan.state.display.text.show == TextShow::Shade;
    const bool linear = shade || plan.state.selection.aggregate == Aggregate::Mean;
    std::vector<std::vector<MapIndex>> groups{plan.taken};
    groups.insert(groups.end(), plan.layers.begin(), plan.layers.end());
    std::vector<std::vector<float>> values;
    if (linear) { // each map is read once
        auto read = groups;
        if (shade)
            read.push_back(everyIndex(plan));
        auto singles = Singles::of(plan, read, job);
        if (!singles)
            return singles.error();
        if (shade)
            singles->scale();
        for (const auto& group : groups)
            values.push_back(singles->sum(group, plan.axis().size(), !shade));
    } else {
        const auto sums = sumsOfGroups(plan, groups, job);
        if (!sums)
            return sums.error();
        for (const auto& sum : *sums)
            values.push_back(asFloats(sum));
    }
    TextWeights weights{std::move(values.front()), std::nullopt};
    if (plan.layers.empty())
        return weights;
    weights.layers.emplace(static_cast<std::int64_t>(plan.layers.size()), plan.axis().size());
    for (std::size_t layer = 0; layer < plan.layers.size(); ++layer)
        if (!values[layer + 1].empty())
            std::ranges::copy(values[layer + 1], weights.layers->row(static_cast<std::int64_t>(layer)).begin());
    return weights;
}

} // namespace

State textState(State state)
{
    if (state.measure.kind != MeasureKind::Attention)
        state = ofLastLayer(std::move(state));
    state.view = ViewKind::Text;
    state.selection.window.reset();
    if (state.selection.aggregate == Aggregate::Each)
        state.selection.aggregate = Aggregate::Mean;
    return state;
}

Result<TextPlan> planText(const Workspace& workspace, const State& state)
{
    TextPlan plan;
    plan.state = textState(state);
    plan.cacheKey = mapsKey(state);
    auto maps = workspace.maps(plan.cacheKey);
    if (!maps)
        return maps.error();
    plan.maps = *std::move(maps);
    const auto& axes = plan.maps->axes();
    if (axes.queries->size() == 0 || axes.keys->size() == 0)
        return Error{ErrorKind::Selection, "every position of this sample is padding", {}, "Show padding"};
    planMaps(plan);
    plan.queries = imageQueries(axes, state.selection);
    const auto& query = axes.queries->items[static_cast<std::size_t>(plan.queries.front())];
    const auto key = state.selection.key ? state.selection.key->value : isCross(axes) ? axes.keys->items.front().position : query.position;
    plan.key = axes.keys->itemAt(key).value_or(0);
    return plan;
}

Result<TextWeights> textWeights(const Workspace& workspace, const TextPlan& plan, const JobContext& job)
{
    return plan.state.display.text.show == TextShow::Query ? rowWeights(workspace, plan, job) : summedWeights(plan, job);
}

} // namespace headlight
