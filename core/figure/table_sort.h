// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order of the rows of a table by one or several of its columns.
#pragma once

#include "figure/table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

struct SortKey {
    std::size_t column = 0;
    bool descending = false;
};

/// By the first of the keys, equal rows by the second, and so on; rows that are equal in all stay as they stand. What is no number stands last, either way.
/// `rows` are indices into the table; the columns must exist.
void sortRows(const Table& table, std::span<const SortKey> by, std::vector<std::uint32_t>& rows);

} // namespace headlight
