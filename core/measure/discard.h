// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Fused rollouts set the smallest values of a layer to 0 (Gildenblat's "rollout with discard").
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <vector>

namespace headlight {

/// Positions that are never discarded.
struct Spared {
    bool first = false;               ///< (0, 0)
    std::vector<char> positions = {}; ///< of rows and columns; empty: none

    [[nodiscard]] bool operator()(std::int64_t row, std::int64_t column) const;
};

/// Sets the ⌊N²ρ⌋ smallest values to 0 (ρ is `share`, in [0, 1]), of equal ones those at the lowest position first; spared ones are counted and
/// kept. NaN counts as larger than every number.
void discardSmallest(Matrix& map, double share, const Spared& spared);

} // namespace headlight
