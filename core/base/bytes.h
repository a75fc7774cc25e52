// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bytes of a file, and numbers in them at any alignment.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace headlight {

using ByteView = std::span<const std::byte>;

enum class ByteOrder : std::uint8_t { Little, Big };

/// The unsigned or signed integer at `offset`; the caller has checked that it lies inside.
template <typename T>
    requires std::is_integral_v<T>
T loadLittle(ByteView bytes, std::size_t offset)
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    if constexpr (std::endian::native == std::endian::big) {
        T swapped{};
        for (std::size_t i = 0; i < sizeof(T); ++i)
            reinterpret_cast<std::byte*>(&swapped)[i] = reinterpret_cast<const std::byte*>(&value)[sizeof(T) - 1 - i];
        return swapped;
    }
    return value;
}

inline std::string_view asText(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline ByteView asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

inline bool startsWith(ByteView bytes, std::string_view magic)
{
    return asText(bytes.first(bytes.size() < magic.size() ? bytes.size() : magic.size())) == magic;
}

} // namespace headlight
