// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/head_slots.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace {

std::int64_t numberFor(std::int64_t index, IndexBase base)
{
    return index + (base == IndexBase::One ? 1 : 0);
}

Result<void> checkSizes(const HeadSet& heads, const MapAxes& axes, IndexBase base)
{
    const auto layers = heads.layers();
    const auto sizeOf = [&axes](LayerIndex layer) { return axes.layers[static_cast<std::size_t>(layer.value)]; };
    const auto first = sizeOf(layers.front());
    for (const auto layer : layers) {
        const auto shape = sizeOf(layer);
        if (shape.queries != first.queries || shape.keys != first.keys)
            return Error{ErrorKind::Selection,
                         fmt::format("layer {} is {} x {}, layer {} is {} x {}: they do not fit into one array", label(layers.front(), base), first.queries, first.keys,
                                     label(layer, base), shape.queries, shape.keys),
                         {},
                         "Choose layers of one size with --layers"};
    }
    return {};
}

/// Every chosen layer must have the same chosen heads where heads stay an axis.
Result<void> checkRectangle(const HeadSet& heads, IndexBase base)
{
    const auto layers = heads.layers();
    const auto first = heads.headsIn(layers.front());
    for (const auto layer : layers)
        if (heads.headsIn(layer) != first)
            return Error{ErrorKind::Selection,
                         fmt::format("layer {} has other heads selected than layer {}: no array holds both", label(layer, base), label(layers.front(), base)),
                         {},
                         "Choose with --layers and --heads, or take heads together with --head-aggregate"};
    return {};
}

/// Measures without heads: a map per layer; of relevance only that of the last one.
HeadSlots layerSlots(const State& state, LayerAggregate layerAggregate)
{
    auto layers = state.selection.heads.layers();
    const bool single = state.measure.kind == MeasureKind::Relevance;
    if (single)
        layers.erase(layers.begin(), layers.end() - 1);
    HeadSlots result;
    NumberAxis axis{"layer", {}, {}};
    for (const auto layer : layers) {
        if (layerAggregate == LayerAggregate::Each || result.all.empty())
            result.all.emplace_back();
        result.all.back().layers.push_back({{layer, std::nullopt}});
        axis.numbers.push_back(numberFor(layer.value, state.display.indexBase));
    }
    if (layerAggregate == LayerAggregate::Each && !single)
        result.axes.push_back(std::move(axis));
    return result;
}

std::vector<MapIndex> mapsOf(LayerIndex layer, const std::vector<HeadIndex>& heads)
{
    std::vector<MapIndex> maps;
    for (const auto head : heads)
        maps.push_back({layer, head});
    return maps;
}

} // namespace

Result<HeadSlots> headSlots(const State& state, const MapAxes& axes, LayerAggregate layerAggregate)
{
    const auto& heads = state.selection.heads;
    const auto base = state.display.indexBase;
    if (heads.empty())
        return Error{ErrorKind::Selection, "no head is selected"};
    if (auto same = checkSizes(heads, axes, base); !same)
        return same.error();
    if (axes.layers.front().heads == 0)
        return layerSlots(state, layerAggregate);
    const bool each = state.selection.aggregate == Aggregate::Each;
    if (each)
        if (auto rectangle = checkRectangle(heads, base); !rectangle)
            return rectangle.error();

    HeadSlots result;
    const auto layers = heads.layers();
    const auto firstHeads = heads.headsIn(layers.front());
    const std::size_t perLayer = each ? firstHeads.size() : 1;
    const bool layersStay = layerAggregate == LayerAggregate::Each;
    result.all.resize(layersStay ? layers.size() * perLayer : perLayer);
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const auto mine = heads.headsIn(layers[l]);
        for (std::size_t h = 0; h < perLayer; ++h) {
            auto& slot = result.all[layersStay ? l * perLayer + h : h];
            slot.layers.push_back(each ? mapsOf(layers[l], {mine[h]}) : mapsOf(layers[l], mine));
        }
    }
    NumberAxis layerAxis{"layer", {}, {}};
    for (const auto layer : layers)
        layerAxis.numbers.push_back(numberFor(layer.value, base));
    NumberAxis headAxis{"head", {}, {}};
    for (const auto head : firstHeads)
        headAxis.numbers.push_back(numberFor(head.value, base));
    if (layersStay)
        result.axes.push_back(std::move(layerAxis));
    if (each)
        result.axes.push_back(std::move(headAxis));
    return result;
}

} // namespace headlight::cli
