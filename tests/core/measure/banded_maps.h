// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One map as a sliding window in memory, and the same numbers as they are stored in files.
#pragma once

#include "dump/map_source.h"
#include "support/map_pictures.h"

#include <algorithm>

namespace headlight::test {

struct WindowForm {
    std::int64_t reach = 1;
    std::vector<std::int64_t> globals; ///< queries and keys, ascending
    bool stored = false;               ///< storedWindows() answers, else windowed() does
};

/// Rows as a whole are refused: a window is never expanded.
class BandedMaps final : public MapSource {
public:
    /// `dense` is 0 wherever the window and its global tokens have no cell.
    BandedMaps(Matrix dense, WindowForm form) : m_dense(std::move(dense)), m_form(std::move(form))
    {
        m_axes.layers.push_back({1, m_dense.rows(), m_dense.columns()});
        m_axes.queries = m_axes.keys = numberedAxis(m_dense.columns());
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex, RowRange, MatrixBlock, const JobContext&) const override { return Error{ErrorKind::Limit, "a window is never expanded"}; }

    Result<std::optional<WindowedMap>> windowed(MapIndex, RowRange range, const JobContext&) const override
    {
        if (m_form.stored)
            return Error{ErrorKind::Limit, "the arrays are there"};
        WindowedMap part;
        part.rows = range;
        part.keys = m_dense.columns();
        part.reach = m_form.reach;
        part.globals = m_form.globals;
        part.band = Matrix(range.count, 2 * part.reach + 1);
        part.columns = Matrix(range.count, static_cast<std::int64_t>(part.globals.size()));
        for (const auto global : part.globals)
            if (global >= range.first && global < range.first + range.count)
                part.fullQueries.push_back(global);
        part.full = Matrix(static_cast<std::int64_t>(part.fullQueries.size()), part.keys);
        for (std::size_t i = 0; i < part.fullQueries.size(); ++i)
            std::ranges::copy(m_dense.row(part.fullQueries[i]), part.full.row(static_cast<std::int64_t>(i)).begin());
        for (std::int64_t r = 0; r < range.count; ++r) {
            if (isGlobal(range.first + r))
                continue;
            for (std::int64_t c = 0; c < part.band.columns(); ++c)
                if (const auto key = part.keyOf(r, c); key >= 0 && key < part.keys && !isGlobal(key))
                    part.band(r, c) = m_dense(range.first + r, key);
            for (std::size_t g = 0; g < part.globals.size(); ++g)
                part.columns(r, static_cast<std::int64_t>(g)) = m_dense(range.first + r, part.globals[g]);
        }
        return std::optional(std::move(part));
    }

    /// Cells of global tokens stand in the band too, with a number that must not count.
    [[nodiscard]] Result<std::optional<StoredWindows>> storedWindows(MapIndex) const override
    {
        if (!m_form.stored)
            return std::optional<StoredWindows>{};
        const auto columnsOfGlobals = static_cast<std::int64_t>(m_form.globals.size());
        const std::int64_t columns = columnsOfGlobals + 2 * m_form.reach + 1;
        std::vector<float> band(static_cast<std::size_t>(m_dense.rows() * columns), 0.0F);
        std::vector<float> full(static_cast<std::size_t>(m_dense.columns() * columnsOfGlobals), 0.0F);
        for (std::int64_t query = 0; query < m_dense.rows(); ++query)
            for (std::int64_t key = 0; key < m_dense.columns(); ++key) {
                if (std::abs(key - query) <= m_form.reach)
                    band[static_cast<std::size_t>(query * columns + columnsOfGlobals + m_form.reach + key - query)] = isGlobal(key) ? 9.0F : m_dense(query, key);
                for (std::int64_t g = 0; g < columnsOfGlobals; ++g) {
                    if (m_form.globals[static_cast<std::size_t>(g)] == key)
                        band[static_cast<std::size_t>(query * columns + g)] = m_dense(query, key);
                    if (m_form.globals[static_cast<std::size_t>(g)] == query)
                        full[static_cast<std::size_t>(key * columnsOfGlobals + g)] = m_dense(query, key);
                }
            }
        return std::optional(StoredWindows{Tensor::fromFloats({m_dense.rows(), columns}, band), Tensor::fromFloats({m_dense.columns(), columnsOfGlobals}, full), columnsOfGlobals, m_form.globals});
    }

private:
    [[nodiscard]] bool isGlobal(std::int64_t position) const { return std::ranges::binary_search(m_form.globals, position); }

    Matrix m_dense;
    WindowForm m_form;
    MapAxes m_axes;
};

/// Different numbers wherever the window and its global tokens have a cell; every third row is 0 beyond its first cells, as padding is.
inline Matrix windowPicture(std::int64_t tokens, const WindowForm& form)
{
    Matrix dense(tokens, tokens);
    std::uint32_t random = 7;
    const auto isGlobal = [&](std::int64_t position) { return std::ranges::binary_search(form.globals, position); };
    for (std::int64_t query = 0; query < tokens; ++query)
        for (std::int64_t key = 0; key < tokens; ++key) {
            random = random * 1664525U + 1013904223U;
            const bool inside = std::abs(query - key) <= form.reach || isGlobal(query) || isGlobal(key);
            if (inside && (query % 3 != 2 || key < 2))
                dense(query, key) = static_cast<float>(random >> 12U) / static_cast<float>(1U << 20U);
        }
    return dense;
}

} // namespace headlight::test
