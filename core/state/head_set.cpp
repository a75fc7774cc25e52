// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/head_set.h"

#include <algorithm>
#include <iterator>

namespace headlight {

namespace {

std::int64_t headsOf(const HeadGrid& grid, LayerIndex layer)
{
    const bool exists = layer.value >= 0 && layer.value < static_cast<std::int64_t>(grid.size());
    return exists ? grid[static_cast<std::size_t>(layer.value)] : 0;
}

bool has(const HeadGrid& grid, HeadRef ref)
{
    return ref.head.value >= 0 && ref.head.value < headsOf(grid, ref.layer);
}

} // namespace

HeadSet::HeadSet(std::vector<HeadRef> heads) : m_heads(std::move(heads))
{
    std::ranges::sort(m_heads);
    m_heads.erase(std::unique(m_heads.begin(), m_heads.end()), m_heads.end());
}

HeadSet HeadSet::all(const HeadGrid& grid)
{
    std::vector<HeadRef> heads;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(grid.size()); ++layer)
        for (std::int64_t head = 0; head < grid[static_cast<std::size_t>(layer)]; ++head)
            heads.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(std::move(heads));
}

HeadSet HeadSet::one(HeadRef head)
{
    return HeadSet({head});
}

HeadSet HeadSet::ofLayer(const HeadGrid& grid, LayerIndex layer)
{
    std::vector<HeadRef> heads;
    for (std::int64_t head = 0; head < headsOf(grid, layer); ++head)
        heads.push_back({layer, HeadIndex{head}});
    return HeadSet(std::move(heads));
}

HeadSet HeadSet::ofHead(const HeadGrid& grid, HeadIndex head)
{
    std::vector<HeadRef> heads;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(grid.size()); ++layer)
        if (has(grid, {LayerIndex{layer}, head}))
            heads.push_back({LayerIndex{layer}, head});
    return HeadSet(std::move(heads));
}

HeadSet HeadSet::rectangle(const HeadGrid& grid, HeadRef corner, HeadRef opposite)
{
    const auto [firstLayer, lastLayer] = std::minmax(corner.layer, opposite.layer);
    const auto [firstHead, lastHead] = std::minmax(corner.head, opposite.head);
    std::vector<HeadRef> heads;
    for (std::int64_t layer = firstLayer.value; layer <= lastLayer.value; ++layer)
        for (std::int64_t head = firstHead.value; head <= lastHead.value; ++head)
            if (has(grid, {LayerIndex{layer}, HeadIndex{head}}))
                heads.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(std::move(heads));
}

HeadSet HeadSet::product(const HeadGrid& grid, std::span<const LayerIndex> layers, std::span<const HeadIndex> heads)
{
    std::vector<HeadRef> chosen;
    for (const auto layer : layers)
        for (const auto head : heads)
            if (has(grid, {layer, head}))
                chosen.push_back({layer, head});
    return HeadSet(std::move(chosen));
}

bool HeadSet::contains(HeadRef head) const
{
    return std::ranges::binary_search(m_heads, head);
}

std::vector<LayerIndex> HeadSet::layers() const
{
    std::vector<LayerIndex> layers;
    for (const auto& ref : m_heads)
        if (layers.empty() || layers.back() != ref.layer)
            layers.push_back(ref.layer);
    return layers;
}

std::vector<HeadIndex> HeadSet::headsIn(LayerIndex layer) const
{
    std::vector<HeadIndex> heads;
    for (const auto& ref : m_heads)
        if (ref.layer == layer)
            heads.push_back(ref.head);
    return heads;
}

bool HeadSet::isAll(const HeadGrid& grid) const
{
    std::int64_t count = 0;
    for (const auto heads : grid)
        count += heads;
    return size() == count;
}

HeadSet HeadSet::united(const HeadSet& other) const
{
    HeadSet result;
    std::ranges::set_union(m_heads, other.m_heads, std::back_inserter(result.m_heads));
    return result;
}

HeadSet HeadSet::without(const HeadSet& other) const
{
    HeadSet result;
    std::ranges::set_difference(m_heads, other.m_heads, std::back_inserter(result.m_heads));
    return result;
}

HeadSet HeadSet::toggled(HeadRef head) const
{
    return contains(head) ? without(one(head)) : united(one(head));
}

HeadSet HeadSet::clampedTo(const HeadGrid& grid) const
{
    HeadSet result;
    std::ranges::copy_if(m_heads, std::back_inserter(result.m_heads), [&](HeadRef ref) { return has(grid, ref); });
    return result;
}

HeadSet HeadSet::shifted(const HeadGrid& grid, std::int64_t layers, std::int64_t heads) const
{
    HeadSet result;
    for (const auto& ref : m_heads) {
        const HeadRef moved{LayerIndex{ref.layer.value + layers}, HeadIndex{ref.head.value + heads}};
        if (!has(grid, moved))
            return *this;
        result.m_heads.push_back(moved);
    }
    return result;
}

} // namespace headlight
