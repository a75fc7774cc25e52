// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A zip of stored members, each with its size in 64 bits, so that none is too large; sums are filled in once a member is written.
#include "app/cli/array_files.h"
#include "app/cli/little_endian.h"

#include <fmt/format.h>
#include <zlib.h>

namespace headlight::cli {

namespace {

constexpr std::size_t kHeaderStart = 12; // magic, version 2, length of the header
constexpr std::size_t kElementAlignment = 64;
constexpr std::uint16_t kFirstZipDay = 0x21; // 1980-01-01, the first day a zip can name
constexpr std::uint32_t kIn64Bits = 0xFFFFFFFF;
constexpr std::uint64_t kSumOffset = 14; // of a member's local header

struct Member {
    std::string name;
    std::uint64_t start = 0;
    std::uint64_t size = 0;
    std::uint32_t sum = 0;
};

std::string npyHeader(std::string_view descr, const Shape& shape)
{
    std::string sizes;
    for (std::size_t i = 0; i < shape.size(); ++i)
        sizes += fmt::format("{}{}", i == 0 ? "" : ", ", shape[i]);
    if (shape.size() == 1)
        sizes += ",";
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", descr, sizes);
    header.append((kElementAlignment - (kHeaderStart + header.size() + 1) % kElementAlignment) % kElementAlignment, ' ');
    header += "\n";
    std::string bytes("\x93NUMPY\x02\x00", 8);
    append(bytes, static_cast<std::uint32_t>(header.size()));
    return bytes + header;
}

std::string_view descrOf(DType dtype)
{
    switch (dtype) {
    case DType::Float64:
        return "<f8";
    case DType::Float16:
        return "<f2";
    default:
        return "<f4";
    }
}

/// Text as a NumPy string without axes: UTF-32.
std::string utf32(const std::string& text, std::size_t& characters)
{
    std::string wide;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        auto code = static_cast<std::uint32_t>(length == 1 ? lead : lead & (0x7FU >> length));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            code = (code << 6U) | (static_cast<std::uint8_t>(text[i + k]) & 0x3FU);
        append(wide, code);
        i += length;
        ++characters;
    }
    return wide;
}

class NpzWriter {
public:
    explicit NpzWriter(WholeFile& file) : m_file(file) {}

    /// `write` gives what follows the header.
    Result<void> add(const std::string& name, const std::string& header, std::uint64_t bytes, const std::function<Result<void>(const ByteSink&)>& write)
    {
        Member member{name + ".npy", m_file.size(), header.size() + bytes, 0};
        std::string local;
        append<std::uint32_t>(local, 0x04034b50);
        appendFields(local, member, 0);
        append<std::uint16_t>(local, 20); // the sizes
        local += member.name;
        append<std::uint16_t>(local, 1);
        append<std::uint16_t>(local, 16);
        append(local, member.size);
        append(local, member.size);
        if (auto written = m_file.append(asBytes(local)); !written)
            return written;
        const auto sink = [&](ByteView part) -> Result<void> {
            member.sum = static_cast<std::uint32_t>(::crc32_z(member.sum, reinterpret_cast<const Bytef*>(part.data()), part.size()));
            return m_file.append(part);
        };
        if (auto written = sink(asBytes(header)); !written)
            return written;
        if (auto written = write(sink); !written)
            return written;
        std::string sum;
        append(sum, member.sum);
        m_members.push_back(member);
        return m_file.overwrite(member.start + kSumOffset, asBytes(sum));
    }

    Result<void> finish()
    {
        std::string directory;
        for (const auto& member : m_members) {
            append<std::uint32_t>(directory, 0x02014b50);
            append<std::uint16_t>(directory, 45);
            appendFields(directory, member, member.sum);
            append<std::uint16_t>(directory, 28); // sizes and place
            append<std::uint16_t>(directory, 0);  // no comment
            append<std::uint16_t>(directory, 0);  // first disk
            append<std::uint16_t>(directory, 0);  // internal attributes
            append<std::uint32_t>(directory, 0);  // external attributes
            append(directory, kIn64Bits);
            directory += member.name;
            append<std::uint16_t>(directory, 1);
            append<std::uint16_t>(directory, 24);
            append(directory, member.size);
            append(directory, member.size);
            append(directory, member.start);
        }
        const std::uint64_t start = m_file.size();
        const std::uint64_t size = directory.size();
        appendEnd(directory, start, size);
        return m_file.append(asBytes(directory));
    }

private:
    /// The fields that the local header and the directory share, up to the length of the name.
    static void appendFields(std::string& bytes, const Member& member, std::uint32_t sum)
    {
        append<std::uint16_t>(bytes, 45);    // needs zip 4.5
        append<std::uint16_t>(bytes, 0x800); // the name is UTF-8
        append<std::uint16_t>(bytes, 0);     // stored
        append<std::uint16_t>(bytes, 0);     // midnight
        append(bytes, kFirstZipDay);
        append(bytes, sum);
        append(bytes, kIn64Bits);
        append(bytes, kIn64Bits);
        append(bytes, static_cast<std::uint16_t>(member.name.size()));
    }

    void appendEnd(std::string& bytes, std::uint64_t start, std::uint64_t size) const
    {
        append<std::uint32_t>(bytes, 0x06064b50);
        append<std::uint64_t>(bytes, 44);
        append<std::uint16_t>(bytes, 45);
        append<std::uint16_t>(bytes, 45);
        append<std::uint32_t>(bytes, 0);
        append<std::uint32_t>(bytes, 0);
        append<std::uint64_t>(bytes, m_members.size());
        append<std::uint64_t>(bytes, m_members.size());
        append(bytes, size);
        append(bytes, start);
        append<std::uint32_t>(bytes, 0x07064b50);
        append<std::uint32_t>(bytes, 0);
        append(bytes, start + size);
        append<std::uint32_t>(bytes, 1);
        append<std::uint32_t>(bytes, 0x06054b50);
        append<std::uint32_t>(bytes, 0);
        append<std::uint16_t>(bytes, 0xFFFF);
        append<std::uint16_t>(bytes, 0xFFFF);
        append(bytes, kIn64Bits);
        append(bytes, kIn64Bits);
        append<std::uint16_t>(bytes, 0);
    }

    WholeFile& m_file;
    std::vector<Member> m_members;
};

} // namespace

bool hasNumpyType(DType dtype)
{
    return dtype == DType::Float64 || dtype == DType::Float32 || dtype == DType::Float16;
}

Result<void> writeNpz(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job)
{
    NpzWriter npz(file);
    for (const auto& array : arrays) {
        const auto write = [&](const ByteSink& sink) { return array.write(sink, job); };
        if (auto written = npz.add(array.name, npyHeader(descrOf(array.dtype), array.shape), array.bytes(), write); !written)
            return written;
    }
    std::size_t characters = 0;
    const std::string wide = utf32(manifest, characters);
    const auto write = [&wide](const ByteSink& sink) { return sink(asBytes(wide)); };
    if (auto written = npz.add("headlight", npyHeader(fmt::format("<U{}", characters), {}), wide.size(), write); !written)
        return written;
    return npz.finish();
}

} // namespace headlight::cli
