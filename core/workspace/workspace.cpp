// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace.h"

#include "base/parallel.h"
#include "measure/aggregate.h"
#include "measure/apply_measure.h"
#include "measure/evolution.h"
#include "measure/kept_positions.h"
#include "measure/merged_words.h"
#include "workspace/streams.h"
#include "workspace/workspace_content.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace headlight {

namespace {

/// Of matrices of one size; a single one is itself.
std::shared_ptr<const Matrix> meanOf(const std::vector<std::shared_ptr<const Matrix>>& matrices)
{
    std::vector<const Matrix*> all;
    for (const auto& matrix : matrices)
        all.push_back(matrix.get());
    return all.size() == 1 ? matrices.front() : std::make_shared<const Matrix>(evolutionsTogether(all, Aggregate::Mean));
}

/// Gradients of the target of the options, or of the only one there is.
Result<Maps> gradientsOf(const Dump& dump, const MapsKey& key)
{
    const auto& targets = dump.stacks()[static_cast<std::size_t>(key.stack.value)].gradientTargets;
    if (targets.empty())
        return Maps();
    if (key.measure.target.empty() && targets.size() > 1)
        return Error{ErrorKind::Selection, fmt::format("there are gradients of {} targets: {}", targets.size(), fmt::join(targets, ", ")), {}, "Choose one of them"};
    return dump.gradients(key.stack, key.sample, key.measure.target.empty() ? targets.front() : key.measure.target);
}

Result<Maps> measureOf(const Dump& dump, const MapsKey& key, Maps attention)
{
    Maps gradients;
    if (needsGradients(key.measure.kind)) {
        auto found = gradientsOf(dump, key);
        if (!found)
            return found.error();
        gradients = *std::move(found);
    }
    std::shared_ptr<const Matrix> importance;
    if (const auto& known = dump.stacks()[static_cast<std::size_t>(key.stack.value)].importance; known && key.measure.importance)
        importance = std::make_shared<const Matrix>(known->values);
    MeasureInputs inputs{std::move(attention), std::move(gradients), std::move(importance), key.fused};
    addStreams(inputs, dump, key.stack, key.sample, key.measure);
    return applyMeasure(inputs, key.measure);
}

} // namespace

Workspace::Workspace(std::uint64_t cacheLimit) : m_content(std::make_shared<Content>(cacheLimit)) {}

Workspace::Workspace(std::shared_ptr<Content> content, std::shared_ptr<const Opened> held) : m_content(std::move(content)), m_held(std::move(held)) {}

Workspace::Workspace(Workspace&&) noexcept = default;

Workspace::~Workspace() = default;

std::shared_ptr<const DumpShape> Workspace::open(SharedDump dump)
{
    close(dump->fingerprint()); // opened again with other choices: nothing computed before holds any more
    auto opened = std::make_shared<Opened>();
    opened->shape = shapeOf(*dump);
    opened->dump = std::move(dump);
    const std::lock_guard lock(m_content->mutex);
    opened->number = ++m_content->openings;
    m_content->dumps.insert_or_assign(opened->dump->fingerprint(), opened);
    return opened->shape;
}

void Workspace::close(std::string_view fingerprint)
{
    std::string prefix;
    {
        const std::lock_guard lock(m_content->mutex);
        const auto found = m_content->dumps.find(fingerprint);
        if (found == m_content->dumps.end())
            return;
        prefix = fmt::format("{}/", found->second->number);
        m_content->dumps.erase(found);
    }
    // Nothing of it can come in any more: see keep().
    m_content->storedMaps.forget(prefix);
    m_content->computedMaps.forget(prefix);
    m_content->links.forget(prefix);
    m_content->summaries.forget(prefix);
    m_content->distances.forget(prefix);
    m_content->received.forget(prefix);
}

Result<Workspace> Workspace::holding(const State& state) const
{
    auto held = opened(state.dump.fingerprint);
    if (held == nullptr)
        return Error{ErrorKind::Cancelled, "the dump is not open any more"};
    if (state.shape != held->shape && (state.shape == nullptr || *state.shape != *held->shape))
        return Error{ErrorKind::Cancelled, "the dump was read again with other sizes"};
    return Workspace(m_content, std::move(held));
}

std::shared_ptr<const Workspace::Opened> Workspace::opened(std::string_view fingerprint) const
{
    if (m_held != nullptr && m_held->dump->fingerprint() == fingerprint)
        return m_held;
    const std::lock_guard lock(m_content->mutex);
    const auto found = m_content->dumps.find(fingerprint);
    return found == m_content->dumps.end() ? nullptr : found->second;
}

SharedDump Workspace::dump(std::string_view fingerprint) const
{
    const auto found = opened(fingerprint);
    return found == nullptr ? nullptr : found->dump;
}

Result<Maps> Workspace::maps(const MapsKey& key) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const std::string text = textOf(from->number, key);
    {
        const std::lock_guard lock(from->mutex);
        if (const auto found = from->maps.find(text); found != from->maps.end())
            return found->second;
    }
    auto attention = from->dump->attention(key.stack, key.sample);
    if (!attention)
        return attention.error();
    auto measured = measureOf(*from->dump, key, *std::move(attention));
    if (!measured)
        return measured.error();
    Maps maps = key.hidePadding ? withoutPadding(*measured) : *measured;
    if (key.mergeWords)
        maps = mergedWords(std::move(maps));
    const std::lock_guard lock(from->mutex);
    return from->maps.emplace(text, std::move(maps)).first->second;
}

Result<std::shared_ptr<const Matrix>> Workspace::map(const MapsKey& key, MapIndex index, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const std::string text = textOf(from->number, key, index);
    if (auto known = m_content->storedMaps.find(text))
        return known;
    const auto source = Workspace(m_content, from).maps(key);
    if (!source)
        return source.error();
    const auto& shape = (*source)->axes().layers[static_cast<std::size_t>(index.layer.value)];
    const auto matrix = m_content->pool.take(shape.queries, shape.keys);
    if (auto read = (*source)->rows(index, {0, shape.queries}, matrix->block(), job); !read)
        return read.error();
    keep(m_content->storedMaps, *from, text, std::shared_ptr<const Matrix>(matrix), bytesOf(*matrix));
    return std::shared_ptr<const Matrix>(matrix);
}

Result<std::shared_ptr<const Matrix>> Workspace::aggregate(const State& state, const JobContext& job) const
{
    const auto held = holding(state);
    if (!held)
        return held.error();
    const auto key = mapsKey(state);
    const auto source = held->maps(key);
    if (!source)
        return source.error();
    const auto maps = alikeMaps(**source, state.selection.heads);
    if (maps.empty())
        return Error{ErrorKind::Selection, "no head is selected"};
    return held->together(key, maps, state.selection.aggregate, job);
}

/// A whole map of several taken together, from the cache or made now; of one it is that map.
Result<std::shared_ptr<const Matrix>> Workspace::together(const MapsKey& key, std::span<const MapIndex> maps, Aggregate aggregate, const JobContext& job) const
{
    if (maps.size() == 1 || aggregate == Aggregate::Each)
        return map(key, maps.front(), job);
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const auto source = Workspace(m_content, from).maps(key);
    if (!source)
        return source.error();
    const std::string text = textOf(from->number, key) + textOf(maps, aggregate);
    if (auto known = m_content->computedMaps.find(text))
        return known;
    const auto& shape = (*source)->axes().layers[static_cast<std::size_t>(maps.front().layer.value)];
    const auto matrix = m_content->pool.take(shape.queries, shape.keys);
    if (auto done = aggregateMaps(**source, maps, aggregate, {0, shape.queries}, matrix->block(), job); !done)
        return done.error();
    keep(m_content->computedMaps, *from, text, std::shared_ptr<const Matrix>(matrix), bytesOf(*matrix));
    return std::shared_ptr<const Matrix>(matrix);
}

Result<std::shared_ptr<const KeptLinks>> Workspace::links(const MapsKey& key, std::span<const MapIndex> maps, Aggregate aggregate, const LinkRule& rule, std::int64_t most,
                                                          const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const Workspace held(m_content, from);
    const auto source = held.maps(key);
    if (!source)
        return source.error();
    const std::string text = fmt::format("{}{} links {} {} {}", textOf(from->number, key), textOf(maps, aggregate), static_cast<int>(rule.kind), rule.amount, most);
    if (auto known = m_content->links.find(text))
        return known;
    const auto made = [&]() -> Result<KeptLinks> {
        if ((*source)->cost(maps.front()) == Cost::StoredRow)
            return keptLinks(**source, maps, aggregate, rule, most, job);
        const auto whole = held.together(key, maps, aggregate, job);
        return whole ? keptLinks(**whole, rule, most, job) : Result<KeptLinks>(whole.error());
    };
    auto kept = made();
    if (!kept)
        return kept.error();
    auto shared = std::make_shared<const KeptLinks>(*std::move(kept));
    keep(m_content->links, *from, text, shared, bytesOf(*shared));
    return shared;
}

Result<std::vector<std::shared_ptr<const Matrix>>> Workspace::evolutions(const MapsKey& key, std::span<const std::int64_t> items, std::span<const std::optional<HeadIndex>> heads,
                                                                         const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const auto source = Workspace(m_content, from).maps(key);
    if (!source)
        return source.error();
    const std::string text = textOf(from->number, key);
    const auto ofItem = [&](std::int64_t item, std::optional<HeadIndex> head) -> Result<std::shared_ptr<const Matrix>> {
        const std::string name = fmt::format("{}evolution {} {}", text, item, head ? head->value : -1);
        if (auto known = m_content->computedMaps.find(name))
            return known;
        auto rows = evolutionOf(**source, std::span(&item, 1), head, job);
        if (!rows)
            return rows.error();
        auto made = std::make_shared<const Matrix>(*std::move(rows));
        keep(m_content->computedMaps, *from, name, made, bytesOf(*made));
        return made;
    };
    std::vector<std::shared_ptr<const Matrix>> found(heads.size());
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<std::size_t> done{0};
    parallelFor(static_cast<std::int64_t>(heads.size()), [&](std::int64_t i) {
        std::vector<std::shared_ptr<const Matrix>> rows;
        for (const auto item : items) {
            auto one = ofItem(item, heads[static_cast<std::size_t>(i)]);
            if (!one) {
                const std::lock_guard lock(mutex);
                outcome = std::move(one).error();
                return;
            }
            rows.push_back(*std::move(one));
        }
        found[static_cast<std::size_t>(i)] = meanOf(rows);
        const auto ready = ++done;
        job.progress(fmt::format("Evolution, head {} of {}", ready, heads.size()), static_cast<double>(ready) / static_cast<double>(heads.size()));
    });
    if (!outcome)
        return outcome.error();
    return found;
}

Result<std::shared_ptr<const ReceivedByMap>> Workspace::received(const MapsKey& key, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const std::string text = textOf(from->number, key);
    if (auto known = m_content->received.find(text))
        return known;
    const Workspace held(m_content, from);
    const auto source = held.maps(key);
    if (!source)
        return source.error();
    const auto sum = [&](MapIndex map) -> Result<std::vector<double>> {
        if ((*source)->cost(map) == Cost::StoredRow)
            return receivedAttention(**source, map, job);
        const auto whole = held.map(key, map, job);
        if (!whole)
            return whole.error();
        return columnSums(**whole);
    };
    auto received = receivedByMap((*source)->axes(), sum, job);
    if (!received)
        return received.error();
    const auto made = std::make_shared<const ReceivedByMap>(*std::move(received));
    keep(m_content->received, *from, text, made, bytesOf(*made));
    return made;
}

std::uint64_t Workspace::cacheBytes() const
{
    return m_content->storedMaps.bytes() + m_content->computedMaps.bytes() + m_content->links.bytes() + m_content->summaries.bytes() + m_content->distances.bytes() + m_content->received.bytes();
}

std::uint64_t Workspace::cacheLimit() const
{
    return m_content->limit;
}

void Workspace::setCacheLimit(std::uint64_t bytes)
{
    m_content->limit = bytes;
    m_content->storedMaps.setLimit(std::min(kStoredMapBytes, bytes / 4));
    m_content->computedMaps.setLimit(bytes / 8 * 3);
    m_content->links.setLimit(bytes / 8);
    m_content->summaries.setLimit(bytes / 4);
    m_content->distances.setLimit(bytes / 64);
    m_content->received.setLimit(bytes / kReceivedShare);
}

} // namespace headlight
