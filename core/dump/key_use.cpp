// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/key_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace headlight {

namespace {

/// Rows are read in blocks of neighbours: a shorter read costs as much.
constexpr std::int64_t kBlockBytes = std::int64_t{64} << 10;
constexpr std::int64_t kFewestBlocks = 2;

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

void lookAt(const Tensor& map, RowRange range, KeyWatch& watch)
{
    const auto keys = static_cast<std::size_t>(map.size(1));
    std::vector<float> values(static_cast<std::size_t>(range.count) * keys);
    if (!map.narrow(0, range.first, range.count).read(std::span<float>(values)))
        return;
    for (std::int64_t row = 0; row < range.count; ++row)
        watch.see(std::span<const float>(values).subspan(static_cast<std::size_t>(row) * keys, keys), range.first + row);
}

/// One block of a map: by turns the last queries, where masks leave most to be seen, the first and the middle ones.
RowRange blockOf(std::int64_t queries, std::int64_t rows, std::int64_t turn)
{
    const std::int64_t room = queries - rows;
    return {turn % 3 == 0 ? room : turn % 3 == 1 ? room / 2 : 0, rows};
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
    const bool whole = values <= budget;
    const std::int64_t rowBytes = use.keys * static_cast<std::int64_t>(sizeOf(array.dtype()));
    const std::int64_t blockRows = (kBlockBytes + rowBytes - 1) / rowBytes;
    const std::int64_t wanted = std::clamp<std::int64_t>(budget / (blockRows * use.keys), kFewestBlocks, 3 * count);
    for (std::int64_t i = 0; i < (whole ? count : wanted); ++i) {
        const auto& number = maps[static_cast<std::size_t>(whole ? i : i * count / wanted)];
        const auto map = array.map(sample, number.layer, number.head);
        if (!map || map->size(1) != use.keys || map->size(0) == 0)
            continue;
        const std::int64_t queries = map->size(0);
        lookAt(*map, whole ? RowRange{0, queries} : blockOf(queries, std::min(blockRows, queries), i), watch);
    }
    watch.finish();
    return use;
}

std::string countOfRows(const KeyUse& use)
{
    return use.looked >= use.all ? fmt::format("in all {} rows", use.looked) : fmt::format("in {} of {} rows looked at", use.looked, use.all);
}

} // namespace headlight
