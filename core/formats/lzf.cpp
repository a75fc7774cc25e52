// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/lzf.h"

#include <cstring>

namespace headlight::formats {

namespace {

constexpr std::size_t kMostLiterals = 32;
constexpr std::size_t kLongLength = 7;

/// Byte by byte: the two may overlap, which repeats a pattern.
void copyBack(std::span<std::byte> out, std::size_t at, std::size_t back, std::size_t length)
{
    if (back >= length) {
        std::memcpy(out.data() + at, out.data() + at - back, length);
        return;
    }
    for (std::size_t i = 0; i < length; ++i)
        out[at + i] = out[at + i - back];
}

} // namespace

std::optional<std::size_t> unpackLzf(ByteView packed, std::span<std::byte> out)
{
    std::size_t in = 0;
    std::size_t written = 0;
    const auto next = [&] { return std::to_integer<std::size_t>(packed[in++]); };
    while (in < packed.size()) {
        const std::size_t control = next();
        if (control < kMostLiterals) {
            const std::size_t length = control + 1;
            if (length > packed.size() - in || length > out.size() - written)
                return std::nullopt;
            std::memcpy(out.data() + written, packed.data() + in, length);
            in += length;
            written += length;
            continue;
        }
        std::size_t length = control >> 5U;
        if (packed.size() - in < (length == kLongLength ? 2U : 1U))
            return std::nullopt;
        if (length == kLongLength)
            length += next();
        length += 2;
        const std::size_t back = ((control & 0x1FU) << 8U) + next() + 1;
        if (back > written || length > out.size() - written)
            return std::nullopt;
        copyBack(out, written, back, length);
        written += length;
    }
    return written;
}

} // namespace headlight::formats
