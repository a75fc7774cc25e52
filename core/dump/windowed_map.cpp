// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/windowed_map.h"

#include "dump/windowed_rows.h"

#include <cassert>

namespace headlight {

void WindowedMap::expandRow(std::int64_t row, std::span<float> out) const
{
    assert(row >= 0 && row < rows.count && static_cast<std::int64_t>(out.size()) == keys);
    if (const auto whole = fullRow(*this, row)) {
        std::ranges::copy(*whole, out.begin());
        return;
    }
    std::ranges::fill(out, 0.0F);
    const auto part = bandOf(*this, row);
    std::ranges::copy(part.values, out.begin() + part.first);
    for (std::size_t i = 0; i < globals.size(); ++i)
        out[static_cast<std::size_t>(globals[i])] = columns(row, static_cast<std::int64_t>(i));
}

} // namespace headlight
