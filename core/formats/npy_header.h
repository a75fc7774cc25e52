// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The header of an .npy array: a Python dictionary in a grammar of our own, evaluated by nobody.
#pragma once

#include "formats/numpy_type.h"

#include <string>
#include <string_view>

namespace headlight::formats {

struct NpyHeader {
    std::string descr;
    bool fortran = false;
    Shape shape;
    std::uint64_t dataOffset = 0; ///< of the first element, from the start of the array
};

/// How many bytes of the start of an array readNpyHeader wants to see.
inline constexpr std::uint64_t kNpyHeadSize = 65535 + 12;

/// NotThisFormat without the magic; `size` is that of the whole array file, `head` its first bytes.
Result<NpyHeader> readNpyHeader(std::string_view head, std::uint64_t size);

/// The dictionary alone; errors carry the column.
Result<NpyHeader> parseNpyDictionary(std::string_view text);

} // namespace headlight::formats
