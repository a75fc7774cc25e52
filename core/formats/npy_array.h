// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An .npy array as a value; in a file of its own or as a member of an .npz.
#pragma once

#include "formats/npy_header.h"
#include "formats/byte_source.h"

#include <functional>
#include <string>
#include <vector>

namespace headlight::formats {

/// Where the bytes of an array are.
struct NpyPlace {
    std::string head;   ///< its first bytes, kNpyHeadSize or all
    std::uint64_t size; ///< of header and data
    std::function<Result<std::shared_ptr<const ElementStorage>>(std::uint64_t offset)> elements; ///< everything from there
    std::function<Result<std::vector<std::byte>>(std::uint64_t offset, std::uint64_t size)> bytes;
};

/// A tensor, or lists of strings. Sentences about odd things go to `warnings`.
Result<Value> npyValue(const NpyPlace& place, std::vector<std::string>& warnings);

} // namespace headlight::formats
