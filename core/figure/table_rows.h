// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which rows of a table are shown, in which order: filters per column and the column it is sorted by.
#pragma once

#include "figure/table.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headlight {

struct ArrangedRows {
    std::vector<std::uint32_t> rows;            ///< indices into the table, in the order shown
    std::vector<std::string> problems;          ///< per column: why its filter was not understood and lets everything pass; empty: it was
};

/// Filters: of words a part of them in any case; of numbers "3", "> 0.1", "1-5", several conditions that all hold with spaces, alternatives with commas.
/// Sorting is stable; what is no number stands last. ErrorKind::Cancelled when the job is stopped.
Result<ArrangedRows> arrangeRows(const Table& table, const TableOptions& options, const JobContext& job);

} // namespace headlight
