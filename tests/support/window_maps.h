// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps that are stored as a sliding window, and refuse to be expanded.
#pragma once

#include "support/map_pictures.h"

namespace headlight::test {

/// The same numbers as a sliding window of one neighbour to each side; query 2 is a global token, and so is key 2.
class WindowMaps final : public MapSource {
public:
    explicit WindowMaps(Matrix dense) : WindowMaps(std::vector{std::move(dense)}) {}
    explicit WindowMaps(std::vector<Matrix> heads) : m_heads(std::move(heads))
    {
        m_axes.layers.push_back({static_cast<std::int64_t>(m_heads.size()), m_heads.front().rows(), m_heads.front().columns()});
        m_axes.queries = m_axes.keys = numberedAxis(m_heads.front().columns());
    }
    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex, RowRange, MatrixBlock, const JobContext&) const override { return Error{ErrorKind::Limit, "a window is never expanded"}; }
    Result<std::optional<WindowedMap>> windowed(MapIndex map, RowRange range, const JobContext&) const override
    {
        const auto& dense = m_heads[static_cast<std::size_t>(map.head ? map.head->value : 0)];
        const bool global = range.first <= 2 && 2 < range.first + range.count;
        WindowedMap part;
        part.rows = range;
        part.keys = dense.columns();
        part.reach = 1;
        part.globals = {2};
        part.band = Matrix(range.count, 3);
        part.columns = Matrix(range.count, 1);
        part.full = Matrix(global ? 1 : 0, part.keys);
        if (global) {
            part.fullQueries = {2};
            std::ranges::copy(dense.row(2), part.full.row(0).begin());
        }
        for (std::int64_t r = 0; r < range.count; ++r)
            for (std::int64_t c = 0; c < 3; ++c) {
                const auto key = part.keyOf(r, c);
                const bool inside = key >= 0 && key < part.keys && key != 2 && range.first + r != 2;
                part.band(r, c) = inside ? dense(range.first + r, key) : 0.0F;
                part.columns(r, 0) = range.first + r != 2 ? dense(range.first + r, 2) : 0.0F;
            }
        return std::optional(std::move(part));
    }

private:
    std::vector<Matrix> m_heads;
    MapAxes m_axes;
};

} // namespace headlight::test
