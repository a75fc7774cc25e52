// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What readers read from: a mapped file, a part of it, or bytes in memory (an inflated member, a test, a fuzzer).
#pragma once

#include "base/mapped_file.h"
#include "base/result.h"
#include "value/element_storage.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace headlight::formats {

/// Const, callable from any thread.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Copies [offset, offset + out.size()); ErrorKind::Truncated when the range leaves the source.
    virtual Result<void> read(std::uint64_t offset, std::span<std::byte> out) const = 0;
    /// The same range as elements of tensors, without reading it.
    virtual Result<std::shared_ptr<const ElementStorage>> elements(std::uint64_t offset, std::uint64_t size) const = 0;
    /// MappedFile::unchanged() of the file behind it. Whoever reads later than at opening asks it behind the read.
    [[nodiscard]] virtual Result<void> unchanged() const { return {}; }
    /// The file that this source is the whole of, for whoever has to pass it on; null when there is none.
    [[nodiscard]] virtual std::shared_ptr<const MappedFile> file() const { return nullptr; }
};

using Source = std::shared_ptr<const ByteSource>;

Source fileSource(std::shared_ptr<const MappedFile> file);
Source memorySource(std::vector<std::byte> bytes);
/// [offset, offset + size) of another source.
Result<Source> sectionOf(Source whole, std::uint64_t offset, std::uint64_t size);

/// A copy of the range. Checked against the source before memory is taken.
Result<std::vector<std::byte>> bytesAt(const ByteSource& source, std::uint64_t offset, std::uint64_t size);
Result<std::string> textAt(const ByteSource& source, std::uint64_t offset, std::uint64_t size);
/// The first `most` bytes, or all there are.
Result<std::string> headOf(const ByteSource& source, std::uint64_t most);

} // namespace headlight::formats
