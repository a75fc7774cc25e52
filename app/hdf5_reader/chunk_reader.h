// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Slabs of data sets in chunks, without the library's own way through its cache: chunks are fetched as they are stored, unpacked on several
// threads, and written straight to where they are wanted.
#pragma once

#include "app/hdf5_reader/chunk_cache.h"
#include "app/hdf5_reader/chunk_layout.h"
#include "formats/hdf5_wire.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight::hdf5_reader {

/// Not for several threads at once.
class ChunkReader {
public:
    /// The elements of the slab, which lies inside the set, in C order. False when the library has to be asked: a chunk was never written, or
    /// is damaged, and then it has the fill value or the words. `out` may have been written to all the same.
    bool read(hid_t set, const ChunkLayout& layout, const formats::hdf5::Slab& slab, std::span<std::byte> out);

private:
    /// One chunk, and what of it goes where.
    struct Part {
        ChunkCache::Key key;
        Shape chunkStart; ///< of the chunk in the set
        Shape from;       ///< of the part in the chunk
        Shape to;         ///< of the part in the slab
        Shape size;
        std::size_t packedAt = 0;   ///< in m_packed
        std::size_t packedSize = 0; ///< 0: it is unpacked already
        unsigned skipped = 0;       ///< filters, a bit for each
        std::span<std::byte> unpacked;
        bool inPlace = false; ///< `unpacked` is the part's place in the output
    };

    bool readBatch(hid_t set, const ChunkLayout& layout, const formats::hdf5::Slab& slab, std::span<std::byte> out);
    bool makeRoom(hid_t set, const ChunkLayout& layout, const formats::hdf5::Slab& slab, std::span<std::byte> out);
    bool fetch(hid_t set, const ChunkLayout& layout);

    std::vector<Part> m_parts; ///< of the batch
    std::vector<std::byte> m_packed;
    std::vector<std::byte> m_unpacked; ///< chunks wanted whole whose rows do not follow each other in the output
    ChunkCache m_cache;                ///< chunks wanted in part
};

/// Starts the threads that unpack, one for each processor, four at most: later none can be started.
void startThreads();

} // namespace headlight::hdf5_reader
