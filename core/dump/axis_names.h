// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Axis names that people write beside an array: an attribute `axes` or `dims` of an HDF5 set, an entry `axes` beside the array.
#pragma once

#include "dump/nest.h"
#include "dump/reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight {

/// What an axis called so is: "layer", "heads", "batch", "query", "q", "to". Nothing for words that say nothing about attention ("time").
std::optional<AxisRole> roleCalled(std::string_view word);

/// Roles of all axes of a nest, lists first, and the words they come from.
struct WrittenRoles {
    std::vector<AxisRole> roles;
    std::string words; ///< "attentions@axes says layer, head, query, key"
};

/// The names written beside an array, in one string ("layer,head,query,key", "[L, H, Q, K]") or a list of strings. For lists of tensors they may
/// name the axes of the tensors only; then nothing is said. Nothing where a word is unknown, stands twice, or query or key is missing.
std::optional<WrittenRoles> writtenRoles(const Value& root, const Nest& nest);

} // namespace headlight
