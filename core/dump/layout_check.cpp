// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/layout_check.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

namespace {

constexpr std::int64_t kRowsToSee = 6;
constexpr std::int64_t kSmallestGap = 4;

/// Where the window of a row begins: the first used column after the longest run of unused ones; nothing without such a run.
std::optional<std::int64_t> windowStart(std::span<const float> row)
{
    std::int64_t longest = 0;
    std::int64_t end = 0;
    std::int64_t run = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] == 0.0F) {
            ++run;
            continue;
        }
        if (run > longest) {
            longest = run;
            end = static_cast<std::int64_t>(i);
        }
        run = 0;
    }
    return longest >= kSmallestGap ? std::optional(end) : std::nullopt;
}

} // namespace

bool looksWindowed(const ArrayView& array)
{
    const auto shape = array.shapes(0).front();
    if (shape.queries < kRowsToSee + 2 || shape.keys < 2 * kRowsToSee)
        return false;
    const auto map = array.map(0, 0, 0);
    if (!map)
        return false;
    std::vector<float> row(static_cast<std::size_t>(shape.keys));
    std::optional<std::int64_t> before;
    int moves = 0;
    for (std::int64_t query = 1; query <= kRowsToSee; ++query) {
        if (!map->select(0, query).read(std::span<float>(row)))
            return false;
        const auto start = windowStart(row);
        if (before && start && *start + 1 == *before)
            ++moves;
        before = start;
    }
    return moves >= kRowsToSee - 2;
}

} // namespace headlight
