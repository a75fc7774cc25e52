// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/zip_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint64_t kEnd64Size = 56;
constexpr std::uint64_t kCentralSize = 46;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kLongestComment = 65535;
constexpr std::uint64_t kLargestDirectory = std::uint64_t{256} << 20;
constexpr std::size_t kMostEndRecords = 64;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;
constexpr std::uint16_t kDescriptorFlag = 1U << 3U;

std::uint16_t u16(ByteView bytes, std::size_t offset)
{
    return loadLittle<std::uint16_t>(bytes, offset);
}
std::uint32_t u32(ByteView bytes, std::size_t offset)
{
    return loadLittle<std::uint32_t>(bytes, offset);
}
std::uint64_t u64(ByteView bytes, std::size_t offset)
{
    return loadLittle<std::uint64_t>(bytes, offset);
}

/// Fixes the offsets of a directory that ends at `directoryEnd`, whatever stands before the archive.
std::optional<ZipEnd> placed(ZipEnd end, std::uint64_t directoryEnd)
{
    if (end.directorySize > directoryEnd)
        return std::nullopt;
    const std::uint64_t start = directoryEnd - end.directorySize;
    if (end.directoryOffset > start)
        return std::nullopt;
    end.prefix = start - end.directoryOffset;
    end.directoryOffset = start;
    return end;
}

/// The end record at `position`; nothing when its numbers contradict the file.
Result<std::optional<ZipEnd>> endAt(const ByteSource& source, std::uint64_t position)
{
    const auto record = bytesAt(source, position, kEndSize);
    if (!record)
        return record.error();
    ZipEnd end{u16(*record, 10), u32(*record, 12), u32(*record, 16)};
    std::uint64_t directoryEnd = position;
    bool oneDisk = u16(*record, 4) == 0 && u16(*record, 6) == 0 && u16(*record, 8) == u16(*record, 10);
    if (position >= kLocatorSize + kEnd64Size) {
        const std::uint64_t start = position - kLocatorSize - kEnd64Size;
        const auto wide = bytesAt(source, start, kLocatorSize + kEnd64Size);
        if (!wide)
            return wide.error();
        if (startsWith(ByteView(*wide).subspan(kEnd64Size), "PK\x06\x07")) {
            if (!startsWith(*wide, "PK\x06\x06") || u64(*wide, 4) != kEnd64Size - 12)
                return std::optional<ZipEnd>();
            oneDisk = u32(*wide, 16) == 0 && u32(*wide, 20) == 0 && u64(*wide, 24) == u64(*wide, 32) && u32(*wide, kEnd64Size + 4) == 0;
            end = {u64(*wide, 32), u64(*wide, 40), u64(*wide, 48)};
            directoryEnd = start;
        }
    }
    if (!oneDisk)
        return Error{ErrorKind::Unsupported, "a ZIP archive in several parts is not read", at(position), "Join the parts to one archive"};
    return placed(end, directoryEnd);
}

/// Sizes and offset of an entry that stand in its zip64 field, in their fixed order, each only where the record says so.
bool followZip64(ByteView extra, std::uint64_t& size, std::uint64_t& packed, std::uint64_t* offset)
{
    const bool offsetThere = offset != nullptr && *offset == kIn64;
    const std::size_t wanted = (size == kIn64 ? 8U : 0U) + (packed == kIn64 ? 8U : 0U) + (offsetThere ? 8U : 0U);
    if (wanted == 0)
        return true;
    while (extra.size() >= 4) {
        const std::size_t length = u16(extra, 2);
        if (length > extra.size() - 4)
            return false;
        if (u16(extra, 0) == 1) {
            if (length < wanted)
                return false;
            std::size_t position = 4;
            for (std::uint64_t* field : {&size, &packed, offset})
                if (field != nullptr && *field == kIn64) {
                    *field = u64(extra, position);
                    position += 8;
                }
            return true;
        }
        extra = extra.subspan(4 + length);
    }
    return false;
}

Error disagreement(const ZipEntry& entry, std::string_view what)
{
    Error error{ErrorKind::Corrupt, fmt::format("the {} in front of the data and in the directory differ", what), atEntry(entry.name), "The archive is damaged or made to deceive; save it again"};
    error.place.offset = entry.headerOffset;
    return error;
}

} // namespace

Result<std::vector<ZipEnd>> zipEndRecords(const ByteSource& source, EndSearch search)
{
    if (source.size() < kEndSize)
        return Error{ErrorKind::NotThisFormat, "too short for a ZIP archive"};
    const std::uint64_t tailSize = std::min(source.size(), kEndSize + (search == EndSearch::Last ? 0 : kLongestComment));
    const std::uint64_t tailStart = source.size() - tailSize;
    const auto tail = textAt(source, tailStart, tailSize);
    if (!tail)
        return tail.error();

    std::vector<ZipEnd> ends;
    bool seen = false;
    std::size_t position = tailSize - kEndSize + 1;
    while (position > 0 && ends.size() < kMostEndRecords) {
        position = tail->rfind("PK\x05\x06", position - 1);
        if (position == std::string::npos)
            break;
        const std::uint64_t comment = position + kEndSize <= tailSize ? u16(asBytes(*tail), position + 20) : kLongestComment + 1;
        if (position + kEndSize + comment != tailSize)
            continue;
        seen = true;
        const auto end = endAt(source, tailStart + position);
        if (!end)
            return end.error();
        if (*end)
            ends.push_back(**end);
    }
    if (ends.empty() && seen)
        return Error{ErrorKind::Corrupt, "the end record of the archive points outside the file"};
    if (ends.empty())
        return Error{ErrorKind::NotThisFormat, "no end record of a ZIP archive"};
    return ends;
}

Result<std::vector<ZipEntry>> zipCentralEntries(const ByteSource& source, const ZipEnd& end, const Limits& limits)
{
    if (end.entryCount > limits.mostMembers)
        return Error{ErrorKind::Limit, fmt::format("{} members, at most {} are read", end.entryCount, limits.mostMembers)};
    if (end.directorySize > kLargestDirectory)
        return Error{ErrorKind::Limit, fmt::format("a directory of {} bytes, at most {} are read", end.directorySize, kLargestDirectory)};
    if (end.entryCount * kCentralSize > end.directorySize)
        return Error{ErrorKind::Corrupt, fmt::format("{} members cannot stand in a directory of {} bytes", end.entryCount, end.directorySize), at(end.directoryOffset)};
    const auto directory = bytesAt(source, end.directoryOffset, end.directorySize);
    if (!directory)
        return directory.error();

    std::vector<ZipEntry> entries;
    entries.reserve(end.entryCount);
    ByteView rest = *directory;
    while (entries.size() < end.entryCount) {
        const std::uint64_t where = end.directoryOffset + (directory->size() - rest.size());
        if (rest.size() < kCentralSize || !startsWith(rest, "PK\x01\x02"))
            return Error{ErrorKind::Corrupt, fmt::format("the directory holds {} members, expected {}", entries.size(), end.entryCount), at(where)};
        const std::size_t nameSize = u16(rest, 28);
        const std::size_t extraSize = u16(rest, 30);
        const std::size_t whole = kCentralSize + nameSize + extraSize + u16(rest, 32);
        if (whole > rest.size())
            return Error{ErrorKind::Truncated, "the directory ends inside an entry", at(where)};
        ZipEntry entry{std::string(asText(rest.subspan(kCentralSize, nameSize))), u16(rest, 8), u16(rest, 10), u32(rest, 16), u32(rest, 20), u32(rest, 24), u32(rest, 42), 0};
        if (u16(rest, 34) != 0 && u16(rest, 34) != 0xFFFF)
            return Error{ErrorKind::Unsupported, "a ZIP archive in several parts is not read", atEntry(entry.name), "Join the parts to one archive"};
        if (!followZip64(rest.subspan(kCentralSize + nameSize, extraSize), entry.size, entry.packedSize, &entry.headerOffset))
            return Error{ErrorKind::Corrupt, "its zip64 field is missing or too short", atEntry(entry.name)};
        if (entry.headerOffset > end.directoryOffset - end.prefix)
            return Error{ErrorKind::Corrupt, fmt::format("begins at byte {}, behind the data of the archive", entry.headerOffset), atEntry(entry.name)};
        entry.headerOffset += end.prefix;
        entries.push_back(std::move(entry));
        rest = rest.subspan(whole);
    }
    if (!rest.empty())
        return Error{ErrorKind::Corrupt, fmt::format("{} bytes follow the last of {} directory entries", rest.size(), end.entryCount), at(end.directoryOffset)};
    return entries;
}

Result<void> locateZipData(const ByteSource& source, const ZipEnd& end, ZipEntry& entry)
{
    const auto misplaced = [&entry](std::string what) {
        Error error{ErrorKind::Corrupt, std::move(what), atEntry(entry.name)};
        error.place.offset = entry.headerOffset;
        return error;
    };
    const std::uint64_t room = end.directoryOffset - entry.headerOffset;
    const std::uint64_t wanted = kLocalSize + entry.name.size();
    if (room < wanted)
        return misplaced("no room for its header before the directory");
    const auto header = bytesAt(source, entry.headerOffset, wanted);
    if (!header)
        return header.error();
    if (!startsWith(*header, "PK\x03\x04"))
        return misplaced("no local header where the directory points");
    if (u16(*header, 26) != entry.name.size() || asText(ByteView(*header).subspan(kLocalSize)) != entry.name)
        return disagreement(entry, "names");
    if (u16(*header, 8) != entry.method || ((u16(*header, 6) ^ entry.flags) & 1U) != 0)
        return disagreement(entry, "methods");

    const std::uint64_t extraSize = u16(*header, 28);
    std::uint64_t packed = u32(*header, 18);
    std::uint64_t size = u32(*header, 22);
    if (room - wanted < extraSize || entry.packedSize > room - wanted - extraSize)
        return misplaced(fmt::format("its {} bytes reach into the directory", entry.packedSize));
    if (packed == kIn64 || size == kIn64) {
        const auto extra = bytesAt(source, entry.headerOffset + wanted, extraSize);
        if (!extra)
            return extra.error();
        if (!followZip64(*extra, size, packed, nullptr))
            return misplaced("its zip64 field is missing or too short");
    }
    const bool later = ((u16(*header, 6) | entry.flags) & kDescriptorFlag) != 0; // sizes follow the data: the header may hold zeros
    if ((packed != entry.packedSize || size != entry.size) && !(later && packed == 0 && size == 0))
        return disagreement(entry, "sizes");
    const std::uint32_t crc = u32(*header, 14);
    if (crc != entry.crc && !(later && crc == 0))
        return disagreement(entry, "checksums");
    if (entry.stored() && entry.packedSize != entry.size)
        return misplaced(fmt::format("stored in {} bytes but declared as {}", entry.packedSize, entry.size));
    entry.dataOffset = entry.headerOffset + wanted + extraSize;
    return {};
}

} // namespace headlight::formats
