// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/chunk_cache.h"

namespace headlight::hdf5_reader {

namespace {

constexpr std::size_t kMostCached = std::size_t{256} << 20U;

} // namespace

std::optional<std::span<std::byte>> ChunkCache::find(Key key)
{
    const auto found = m_places.find(key);
    if (found == m_places.end())
        return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return std::span(found->second->bytes);
}

std::span<std::byte> ChunkCache::add(Key key, std::size_t size)
{
    std::vector<std::byte> bytes;
    while (!m_entries.empty() && m_bytes + size > kMostCached) {
        bytes = std::move(m_entries.back().bytes); // its memory is used again
        m_bytes -= bytes.size();
        m_places.erase(m_entries.back().key);
        m_entries.pop_back();
    }
    bytes.resize(size);
    m_entries.push_front({key, std::move(bytes)});
    m_places[key] = m_entries.begin();
    m_bytes += size;
    return m_entries.front().bytes;
}

void ChunkCache::clear()
{
    m_entries.clear();
    m_places.clear();
    m_bytes = 0;
}

} // namespace headlight::hdf5_reader
