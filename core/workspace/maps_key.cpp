// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace_content.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

/// The heads that a measure without heads takes together: those selected in a layer; in a layer where none is selected, the numbers that are
/// selected anywhere. Empty where all are.
HeadsOfLayers fusedHeads(const State& state)
{
    if (hasHeads(state.measure.kind) || !state.hasDump())
        return {};
    const auto& grid = state.stackShape().heads;
    const auto& selected = state.selection.heads;
    if (selected.empty() || selected.isAll(grid))
        return {};
    std::vector<HeadIndex> anywhere;
    for (const auto& ref : selected.heads())
        if (std::ranges::find(anywhere, ref.head) == anywhere.end())
            anywhere.push_back(ref.head);
    std::ranges::sort(anywhere);
    HeadsOfLayers fused;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(grid.size()); ++layer) {
        auto mine = selected.headsIn(LayerIndex{layer});
        fused.push_back(mine.empty() ? anywhere : std::move(mine));
    }
    return fused;
}

} // namespace

std::string textOf(std::uint64_t opening, const MapsKey& key)
{
    std::string fused;
    for (const auto& layer : key.fused) {
        for (const auto head : layer)
            fused += fmt::format("{},", head.value);
        fused += ';';
    }
    return fmt::format("{}/{}/{}/{} {}/{}{}/", opening, key.stack.value, key.sample.value, keyOf(key.measure), fused, key.hidePadding ? 'h' : 'k', key.mergeWords ? "w" : "");
}

std::string textOf(std::uint64_t opening, const MapsKey& key, MapIndex map)
{
    return fmt::format("{}{}.{}", textOf(opening, key), map.layer.value, map.head ? map.head->value : -1);
}

std::string textOf(std::span<const MapIndex> maps, Aggregate aggregate)
{
    std::string text(nameOf(aggregate));
    for (const auto& map : maps)
        text += fmt::format(" {}.{}", map.layer.value, map.head ? map.head->value : -1);
    return text;
}

Error notOpen()
{
    return Error{ErrorKind::NotFound, "the dump is not open any more"};
}

std::uint64_t bytesOf(const Matrix& matrix)
{
    return matrix.values().size() * sizeof(float) + sizeof(Matrix);
}

std::uint64_t bytesOf(const KeptLinks& kept)
{
    return kept.links.size() * (sizeof(Link) + sizeof(std::int32_t)) + kept.rows.size() * (sizeof(KeptLinks::Row) + sizeof(std::int64_t))
        + kept.received.size() * (sizeof(float) + sizeof(std::int64_t)) + sizeof(KeptLinks);
}

std::uint64_t bytesOf(const ReceivedByMap& received)
{
    std::uint64_t bytes = sizeof(received);
    for (const auto& sums : received.sums)
        bytes += sums.size() * (sizeof(double) + sizeof(std::int32_t) + 1);
    return bytes;
}

std::vector<MapIndex> alikeMaps(const MapSource& maps, const HeadSet& heads)
{
    std::vector<MapIndex> chosen;
    const auto& layers = maps.axes().layers;
    for (const auto& ref : heads.heads()) {
        const auto& shape = layers[static_cast<std::size_t>(ref.layer.value)];
        if (!chosen.empty()) {
            const auto& first = layers[static_cast<std::size_t>(chosen.front().layer.value)];
            if (shape.queries != first.queries || shape.keys != first.keys)
                continue;
        }
        if (shape.heads > 0)
            chosen.push_back({ref.layer, ref.head});
        else if (chosen.empty() || chosen.back().layer != ref.layer) // one map per layer
            chosen.push_back({ref.layer, std::nullopt});
    }
    return chosen;
}

MapsKey mapsKey(const State& state)
{
    return {state.dump.fingerprint, state.selection.stack, state.selection.sample, state.measure, fusedHeads(state), state.display.hidePadding, state.display.mergeWords};
}

} // namespace headlight
