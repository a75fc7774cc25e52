// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/picture_size.h"

#include "base/bytes.h"
#include "base/mapped_file.h"

#include <array>
#include <cstdint>

namespace headlight {

namespace {

constexpr std::string_view kPngMagic = "\x89PNG\r\n\x1a\n";
constexpr std::size_t kWidthAt = 16; // magic, chunk length and "IHDR" come before
constexpr std::size_t kHeightAt = 20;
constexpr std::uint32_t kLargest = 1'000'000;

std::uint32_t bigEndian(ByteView bytes, std::size_t offset)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = (value << 8) | static_cast<std::uint32_t>(bytes[offset + i]);
    return value;
}

} // namespace

std::optional<double> pictureAspect(const std::filesystem::path& picture)
{
    const auto file = MappedFile::open(picture);
    std::array<std::byte, 24> head{};
    if (!file || !(*file)->read(0, head) || !startsWith(head, kPngMagic))
        return std::nullopt;
    const auto width = bigEndian(head, kWidthAt);
    const auto height = bigEndian(head, kHeightAt);
    if (width == 0 || height == 0 || width > kLargest || height > kLargest)
        return std::nullopt;
    return static_cast<double>(width) / static_cast<double>(height);
}

} // namespace headlight
