// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which of the word lists in a file belong to which axis of which array.
#pragma once

#include "dump/dump.h"
#include "dump/nest.h"
#include "dump/recognise.h"

#include <cstdint>

namespace headlight {

enum class AxisSide : std::uint8_t { Query, Key };

/// The lists for one axis of `size` positions: names decide, then length; empty when none fits.
struct AxisOfArray {
    StackKind kind = StackKind::Self;
    AxisSide side = AxisSide::Key;
    std::int64_t size = 0;
    std::int64_t samples = 1;
};
TokenLists tokensFor(const AxisOfArray& axis, const Nest& array, const std::vector<FoundStrings>& strings);

} // namespace headlight
