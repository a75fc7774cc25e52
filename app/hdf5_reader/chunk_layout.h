// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a data set is cut into chunks and what was done to each, and the way back for the filters that people use: gzip, lzf, shuffle,
// Fletcher32.
#pragma once

#include "app/hdf5_reader/handles.h"
#include "base/bytes.h"
#include "value/tensor.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace headlight::hdf5_reader {

/// Every chunk has the same shape; those at the edges of the set reach beyond it.
struct ChunkLayout {
    Shape shape; ///< of the set
    Shape chunk; ///< as many axes, no size is zero
    std::size_t elementSize = 0;
    std::size_t bytes = 0;             ///< of a chunk that is unpacked
    std::vector<H5Z_filter_t> filters; ///< in the order in which they were applied
};

/// Nothing when the set is not in chunks, or when one of its filters is left to the library. `elementSize` is that of the file.
std::optional<ChunkLayout> chunkLayoutOf(hid_t properties, const Shape& shape, std::size_t elementSize);

/// Undoes the filters, except those whose bit is set in `skipped`. out.size() == layout.bytes. False when the chunk is damaged: it must fill
/// `out` exactly. For several threads at once; does not throw.
bool unpackChunk(const ChunkLayout& layout, ByteView packed, unsigned skipped, std::span<std::byte> out) noexcept;

} // namespace headlight::hdf5_reader
