// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/dense_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>

namespace headlight {

namespace {

/// Rows read between two looks at the stop token: a few milliseconds.
constexpr std::int64_t kValuesAtOnce = std::int64_t{1} << 22;

/// Rows whose neighbours lie far apart in the file (keys and queries exchanged): read in the order of the file, then turned.
Result<void> readTurned(const Tensor& rows, std::span<float> out)
{
    const std::int64_t order[2] = {1, 0};
    std::vector<float> columns(out.size());
    if (auto got = rows.permuted(order).read(std::span<float>(columns)); !got)
        return got;
    const auto queries = static_cast<std::size_t>(rows.size(0));
    const auto keys = static_cast<std::size_t>(rows.size(1));
    for (std::size_t key = 0; key < keys; ++key)
        for (std::size_t query = 0; query < queries; ++query)
            out[query * keys + key] = columns[key * queries + query];
    return {};
}

Result<void> readRows(const Tensor& rows, std::span<float> out)
{
    const bool turned = rows.size(0) > 1 && std::abs(rows.strides()[1]) > std::abs(rows.strides()[0]);
    return turned ? readTurned(rows, out) : rows.read(out);
}

} // namespace

DenseMaps::DenseMaps(std::shared_ptr<const ArrayView> array, std::int64_t sample, MapAxes axes, std::string file)
    : m_array(std::move(array)), m_sample(sample), m_axes(std::move(axes)), m_file(std::move(file))
{
}

std::optional<Tensor> DenseMaps::stored(MapIndex map) const
{
    auto view = m_array->map(m_sample, map.layer.value, map.head ? map.head->value : 0);
    return view ? std::optional(*std::move(view)) : std::nullopt;
}

Result<void> DenseMaps::rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const
{
    assert(map.layer.value >= 0 && map.layer.value < static_cast<std::int64_t>(m_axes.layers.size()));
    const auto& shape = m_axes.layers[static_cast<std::size_t>(map.layer.value)];
    const std::int64_t head = map.head ? map.head->value : 0;
    assert(head >= 0 && head < shape.heads);
    assert(range.first >= 0 && range.count >= 0 && range.first + range.count <= shape.queries);
    assert(out.rows == range.count && out.columns == shape.keys);
    const auto view = m_array->map(m_sample, map.layer.value, head);
    if (!view)
        return inFile(view.error(), m_file);
    if (view->size(0) != shape.queries || view->size(1) != shape.keys)
        return Error{ErrorKind::Shape, fmt::format("layer {} has shape {}, expected {} queries and {} keys", map.layer.value, toString(view->shape()), shape.queries, shape.keys),
                     Place{m_file, {}, m_array->nest().name, {}}};

    const std::int64_t block = std::max<std::int64_t>(1, kValuesAtOnce / std::max<std::int64_t>(1, shape.keys));
    for (std::int64_t done = 0; done < range.count; done += block) {
        if (job.stopped())
            return cancelled();
        const std::int64_t count = std::min(block, range.count - done);
        const auto target = out.values.subspan(static_cast<std::size_t>(done * out.columns), static_cast<std::size_t>(count * out.columns));
        if (auto got = readRows(view->narrow(0, range.first + done, count), target); !got)
            return inFile(got.error(), m_file);
    }
    return {};
}

} // namespace headlight
