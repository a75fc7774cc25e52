// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/heatmap.h"

#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/profiles.h"
#include "figure/shown_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

constexpr std::int64_t kMostPanels = 16;

/// Heads that get a panel, and what has to be said about the others.
struct PanelPlan {
    std::vector<HeadRef> heads;       ///< one for an aggregate
    bool each = false;
    std::string leftOut;              ///< for the footer; empty when nothing is
};

PanelPlan planPanels(const State& state, const MapAxes& axes)
{
    PanelPlan plan;
    const auto maps = selectedMaps(state);
    const auto& selected = maps.heads();
    const auto sizeOfLayer = [&](LayerIndex layer) { return axes.layers[static_cast<std::size_t>(layer.value)]; };
    const auto first = sizeOfLayer(selected.front().layer);
    std::vector<HeadRef> alike;
    for (const auto& ref : selected)
        if (sizeOfLayer(ref.layer).queries == first.queries && sizeOfLayer(ref.layer).keys == first.keys)
            alike.push_back(ref);
    plan.leftOut = leftOutWords(first, std::ssize(alike), std::ssize(selected));

    plan.each = state.selection.aggregate == Aggregate::Each && alike.size() > 1;
    if (!plan.each) {
        plan.heads = {alike.front()};
        return plan;
    }
    if (static_cast<std::int64_t>(alike.size()) > kMostPanels) {
        plan.leftOut = fmt::format("the first {} of {} heads", kMostPanels, alike.size());
        alike.resize(kMostPanels);
    }
    plan.heads = std::move(alike);
    return plan;
}

void nameAfter(MapPanel& panel, HeadRef head, const State& state)
{
    const auto base = state.display.indexBase;
    const bool heads = hasHeads(state.measure.kind);
    panel.title = fmt::format("layer {}", label(head.layer, base)) + (heads ? fmt::format(", head {}", label(head.head, base)) : "");
    panel.shortTitle = fmt::format("L{}", label(head.layer, base)) + (heads ? fmt::format(" H{}", label(head.head, base)) : "");
}

std::int64_t columnsFor(std::int64_t panels)
{
    if (panels <= 3)
        return panels;
    return static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(panels))));
}

Result<MapPanel> makePanel(const Workspace& workspace, const State& state, const PanelPlan& plan, HeadRef head, const ShownCells& shown, const JobContext& job)
{
    const bool single = plan.each || selectedMaps(state).size() == 1;
    auto map = single ? workspace.map(mapsKey(state), {head.layer, head.head}, job) : workspace.aggregate(state, job);
    if (!map)
        return map.error();
    MapPanel panel;
    if (plan.each)
        nameAfter(panel, head, state);
    if (single)
        panel.map = MapIndex{head.layer, head.head};
    if (state.display.profiles && !plan.each) {
        auto profiles = profilesOf(**map, shown, state.display);
        panel.columns = std::move(profiles.columns);
        panel.rows = std::move(profiles.rows);
    }
    panel.values = cut(*std::move(map), shown);
    return panel;
}

} // namespace

Result<Figure> buildHeatmapFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto dump = workspace.dump(state.dump.fingerprint);
    const auto key = mapsKey(state);
    const auto maps = workspace.maps(key);
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    const auto plan = planPanels(state, axes);
    const auto shown = shownCells(axes, plan.heads.front().layer, state.selection);
    if (shown.empty())
        return Figure(nothingLeft(shown, state));

    HeatmapFigure figure;
    for (const auto& head : plan.heads) {
        if (job.stopped())
            return cancelled();
        auto panel = makePanel(workspace, state, plan, head, shown, job);
        if (!panel)
            return panel.error();
        figure.panels.push_back(*std::move(panel));
    }
    std::vector<std::span<const float>> values;
    for (const auto& panel : figure.panels)
        values.push_back(panel.values->values());
    auto scale = colourScale(workspace, state, values, job);
    if (!scale)
        return scale.error();
    figure.scale = *std::move(scale);

    const auto& selection = state.selection;
    const auto focus = [](const auto& index) { return index ? std::optional(index->value) : std::nullopt; };
    figure.queries = figureAxis(*axes.queries, shown.rows, queryAxisName(axes), focus(selection.query), state.display);
    for (auto& query : figure.queries.labels)
        if (std::ranges::find(selection.moreQueries, QueryIndex{query.position}) != selection.moreQueries.end())
            query.alwaysShown = query.emphasised = true;
    figure.keys = figureAxis(*axes.keys, shown.columns, keyAxisName(axes), focus(selection.key), state.display);
    if (selection.query)
        figure.queryRow = rowOf(*axes.queries, shown.rows, selection.query->value);
    if (selection.key)
        figure.keyColumn = rowOf(*axes.keys, shown.columns, selection.key->value);
    figure.panelColumns = columnsFor(static_cast<std::int64_t>(figure.panels.size()));
    figure.cellNumbers = state.display.cellNumbers;
    figure.meanPooling = state.display.meanPooling;
    figure.pinnedCellInExport = state.display.keepPinnedCell;

    const auto all = dump->attention(selection.stack, selection.sample);
    figure.text.title = titleFor(state);
    figure.text.subtitle = subtitleFor(*dump, state);
    figure.text.footerStart = {measurePhrase(state)};
    if (const auto layers = layersPhrase(state); !layers.empty())
        figure.text.footerStart.push_back(layers);
    figure.text.footerStart.push_back(headsPhrase(state));
    figure.text.footerStart.push_back(scaleWords(figure.scale));
    figure.text.footerEnd = filterWords(state, (*all)->axes(), axes, shown);
    if (!plan.leftOut.empty())
        figure.text.footerEnd.push_back(plan.leftOut);
    std::ranges::move(originWords(*dump, state), std::back_inserter(figure.text.footerEnd));
    return Figure(std::move(figure));
}

} // namespace headlight
