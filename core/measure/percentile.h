// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Smallest, largest and a percentile of very many numbers, exactly and quickly.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

struct ValueRange {
    float smallest = 0.0F;
    float largest = 0.0F;
    std::int64_t numbers = 0;    ///< finite values
    std::int64_t notNumbers = 0; ///< NaN and infinities, left out of everything else
};

/// Over all parts together.
ValueRange valueRange(std::span<const std::span<const float>> parts);

/// Nearest rank: the smallest value that is >= `percent` percent of all finite values (percent in (0, 100]). With `magnitude`, of |x|.
/// Nothing when there is no finite value. Linear time; for the upper percentiles only the top of the values is ever copied.
/// `range` is valueRange(parts), which callers have mostly computed already.
std::optional<float> percentile(std::span<const std::span<const float>> parts, const ValueRange& range, double percent, bool magnitude = false);
std::optional<float> percentile(std::span<const std::span<const float>> parts, double percent, bool magnitude = false);

} // namespace headlight
