// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plain row-major blocks of float32, the currency between readers, measures and figures.
#pragma once

#include "base/fresh_memory.h"

#include <cassert>
#include <cstdint>
#include <span>

namespace headlight {

/// Rows [first, first + count) of a map.
struct RowRange {
    std::int64_t first = 0;
    std::int64_t count = 0;

    bool operator==(const RowRange&) const = default;
};

/// Memory of a caller, row-major and without gaps: rows x columns values.
struct MatrixBlock {
    std::span<float> values;
    std::int64_t rows = 0;
    std::int64_t columns = 0;

    [[nodiscard]] std::span<float> row(std::int64_t r) const
    {
        assert(r >= 0 && r < rows);
        return values.subspan(static_cast<std::size_t>(r * columns), static_cast<std::size_t>(columns));
    }
};

/// Owns a row-major matrix of float32.
class Matrix {
public:
    Matrix() = default;
    Matrix(std::int64_t rows, std::int64_t columns, float fill = 0.0F)
        : m_rows(rows), m_columns(columns), m_values(static_cast<std::size_t>(rows * columns), fill)
    {
    }

    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] std::int64_t columns() const { return m_columns; }
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] std::span<const float> values() const { return m_values; }
    [[nodiscard]] std::span<float> values() { return m_values; }
    [[nodiscard]] std::span<const float> row(std::int64_t r) const
    {
        return values().subspan(static_cast<std::size_t>(r * m_columns), static_cast<std::size_t>(m_columns));
    }
    [[nodiscard]] std::span<float> row(std::int64_t r)
    {
        return values().subspan(static_cast<std::size_t>(r * m_columns), static_cast<std::size_t>(m_columns));
    }
    float operator()(std::int64_t r, std::int64_t c) const { return m_values[static_cast<std::size_t>(r * m_columns + c)]; }
    float& operator()(std::int64_t r, std::int64_t c) { return m_values[static_cast<std::size_t>(r * m_columns + c)]; }
    [[nodiscard]] MatrixBlock block() { return {values(), m_rows, m_columns}; }
    bool operator==(const Matrix&) const = default;

    /// Changes the shape and keeps the memory where it is large enough; the values are unspecified afterwards.
    void reshape(std::int64_t rows, std::int64_t columns)
    {
        m_rows = rows;
        m_columns = columns;
        m_values.resize(static_cast<std::size_t>(rows * columns));
    }

private:
    std::int64_t m_rows = 0;
    std::int64_t m_columns = 0;
    FreshVector<float> m_values;
};

} // namespace headlight
