// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One file, read: its value tree, the format's name, and everything that has to be said about it.
#pragma once

#include "base/result.h"
#include "value/address.h"
#include "value/value.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace headlight {

struct Document {
    std::filesystem::path path;
    std::string format;                       ///< "PyTorch zip", "NumPy .npz", "JSON", ...
    AddressStyle style = AddressStyle::Python;
    Value root;
    std::vector<std::string> warnings;        ///< sentences: trailing bytes, unusual layout, ...
    std::uint64_t bytes = 0;                  ///< size on disk
    std::string stamp;                        ///< MappedFile::stamp() when it was opened
};

/// One leaf found by walking a document.
struct TensorEntry {
    Address address;
    Tensor tensor;
};
struct OpaqueEntry {
    Address address;
    Opaque opaque;
};
struct Contents {
    std::vector<TensorEntry> tensors;   ///< in file order; a tensor that stands at two addresses is listed at both
    std::vector<OpaqueEntry> opaque;
    bool cut = false;                   ///< more than the limit: shared parts repeated too often
};

/// All tensors and opaque objects, at most `limit` of each.
Contents contentsOf(const Value& root, std::size_t limit = 100'000);

/// The value at an address written in the document's style (the root is ''); ErrorKind::NotFound names the nearest existing parent.
Result<Value> valueAt(const Document& document, std::string_view address);

} // namespace headlight
