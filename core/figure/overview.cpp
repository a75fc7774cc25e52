// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/overview.h"

#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/metric_range.h"
#include "workspace/metric_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headlight {

namespace {

/// Columns of a layer's tiles, sorted by falling metric; unknown ones last.
void rankTiles(OverviewFigure& figure)
{
    for (std::size_t first = 0; first < figure.tiles.size();) {
        std::size_t end = first;
        while (end < figure.tiles.size() && figure.tiles[end].head.layer == figure.tiles[first].head.layer)
            ++end;
        std::vector<std::size_t> order(end - first);
        std::iota(order.begin(), order.end(), first);
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
            const float left = figure.strip->values[a];
            const float right = figure.strip->values[b];
            return std::isnan(right) ? !std::isnan(left) : left > right;
        });
        for (std::size_t place = 0; place < order.size(); ++place)
            figure.columnOf[order[place]] = static_cast<std::int64_t>(place);
        first = end;
    }
}

OverviewFigure::Strip makeStrip(const std::vector<std::shared_ptr<const HeadSummary>>& summaries, const MetricValues& values, const MetricChoice& metric, const LayerShape& shape)
{
    OverviewFigure::Strip strip;
    strip.name = metricPhrase(metric);
    std::vector<double> numbers;
    for (const auto& summary : summaries) {
        numbers.push_back(values.of(summary.get()));
        strip.values.push_back(static_cast<float>(numbers.back()));
    }
    const auto range = metricRange(metric, numbers, shape.keys);
    strip.low = range.low;
    strip.high = range.high;
    return strip;
}

void addTiles(OverviewFigure& figure, const Workspace& workspace, const State& state, std::vector<std::shared_ptr<const HeadSummary>>& summaries)
{
    const auto key = mapsKey(state);
    const auto maps = everyMap(state);
    const auto selected = selectedMaps(state);
    for (const auto& ref : maps.heads()) {
        const auto summary = workspace.summary(key, ref);
        OverviewTile tile{ref, nullptr, {}, selected.contains(ref)};
        if (summary != nullptr) {
            tile.values = summary->tile;
            if (summary->problem)
                tile.problem = sentence(*summary->problem);
        } else {
            ++figure.pending;
        }
        figure.tiles.push_back(std::move(tile));
        figure.columnOf.push_back(ref.head.value);
        summaries.push_back(summary);
    }
}

void addLabels(OverviewFigure& figure, const State& state)
{
    const auto& grid = state.stackShape().heads;
    figure.layers = static_cast<std::int64_t>(grid.size());
    const bool together = !hasHeads(state.measure.kind);
    figure.heads = grid.empty() ? 0 : together ? 1 : *std::ranges::max_element(grid);
    for (std::int64_t layer = 0; layer < figure.layers; ++layer)
        figure.layerLabels.push_back(label(LayerIndex{layer}, state.display.indexBase));
    for (std::int64_t head = 0; head < figure.heads; ++head)
        figure.headLabels.push_back(together ? "all" : label(HeadIndex{head}, state.display.indexBase));
}

/// "12 layers × 12 heads"; "12 layers" where heads are taken together.
std::string mapsWords(const OverviewFigure& figure, const MapAxes& axes)
{
    if (axes.layers.front().heads == 0)
        return fmt::format("{} layers", figure.layers);
    return fmt::format("{} layers × {} heads", figure.layers, figure.heads);
}

/// Their places stay empty, and the scale is that of all.
void leaveOutUnselected(OverviewFigure& figure)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < figure.tiles.size(); ++i) {
        if (!figure.tiles[i].selected)
            continue;
        if (kept != i)
            figure.tiles[kept] = std::move(figure.tiles[i]);
        figure.columnOf[kept] = figure.columnOf[i];
        if (figure.strip)
            figure.strip->values[kept] = figure.strip->values[i];
        ++kept;
    }
    figure.tiles.resize(kept);
    figure.columnOf.resize(kept);
    if (figure.strip)
        figure.strip->values.resize(kept);
}

std::string sizeWords(const OverviewFigure& figure, const MapAxes& axes)
{
    const auto& first = axes.layers.front();
    const bool alike = std::ranges::all_of(axes.layers, [&first](const LayerShape& layer) { return layer.queries == first.queries && layer.keys == first.keys; });
    const std::string sizes = alike ? fmt::format("{} × {} tokens each", first.queries, first.keys) : "sizes differ by layer";
    return fmt::format("{}, {}", mapsWords(figure, axes), sizes);
}

} // namespace

Result<Figure> buildOverviewFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options)
{
    const auto dump = workspace.dump(state.dump.fingerprint);
    const auto key = mapsKey(state);
    const auto maps = workspace.maps(key);
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    if (options.waitForTiles)
        if (auto done = surveyAll(workspace, key, everyMap(state), job); !done)
            return done.error();

    OverviewFigure figure;
    addLabels(figure, state);
    std::vector<std::shared_ptr<const HeadSummary>> summaries;
    addTiles(figure, workspace, state, summaries);
    figure.allSelected = state.selection.heads.isAll(state.stackShape().heads);
    figure.dimUnselected = state.display.dimUnselected && !figure.allSelected;
    figure.aspect = static_cast<double>(axes.layers.front().keys) / static_cast<double>(std::max<std::int64_t>(1, axes.layers.front().queries));

    std::vector<std::span<const float>> values;
    for (const auto& tile : figure.tiles)
        if (tile.values != nullptr)
            values.push_back(tile.values->values());
    State forScale = state;
    if (!options.waitForTiles && figure.pending > 0 && state.display.range.kind == RangeKind::Shared)
        forScale.display.range.kind = RangeKind::Figure; // never wait in a window: the survey brings the rest
    auto scale = colourScale(workspace, forScale, values, job);
    if (!scale)
        return scale.error();
    figure.scale = *std::move(scale);

    auto strip = makeStrip(summaries, MetricValues(workspace, key, state.display.metric), state.display.metric, axes.layers.front());
    figure.strip = std::move(strip);
    if (state.display.rankTiles)
        rankTiles(figure);
    if (!state.display.layerProfile)
        figure.strip.reset();
    const bool onlySelected = options.waitForTiles && state.display.onlySelected && !figure.allSelected; // on screen the others are there to be chosen
    if (onlySelected)
        leaveOutUnselected(figure);

    const auto all = dump->attention(state.selection.stack, state.selection.sample);
    auto hidden = (*all)->axes().keys->size();
    for (const auto& item : axes.keys->items)
        hidden -= item.pieces;
    figure.text.title = overviewTitle(state);
    figure.text.subtitle = sizeWords(figure, axes) + (hidden > 0 ? "; padding hidden" : "");
    figure.text.footerStart = {measurePhrase(state), mapsWords(figure, axes), scaleWords(figure.scale)};
    if (std::ranges::any_of(axes.layers, [](const LayerShape& layer) { return std::max(layer.queries, layer.keys) > OverviewFigure::kTileCells; }))
        figure.text.footerEnd.push_back("each tile cell = largest of its block");
    if (state.display.rankTiles)
        figure.text.footerEnd.push_back(fmt::format("heads ordered by {}", metricPhrase(state.display.metric)));
    if (onlySelected)
        figure.text.footerEnd.push_back(fmt::format("only the {} selected heads", figure.tiles.size()));
    std::ranges::move(originWords(*dump, state), std::back_inserter(figure.text.footerEnd));
    return Figure(std::move(figure));
}

} // namespace headlight
