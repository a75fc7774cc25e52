// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/windowed_map.h"

#include <algorithm>
#include <cassert>

namespace headlight {

void WindowedMap::expandRow(std::int64_t row, std::span<float> out) const
{
    assert(row >= 0 && row < rows.count && static_cast<std::int64_t>(out.size()) == keys);
    const std::int64_t query = rows.first + row;
    if (const auto full1 = std::ranges::lower_bound(fullQueries, query); full1 != fullQueries.end() && *full1 == query) {
        std::ranges::copy(full.row(full1 - fullQueries.begin()), out.begin());
        return;
    }
    std::ranges::fill(out, 0.0F);
    const std::int64_t first = std::max<std::int64_t>(0, query - reach);
    const std::int64_t end = std::min(keys, query + reach + 1);
    std::ranges::copy(band.row(row).subspan(static_cast<std::size_t>(first - query + reach), static_cast<std::size_t>(end - first)), out.begin() + first);
    for (std::size_t i = 0; i < globals.size(); ++i)
        out[static_cast<std::size_t>(globals[i])] = columns(row, static_cast<std::int64_t>(i));
}

} // namespace headlight
