// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows of a sliding-window map as they are stored: a band along the diagonal, columns of global tokens, rows of global tokens.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

/// Every cell that can differ from zero stands in exactly one part, so sums are sums over the parts and the largest values are
/// among theirs. Cell (query, key) is found in
/// - `full`, when the query is one of `fullQueries`;
/// - else in `columns`, when the key is one of `globals`;
/// - else in `band`, when |key - query| <= reach;
/// - else it is 0.
struct WindowedMap {
    RowRange rows;                          ///< queries, by index of the axis
    std::int64_t keys = 0;                  ///< of the whole map
    std::int64_t reach = 0;                 ///< half the window
    std::vector<std::int64_t> globals;      ///< keys of global tokens, ascending
    Matrix band;                            ///< [rows, 2 reach + 1]: column reach + key - query; 0 outside the map and wherever another part has the cell
    Matrix columns;                         ///< [rows, globals]; 0 in full rows
    std::vector<std::int64_t> fullQueries;  ///< global tokens among the rows, ascending: they attend to every key
    Matrix full;                            ///< [fullQueries, keys]

    /// Keys that column `column` of the band can stand for in row `row` (from 0 within `rows`): its key, which may lie outside the map.
    [[nodiscard]] std::int64_t keyOf(std::int64_t row, std::int64_t column) const { return rows.first + row + column - reach; }
    /// One row of the map, `row` counted within `rows`; out.size() == keys.
    void expandRow(std::int64_t row, std::span<float> out) const;
};

} // namespace headlight
