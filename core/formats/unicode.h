// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Characters to and from UTF-8, as the formats need them.
#pragma once

#include "base/bytes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::formats {

/// Appends a character; what is no character at all becomes U+FFFD.
void appendUtf8(std::string& text, char32_t code);

/// The bytes that Python's text.encode('latin-1') gives for UTF-8 text; nothing when a character is above U+00FF.
std::optional<std::vector<std::byte>> latin1Of(std::string_view utf8);

} // namespace headlight::formats
