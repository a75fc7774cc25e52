// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/kept_positions.h"

#include <algorithm>
#include <numeric>

namespace headlight {

namespace {

SharedAxis axisOf(const Axis& axis, const std::vector<std::int64_t>& kept)
{
    auto shorter = std::make_shared<Axis>();
    shorter->sequence = axis.sequence;
    shorter->labelled = axis.labelled;
    std::vector<std::int64_t> renumbered(axis.segments.size(), -1);
    for (const auto index : kept) {
        AxisItem item = axis.items[static_cast<std::size_t>(index)];
        const auto old = static_cast<std::size_t>(item.segment);
        if (old < axis.segments.size()) {
            if (renumbered[old] < 0) {
                renumbered[old] = static_cast<std::int64_t>(shorter->segments.size());
                shorter->segments.push_back(axis.segments[old]);
            }
            item.segment = renumbered[old];
        }
        shorter->items.push_back(std::move(item));
    }
    return shorter;
}

std::int64_t countBelow(const std::vector<std::int64_t>& kept, std::int64_t size)
{
    return std::ranges::lower_bound(kept, size) - kept.begin();
}

bool isPrefix(const std::vector<std::int64_t>& kept)
{
    return kept.empty() || kept.back() == static_cast<std::int64_t>(kept.size()) - 1;
}

class KeptPositions final : public MapSource {
public:
    KeptPositions(Maps source, std::vector<std::int64_t> queries, std::vector<std::int64_t> keys)
        : m_source(std::move(source)), m_queries(std::move(queries)), m_keys(std::move(keys)), m_keysArePrefix(isPrefix(m_keys))
    {
        const auto& axes = m_source->axes();
        m_axes.queries = axisOf(*axes.queries, m_queries);
        m_axes.keys = axes.queries == axes.keys && m_queries == m_keys ? m_axes.queries : axisOf(*axes.keys, m_keys);
        for (const auto& layer : axes.layers)
            m_axes.layers.push_back({layer.heads, countBelow(m_queries, layer.queries), countBelow(m_keys, layer.keys)});
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex map) const override { return m_source->cost(map); }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        const auto& stored = m_source->axes().layers[static_cast<std::size_t>(map.layer.value)];
        const std::int64_t end = range.first + range.count;
        Matrix whole;
        for (std::int64_t first = range.first; first < end;) {
            const std::int64_t row = m_queries[static_cast<std::size_t>(first)];
            std::int64_t run = 1;
            while (first + run < end && m_queries[static_cast<std::size_t>(first + run)] == row + run)
                ++run;
            const MatrixBlock target{out.values.subspan(static_cast<std::size_t>((first - range.first) * out.columns), static_cast<std::size_t>(run * out.columns)), run,
                                     out.columns};
            if (stored.keys == out.columns) {
                if (auto done = m_source->rows(map, {row, run}, target, job); !done)
                    return done;
            } else {
                whole.reshape(run, stored.keys);
                if (auto done = m_source->rows(map, {row, run}, whole.block(), job); !done)
                    return done;
                for (std::int64_t r = 0; r < run; ++r)
                    pick(whole.row(r), target.row(r));
            }
            first += run;
        }
        return {};
    }

    /// Where positions are left out at the end alone, a window stays a window.
    Result<std::optional<WindowedMap>> windowed(MapIndex map, RowRange range, const JobContext& job) const override
    {
        if (!m_keysArePrefix || !isPrefix(m_queries))
            return std::optional<WindowedMap>{};
        auto rows = m_source->windowed(map, range, job);
        if (rows && *rows)
            shorten(**rows, m_axes.layers[static_cast<std::size_t>(map.layer.value)].keys);
        return rows;
    }

    Result<void> rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const override
    {
        const auto& axes = m_source->axes();
        Matrix whole(static_cast<std::int64_t>(axes.layers.size()), axes.keys->size());
        if (auto done = m_source->rowInEveryLayer(QueryIndex{m_queries[static_cast<std::size_t>(query.value)]}, head, whole.block(), job); !done)
            return done;
        for (std::int64_t layer = 0; layer < whole.rows(); ++layer)
            pick(whole.row(layer), out.row(layer));
        return {};
    }

private:
    /// Leaves out all keys from `keys` on.
    static void shorten(WindowedMap& map, std::int64_t keys)
    {
        map.keys = keys;
        for (std::int64_t row = 0; row < map.band.rows(); ++row)
            for (std::int64_t column = std::max<std::int64_t>(0, keys - map.keyOf(row, 0)); column < map.band.columns(); ++column)
                map.band(row, column) = 0.0F;
        const auto kept = static_cast<std::size_t>(countBelow(map.globals, keys));
        map.globals.resize(kept);
        map.columns = firstColumns(map.columns, static_cast<std::int64_t>(kept));
        map.full = firstColumns(map.full, keys);
    }

    static Matrix firstColumns(const Matrix& from, std::int64_t columns)
    {
        Matrix to(from.rows(), columns);
        for (std::int64_t row = 0; row < from.rows(); ++row)
            std::ranges::copy(from.row(row).first(static_cast<std::size_t>(columns)), to.row(row).begin());
        return to;
    }

    void pick(std::span<const float> from, std::span<float> to) const
    {
        if (m_keysArePrefix) {
            std::copy_n(from.begin(), to.size(), to.begin());
            return;
        }
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] = from[static_cast<std::size_t>(m_keys[i])];
    }

    Maps m_source;
    std::vector<std::int64_t> m_queries;
    std::vector<std::int64_t> m_keys;
    bool m_keysArePrefix;
    MapAxes m_axes;
};

std::vector<std::int64_t> notPadding(const Axis& axis)
{
    std::vector<std::int64_t> kept;
    for (std::int64_t i = 0; i < axis.size(); ++i)
        if (!axis.items[static_cast<std::size_t>(i)].marks.padding)
            kept.push_back(i);
    return kept;
}

} // namespace

Maps keepPositions(Maps source, std::vector<std::int64_t> queries, std::vector<std::int64_t> keys)
{
    return std::make_shared<KeptPositions>(std::move(source), std::move(queries), std::move(keys));
}

Maps withoutPadding(Maps source)
{
    auto queries = notPadding(*source->axes().queries);
    auto keys = notPadding(*source->axes().keys);
    const bool nothingToHide = static_cast<std::int64_t>(queries.size()) == source->axes().queries->size()
        && static_cast<std::int64_t>(keys.size()) == source->axes().keys->size();
    if (nothingToHide)
        return source;
    return keepPositions(std::move(source), std::move(queries), std::move(keys));
}

} // namespace headlight
