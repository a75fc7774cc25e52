// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/chunk_reader.h"

#include "base/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <string>
#include <thread>

namespace headlight::hdf5_reader {

using formats::hdf5::Slab;

namespace {

constexpr std::size_t kMostOfABatch = std::size_t{16} << 20U; ///< unpacked bytes, unless one chunk has more
constexpr std::size_t kMostParts = 4096;
constexpr unsigned kMostThreads = 4;
constexpr std::int64_t kGroupsPerThread = 8;

void growTo(std::vector<std::byte>& bytes, std::size_t size)
{
    if (bytes.size() < size)
        bytes.resize(size);
}

/// Steps through the chunks that a slab touches, in C order.
class Grid {
public:
    Grid(const ChunkLayout& layout, const Slab& slab) : m_layout(layout), m_slab(slab)
    {
        for (std::size_t axis = 0; axis < layout.shape.size(); ++axis) {
            m_first.push_back(slab.start[axis] / layout.chunk[axis]);
            m_last.push_back((slab.start[axis] + slab.count[axis] - 1) / layout.chunk[axis]);
        }
        m_at = m_first;
    }

    [[nodiscard]] bool atEnd() const { return m_atEnd; }
    [[nodiscard]] std::int64_t at(std::size_t axis) const { return m_at[axis]; }

    void step()
    {
        for (std::size_t axis = m_at.size(); axis-- > 0;) {
            if (++m_at[axis] <= m_last[axis])
                return;
            m_at[axis] = m_first[axis];
        }
        m_atEnd = true;
    }

    [[nodiscard]] std::uint64_t number() const
    {
        std::uint64_t number = 0;
        for (std::size_t axis = 0; axis < m_at.size(); ++axis) {
            const auto chunks = (m_layout.shape[axis] - 1) / m_layout.chunk[axis] + 1;
            number = number * static_cast<std::uint64_t>(chunks) + static_cast<std::uint64_t>(m_at[axis]);
        }
        return number;
    }

private:
    const ChunkLayout& m_layout;
    const Slab& m_slab;
    Shape m_first;
    Shape m_last;
    Shape m_at;
    bool m_atEnd = false;
};

/// A box of `size` elements from one array in C order to another.
struct Copy {
    const std::byte* from;
    const Shape& fromShape;
    const Shape& fromStart;
    std::byte* to;
    const Shape& toShape;
    const Shape& toStart;
    const Shape& size;
    std::size_t elementSize;
};

void copyBox(const Copy& copy)
{
    const std::size_t axes = copy.size.size();
    std::array<std::int64_t, H5S_MAX_RANK> fromStrides{};
    std::array<std::int64_t, H5S_MAX_RANK> toStrides{};
    std::int64_t from = 0;
    std::int64_t to = 0;
    auto fromStride = static_cast<std::int64_t>(copy.elementSize);
    auto toStride = fromStride;
    for (std::size_t axis = axes; axis-- > 0;) {
        fromStrides[axis] = fromStride;
        toStrides[axis] = toStride;
        from += copy.fromStart[axis] * fromStride;
        to += copy.toStart[axis] * toStride;
        fromStride *= copy.fromShape[axis];
        toStride *= copy.toShape[axis];
    }
    const auto run = static_cast<std::size_t>(copy.size[axes - 1]) * copy.elementSize;
    std::array<std::int64_t, H5S_MAX_RANK> index{};
    while (true) {
        std::memcpy(copy.to + to, copy.from + from, run);
        std::size_t axis = axes - 1;
        while (axis-- > 0) {
            from += fromStrides[axis];
            to += toStrides[axis];
            if (++index[axis] < copy.size[axis])
                break;
            from -= fromStrides[axis] * copy.size[axis];
            to -= toStrides[axis] * copy.size[axis];
            index[axis] = 0;
        }
        if (axis == SIZE_MAX) // every axis has come round
            return;
    }
}

/// Where a whole chunk begins in the output, when its elements follow each other there.
std::optional<std::size_t> placeInOutput(const Shape& to, const Shape& size, const Slab& slab, std::size_t elementSize)
{
    std::int64_t position = 0;
    bool begun = false; // an axis with more than one position has been passed
    for (std::size_t axis = 0; axis < size.size(); ++axis) {
        if (begun && size[axis] != slab.count[axis])
            return std::nullopt;
        begun = begun || size[axis] > 1;
        position = position * slab.count[axis] + to[axis];
    }
    return static_cast<std::size_t>(position) * elementSize;
}

} // namespace

bool ChunkReader::read(hid_t set, const ChunkLayout& layout, const Slab& slab, std::span<std::byte> out)
{
    std::size_t bytes = 0;
    m_parts.clear();
    for (Grid grid(layout, slab); !grid.atEnd(); grid.step()) {
        Part part;
        part.key = {slab.address, grid.number()};
        for (std::size_t axis = 0; axis < layout.shape.size(); ++axis) {
            const std::int64_t start = grid.at(axis) * layout.chunk[axis];
            const std::int64_t first = std::max(start, slab.start[axis]);
            const std::int64_t end = std::min(start + layout.chunk[axis], slab.start[axis] + slab.count[axis]);
            part.chunkStart.push_back(start);
            part.from.push_back(first - start);
            part.to.push_back(first - slab.start[axis]);
            part.size.push_back(end - first);
        }
        if (!m_parts.empty() && (bytes + layout.bytes > kMostOfABatch || m_parts.size() == kMostParts)) {
            if (!readBatch(set, layout, slab, out))
                return false;
            m_parts.clear();
            bytes = 0;
        }
        bytes += layout.bytes;
        m_parts.push_back(std::move(part));
    }
    return readBatch(set, layout, slab, out);
}

bool ChunkReader::readBatch(hid_t set, const ChunkLayout& layout, const Slab& slab, std::span<std::byte> out)
{
    std::atomic<bool> good = makeRoom(set, layout, slab, out) && fetch(set, layout);
    const auto count = static_cast<std::int64_t>(m_parts.size());
    const auto groups = good ? std::min(count, kGroupsPerThread * threadCount()) : 0;
    parallelFor(groups, [&](std::int64_t group) {
        for (std::int64_t i = count * group / groups; i < count * (group + 1) / groups && good; ++i) {
            const Part& part = m_parts[static_cast<std::size_t>(i)];
            const auto packed = ByteView(m_packed).subspan(part.packedAt, part.packedSize);
            if (!packed.empty() && !unpackChunk(layout, packed, part.skipped, part.unpacked))
                good = false;
            else if (!part.inPlace)
                copyBox({part.unpacked.data(), layout.chunk, part.from, out.data(), slab.count, part.to, part.size, layout.elementSize});
        }
    });
    if (!good)
        m_cache.clear(); // some have not been filled
    return good;
}

/// Finds out how large the chunks are and decides where each is unpacked to.
bool ChunkReader::makeRoom(hid_t set, const ChunkLayout& layout, const Slab& slab, std::span<std::byte> out)
{
    std::size_t packed = 0;
    std::size_t unpacked = 0;
    for (auto& part : m_parts) {
        if (const auto known = m_cache.find(part.key)) {
            part.unpacked = *known;
            continue;
        }
        const std::vector<hsize_t> start(part.chunkStart.begin(), part.chunkStart.end());
        hsize_t size = 0;
        if (H5Dget_chunk_storage_size(set, start.data(), &size) < 0 || size == 0 || size > 2 * layout.bytes + 1024) // no packer does worse
            return false;
        part.packedAt = packed;
        part.packedSize = size;
        packed += size;
        const auto place = part.size == layout.chunk ? placeInOutput(part.to, part.size, slab, layout.elementSize) : std::nullopt;
        part.inPlace = place.has_value();
        if (place)
            part.unpacked = out.subspan(*place, layout.bytes);
        else if (part.size != layout.chunk)
            part.unpacked = m_cache.add(part.key, layout.bytes);
        else
            unpacked += layout.bytes;
    }
    growTo(m_packed, packed);
    growTo(m_unpacked, unpacked);
    std::span<std::byte> rest(m_unpacked);
    for (auto& part : m_parts)
        if (part.unpacked.empty()) {
            part.unpacked = rest.first(layout.bytes);
            rest = rest.subspan(layout.bytes);
        }
    return true;
}

/// The library is not for several threads: this one fetches for all. What has no filters is fetched to where it is wanted.
bool ChunkReader::fetch(hid_t set, const ChunkLayout& layout)
{
    for (auto& part : m_parts) {
        if (part.packedSize == 0)
            continue;
        const std::vector<hsize_t> start(part.chunkStart.begin(), part.chunkStart.end());
        const bool isPlain = layout.filters.empty() && part.packedSize == layout.bytes;
        std::uint32_t skipped = 0;
        if (H5Dread_chunk(set, H5P_DEFAULT, start.data(), &skipped, isPlain ? part.unpacked.data() : m_packed.data() + part.packedAt) < 0)
            return false;
        part.skipped = skipped;
        if (isPlain)
            part.packedSize = 0;
    }
    return true;
}

void startThreads()
{
    ::mallopt(M_ARENA_MAX, 1); // each would take its share of the address space
    ::setenv("HEADLIGHT_THREADS", std::to_string(std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads)).c_str(), 1);
    std::barrier all(threadCount());
    parallelFor(threadCount(), [&](std::int64_t) { all.arrive_and_wait(); }); // each has begun before rights are given up
}

} // namespace headlight::hdf5_reader
