// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a workspace holds and under which names; for its own source files.
#pragma once

#include "workspace/map_cache.h"
#include "workspace/matrix_pool.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace headlight {

/// A stored map is read again faster than it is computed, so only a few are kept.
inline constexpr std::uint64_t kStoredMapBytes = std::uint64_t{48} << 20;
/// A 2048-token stack of 144 heads takes 4 MB.
inline constexpr std::uint64_t kReceivedShare = 16;
inline constexpr std::uint64_t kIdleBytes = std::uint64_t{40} << 20;

/// Names of what is kept. Of one opening of a dump: a dump that is read again has another number, so what was computed before is never found
/// again.
std::string textOf(std::uint64_t opening, const MapsKey& key);
std::string textOf(std::uint64_t opening, const MapsKey& key, MapIndex map);
std::string textOf(std::span<const MapIndex> maps, Aggregate aggregate);

std::uint64_t bytesOf(const Matrix& matrix);
std::uint64_t bytesOf(const KeptLinks& kept);
std::uint64_t bytesOf(const ReceivedByMap& received);

Error notOpen();

/// A dump as it was opened once.
struct Workspace::Opened {
    SharedDump dump;
    std::uint64_t number = 0;
    std::shared_ptr<const DumpShape> shape;
    mutable std::mutex mutex;
    mutable std::map<std::string, Maps> maps; ///< by textOf(MapsKey); small objects
};

struct Workspace::Content {
    explicit Content(std::uint64_t cacheLimit)
        : pool(kIdleBytes), limit(cacheLimit), storedMaps(std::min(kStoredMapBytes, cacheLimit / 4)), computedMaps(cacheLimit / 8 * 3), links(cacheLimit / 8), summaries(cacheLimit / 4), distances(cacheLimit / 64), received(cacheLimit / kReceivedShare)
    {
    }

    mutable std::mutex mutex;
    std::uint64_t openings = 0;
    std::map<std::string, std::shared_ptr<const Opened>, std::less<>> dumps;
    MatrixPool pool;
    std::atomic<std::uint64_t> limit;
    MapCache<Matrix> storedMaps;
    MapCache<Matrix> computedMaps;
    MapCache<KeptLinks> links;
    MapCache<HeadSummary> summaries;
    MapCache<HeadDistances> distances;
    MapCache<ReceivedByMap> received;
};

/// Keeps what was computed from a dump, unless the dump was closed meanwhile: its results would never be asked for again.
template <typename Cache, typename T>
void Workspace::keep(Cache& cache, const Opened& opened, const std::string& key, std::shared_ptr<const T> made, std::uint64_t bytes) const
{
    const std::lock_guard lock(m_content->mutex);
    const auto found = m_content->dumps.find(opened.dump->fingerprint());
    if (found != m_content->dumps.end() && found->second->number == opened.number)
        cache.insert(key, std::move(made), bytes);
}

} // namespace headlight
