// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/state.h"

#include <algorithm>
#include <cassert>

namespace headlight {

namespace {

template <typename T>
std::vector<T> together(std::optional<T> first, std::vector<T> more)
{
    if (!first)
        return {};
    more.insert(std::ranges::lower_bound(more, *first), *first);
    return more;
}

} // namespace

std::vector<QueryIndex> Selection::queries() const
{
    return together(query, moreQueries);
}

std::vector<KeyIndex> Selection::keys() const
{
    return together(key, moreKeys);
}

bool State::operator==(const State& other) const
{
    const bool sameShape = shape == other.shape || (shape != nullptr && other.shape != nullptr && *shape == *other.shape);
    return sameShape && dump == other.dump && view == other.view && selection == other.selection && measure == other.measure && display == other.display && beside == other.beside;
}

const StackShape& State::stackShape() const
{
    assert(hasDump());
    return shape->samples[static_cast<std::size_t>(selection.sample.value)][static_cast<std::size_t>(selection.stack.value)];
}

const std::string& colourMapOf(const State& state)
{
    return state.view == ViewKind::Text ? state.display.text.colourMap : state.display.colourMap;
}

const RangeOptions& rangeOf(const State& state)
{
    return state.view == ViewKind::Text ? state.display.text.range : state.display.range;
}

HeadSet everyMap(const State& state)
{
    const auto& grid = state.stackShape().heads;
    return hasHeads(state.measure.kind) ? HeadSet::all(grid) : HeadSet::ofHead(grid, HeadIndex{0});
}

HeadSet selectedMaps(const State& state)
{
    const auto& heads = state.selection.heads;
    if (hasHeads(state.measure.kind))
        return heads;
    HeadSet maps;
    for (const auto layer : heads.layers())
        maps = maps.united(HeadSet::one({layer, HeadIndex{0}}));
    return maps;
}

} // namespace headlight
