// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers that belong to heads: their importance, and attention that was multiplied by it.
#pragma once

#include "dump/array_view.h"
#include "dump/dump.h"
#include "dump/nest.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// Sums of rows that are one number in every head, but not the same in all: attention multiplied by something per head.
struct HeadScale {
    Matrix sums;               ///< [layer, head]; NaN where the rows looked at are all zero or cannot be read
    std::int64_t heads = 0;    ///< whose sum is known
    double lowest = 0.0;
    double highest = 0.0;
};

/// Looks at some rows of every head of the first sample. Nothing where rows of a head have different sums, or all sum to one.
std::optional<HeadScale> headScale(const ArrayView& array);

/// Importance as an array [layer, head] has it, a list of layers or one tensor; axes of size 1 are left out.
/// ErrorKind::Shape names both sizes when it is not one number for every layer and head.
Result<HeadImportance> importanceIn(const Nest& nest, const std::vector<LayerShape>& layers, std::string from);

/// True when the sums of `scale` are these importances.
bool isScaledBy(const HeadScale& scale, const HeadImportance& importance);

} // namespace headlight
