// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a look at a bounded part of an array says about its values: which axis sums to one, signs, rounding, NaN.
#pragma once

#include "base/result.h"
#include "dump/nest.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headlight {

/// Sums over one axis of the tensors.
struct AxisSums {
    std::int64_t looked = 0;    ///< lines that were added up
    std::int64_t all = 0;       ///< lines there are
    std::int64_t zero = 0;      ///< of the looked ones, all zero (padding) or all NaN: they say nothing
    std::int64_t fitting = 0;   ///< sum is one within the tolerance
    double lowest = 0.0;        ///< sum, zero lines left out
    double highest = 0.0;
    double deviation = 0.0;     ///< largest |sum - 1| of the fitting ones

    [[nodiscard]] std::int64_t meaningful() const { return looked - zero; }
    [[nodiscard]] bool allFit() const { return meaningful() > 0 && fitting == meaningful(); }
};

struct ValueFacts {
    std::vector<AxisSums> axes;  ///< one per tensor axis
    double tolerance = 1e-4;     ///< that was used
    float lowest = 0.0F;
    float highest = 0.0F;
    std::int64_t looked = 0;
    std::int64_t nan = 0;        ///< NaN and infinities
    int decimals = 0;            ///< values are rounded to so many decimals (2 to 5); 0: they are not

    [[nodiscard]] bool isSigned() const { return lowest < 0.0F; }
};

/// Looks at everything in small arrays, at about one per cent of large ones, never at more than a fixed amount.
Result<ValueFacts> valueFacts(const Nest& nest);

/// "in all 9216 rows" or "in 512 of 1769472 rows"
std::string countOfRows(const AxisSums& sums);

} // namespace headlight
