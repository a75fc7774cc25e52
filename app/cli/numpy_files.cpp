// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/numpy_files.h"

#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <cstring>
#include <limits>

namespace headlight::cli {

namespace {

constexpr std::size_t kPrelude = 10; // magic, version, length of the header
constexpr std::size_t kAlignment = 64;
constexpr std::uint16_t kFirstDay = 0x21; // 1980-01-01, the first day a zip can name
constexpr qsizetype kMostBytes = std::numeric_limits<std::uint32_t>::max();

template <typename T>
void append(QByteArray& bytes, T number)
{
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes.append(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)));
}

std::string npyHeader(const NumberArray& array)
{
    std::string shape;
    for (const auto size : array.shape())
        shape += fmt::format("{}, ", size);
    if (array.axes.size() > 1)
        shape.resize(shape.size() - 2);
    else if (array.axes.size() == 1)
        shape.resize(shape.size() - 1);
    std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
    const std::size_t unpadded = kPrelude + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    return header + "\n";
}

void appendFloats(QByteArray& bytes, std::span<const float> values)
{
    if constexpr (std::endian::native == std::endian::little) {
        bytes.append(reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size_bytes()));
    } else {
        for (const float value : values)
            append(bytes, std::bit_cast<std::uint32_t>(value));
    }
}

std::uint32_t checksum(const QByteArray& bytes)
{
    return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.constData()), static_cast<z_size_t>(bytes.size())));
}

/// The fields that the local header and the directory share.
void appendMember(QByteArray& bytes, const std::string& name, std::uint32_t crc, qsizetype size)
{
    append<std::uint16_t>(bytes, 20);    // needs zip 2.0
    append<std::uint16_t>(bytes, 0x800); // the name is UTF-8
    append<std::uint16_t>(bytes, 0);     // stored
    append<std::uint16_t>(bytes, 0);     // midnight
    append(bytes, kFirstDay);
    append(bytes, crc);
    append(bytes, static_cast<std::uint32_t>(size));
    append(bytes, static_cast<std::uint32_t>(size));
    append(bytes, static_cast<std::uint16_t>(name.size()));
    append<std::uint16_t>(bytes, 0); // no extra fields
}

} // namespace

QByteArray npyFile(const NumberArray& array)
{
    const std::string header = npyHeader(array);
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(kPrelude + header.size() + array.values.size() * sizeof(float)));
    bytes.append("\x93NUMPY\x01\x00", 8);
    append(bytes, static_cast<std::uint16_t>(header.size()));
    bytes.append(header.data(), static_cast<qsizetype>(header.size()));
    appendFloats(bytes, array.values);
    return bytes;
}

Result<QByteArray> npzFile(std::span<const NumberArray> arrays)
{
    QByteArray file;
    QByteArray directory;
    for (const auto& array : arrays) {
        const std::string name = array.name + ".npy";
        const QByteArray content = npyFile(array);
        const auto start = file.size();
        if (start + content.size() > kMostBytes - 65'536)
            return Error{ErrorKind::Limit, "a .npz of more than 4 GB is not written", {}, "Write one quantity into a .npy, or select less"};
        const auto crc = checksum(content);
        append<std::uint32_t>(file, 0x04034b50);
        appendMember(file, name, crc, content.size());
        file.append(name.data(), static_cast<qsizetype>(name.size()));
        file.append(content);

        append<std::uint32_t>(directory, 0x02014b50);
        append<std::uint16_t>(directory, 20);
        appendMember(directory, name, crc, content.size());
        append<std::uint16_t>(directory, 0); // no comment
        append<std::uint16_t>(directory, 0); // first disk
        append<std::uint16_t>(directory, 0); // internal attributes
        append<std::uint32_t>(directory, 0); // external attributes
        append(directory, static_cast<std::uint32_t>(start));
        directory.append(name.data(), static_cast<qsizetype>(name.size()));
    }
    const auto start = file.size();
    file.append(directory);
    append<std::uint32_t>(file, 0x06054b50);
    append<std::uint32_t>(file, 0); // one disk
    append(file, static_cast<std::uint16_t>(arrays.size()));
    append(file, static_cast<std::uint16_t>(arrays.size()));
    append(file, static_cast<std::uint32_t>(directory.size()));
    append(file, static_cast<std::uint32_t>(start));
    append<std::uint16_t>(file, 0);
    return file;
}

} // namespace headlight::cli
