// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/zip_directory.h"

#include "formats/inflate.h"
#include "formats/summed_elements.h"
#include "formats/zip_records.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::formats {

namespace {

constexpr std::uint16_t kDeflate = 8;

std::string nameOfMethod(std::uint16_t method)
{
    switch (method) {
    case 1:
        return "shrink";
    case 6:
        return "implode";
    case 9:
        return "Deflate64";
    case 12:
        return "bzip2";
    case 14:
        return "LZMA";
    case 93:
        return "Zstandard";
    case 95:
        return "XZ";
    case 99:
        return "AES encryption";
    default:
        return fmt::format("method {}", method);
    }
}

Error inEntry(Error error, const ZipEntry& entry)
{
    if (error.place.entry.empty())
        error.place.entry = entry.name;
    return error;
}

Result<std::vector<ZipEntry>> locatedEntries(const ByteSource& source, const ZipEnd& end, const Limits& limits)
{
    auto entries = zipCentralEntries(source, end, limits);
    if (!entries)
        return entries;
    std::vector<const ZipEntry*> inOrder;
    inOrder.reserve(entries->size());
    for (auto& entry : *entries) {
        if (auto located = locateZipData(source, end, entry); !located)
            return located.error();
        inOrder.push_back(&entry);
    }
    std::ranges::sort(inOrder, {}, &ZipEntry::headerOffset);
    for (std::size_t i = 1; i < inOrder.size(); ++i)
        if (inOrder[i - 1]->dataOffset + inOrder[i - 1]->packedSize > inOrder[i]->headerOffset)
            return Error{ErrorKind::Corrupt, fmt::format("overlaps entry {}", inOrder[i]->name), atEntry(inOrder[i - 1]->name), "Members that share bytes are a known trick; the archive is not read"};
    return entries;
}

/// The entries of the last end record whose directory holds together.
Result<std::vector<ZipEntry>> entriesOfOneEnd(const ByteSource& source, EndSearch search, const Limits& limits, std::uint64_t& prefix)
{
    const auto ends = zipEndRecords(source, search);
    if (!ends)
        return ends.error();
    std::optional<Error> first;
    for (const auto& end : *ends) {
        auto entries = locatedEntries(source, end, limits);
        prefix = end.prefix;
        if (entries)
            return entries;
        first = first ? first : entries.error();
    }
    return *first;
}

} // namespace

Error wrongSum(const ZipEntry& entry)
{
    return Error{ErrorKind::Corrupt, "the checksum does not fit the data", atEntry(entry.name), "Copy or download the file again"};
}

bool ZipDirectory::looksLikeZip(const ByteSource& source)
{
    const auto ends = zipEndRecords(source);
    return ends || ends.error().kind != ErrorKind::NotThisFormat;
}

Result<ZipDirectory> ZipDirectory::read(Source source, const Limits& limits)
{
    ZipDirectory directory;
    auto entries = entriesOfOneEnd(*source, EndSearch::Last, limits, directory.m_prefix);
    if (!entries)
        entries = entriesOfOneEnd(*source, EndSearch::Everywhere, limits, directory.m_prefix);
    if (!entries && entries.error().kind == ErrorKind::NotThisFormat)
        return Error{ErrorKind::Truncated, fmt::format("the archive ends early: {} bytes are there, its directory is missing", source->size()), {}, "Copy or download the file again"};
    if (!entries)
        return entries.error();
    directory.m_source = std::move(source);
    directory.m_mostUnpacked = limits.mostUnpackedBytes;
    directory.m_entries = *std::move(entries);
    for (std::size_t i = 0; i < directory.m_entries.size(); ++i)
        if (!directory.m_byName.emplace(directory.m_entries[i].name, i).second)
            return Error{ErrorKind::Corrupt, "two members have this name, and programs differ in which they take", atEntry(directory.m_entries[i].name), "Save the file again"};
    return directory;
}

const ZipEntry* ZipDirectory::find(std::string_view name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_entries[found->second];
}

Result<void> ZipDirectory::readable(const ZipEntry& entry) const
{
    if ((entry.flags & 1U) != 0)
        return Error{ErrorKind::Unsupported, "is encrypted", atEntry(entry.name), "Unpack it with its password and open the files inside"};
    if (entry.stored())
        return {};
    if (entry.method != kDeflate)
        return Error{ErrorKind::Unsupported, fmt::format("is packed with {}, only stored and deflated members are read", nameOfMethod(entry.method)), atEntry(entry.name), "Pack it again without compression"};
    if (entry.size > m_mostUnpacked)
        return Error{ErrorKind::Limit, fmt::format("unpacks to {} bytes, at most {} are read", entry.size, m_mostUnpacked), atEntry(entry.name)};
    if (entry.size / kBestDeflateRatio > entry.packedSize)
        return Error{ErrorKind::Corrupt, fmt::format("declares {} bytes, but {} packed bytes cannot hold as many", entry.size, entry.packedSize), atEntry(entry.name)};
    return {};
}

Result<std::vector<std::byte>> ZipDirectory::contentOf(const ZipEntry& entry) const
{
    if (auto fine = readable(entry); !fine)
        return fine.error();
    auto content = entry.stored() ? bytesAt(*m_source, entry.dataOffset, entry.size)
                                  : inflated(*m_source, entry.dataOffset, entry.packedSize, entry.size, entry.crc);
    if (content && entry.stored() && entry.summed() && crcOf(*content) != entry.crc)
        return wrongSum(entry);
    return std::move(content).transform_error([&entry](Error error) { return inEntry(std::move(error), entry); });
}

Result<std::vector<std::byte>> ZipDirectory::headOf(const ZipEntry& entry, std::uint64_t most) const
{
    if (auto fine = readable(entry); !fine)
        return fine.error();
    auto head = entry.stored() ? bytesAt(*m_source, entry.dataOffset, std::min(most, entry.size))
                               : inflatedHead(*m_source, entry.dataOffset, entry.packedSize, std::min(most, entry.size));
    return std::move(head).transform_error([&entry](Error error) { return inEntry(std::move(error), entry); });
}

Result<std::shared_ptr<const ElementStorage>> ZipDirectory::elementsOf(const ZipEntry& entry, std::uint64_t offset) const
{
    if (auto fine = readable(entry); !fine)
        return fine.error();
    if (offset > entry.size)
        return Error{ErrorKind::Truncated, fmt::format("has {} bytes, data were expected from byte {}", entry.size, offset), atEntry(entry.name)};
    if (entry.stored()) {
        auto elements = m_source->elements(entry.dataOffset + offset, entry.size - offset);
        if (elements && entry.summed())
            return std::shared_ptr<const ElementStorage>(std::make_shared<SummedElements>(*std::move(elements), m_source, entry));
        return elements;
    }
    const auto unpack = [source = m_source, entry, offset]() -> Result<std::vector<std::byte>> {
        auto content = inflated(*source, entry.dataOffset, entry.packedSize, entry.size, entry.crc);
        if (auto same = source->unchanged(); !same)
            return same.error();
        if (!content)
            return inEntry(std::move(content).error(), entry);
        content->erase(content->begin(), content->begin() + static_cast<std::ptrdiff_t>(offset));
        return content;
    };
    return std::shared_ptr<const ElementStorage>(std::make_shared<LazyBuffer>(entry.size - offset, unpack));
}

} // namespace headlight::formats
