// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace.h"

#include "measure/aggregate.h"
#include "measure/head_metrics.h"
#include "measure/kept_positions.h"
#include "workspace/map_cache.h"
#include "workspace/matrix_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

namespace headlight {

namespace {

/// Tiles are kept this large at most; OverviewFigure draws them smaller.
constexpr std::int64_t kTileCells = 96;
/// A stored map is read again faster than it is computed, so only a few are kept.
constexpr std::uint64_t kStoredMapBytes = std::uint64_t{48} << 20;
constexpr std::uint64_t kIdleBytes = std::uint64_t{40} << 20;

std::string textOf(const MapsKey& key)
{
    return fmt::format("{}/{}/{}/{}/{}/", key.dump, key.stack.value, key.sample.value, nameOf(key.measure.kind), key.hidePadding ? 'h' : 'k');
}

std::string textOf(const MapsKey& key, MapIndex map)
{
    return fmt::format("{}{}.{}", textOf(key), map.layer.value, map.head ? map.head->value : -1);
}

std::uint64_t bytesOf(const Matrix& matrix)
{
    return matrix.values().size() * sizeof(float) + sizeof(Matrix);
}

/// Heads of the first selected layer's size; layers of other sizes take no part.
std::vector<MapIndex> alikeHeads(const MapSource& maps, const HeadSet& heads)
{
    std::vector<MapIndex> chosen;
    const auto& layers = maps.axes().layers;
    for (const auto& ref : heads.heads()) {
        const auto& shape = layers[static_cast<std::size_t>(ref.layer.value)];
        if (!chosen.empty()) {
            const auto& first = layers[static_cast<std::size_t>(chosen.front().layer.value)];
            if (shape.queries != first.queries || shape.keys != first.keys)
                continue;
        }
        chosen.push_back({ref.layer, ref.head});
    }
    return chosen;
}

} // namespace

MapsKey mapsKey(const State& state)
{
    return {state.dump.fingerprint, state.selection.stack, state.selection.sample, state.measure, state.display.hidePadding};
}

struct Workspace::Content {
    explicit Content(std::uint64_t cacheLimit)
        : pool(kIdleBytes), limit(cacheLimit), storedMaps(std::min(kStoredMapBytes, cacheLimit / 4)), computedMaps(cacheLimit / 2), summaries(cacheLimit / 4)
    {
    }

    mutable std::mutex mutex;
    std::map<std::string, SharedDump, std::less<>> dumps;
    std::map<std::string, Maps> maps; ///< by textOf(MapsKey); small objects, forgotten with their dump
    MatrixPool pool;
    std::atomic<std::uint64_t> limit;
    MapCache<Matrix> storedMaps;
    MapCache<Matrix> computedMaps;
    MapCache<HeadSummary> summaries;
};

Workspace::Workspace(std::uint64_t cacheLimit) : m_content(std::make_unique<Content>(cacheLimit)) {}

Workspace::~Workspace() = default;

void Workspace::open(SharedDump dump)
{
    close(dump->fingerprint()); // opened again with other choices: nothing computed before holds any more
    const std::lock_guard lock(m_content->mutex);
    m_content->dumps.insert_or_assign(dump->fingerprint(), std::move(dump));
}

void Workspace::close(std::string_view fingerprint)
{
    const std::string prefix = fmt::format("{}/", fingerprint);
    {
        const std::lock_guard lock(m_content->mutex);
        if (const auto found = m_content->dumps.find(fingerprint); found != m_content->dumps.end())
            m_content->dumps.erase(found);
        std::erase_if(m_content->maps, [&prefix](const auto& entry) { return entry.first.starts_with(prefix); });
    }
    m_content->storedMaps.forget(prefix);
    m_content->computedMaps.forget(prefix);
    m_content->summaries.forget(prefix);
}

SharedDump Workspace::dump(std::string_view fingerprint) const
{
    const std::lock_guard lock(m_content->mutex);
    const auto found = m_content->dumps.find(fingerprint);
    return found == m_content->dumps.end() ? nullptr : found->second;
}

Result<Maps> Workspace::maps(const MapsKey& key) const
{
    const std::string text = textOf(key);
    {
        const std::lock_guard lock(m_content->mutex);
        if (const auto found = m_content->maps.find(text); found != m_content->maps.end())
            return found->second;
    }
    const auto opened = dump(key.dump);
    if (opened == nullptr)
        return Error{ErrorKind::NotFound, "the dump is not open any more"};
    auto attention = opened->attention(key.stack, key.sample);
    if (!attention)
        return attention.error();
    Maps maps = key.hidePadding ? withoutPadding(*attention) : *attention;
    const std::lock_guard lock(m_content->mutex);
    m_content->maps.emplace(text, maps);
    return maps;
}

Result<std::shared_ptr<const Matrix>> Workspace::map(const MapsKey& key, MapIndex index, const JobContext& job) const
{
    const std::string text = textOf(key, index);
    if (auto known = m_content->storedMaps.find(text))
        return known;
    const auto source = maps(key);
    if (!source)
        return source.error();
    const auto& shape = (*source)->axes().layers[static_cast<std::size_t>(index.layer.value)];
    const auto matrix = m_content->pool.take(shape.queries, shape.keys);
    if (auto read = (*source)->rows(index, {0, shape.queries}, matrix->block(), job); !read)
        return read.error();
    m_content->storedMaps.insert(text, matrix, bytesOf(*matrix));
    return std::shared_ptr<const Matrix>(matrix);
}

Result<std::shared_ptr<const Matrix>> Workspace::aggregate(const State& state, const JobContext& job) const
{
    const auto key = mapsKey(state);
    const auto source = maps(key);
    if (!source)
        return source.error();
    const auto heads = alikeHeads(**source, state.selection.heads);
    if (heads.empty())
        return Error{ErrorKind::Selection, "no head is selected"};
    if (heads.size() == 1 || state.selection.aggregate == Aggregate::Each)
        return map(key, heads.front(), job);

    std::string text = fmt::format("{}{}", textOf(key), nameOf(state.selection.aggregate));
    for (const auto& head : heads)
        text += fmt::format(" {}.{}", head.layer.value, head.head->value);
    if (auto known = m_content->computedMaps.find(text))
        return known;
    const auto& shape = (*source)->axes().layers[static_cast<std::size_t>(heads.front().layer.value)];
    const auto matrix = m_content->pool.take(shape.queries, shape.keys);
    if (auto done = aggregateMaps(**source, heads, state.selection.aggregate, {0, shape.queries}, matrix->block(), job); !done)
        return done.error();
    m_content->computedMaps.insert(text, matrix, bytesOf(*matrix));
    return std::shared_ptr<const Matrix>(matrix);
}

std::shared_ptr<const HeadSummary> Workspace::summary(const MapsKey& key, HeadRef head) const
{
    return m_content->summaries.find(textOf(key, {head.layer, head.head}));
}

Result<std::shared_ptr<const HeadSummary>> Workspace::survey(const MapsKey& key, HeadRef head, const JobContext& job) const
{
    if (auto known = summary(key, head))
        return known;
    const auto source = maps(key);
    if (!source)
        return source.error();
    auto pass = passOverHead(**source, {head.layer, head.head}, kTileCells, isSigned(key.measure), job);
    auto made = std::make_shared<HeadSummary>();
    if (pass) {
        made->tile = std::make_shared<const Matrix>(std::move(pass->tile));
        made->metrics = pass->metrics;
        made->smallest = pass->smallest;
        made->largest = pass->largest;
        made->smallestRowSum = pass->smallestRowSum;
        made->largestRowSum = pass->largestRowSum;
        made->notNumbers = pass->notNumbers;
        made->negative = pass->negative;
    } else if (pass.error().kind == ErrorKind::Cancelled) {
        return pass.error();
    } else {
        made->problem = pass.error();
    }
    const std::uint64_t bytes = sizeof(HeadSummary) + (made->tile == nullptr ? 0 : bytesOf(*made->tile));
    m_content->summaries.insert(textOf(key, {head.layer, head.head}), made, bytes);
    return std::shared_ptr<const HeadSummary>(made);
}

std::uint64_t Workspace::cacheBytes() const
{
    return m_content->storedMaps.bytes() + m_content->computedMaps.bytes() + m_content->summaries.bytes();
}

std::uint64_t Workspace::cacheLimit() const
{
    return m_content->limit;
}

void Workspace::setCacheLimit(std::uint64_t bytes)
{
    m_content->limit = bytes;
    m_content->storedMaps.setLimit(std::min(kStoredMapBytes, bytes / 4));
    m_content->computedMaps.setLimit(bytes / 2);
    m_content->summaries.setLimit(bytes / 4);
}

} // namespace headlight
