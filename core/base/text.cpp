// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text.h"

#include <fmt/format.h>

#include <cstdint>

namespace headlight {

namespace {

struct Decoded {
    std::size_t length = 0; ///< 0: not well-formed here
    char32_t code = 0;
};

Decoded decodeAt(std::string_view text, std::size_t start)
{
    const auto byteAt = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byteAt(start);
    if (lead < 0x80)
        return {1, lead};
    const std::size_t length = lead >= 0xC2 && lead < 0xE0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() - start < length)
        return {};
    auto code = static_cast<char32_t>(lead & (0xFF >> (length + 1)));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byteAt(start + i) & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (byteAt(start + i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return {};
    return {length, code};
}

bool isUnsafeToShow(char32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return control || direction;
}

} // namespace

bool isUtf8(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto decoded = decodeAt(bytes, i);
        if (decoded.length == 0)
            return false;
        i += decoded.length;
    }
    return true;
}

std::string displayable(std::string_view bytes, std::size_t limit)
{
    std::string shown;
    for (std::size_t i = 0; i < bytes.size();) {
        if (shown.size() >= limit)
            return shown + "…";
        const auto decoded = decodeAt(bytes, i);
        if (decoded.length == 0) {
            shown += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(bytes[i]));
            ++i;
            continue;
        }
        if (isUnsafeToShow(decoded.code))
            shown += decoded.code < 0x100 ? fmt::format("\\x{:02x}", static_cast<unsigned>(decoded.code)) : fmt::format("\\u{:04x}", static_cast<unsigned>(decoded.code));
        else
            shown += bytes.substr(i, decoded.length);
        i += decoded.length;
    }
    return shown;
}

std::string repairedUtf8(std::string_view bytes)
{
    std::string repaired;
    repaired.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto decoded = decodeAt(bytes, i);
        if (decoded.length == 0)
            repaired += "\xEF\xBF\xBD";
        else
            repaired += bytes.substr(i, decoded.length);
        i += decoded.length == 0 ? 1 : decoded.length;
    }
    return repaired;
}

} // namespace headlight
