// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers in the headers of files that are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace headlight::cli {

/// Adds an integer, least byte first.
template <typename T>
void append(std::string& bytes, T number)
{
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes += static_cast<char>(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * i)));
}

} // namespace headlight::cli
