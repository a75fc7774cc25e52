// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace headlight {

namespace {

/// Rows handled at a time: the sums then stay in the cache.
std::int64_t rowsPerBlock(std::int64_t columns)
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
    const std::int64_t step = rowsPerBlock(out.columns);
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

} // namespace headlight
