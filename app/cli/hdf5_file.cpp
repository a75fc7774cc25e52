// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5 in its plainest form (superblock 0, one group whose links stand in its header, contiguous data sets), as the specification of
// the file format 3.0 names the parts. It is written here: the library would bring curl, Kerberos and LDAP into the program, would have to
// be given the whole file to write, and has to read hostile files elsewhere.
#include "app/cli/array_files.h"
#include "app/cli/little_endian.h"

#include <fmt/format.h>

#include <limits>

namespace headlight::cli {

namespace {

constexpr std::size_t kSuperblock = 96;
constexpr std::size_t kHeaderPrefix = 16;
constexpr std::uint64_t kUndefined = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kDatasetAlignment = 64;      // of elements, so that they can be used where they are mapped
constexpr std::size_t kMostMessages = 65'000;        // a header counts them in 16 bits
constexpr std::size_t kLongestManifest = 32'000'000; // what the reader takes as text

/// A version 1 object header: messages behind a prefix, each padded to eight bytes.
class ObjectHeader {
public:
    enum class Kind : std::uint16_t { Dataspace = 0x0001, LinkInfo = 0x0002, Datatype = 0x0003, FillValue = 0x0005, Link = 0x0006, Layout = 0x0008, GroupInfo = 0x000A };

    void add(Kind kind, std::string body)
    {
        body.append((8 - body.size() % 8) % 8, '\0');
        append(m_messages, static_cast<std::uint16_t>(kind));
        append(m_messages, static_cast<std::uint16_t>(body.size()));
        append<std::uint32_t>(m_messages, 0); // flags
        m_messages += body;
        ++m_count;
    }

    [[nodiscard]] std::string bytes() const
    {
        std::string bytes("\x01\x00", 2);
        append(bytes, m_count);
        append<std::uint32_t>(bytes, 1); // one link leads here
        append(bytes, static_cast<std::uint32_t>(m_messages.size()));
        append<std::uint32_t>(bytes, 0);
        return bytes + m_messages;
    }

private:
    std::string m_messages;
    std::uint16_t m_count = 0;
};

/// Sign on top, then exponent, then mantissa with a hidden one.
std::string floatType(std::size_t size, std::uint8_t exponentBits, std::uint8_t mantissaBits, std::uint32_t bias)
{
    const auto bits = static_cast<std::uint16_t>(8 * size);
    std::string type("\x11\x20", 2); // version 1 of floating point; little-endian
    type += static_cast<char>(bits - 1);
    type += '\0';
    append(type, static_cast<std::uint32_t>(size));
    append<std::uint16_t>(type, 0);
    append(type, bits);
    type += static_cast<char>(mantissaBits);
    type += static_cast<char>(exponentBits);
    type += '\0';
    type += static_cast<char>(mantissaBits);
    append(type, bias);
    return type;
}

std::string typeOf(DType dtype)
{
    switch (dtype) {
    case DType::Float64:
        return floatType(8, 11, 52, 1023);
    case DType::Float16:
        return floatType(2, 5, 10, 15);
    default:
        return floatType(4, 8, 23, 127);
    }
}

/// UTF-8 of this many bytes.
std::string textType(std::size_t size)
{
    std::string type("\x13\x11\x00\x00", 4); // version 1 of strings; padded with zeros, UTF-8
    append(type, static_cast<std::uint32_t>(size));
    return type;
}

std::string spaceOf(const Shape& shape)
{
    std::string space("\x01", 1);
    space += static_cast<char>(shape.size());
    space.append(6, '\0');
    for (const auto size : shape)
        append(space, static_cast<std::uint64_t>(size));
    return space;
}

/// A data set whose elements stand in one piece.
struct DataSet {
    std::string name;
    std::string type;
    Shape shape;
    std::uint64_t bytes = 0;
    std::uint64_t header = 0;   ///< where its header stands
    std::uint64_t elements = 0; ///< where they stand

    [[nodiscard]] std::string headerBytes() const
    {
        ObjectHeader object;
        object.add(ObjectHeader::Kind::Dataspace, spaceOf(shape));
        object.add(ObjectHeader::Kind::Datatype, type);
        object.add(ObjectHeader::Kind::FillValue, std::string("\x02\x02\x02\x01\0\0\0\0", 8)); // the usual one: zero
        std::string layout("\x03\x01", 2);
        append(layout, bytes == 0 ? kUndefined : elements);
        append(layout, bytes);
        object.add(ObjectHeader::Kind::Layout, std::move(layout));
        return object.bytes();
    }
};

std::string rootHeader(const std::vector<DataSet>& sets)
{
    ObjectHeader root;
    std::string info("\x00\x00", 2); // no order of creation
    append(info, kUndefined);        // no heap of links,
    append(info, kUndefined);        // no index of names: they stand here
    root.add(ObjectHeader::Kind::LinkInfo, std::move(info));
    root.add(ObjectHeader::Kind::GroupInfo, std::string("\x00\x00", 2));
    for (const auto& set : sets) {
        std::string link("\x01\x01", 2); // a hard link; the length of its name has two bytes
        append(link, static_cast<std::uint16_t>(set.name.size()));
        link += set.name;
        append(link, set.header);
        root.add(ObjectHeader::Kind::Link, std::move(link));
    }
    return root.bytes();
}

std::string superblock(std::uint64_t fileSize)
{
    std::string block("\x89HDF\r\n\x1a\n\x00\x00\x00\x00\x00\x08\x08\x00\x04\x00\x10\x00", 20); // versions 0, eight bytes for places and lengths
    append<std::uint32_t>(block, 0);
    append<std::uint64_t>(block, 0); // the file begins here
    append(block, kUndefined);       // no free space
    append(block, fileSize);
    append(block, kUndefined); // no driver
    append<std::uint64_t>(block, 0);
    append<std::uint64_t>(block, kSuperblock); // the root group follows
    block.append(24, '\0');                    // nothing of it is cached
    return block;
}

std::uint64_t aligned(std::uint64_t position)
{
    return (position + kDatasetAlignment - 1) / kDatasetAlignment * kDatasetAlignment;
}

/// Gives everything its place; returns the size of the file.
std::uint64_t place(std::vector<DataSet>& sets)
{
    std::uint64_t next = kSuperblock + rootHeader(sets).size();
    for (auto& set : sets) {
        set.header = next;
        next += set.headerBytes().size();
    }
    for (auto& set : sets) {
        set.elements = aligned(next);
        next = set.bytes == 0 ? next : set.elements + set.bytes;
    }
    return next;
}

Result<void> padTo(WholeFile& file, std::uint64_t position)
{
    const std::string zeros(static_cast<std::size_t>(position - file.size()), '\0');
    return file.append(asBytes(zeros));
}

} // namespace

Result<void> writeHdf5(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job)
{
    if (arrays.size() + 3 > kMostMessages)
        return Error{ErrorKind::Limit, fmt::format("{} arrays, one group of an .h5 file holds {}", arrays.size(), kMostMessages - 3), {}, "Write .npz"};
    if (manifest.size() > kLongestManifest)
        return Error{ErrorKind::Limit, fmt::format("a manifest of {} bytes, {} are read from an .h5 file", manifest.size(), kLongestManifest), {}, "Write .npz"};
    std::vector<DataSet> sets;
    for (const auto& array : arrays)
        sets.push_back({array.name, typeOf(array.dtype), array.shape, array.bytes()});
    sets.push_back({"headlight", textType(manifest.size()), {}, manifest.size()});
    const std::uint64_t size = place(sets);
    std::string head = superblock(size) + rootHeader(sets);
    for (const auto& set : sets)
        head += set.headerBytes();
    if (auto written = file.append(asBytes(head)); !written)
        return written;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        if (sets[i].bytes == 0)
            continue;
        if (auto padded = padTo(file, sets[i].elements); !padded)
            return padded;
        auto written = i < arrays.size() ? arrays[i].write([&file](ByteView bytes) { return file.append(bytes); }, job) : file.append(asBytes(manifest));
        if (!written)
            return written;
    }
    return {};
}

} // namespace headlight::cli
