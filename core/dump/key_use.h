// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which keys ever receive attention, and whether queries look ahead: measured on a bounded number of rows.
#pragma once

#include "dump/array_view.h"

#include <cstdint>
#include <string>

namespace headlight {

struct KeyUse {
    std::int64_t keys = 0;
    std::int64_t first = 0;     ///< first key that receives anything
    std::int64_t used = 0;      ///< one past the last key that receives anything
    std::int64_t looked = 0;    ///< rows
    std::int64_t all = 0;
    bool masked = false;        ///< nothing above the diagonal in a square map with more than one query

    [[nodiscard]] bool known() const { return looked > 0 && used > first; }
    [[nodiscard]] bool hasUnusedEnd() const { return known() && used < keys; }
};

/// Looks at rows of one sample, spread over layers, heads and queries, at about `budget` values. Keys masked in all of them
/// count as unused; a value of NaN counts as none.
KeyUse keyUse(const ArrayView& array, std::int64_t sample, std::int64_t budget);

/// "in all 9216 rows" or "in 240 of 1769472 rows looked at"
std::string countOfRows(const KeyUse& use);

} // namespace headlight
