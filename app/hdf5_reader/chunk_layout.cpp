// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/chunk_layout.h"

#include "app/hdf5_reader/lzf_filter.h"
#include "formats/lzf.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <new>

namespace headlight::hdf5_reader {

namespace {

constexpr std::size_t kMostAxes = H5S_MAX_RANK;

bool compresses(H5Z_filter_t filter)
{
    return filter == H5Z_FILTER_DEFLATE || filter == kLzfFilter;
}

/// Where a filter stands among ours; they are at most once and in this order, so that every size is known beforehand.
int rankOf(H5Z_filter_t filter)
{
    return filter == H5Z_FILTER_SHUFFLE ? 0 : compresses(filter) ? 1 : filter == H5Z_FILTER_FLETCHER32 ? 2 : -1;
}

/// The filters of a data set when each is one of ours.
std::optional<std::vector<H5Z_filter_t>> ownFilters(hid_t properties, std::size_t elementSize)
{
    std::vector<H5Z_filter_t> filters;
    const int count = H5Pget_nfilters(properties);
    for (int i = 0; i < count; ++i) {
        unsigned flags = 0;
        unsigned configuration = 0;
        unsigned size = 0; // of what is shuffled
        std::size_t parameters = 1;
        const auto id = H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &parameters, &size, 0, nullptr, &configuration);
        const bool odd = id == H5Z_FILTER_SHUFFLE && (parameters == 0 || size != elementSize);
        if (odd || rankOf(id) <= (filters.empty() ? -1 : rankOf(filters.back())))
            return std::nullopt;
        filters.push_back(id);
    }
    return count >= 0 ? std::optional(std::move(filters)) : std::nullopt;
}

bool inflateInto(ByteView packed, std::span<std::byte> out)
{
    if (packed.size() > UINT_MAX || out.size() > UINT_MAX)
        return false;
    z_stream stream = {};
    if (inflateInit(&stream) != Z_OK)
        return false;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = inflate(&stream, Z_FINISH);
    const bool full = stream.avail_out == 0;
    inflateEnd(&stream);
    return ended == Z_STREAM_END && full;
}

/// Fletcher's sum of big-endian words of 16 bits, as HDF5 stores it behind the bytes.
std::uint32_t fletcher32(ByteView bytes)
{
    constexpr std::size_t kWordsBeforeOverflow = 360;
    const auto folded = [](std::uint32_t sum) { return (sum & 0xFFFFU) + (sum >> 16U); };
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        for (const auto end = std::min(bytes.size(), at + 2 * kWordsBeforeOverflow); at < end; at += 2) {
            const auto low = at + 1 < bytes.size() ? std::to_integer<std::uint32_t>(bytes[at + 1]) : 0U;
            first += std::to_integer<std::uint32_t>(bytes[at]) << 8U | low;
            second += first;
        }
        first = folded(first);
        second = folded(second);
    }
    return folded(second) << 16U | folded(first);
}

/// Without the sum behind it; nothing when the sum is another.
std::optional<ByteView> checked(ByteView bytes)
{
    constexpr std::size_t kSumSize = 4;
    if (bytes.size() < kSumSize)
        return std::nullopt;
    const auto content = bytes.first(bytes.size() - kSumSize);
    return loadLittle<std::uint32_t>(bytes, content.size()) == fletcher32(content) ? std::optional(content) : std::nullopt;
}

bool decompress(H5Z_filter_t filter, ByteView packed, std::span<std::byte> out)
{
    if (filter == H5Z_FILTER_DEFLATE)
        return inflateInto(packed, out);
    return formats::unpackLzf(packed, out) == out.size();
}

/// `planes` holds byte 0 of every element, then byte 1 of every element, ...; what is left of a whole element stands at the end as it is.
template <std::size_t Size>
void unshuffle(const std::byte* planes, std::size_t count, std::byte* out)
{
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t byte = 0; byte < Size; ++byte)
            out[i * Size + byte] = planes[byte * count + i];
}

void unshuffle(ByteView planes, std::size_t size, std::span<std::byte> out)
{
    const std::size_t count = planes.size() / size;
    switch (size) {
    case 2:
        unshuffle<2>(planes.data(), count, out.data());
        break;
    case 4:
        unshuffle<4>(planes.data(), count, out.data());
        break;
    case 8:
        unshuffle<8>(planes.data(), count, out.data());
        break;
    default:
        std::memcpy(out.data(), planes.data(), planes.size()); // of one byte
    }
}

/// One per thread, kept: fresh memory costs more than copying.
std::span<std::byte> scratchOf(std::size_t size)
{
    thread_local std::vector<std::byte> scratch;
    if (scratch.size() < size)
        scratch.resize(size);
    return std::span(scratch).first(size);
}

} // namespace

std::optional<ChunkLayout> chunkLayoutOf(hid_t properties, const Shape& shape, std::size_t elementSize)
{
    std::array<hsize_t, kMostAxes + 1> sizes{};
    unsigned options = 0;
    if (shape.empty() || H5Pget_layout(properties) != H5D_CHUNKED || H5Pget_chunk_opts(properties, &options) < 0 || options != 0)
        return std::nullopt;
    if (H5Pget_chunk(properties, static_cast<int>(sizes.size()), sizes.data()) != static_cast<int>(shape.size()))
        return std::nullopt;
    auto filters = ownFilters(properties, elementSize);
    const bool wide = elementSize == 1 || elementSize == 2 || elementSize == 4 || elementSize == 8;
    if (!filters || !wide)
        return std::nullopt;
    ChunkLayout layout{shape, {}, elementSize, elementSize, *std::move(filters)};
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (sizes[axis] == 0 || sizes[axis] > UINT_MAX || __builtin_mul_overflow(layout.bytes, sizes[axis], &layout.bytes))
            return std::nullopt;
        layout.chunk.push_back(static_cast<std::int64_t>(sizes[axis]));
    }
    return layout;
}

bool unpackChunk(const ChunkLayout& layout, ByteView packed, unsigned skipped, std::span<std::byte> out) noexcept
try {
    bool isShuffled = false;
    std::optional<H5Z_filter_t> compression;
    const bool hasSum = !layout.filters.empty() && layout.filters.back() == H5Z_FILTER_FLETCHER32;
    const auto summed = hasSum ? checked(packed) : std::nullopt;
    for (std::size_t i = 0; i < layout.filters.size(); ++i) {
        const bool isThere = (skipped & (1U << i)) == 0;
        if (isThere && compresses(layout.filters[i]))
            compression = layout.filters[i];
        else if (isThere && layout.filters[i] == H5Z_FILTER_SHUFFLE)
            isShuffled = layout.elementSize > 1;
        else if (isThere && !summed)
            return false;
        else if (isThere)
            packed = *summed;
    }
    if (compression) {
        const auto unpacked = isShuffled ? scratchOf(out.size()) : out;
        if (!decompress(*compression, packed, unpacked))
            return false;
        packed = unpacked;
    }
    if (packed.size() != out.size())
        return false;
    if (isShuffled)
        unshuffle(packed, layout.elementSize, out);
    else if (!compression)
        std::memcpy(out.data(), packed.data(), out.size());
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

} // namespace headlight::hdf5_reader
