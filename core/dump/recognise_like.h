// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The files of a series are alike: what was measured in the first holds for the others, their values are not looked at again.
#pragma once

#include "dump/recognise.h"

#include <optional>

namespace headlight {

/// The same stacks as in the first file, with this file's sizes; nothing when the tree is built differently.
std::optional<Recognition> recogniseLike(const Value& root, AddressStyle style, const Recognition& first);

} // namespace headlight
