// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// LZF: the first two bytes say how much room there is, the rest is the stream.
#include "formats/lzf.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    std::vector<std::byte> out(static_cast<std::size_t>(data[0]) * 256 + data[1]);
    const headlight::ByteView packed(reinterpret_cast<const std::byte*>(data + 2), size - 2);
    const auto written = headlight::formats::unpackLzf(packed, out);
    if (written && *written > out.size())
        std::abort();
    return 0;
}
