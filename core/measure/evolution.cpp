// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/evolution.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace headlight {

namespace {

bool sameInEveryLayer(const MapAxes& axes)
{
    const auto& first = axes.layers.front();
    return first.keys == axes.keys->size() && std::ranges::all_of(axes.layers, [&first](const LayerShape& layer) { return layer == first; });
}

/// Layer by layer, for layers that differ.
Result<void> rowsOfLayers(const MapSource& maps, std::int64_t item, std::optional<HeadIndex> head, Matrix& out, const JobContext& job)
{
    std::ranges::fill(out.values(), std::numeric_limits<float>::quiet_NaN());
    for (std::int64_t layer = 0; layer < out.rows(); ++layer) {
        if (job.stopped())
            return cancelled();
        const auto& shape = maps.axes().layers[static_cast<std::size_t>(layer)];
        if (item >= shape.queries || (head && head->value >= shape.heads))
            continue;
        const auto row = out.row(layer).first(static_cast<std::size_t>(shape.keys));
        if (auto done = maps.rows({LayerIndex{layer}, head}, {item, 1}, {row, 1, shape.keys}, job); !done)
            return done;
    }
    return {};
}

Result<void> rowsOf(const MapSource& maps, std::int64_t item, std::optional<HeadIndex> head, Matrix& out, const JobContext& job)
{
    return sameInEveryLayer(maps.axes()) ? maps.rowInEveryLayer(QueryIndex{item}, head, out.block(), job) : rowsOfLayers(maps, item, head, out, job);
}

double taken(double so, double more, Aggregate aggregate)
{
    if (std::isnan(so) || std::isnan(more))
        return std::numeric_limits<double>::quiet_NaN();
    if (aggregate == Aggregate::Mean)
        return so + more;
    return aggregate == Aggregate::Max ? std::max(so, more) : std::min(so, more);
}

} // namespace

Result<Matrix> evolutionOf(const MapSource& maps, std::span<const std::int64_t> items, std::optional<HeadIndex> head, const JobContext& job)
{
    assert(!items.empty());
    Matrix rows(static_cast<std::int64_t>(maps.axes().layers.size()), maps.axes().keys->size());
    if (items.size() == 1) {
        if (auto done = rowsOf(maps, items.front(), head, rows, job); !done)
            return done.error();
        return rows;
    }
    std::vector<double> sums(rows.values().size(), 0.0);
    for (const auto item : items) {
        if (auto done = rowsOf(maps, item, head, rows, job); !done)
            return done.error();
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += static_cast<double>(rows.values()[i]);
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        rows.values()[i] = static_cast<float>(sums[i] / static_cast<double>(items.size()));
    return rows;
}

Matrix evolutionsTogether(std::span<const Matrix* const> heads, Aggregate aggregate)
{
    assert(!heads.empty());
    Matrix together = *heads.front();
    if (aggregate == Aggregate::Each || heads.size() == 1)
        return together;
    const double count = aggregate == Aggregate::Mean ? static_cast<double>(heads.size()) : 1.0;
    for (std::size_t i = 0; i < together.values().size(); ++i) {
        auto so = static_cast<double>(together.values()[i]);
        for (const Matrix* head : heads.subspan(1)) {
            assert(head->values().size() == together.values().size());
            so = taken(so, static_cast<double>(head->values()[i]), aggregate);
        }
        together.values()[i] = static_cast<float>(so / count);
    }
    return together;
}

} // namespace headlight
