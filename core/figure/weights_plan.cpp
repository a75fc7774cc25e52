// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/weights_plan.h"

#include "base/text.h"
#include "figure/shown_cells.h"
#include "measure/token_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headlight {

namespace {

std::vector<MapIndex> mapsTaken(const State& state, const MapAxes& axes)
{
    const auto& heads = state.selection.heads;
    const LayerIndex layer = heads.layers().back();
    if (axes.layers[static_cast<std::size_t>(layer.value)].heads == 0)
        return {{layer, std::nullopt}};
    std::vector<MapIndex> taken;
    for (const auto head : heads.headsIn(layer))
        taken.push_back({layer, head});
    return taken;
}

/// The same as columnMeans(), from whole maps that the workspace keeps for the next temperature and the next view.
Result<std::vector<double>> keptColumnMeans(const Workspace& workspace, const MapsKey& key, const std::vector<MapIndex>& taken, const JobContext& job)
{
    std::vector<double> means;
    for (const auto& index : taken) {
        const auto map = workspace.map(key, index, job);
        if (!map)
            return map.error();
        means.resize(static_cast<std::size_t>((*map)->columns()), 0.0);
        for (std::int64_t r = 0; r < (*map)->rows(); ++r)
            for (std::size_t k = 0; k < means.size(); ++k)
                means[k] += static_cast<double>((*map)->row(r)[k]) / static_cast<double>((*map)->rows() * static_cast<std::int64_t>(taken.size()));
        job.progress("Column means", static_cast<double>(&index - taken.data() + 1) / static_cast<double>(taken.size()));
    }
    return means;
}

/// One NaN makes every weight NaN: said instead of shown as an empty list.
Result<void> checkNumbers(const std::vector<double>& means, const State& state)
{
    const auto odd = [](double mean) { return !std::isfinite(mean); };
    const auto count = std::ranges::count_if(means, odd);
    if (count == 0)
        return {};
    return Error{ErrorKind::Selection,
                 fmt::format("{} of the {} column means of layer {} are not numbers, the first is that of key {}: a softmax of them is none", count, means.size(),
                             label(state.selection.heads.layers().back(), state.display.indexBase), std::ranges::find_if(means, odd) - means.begin()),
                 {},
                 "Choose another layer or heads; headlight check lists the values"};
}

} // namespace

State weightsState(State state)
{
    state = ofLastLayer(std::move(state));
    state.selection.aggregate = Aggregate::Mean;
    return state;
}

Result<WeightPlan> planWeights(const Workspace& workspace, const State& state, const JobContext& job)
{
    auto maps = workspace.maps(mapsKey(state)); // fused measures take the heads of all selected layers together
    if (!maps)
        return maps.error();
    WeightPlan plan{weightsState(state), *std::move(maps), {}};
    const auto taken = mapsTaken(plan.state, plan.maps->axes());
    auto means = plan.maps->cost(taken.front()) == Cost::StoredRow ? columnMeans(*plan.maps, taken, job) : keptColumnMeans(workspace, mapsKey(state), taken, job);
    if (!means)
        return means.error();
    if (auto good = checkNumbers(*means, plan.state); !good)
        return good.error();
    plan.means = *std::move(means);
    plan.means.resize(static_cast<std::size_t>(plan.maps->axes().keys->size()), 0.0); // a layer with fewer keys gives the rest nothing
    return plan;
}

Result<std::vector<WeightedPart>> weightedParts(const Axis& keys, const std::string& segment)
{
    std::vector<WeightedPart> parts;
    std::string names;
    for (std::size_t i = 0; i < keys.segments.size(); ++i) {
        names += (names.empty() ? "" : ", ") + keys.segments[i].name;
        if (!segment.empty() && keys.segments[i].name != segment)
            continue;
        WeightedPart part{keys.segments[i].name, keys.segments[i].kind, {}};
        for (std::int64_t item = 0; item < keys.size(); ++item)
            if (keys.items[static_cast<std::size_t>(item)].segment == static_cast<std::int64_t>(i))
                part.items.push_back(item);
        if (!part.items.empty())
            parts.push_back(std::move(part));
    }
    if (parts.empty() && !segment.empty())
        return Error{ErrorKind::Selection, fmt::format("there is no segment {} among the keys, only {}", displayable(segment), displayable(names))};
    return parts;
}

Result<WeightedPart> tabledPart(const Axis& keys, const std::string& segment)
{
    auto parts = weightedParts(keys, segment);
    if (!parts)
        return parts.error();
    if (!segment.empty())
        return parts->front();
    const auto text = std::ranges::find(*parts, SegmentKind::Text, &WeightedPart::kind);
    if (text != parts->end())
        return *text;
    WeightedPart all{{}, parts->empty() ? SegmentKind::Text : parts->front().kind, std::vector<std::int64_t>(static_cast<std::size_t>(keys.size()))};
    std::iota(all.items.begin(), all.items.end(), std::int64_t{0});
    return all;
}

std::vector<double> weightsOf(const WeightPlan& plan, const WeightedPart& part, double temperature)
{
    std::vector<double> chosen;
    chosen.reserve(part.items.size());
    for (const auto item : part.items)
        chosen.push_back(plan.means[static_cast<std::size_t>(item)]);
    return tokenWeights(chosen, temperature, plan.state.display.weights.threshold);
}

bool reaches(const WeightPlan& plan, std::int64_t item)
{
    return plan.means[static_cast<std::size_t>(item)] >= plan.state.display.weights.threshold;
}

std::string temperatureWords(const std::vector<double>& temperatures)
{
    if (temperatures.size() == 1)
        return fmt::format("temperature {}", temperatures.front());
    std::string words = "temperatures ";
    for (std::size_t i = 0; i < temperatures.size(); ++i)
        words += fmt::format("{}{}", i == 0 ? "" : i + 1 == temperatures.size() ? " and " : ", ", temperatures[i]);
    return words;
}

std::string thresholdWords(double threshold)
{
    return fmt::format("threshold {} on column means", threshold);
}

} // namespace headlight
