// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/key_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace headlight {

namespace {

constexpr std::int64_t kFewestRows = 6;
constexpr std::int64_t kValuesPerPage = 1024;

class KeyWatch {
public:
    explicit KeyWatch(KeyUse& use, bool square) : m_use(use), m_square(square) { m_use.first = use.keys; }

    void see(std::span<const float> row, std::int64_t query)
    {
        ++m_use.looked;
        const auto isUsed = [](float value) { return value != 0.0F && !std::isnan(value); };
        const auto first = std::ranges::find_if(row, isUsed);
        if (first == row.end())
            return;
        auto last = row.end();
        while (!isUsed(*(last - 1)))
            --last;
        const std::int64_t used = last - row.begin();
        m_use.first = std::min<std::int64_t>(m_use.first, first - row.begin());
        m_use.used = std::max(m_use.used, used);
        m_ahead = m_ahead || used > query + 1;
        m_early = m_early || query + 1 < m_use.keys;
    }
    void finish() const { m_use.masked = m_square && !m_ahead && m_early && m_use.known(); }

private:
    KeyUse& m_use;
    bool m_square;
    bool m_ahead = false;
    bool m_early = false; ///< a row was seen that could have looked ahead
};

struct MapNumber {
    std::int64_t layer = 0;
    std::int64_t head = 0;
};

/// Maps of the layers that have all keys.
std::vector<MapNumber> mapsWith(const std::vector<LayerShape>& shapes, std::int64_t keys)
{
    std::vector<MapNumber> maps;
    for (std::size_t layer = 0; layer < shapes.size(); ++layer)
        for (std::int64_t head = 0; shapes[layer].keys == keys && head < shapes[layer].heads; ++head)
            maps.push_back({static_cast<std::int64_t>(layer), head});
    return maps;
}

/// Rows of one map: the last always, where masks leave most to be seen; the others evenly, shifted from map to map.
void lookAt(const Tensor& map, std::int64_t rows, std::int64_t shift, KeyWatch& watch)
{
    const std::int64_t queries = map.size(0);
    std::vector<float> values(static_cast<std::size_t>(map.size(1)));
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t query = i == 0 ? queries - 1 : (i * queries / rows + shift) % queries;
        if (map.select(0, query).read(std::span<float>(values)))
            watch.see(values, query);
    }
}

void lookAtAll(const Tensor& map, KeyWatch& watch)
{
    const auto keys = static_cast<std::size_t>(map.size(1));
    std::vector<float> values(static_cast<std::size_t>(map.count()));
    if (!map.read(std::span<float>(values)))
        return;
    for (std::int64_t query = 0; query < map.size(0); ++query)
        watch.see(std::span<const float>(values).subspan(static_cast<std::size_t>(query) * keys, keys), query);
}

} // namespace

KeyUse keyUse(const ArrayView& array, std::int64_t sample, std::int64_t budget)
{
    KeyUse use;
    const auto shapes = array.shapes(sample);
    std::int64_t values = 0;
    bool square = true;
    for (const auto& shape : shapes) {
        use.keys = std::max(use.keys, shape.keys);
        use.all += shape.heads * shape.queries;
        values += shape.heads * shape.queries * shape.keys;
        square = square && shape.queries == shape.keys;
    }
    const auto maps = mapsWith(shapes, use.keys);
    KeyWatch watch(use, square && use.keys > 1);
    if (maps.empty() || use.keys == 0)
        return use;

    const auto count = static_cast<std::int64_t>(maps.size());
    const std::int64_t rowCost = std::max(use.keys, kValuesPerPage);
    const std::int64_t wanted = std::max(kFewestRows, budget / rowCost);
    const std::int64_t perMap = std::max<std::int64_t>(2, wanted / count);
    const std::int64_t mapsWanted = std::clamp<std::int64_t>(wanted / perMap, 1, count);
    for (std::int64_t i = 0; i < (values <= budget ? count : mapsWanted); ++i) {
        const auto& number = maps[static_cast<std::size_t>(values <= budget ? i : i * (count - 1) / std::max<std::int64_t>(1, mapsWanted - 1))];
        const auto map = array.map(sample, number.layer, number.head);
        if (!map || map->size(1) != use.keys || map->size(0) == 0)
            continue;
        if (values <= budget)
            lookAtAll(*map, watch);
        else
            lookAt(*map, std::min(perMap, map->size(0)), i * 5, watch);
    }
    watch.finish();
    return use;
}

std::string countOfRows(const KeyUse& use)
{
    return use.looked >= use.all ? fmt::format("in all {} rows", use.looked) : fmt::format("in {} of {} rows looked at", use.looked, use.all);
}

} // namespace headlight
