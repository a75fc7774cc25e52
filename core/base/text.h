// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text from files is bytes until proven otherwise.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headlight {

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view bytes);

/// Fit for a terminal, a log or a label: control characters and broken UTF-8 become \xNN escapes, and text longer than
/// `limit` bytes is cut with "…". Directional overrides are escaped too.
std::string displayable(std::string_view bytes, std::size_t limit = 400);

/// Broken UTF-8 replaced by U+FFFD, nothing else touched.
std::string repairedUtf8(std::string_view bytes);

} // namespace headlight
