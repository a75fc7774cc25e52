// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Arrays by the address people write.
#pragma once

#include "base/result.h"
#include "dump/nest.h"
#include "value/document.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// The value at an address as Address::toString writes it; nothing when there is none.
std::optional<Value> valueNamed(const Value& root, AddressStyle style, const std::string& address);

/// The array of floating-point numbers called so: an address, a name as `info` prints it, a series with '#' for each of its numbers
/// (an outer '#' is an outer list), or one address for each entry of a list. Errors say what is there instead, without file and place.
Result<Nest> nestNamed(const Document& document, const std::vector<std::string>& addresses);

} // namespace headlight
