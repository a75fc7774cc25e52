// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Unpacked chunks of which a request wanted only a part, for the next request, which will want more of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace headlight::hdf5_reader {

/// The ones used last, up to 256 MB; a single one may be larger.
class ChunkCache {
public:
    struct Key {
        std::uint64_t set = 0;    ///< its address in the file
        std::uint64_t number = 0; ///< of the chunk, in C order
        auto operator<=>(const Key&) const = default;
    };

    std::optional<std::span<std::byte>> find(Key key);
    /// Room for one more, to be filled; old ones make way. Spans of the last 128 MB found or added stay valid.
    std::span<std::byte> add(Key key, std::size_t size);
    void clear();

private:
    struct Entry {
        Key key;
        std::vector<std::byte> bytes;
    };

    std::list<Entry> m_entries; ///< the one used last in front
    std::map<Key, std::list<Entry>::iterator> m_places;
    std::size_t m_bytes = 0;
};

} // namespace headlight::hdf5_reader
