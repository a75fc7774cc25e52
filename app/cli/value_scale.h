// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// --scale: one map or row brought to a common size.
#pragma once

#include "app/cli/quantities.h"

#include <span>

namespace headlight::cli {

/// Sum: divided by the sum; Max: by the maximum; MinMax: to 0..1; Percent: to 0..100. Where that would divide by zero the values
/// become 0. Values that are no numbers stay, and take no part.
void scaleValues(std::span<float> values, ValueScale scale);

} // namespace headlight::cli
