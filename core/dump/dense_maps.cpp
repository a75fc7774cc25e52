// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/dense_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace headlight {

namespace {

/// Rows read between two looks at the stop token: a few milliseconds.
constexpr std::int64_t kValuesAtOnce = std::int64_t{1} << 22;

} // namespace

DenseMaps::DenseMaps(std::shared_ptr<const ArrayView> array, std::int64_t sample, MapAxes axes, std::string file)
    : m_array(std::move(array)), m_sample(sample), m_axes(std::move(axes)), m_file(std::move(file))
{
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
        if (auto got = view->narrow(0, range.first + done, count).read(target); !got)
            return inFile(got.error(), m_file);
    }
    return {};
}

} // namespace headlight
