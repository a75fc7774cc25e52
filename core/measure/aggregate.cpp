// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace headlight {

namespace {

/// Rows handled at a time: the sums then stay in the cache.
std::int64_t rowsSummedAtOnce(std::int64_t columns)
{
    return std::max<std::int64_t>(1, (std::int64_t{1} << 16) / std::max<std::int64_t>(1, columns));
}

void takeExtreme(std::span<float> so, std::span<const float> more, bool largest)
{
    for (std::size_t i = 0; i < so.size(); ++i) {
        const bool better = largest ? more[i] > so[i] : more[i] < so[i];
        if (better || std::isnan(more[i]))
            so[i] = std::isnan(so[i]) ? so[i] : more[i];
    }
}

Result<void> meanOf(const MapSource& source, std::span<const MapIndex> maps, RowRange range, MatrixBlock out, std::vector<float>& buffer, std::vector<double>& sums,
                    const JobContext& job)
{
    buffer.resize(out.values.size());
    sums.assign(out.values.size(), 0.0);
    for (const auto& map : maps) {
        if (auto got = source.rows(map, range, {buffer, out.rows, out.columns}, job); !got)
            return got;
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += static_cast<double>(buffer[i]);
    }
    const auto count = static_cast<double>(maps.size());
    for (std::size_t i = 0; i < sums.size(); ++i)
        out.values[i] = static_cast<float>(sums[i] / count);
    return {};
}

Result<void> extremeOf(const MapSource& source, std::span<const MapIndex> maps, bool largest, RowRange range, MatrixBlock out, std::vector<float>& buffer, const JobContext& job)
{
    if (auto got = source.rows(maps.front(), range, out, job); !got)
        return got;
    buffer.resize(out.values.size());
    for (const auto& map : maps.subspan(1)) {
        if (auto got = source.rows(map, range, {buffer, out.rows, out.columns}, job); !got)
            return got;
        takeExtreme(out.values, buffer, largest);
    }
    return {};
}

bool sameWindow(const WindowedMap& a, const WindowedMap& b)
{
    return a.reach == b.reach && a.keys == b.keys && a.globals == b.globals && a.fullQueries == b.fullQueries;
}

/// The three blocks of cells of a window.
std::array<Matrix*, 3> cellsOf(WindowedMap& map)
{
    return {&map.band, &map.columns, &map.full};
}

/// Sums of the cells of windows, block by block.
class WindowSums {
public:
    void add(WindowedMap& map)
    {
        const auto cells = cellsOf(map);
        for (std::size_t block = 0; block < cells.size(); ++block) {
            const auto values = cells[block]->values();
            m_sums[block].resize(values.size(), 0.0);
            for (std::size_t i = 0; i < values.size(); ++i)
                m_sums[block][i] += static_cast<double>(values[i]);
        }
    }

    void meanTo(WindowedMap& map, std::size_t count) const
    {
        const auto cells = cellsOf(map);
        for (std::size_t block = 0; block < cells.size(); ++block)
            for (std::size_t i = 0; i < m_sums[block].size(); ++i)
                cells[block]->values()[i] = static_cast<float>(m_sums[block][i] / static_cast<double>(count));
    }

private:
    std::array<std::vector<double>, 3> m_sums;
};

Result<void> sameSizes(const MapSource& source, std::span<const MapIndex> maps)
{
    const auto& layers = source.axes().layers;
    const auto& first = layers[static_cast<std::size_t>(maps.front().layer.value)];
    for (const auto& map : maps) {
        const auto& shape = layers[static_cast<std::size_t>(map.layer.value)];
        if (shape.queries != first.queries || shape.keys != first.keys)
            return Error{ErrorKind::Shape, fmt::format("layer {} is {} x {}, layer {} is {} x {}: they have no common mean", label(maps.front().layer, IndexBase::One), first.queries,
                                                       first.keys, label(map.layer, IndexBase::One), shape.queries, shape.keys),
                         {}, "Select layers of one size"};
    }
    return {};
}

} // namespace

Result<void> aggregateMaps(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, RowRange range, MatrixBlock out, const JobContext& job)
{
    assert(!maps.empty());
    if (aggregate == Aggregate::Each || maps.size() == 1)
        return source.rows(maps.front(), range, out, job);
    if (auto same = sameSizes(source, maps); !same)
        return same;

    std::vector<float> buffer;
    std::vector<double> sums;
    const std::int64_t step = rowsSummedAtOnce(out.columns);
    for (std::int64_t done = 0; done < range.count; done += step) {
        if (job.stopped())
            return cancelled();
        const std::int64_t rows = std::min(step, range.count - done);
        const MatrixBlock part{out.values.subspan(static_cast<std::size_t>(done * out.columns), static_cast<std::size_t>(rows * out.columns)), rows, out.columns};
        const RowRange some{range.first + done, rows};
        auto result = aggregate == Aggregate::Mean ? meanOf(source, maps, some, part, buffer, sums, job)
                                                   : extremeOf(source, maps, aggregate == Aggregate::Max, some, part, buffer, job);
        if (!result)
            return result;
    }
    return {};
}

Result<std::optional<WindowedMap>> aggregateWindows(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, RowRange range, const JobContext& job)
{
    assert(!maps.empty());
    auto first = source.windowed(maps.front(), range, job);
    if (!first || !*first || maps.size() == 1 || aggregate == Aggregate::Each)
        return first;
    WindowedMap together = **std::move(first);
    WindowSums sums;
    sums.add(together);
    for (const auto& map : maps.subspan(1)) {
        auto next = source.windowed(map, range, job);
        if (!next || !*next)
            return next;
        if (!sameWindow(together, **next))
            return std::optional<WindowedMap>{};
        if (aggregate == Aggregate::Mean) {
            sums.add(**next);
            continue;
        }
        const auto cells = cellsOf(together);
        const auto more = cellsOf(**next);
        for (std::size_t block = 0; block < cells.size(); ++block)
            takeExtreme(cells[block]->values(), more[block]->values(), aggregate == Aggregate::Max);
    }
    if (aggregate == Aggregate::Mean)
        sums.meanTo(together, maps.size());
    return std::optional(std::move(together));
}

} // namespace headlight
