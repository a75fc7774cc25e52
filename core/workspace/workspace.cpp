// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace.h"

#include "base/parallel.h"
#include "measure/aggregate.h"
#include "measure/apply_measure.h"
#include "measure/evolution.h"
#include "measure/kept_positions.h"
#include "measure/merged_words.h"
#include "workspace/map_cache.h"
#include "workspace/matrix_pool.h"
#include "workspace/metric_values.h"
#include "workspace/streams.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
/// A 2048-token stack of 144 heads takes 4 MB.
constexpr std::uint64_t kReceivedShare = 16;
constexpr std::uint64_t kIdleBytes = std::uint64_t{40} << 20;

/// Of one opening of a dump: a dump that is read again has another number, so what was computed before is never found again.
std::string textOf(std::uint64_t opening, const MapsKey& key)
{
    std::string fused;
    for (const auto& layer : key.fused) {
        for (const auto head : layer)
            fused += fmt::format("{},", head.value);
        fused += ';';
    }
    return fmt::format("{}/{}/{}/{} {}/{}{}/", opening, key.stack.value, key.sample.value, keyOf(key.measure), fused, key.hidePadding ? 'h' : 'k', key.mergeWords ? "w" : "");
}

std::string textOf(std::uint64_t opening, const MapsKey& key, MapIndex map)
{
    return fmt::format("{}{}.{}", textOf(opening, key), map.layer.value, map.head ? map.head->value : -1);
}

std::string textOf(std::span<const MapIndex> maps, Aggregate aggregate)
{
    std::string text(nameOf(aggregate));
    for (const auto& map : maps)
        text += fmt::format(" {}.{}", map.layer.value, map.head ? map.head->value : -1);
    return text;
}

Error notOpen()
{
    return Error{ErrorKind::NotFound, "the dump is not open any more"};
}

std::uint64_t bytesOf(const Matrix& matrix)
{
    return matrix.values().size() * sizeof(float) + sizeof(Matrix);
}

std::uint64_t bytesOf(const KeptLinks& kept)
{
    return kept.links.size() * (sizeof(Link) + sizeof(std::int32_t)) + kept.rows.size() * (sizeof(KeptLinks::Row) + sizeof(std::int64_t))
        + kept.received.size() * (sizeof(float) + sizeof(std::int64_t)) + sizeof(KeptLinks);
}

std::uint64_t bytesOf(const ReceivedByMap& received)
{
    std::uint64_t bytes = sizeof(received);
    for (const auto& sums : received.sums)
        bytes += sums.size() * (sizeof(double) + sizeof(std::int32_t) + 1);
    return bytes;
}

/// The heads that a measure without heads takes together: those selected in a layer; in a layer where none is selected, the numbers that are
/// selected anywhere. Empty where all are.
HeadsOfLayers fusedHeads(const State& state)
{
    if (hasHeads(state.measure.kind) || !state.hasDump())
        return {};
    const auto& grid = state.stackShape().heads;
    const auto& selected = state.selection.heads;
    if (selected.empty() || selected.isAll(grid))
        return {};
    std::vector<HeadIndex> anywhere;
    for (const auto& ref : selected.heads())
        if (std::ranges::find(anywhere, ref.head) == anywhere.end())
            anywhere.push_back(ref.head);
    std::ranges::sort(anywhere);
    HeadsOfLayers fused;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(grid.size()); ++layer) {
        auto mine = selected.headsIn(LayerIndex{layer});
        fused.push_back(mine.empty() ? anywhere : std::move(mine));
    }
    return fused;
}

/// Of matrices of one size; a single one is itself.
std::shared_ptr<const Matrix> meanOf(const std::vector<std::shared_ptr<const Matrix>>& matrices)
{
    std::vector<const Matrix*> all;
    for (const auto& matrix : matrices)
        all.push_back(matrix.get());
    return all.size() == 1 ? matrices.front() : std::make_shared<const Matrix>(evolutionsTogether(all, Aggregate::Mean));
}

} // namespace

std::vector<MapIndex> alikeMaps(const MapSource& maps, const HeadSet& heads)
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
        if (shape.heads > 0)
            chosen.push_back({ref.layer, ref.head});
        else if (chosen.empty() || chosen.back().layer != ref.layer) // one map per layer
            chosen.push_back({ref.layer, std::nullopt});
    }
    return chosen;
}

MapsKey mapsKey(const State& state)
{
    return {state.dump.fingerprint, state.selection.stack, state.selection.sample, state.measure, fusedHeads(state), state.display.hidePadding, state.display.mergeWords};
}

namespace {

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

/// Keeps what was computed from a dump, unless the dump was closed meanwhile: its results would never be asked for again.
template <typename Cache, typename T>
void Workspace::keep(Cache& cache, const Opened& opened, const std::string& key, std::shared_ptr<const T> made, std::uint64_t bytes) const
{
    const std::lock_guard lock(m_content->mutex);
    const auto found = m_content->dumps.find(opened.dump->fingerprint());
    if (found != m_content->dumps.end() && found->second->number == opened.number)
        cache.insert(key, std::move(made), bytes);
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

std::shared_ptr<const HeadSummary> Workspace::summary(const MapsKey& key, HeadRef head) const
{
    const auto from = opened(key.dump);
    return from == nullptr ? nullptr : m_content->summaries.find(textOf(from->number, key, {head.layer, head.head}));
}

void Workspace::remember(const MapsKey& key, HeadRef head, std::shared_ptr<const HeadSummary> summary) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return;
    const std::uint64_t bytes = sizeof(HeadSummary) + summary->numbers.shares.size() * sizeof(double) + (summary->tile == nullptr ? 0 : bytesOf(*summary->tile));
    keep(m_content->summaries, *from, textOf(from->number, key, {head.layer, head.head}), std::move(summary), bytes);
}

Result<std::shared_ptr<const HeadSummary>> Workspace::survey(const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const Workspace held(m_content, from);
    if (auto known = held.summary(key, head))
        return known;
    const auto source = held.maps(key);
    if (!source)
        return source.error();
    auto pass = passOverHead(**source, {head.layer, head.head}, kTileCells, isSigned(key.measure), job);
    auto made = std::make_shared<HeadSummary>();
    if (pass) {
        auto numbers = held.withOtherNumbers(std::move(pass->numbers), key, head, job);
        if (!numbers)
            return numbers.error();
        made->tile = std::make_shared<const Matrix>(std::move(pass->tile));
        made->numbers = *std::move(numbers);
        made->smallest = pass->smallest;
        made->largest = pass->largest;
        made->smallestRowSum = pass->smallestRowSum;
        made->largestRowSum = pass->largestRowSum;
        made->notNumbers = pass->notNumbers;
        made->negative = pass->negative;
        made->rowsLeftOut = pass->rowsLeftOut;
    } else if (pass.error().kind == ErrorKind::Cancelled) {
        return pass.error();
    } else {
        made->problem = pass.error();
    }
    held.remember(key, head, made);
    return std::shared_ptr<const HeadSummary>(made);
}

/// What is not of the map alone: imported importance, and the gradients. Only Cancelled is an error, other numbers stay NaN.
Result<HeadNumbers> Workspace::withOtherNumbers(HeadNumbers numbers, const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto dump = this->dump(key.dump);
    if (dump == nullptr || !hasHeads(key.measure.kind))
        return numbers;
    const auto& importance = dump->stacks()[static_cast<std::size_t>(key.stack.value)].importance;
    if (importance && head.layer.value < importance->values.rows() && head.head.value < importance->values.columns())
        numbers[HeadMetric::Importance] = static_cast<double>(importance->values(head.layer.value, head.head.value));
    if (whyNoMetric(*this, key, HeadMetric::GradientAttention))
        return numbers;
    MapsKey single = key; // a product of words would not be the product of their pieces
    single.mergeWords = false;
    const auto attention = maps(single);
    auto gradients = dump->gradients(key.stack, key.sample, metricTarget(*dump, key));
    if (!attention || !gradients)
        return numbers;
    const Maps slopes = key.hidePadding ? withoutPadding(*std::move(gradients)) : *std::move(gradients);
    if (slopes->axes().layers != (*attention)->axes().layers)
        return numbers;
    const auto product = gradientAttention(**attention, *slopes, {head.layer, head.head}, job);
    if (product)
        numbers[HeadMetric::GradientAttention] = *product;
    else if (product.error().kind == ErrorKind::Cancelled)
        return product.error();
    return numbers;
}

Result<std::shared_ptr<const HeadDistances>> Workspace::distances(const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const std::string text = textOf(from->number, key, {head.layer, head.head}) + " distances";
    if (auto known = m_content->distances.find(text))
        return known;
    const auto source = Workspace(m_content, from).maps(key);
    if (!source)
        return source.error();
    auto computed = headDistances(**source, {head.layer, head.head}, job);
    if (!computed)
        return computed.error();
    auto made = std::make_shared<const HeadDistances>(*std::move(computed));
    keep(m_content->distances, *from, text, made, bytesOf(made->values));
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
