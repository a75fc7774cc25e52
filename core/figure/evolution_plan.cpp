// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/evolution_plan.h"

#include "figure/shown_cells.h"
#include "measure/axis_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headlight {

namespace {

constexpr std::size_t kMostEvolutionPanels = 16;
constexpr std::size_t kMostStrips = 24;

std::vector<LayerIndex> shownLayers(const State& state, const MapAxes& axes)
{
    std::vector<LayerIndex> layers = state.selection.heads.layers();
    if (layers.size() == 1) {
        layers.clear();
        for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(axes.layers.size()); ++layer)
            layers.emplace_back(layer);
    }
    std::ranges::reverse(layers);
    return layers;
}

/// Heads that every layer has; what is said about the others.
std::vector<std::optional<HeadIndex>> inEveryLayer(const std::set<HeadIndex>& heads, const std::vector<LayerIndex>& layers, const MapAxes& axes, IndexBase base,
                                                   std::vector<std::string>& leftOut)
{
    const auto fewest = *std::ranges::min_element(layers, {}, [&axes](LayerIndex layer) { return shapeOf(axes, layer).heads; });
    const auto count = shapeOf(axes, fewest).heads;
    std::vector<std::optional<HeadIndex>> kept;
    for (const auto head : heads) {
        if (head.value < count)
            kept.emplace_back(head);
        else
            leftOut.push_back(fmt::format("head {} left out: layer {} has only {} {}", label(head, base), label(fewest, base), count, count == 1 ? "head" : "heads"));
    }
    return kept;
}

std::set<HeadIndex> selectedHeads(const State& state)
{
    std::set<HeadIndex> heads;
    for (const auto& ref : state.selection.heads.heads())
        heads.insert(ref.head);
    return heads;
}

void limit(std::vector<std::optional<HeadIndex>>& heads, std::size_t most, std::string_view what, std::vector<std::string>& leftOut)
{
    if (heads.size() <= most)
        return;
    leftOut.push_back(fmt::format("{}the first {} of {} heads", what, most, heads.size()));
    heads.resize(most);
}

void planHeads(EvolutionPlan& plan, const State& state, const MapAxes& axes)
{
    if (axes.layers.front().heads == 0) {
        plan.heads = {std::nullopt};
        return;
    }
    const auto base = state.display.indexBase;
    plan.heads = inEveryLayer(selectedHeads(state), plan.layers, axes, base, plan.leftOut);
    plan.each = state.selection.aggregate == Aggregate::Each && plan.heads.size() > 1;
    if (plan.each)
        limit(plan.heads, kMostEvolutionPanels, "", plan.leftOut);
    if (plan.each || !state.display.headStrips)
        return;
    std::set<HeadIndex> every;
    for (std::int64_t head = 0; head < shapeOf(axes, plan.layers.front()).heads; ++head)
        every.insert(HeadIndex{head});
    std::vector<std::string> quiet; // said about the selected ones already
    plan.strips = inEveryLayer(every, plan.layers, axes, base, quiet);
    limit(plan.strips, kMostStrips, "strips of ", plan.leftOut);
    if (plan.strips.size() < 2)
        plan.strips.clear();
}

EmptyFigure noQuery(const Axis& queries)
{
    return {"Choose a query.", "First query", SetQuery{QueryIndex{usualQuery(queries)}}};
}

EmptyFigure hiddenQuery(const State& state)
{
    Display display = state.display;
    display.hidePadding = false;
    return {fmt::format("Query {} is padding, which is hidden.", state.selection.query->value), "Show padding", SetDisplay{display}};
}

EmptyFigure noKey(const State& state)
{
    EmptyFigure empty{"No key is left by the filter.", "Clear filter", {}};
    if (state.selection.block.query || state.selection.block.key)
        empty.action = SetBlock{};
    else
        empty.action = SetWindow{};
    return empty;
}

} // namespace

std::optional<LayerIndex> onlyLayer(const State& state, const MapAxes& axes)
{
    const auto layers = state.selection.heads.layers();
    return layers.size() == 1 && axes.layers.size() > 1 ? std::optional(layers.front()) : std::nullopt;
}

std::variant<EvolutionPlan, EmptyFigure> planEvolution(const State& state, const MapAxes& axes)
{
    const auto& query = state.selection.query;
    if (!query)
        return noQuery(*axes.queries);
    const auto item = axes.queries->itemAt(query->value);
    if (!item)
        return hiddenQuery(state);
    EvolutionPlan plan;
    plan.items = {*item};
    for (const auto& more : state.selection.moreQueries)
        if (const auto another = axes.queries->itemAt(more.value); another && *another != *item) // words have several positions
            plan.items.push_back(*another);
    plan.layers = shownLayers(state, axes);
    planHeads(plan, state, axes);
    if (plan.heads.empty())
        return EmptyFigure{"No selected head exists in every layer.", "All heads", SelectHeads{HeadSet::all(state.stackShape().heads)}};
    const auto widest = *std::ranges::max_element(plan.layers, {}, [&axes](LayerIndex layer) { return shapeOf(axes, layer).keys; });
    plan.columns = shownCells(axes, widest, state.selection).columns;
    if (plan.columns.empty())
        return noKey(state);
    return plan;
}

} // namespace headlight
