// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Large maps made small without losing their peaks.
#pragma once

#include "base/matrix.h"

#include <cstdint>

namespace headlight {

/// Takes rows of a map one after the other and keeps the largest value (by magnitude when `signedValues`) of every block of cells.
/// Blocks are as equal as whole cells allow: row r goes to block r * blocks / rows. Maps that fit are kept as they are.
class BlockMaximum {
public:
    BlockMaximum(std::int64_t rows, std::int64_t columns, std::int64_t most, bool signedValues);

    void add(std::int64_t row, std::span<const float> values);
    /// A row that is mostly 0: a 0 for every block, then the pieces that differ.
    void addZeros(std::int64_t row);
    void addPiece(std::int64_t row, std::int64_t firstColumn, std::span<const float> values);
    [[nodiscard]] Matrix take() { return std::move(m_pooled); }

private:
    [[nodiscard]] std::int64_t target(std::int64_t row) const { return row * m_pooled.rows() / m_rows; }

    std::int64_t m_rows;
    bool m_signed;
    Matrix m_pooled;
    std::vector<bool> m_started;
    std::vector<std::int64_t> m_firstColumn; ///< of each block, and one past the end
};

} // namespace headlight
