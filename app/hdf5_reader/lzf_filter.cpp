// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/lzf_filter.h"

#include "formats/lzf.h"

#include <hdf5.h>

#include <algorithm>
#include <span>

namespace headlight::hdf5_reader {

namespace {

constexpr std::size_t kSizeParameter = 2;     ///< client data: version of the filter, of the library, size of an unpacked chunk
constexpr std::size_t kMostPerByte = 90;      ///< three bytes make at most 264
constexpr std::size_t kLargestChunk = std::size_t{1} << 30U;

/// The library's filter function: takes *buffer of `size` bytes, leaves a new one; 0 is failure.
size_t unpack(unsigned flags, size_t count, const unsigned parameters[], size_t size, size_t* capacity, void** buffer)
{
    if ((flags & H5Z_FLAG_REVERSE) == 0U)
        return 0; // nothing is ever written
    // A chunk's size stands in the parameters; files in which it does not, or which lie, get as much as the stream can become.
    const std::size_t most = std::min(kLargestChunk, size * kMostPerByte + 1);
    std::size_t room = count > kSizeParameter && parameters[kSizeParameter] != 0 ? std::min<std::size_t>(parameters[kSizeParameter], most) : *capacity;
    const ByteView packed(static_cast<const std::byte*>(*buffer), size);
    for (room = std::max<std::size_t>(room, 1); room <= most; room *= 2) {
        void* unpacked = H5allocate_memory(room, true);
        if (unpacked == nullptr)
            return 0;
        if (const auto written = formats::unpackLzf(packed, {static_cast<std::byte*>(unpacked), room})) {
            H5free_memory(*buffer);
            *buffer = unpacked;
            *capacity = room;
            return *written;
        }
        H5free_memory(unpacked);
    }
    return 0;
}

} // namespace

bool registerLzf()
{
    H5Z_class2_t filter{};
    filter.version = H5Z_CLASS_T_VERS;
    filter.id = kLzfFilter;
    filter.encoder_present = 0;
    filter.decoder_present = 1;
    filter.name = "lzf";
    filter.filter = unpack;
    return H5Zregister(&filter) >= 0;
}

} // namespace headlight::hdf5_reader
