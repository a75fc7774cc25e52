// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The directory of a ZIP archive. The central directory is the authority and every local header must agree with it,
// so that no other reader can see another archive in the same bytes. Nothing is ever written to a path from here.
#pragma once

#include "formats/byte_source.h"
#include "formats/registry.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace headlight::formats {

struct ZipEntry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t headerOffset = 0; ///< of the local header, in the source
    std::uint64_t dataOffset = 0;   ///< of the first packed byte, in the source

    [[nodiscard]] bool stored() const { return method == 0; }
    [[nodiscard]] bool summed() const { return !stored() || crc != 0; } ///< PyTorch can be told to leave the sum out
    [[nodiscard]] bool isFolder() const { return name.ends_with('/'); }
};

/// What is said of a member whose bytes are not those that were summed.
Error wrongSum(const ZipEntry& entry);

/// Const, callable from any thread.
class ZipDirectory {
public:
    /// Whether the bytes at the end look like an archive; costs one read.
    static bool looksLikeZip(const ByteSource& source);
    static Result<ZipDirectory> read(Source source, const Limits& limits);

    [[nodiscard]] const std::vector<ZipEntry>& entries() const { return m_entries; }
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;
    /// Bytes before the first member that are not part of the archive.
    [[nodiscard]] std::uint64_t prefix() const { return m_prefix; }

    /// All bytes of a member, with its checksum verified.
    [[nodiscard]] Result<std::vector<std::byte>> contentOf(const ZipEntry& entry) const;
    /// The first `most` bytes of a member, or all there are.
    [[nodiscard]] Result<std::vector<std::byte>> headOf(const ZipEntry& entry, std::uint64_t most) const;
    /// [offset, size of the member) as elements: mapped when stored, unpacked on first use otherwise; the checksum as SummedElements says.
    [[nodiscard]] Result<std::shared_ptr<const ElementStorage>> elementsOf(const ZipEntry& entry, std::uint64_t offset = 0) const;
    /// Encrypted members, unknown methods and members beyond the limit are named here.
    [[nodiscard]] Result<void> readable(const ZipEntry& entry) const;

private:
    ZipDirectory() = default;

    Source m_source;
    std::uint64_t m_mostUnpacked = 0;
    std::uint64_t m_prefix = 0;
    std::vector<ZipEntry> m_entries;
    std::unordered_map<std::string_view, std::size_t> m_byName;
};

} // namespace headlight::formats
