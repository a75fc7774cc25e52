// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Some rows of a map as they are stored: whole, or as the few stretches of a sliding window that can differ from 0.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

/// Neighbouring values of a row.
struct RowPiece {
    std::int64_t firstKey = 0;
    std::span<const float> values;
};

/// One row. Every cell is the sum of what its pieces say about it, which is one of them at most: the others say 0, or nothing. So sums over
/// the row are sums over the pieces.
using RowPieces = std::span<const RowPiece>;

/// The value of one cell.
double valueAt(RowPieces row, std::int64_t key);

class RowBlock {
public:
    /// Rows in one reading that keep a block within a megabyte or two, at least one.
    static std::int64_t rowsAtOnce(const LayerShape& shape);

    /// Errors are those of the file, or Cancelled. A sliding window is not expanded.
    Result<void> read(const MapSource& source, MapIndex map, RowRange rows, const JobContext& job);

    [[nodiscard]] std::int64_t rows() const { return m_range.count; }
    [[nodiscard]] std::int64_t first() const { return m_range.first; }
    /// `row` counts from 0 within the block. The pieces stand in `room`, whatever was there is gone.
    [[nodiscard]] RowPieces row(std::int64_t row, std::vector<RowPiece>& room) const;

private:
    RowRange m_range;
    std::int64_t m_keys = 0;
    Matrix m_whole;
    std::optional<WindowedMap> m_window;
};

/// Every row of a map in order, `query` as index of the axis. Asks whether to stop between blocks.
Result<void> forEachRow(const MapSource& source, MapIndex map, const std::function<void(std::int64_t query, RowPieces row)>& visit, const JobContext& job);

} // namespace headlight
