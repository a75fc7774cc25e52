// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/received_tables.h"

#include "base/parallel.h"
#include "figure/shown_cells.h"
#include "measure/received.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>

namespace headlight {

namespace {

/// One map of the sample, scaled or as it was summed, with ranks.
struct ScoredMap {
    HeadRef head;
    std::vector<float> scores;  ///< [key]
    KeyRanks ranks;
};

MapIndex indexOf(const MapAxes& axes, HeadRef head)
{
    const bool byHead = axes.layers[static_cast<std::size_t>(head.layer.value)].heads > 0;
    return {head.layer, byHead ? std::optional(head.head) : std::nullopt};
}

/// Work on every one of `count` things on all threads; the first error is that of the whole.
template <typename Work>
Result<void> forAll(std::int64_t count, std::string_view label, const JobContext& job, Work work)
{
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed{false};
    std::atomic<std::int64_t> done{0};
    parallelFor(count, [&](std::int64_t i) {
        if (failed)
            return;
        Result<void> result = work(i);
        job.progress(label, static_cast<double>(++done) / static_cast<double>(count));
        if (result)
            return;
        const std::lock_guard lock(mutex);
        if (!failed.exchange(true))
            outcome = std::move(result);
    });
    return outcome;
}

/// Sums of every map of the sample, scaled by their smallest and largest; only the selected ones are kept.
Result<std::vector<ScoredMap>> scoredMaps(const MapSource& maps, const State& state, const JobContext& job)
{
    const auto every = everyMap(state);
    std::vector<std::vector<double>> sums(every.heads().size());
    auto summed = forAll(every.size(), "Attention received", job, [&](std::int64_t i) -> Result<void> {
        auto sum = receivedAttention(maps, indexOf(maps.axes(), every.heads()[static_cast<std::size_t>(i)]), job);
        if (!sum)
            return sum.error();
        sums[static_cast<std::size_t>(i)] = *std::move(sum);
        return {};
    });
    if (!summed)
        return summed.error();
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -smallest;
    for (const auto& map : sums)
        for (const double sum : map)
            if (std::isfinite(sum)) {
                smallest = std::min(smallest, sum);
                largest = std::max(largest, sum);
            }
    const double range = largest > smallest ? largest - smallest : 1.0;
    const auto selected = selectedMaps(state);
    std::vector<ScoredMap> scored;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (!selected.contains(every.heads()[i]))
            continue;
        std::vector<float> plain(sums[i].size());
        std::ranges::transform(sums[i], plain.begin(), [](double sum) { return static_cast<float>(sum); });
        ScoredMap map{every.heads()[i], {}, ranksOf(plain)};
        for (const double sum : sums[i])
            map.scores.push_back(static_cast<float>((sum - smallest) / range));
        scored.push_back(std::move(map));
    }
    return scored;
}

TableWords wordsOf(const Axis& axis, const Display& display)
{
    TableWords words;
    for (const auto& item : axis.items)
        words.words.push_back(labelOf(item, display));
    return words;
}

/// Collects rows that are about one key of one map.
class KeyRows {
public:
    KeyRows(const Axis& keys, const State& state) : m_keys(keys), m_state(state), m_token(wordsOf(keys, state.display)) {}

    void add(const ScoredMap& map, std::int64_t item)
    {
        const auto at = static_cast<std::size_t>(item);
        const auto position = m_keys.items[at].position;
        const auto base = m_state.display.indexBase == IndexBase::One ? 1 : 0;
        m_token.of.push_back(static_cast<std::uint32_t>(item));
        m_position.push_back(position);
        m_score.push_back(map.scores[at]);
        m_layer.push_back(map.head.layer.value + base);
        m_head.push_back(map.head.head.value + base);
        m_rank.push_back(map.ranks.ranks[at]);
        m_tied.push_back(map.ranks.tied[at]);
        m_places.keys.push_back(static_cast<std::int32_t>(position));
        m_places.heads.push_back(map.head);
    }

    [[nodiscard]] Table table(bool tied)
    {
        Table table;
        table.rows = static_cast<std::int64_t>(m_score.size());
        table.places = std::move(m_places);
        table.columns.push_back({"token", "token", std::move(m_token)});
        table.columns.push_back({"position", "position", std::move(m_position)});
        table.columns.push_back({"attention_scores", "received, scaled", std::move(m_score), true, 1.0});
        table.columns.push_back({"layer", "layer", std::move(m_layer)});
        table.columns.push_back({"head", "head", std::move(m_head)});
        table.columns.push_back({"rank", "rank", std::move(m_rank)});
        table.columns.push_back({"batch", "sample", std::vector<std::int64_t>(static_cast<std::size_t>(table.rows), m_state.selection.sample.value)});
        if (tied)
            table.columns.push_back({"tied", "tied", std::move(m_tied)});
        return table;
    }

private:
    const Axis& m_keys;
    const State& m_state;
    TableWords m_token;
    std::vector<std::int64_t> m_position, m_layer, m_head, m_rank;
    std::vector<float> m_score;
    std::vector<bool> m_tied;
    RowPlaces m_places;
};

/// What all these tables start from.
struct Scored {
    Maps maps;
    std::vector<ScoredMap> scored;
};

Result<Scored> scoredOf(const Workspace& workspace, const State& state, const JobContext& job)
{
    auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    auto scored = scoredMaps(**maps, state, job);
    if (!scored)
        return scored.error();
    return Scored{*std::move(maps), *std::move(scored)};
}

/// Largest values of every query of one map, row after row.
struct TopRows {
    std::vector<std::int32_t> keys;
    std::vector<float> values;
    std::vector<bool> tied;
};

Result<TopRows> topRows(const MapSource& maps, MapIndex index, std::int64_t k, const JobContext& job)
{
    constexpr std::int64_t kRowsAtOnce = 64;
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(index.layer.value)];
    TopRows top;
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        block.reshape(std::min(kRowsAtOnce, shape.queries - first), shape.keys);
        if (auto read = maps.rows(index, {first, block.rows()}, block.block(), job); !read)
            return read.error();
        for (std::int64_t r = 0; r < block.rows(); ++r) {
            const auto largest = largestOf(block.row(r), k);
            for (std::size_t i = 0; i < largest.positions.size(); ++i) {
                top.keys.push_back(largest.positions[i]);
                top.values.push_back(block.row(r)[static_cast<std::size_t>(largest.positions[i])]);
                top.tied.push_back(largest.tied[i]);
            }
        }
    }
    return top;
}

Table topTable(const MapAxes& axes, const State& state, const std::vector<HeadRef>& heads, const std::vector<TopRows>& tops, std::int64_t k)
{
    Table table;
    TableWords token = wordsOf(*axes.queries, state.display);
    TableWords attended = wordsOf(*axes.keys, state.display);
    std::vector<std::int64_t> self, position, layer, head, rank;
    std::vector<float> scores;
    std::vector<bool> tied;
    float largest = 0.0F;
    const auto base = state.display.indexBase == IndexBase::One ? 1 : 0;
    for (std::size_t map = 0; map < tops.size(); ++map) {
        const auto keys = axes.layers[static_cast<std::size_t>(heads[map].layer.value)].keys;
        const auto each = static_cast<std::size_t>(std::min(k, keys));
        for (std::size_t i = 0; i < tops[map].keys.size(); ++i) {
            const auto& query = axes.queries->items[i / each];
            const auto& key = axes.keys->items[static_cast<std::size_t>(tops[map].keys[i])];
            token.of.push_back(static_cast<std::uint32_t>(i / each));
            attended.of.push_back(static_cast<std::uint32_t>(tops[map].keys[i]));
            self.push_back(query.position);
            position.push_back(key.position);
            scores.push_back(tops[map].values[i]);
            largest = std::max(largest, tops[map].values[i]);
            layer.push_back(heads[map].layer.value + base);
            head.push_back(heads[map].head.value + base);
            rank.push_back(static_cast<std::int64_t>(i % each) + 1);
            tied.push_back(tops[map].tied[i]);
            table.places.queries.push_back(static_cast<std::int32_t>(query.position));
            table.places.keys.push_back(static_cast<std::int32_t>(key.position));
            table.places.heads.push_back(heads[map]);
        }
    }
    table.rows = static_cast<std::int64_t>(scores.size());
    table.columns.push_back({"token", "token", std::move(token)});
    table.columns.push_back({"self_position", "position", std::move(self)});
    table.columns.push_back({"attended_token", "attends to", std::move(attended)});
    table.columns.push_back({"token_position", "its position", std::move(position)});
    table.columns.push_back({"attention_scores", "attention", std::move(scores), true, static_cast<double>(largest)});
    table.columns.push_back({"layer", "layer", std::move(layer)});
    table.columns.push_back({"head", "head", std::move(head)});
    table.columns.push_back({"rank", "rank", std::move(rank)});
    table.columns.push_back({"batch", "sample", std::vector<std::int64_t>(static_cast<std::size_t>(table.rows), state.selection.sample.value)});
    table.columns.push_back({"tied", "tied", std::move(tied)});
    return table;
}

} // namespace

Result<Table> buildPositionTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto& keys = *(*maps)->axes().keys;
    std::vector<std::int64_t> wanted = request.keys.value_or(std::vector<std::int64_t>{});
    if (!request.keys && state.selection.key)
        if (const auto item = keys.itemAt(state.selection.key->value))
            wanted.push_back(*item);
    if (wanted.empty())
        return Error{ErrorKind::Selection, "no position is named", {}, "Name one with --keys, or pin a key in the window"};
    if (state.display.table.kind == TableKind::Position && wanted.size() > 1)
        return Error{ErrorKind::Selection, "the table position is about one position, and several are named", {}, "Use the table trend"};
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(keys, state);
    for (const auto item : wanted)
        for (const auto& map : found->scored)
            if (item < static_cast<std::int64_t>(map.scores.size()))
                rows.add(map, item);
    return rows.table(false);
}

Result<Table> buildAllPositionsTable(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(*found->maps->axes().keys, state);
    for (const auto& map : found->scored)
        for (std::int64_t item = 0; item < static_cast<std::int64_t>(map.scores.size()); ++item)
            rows.add(map, item);
    return rows.table(false);
}

Result<Table> buildMostAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(*found->maps->axes().keys, state);
    for (const auto& map : found->scored) {
        std::vector<std::int64_t> byRank(map.ranks.ranks.size());
        for (std::size_t item = 0; item < byRank.size(); ++item)
            byRank[static_cast<std::size_t>(map.ranks.ranks[item]) - 1] = static_cast<std::int64_t>(item);
        byRank.resize(std::min(byRank.size(), static_cast<std::size_t>(request.k)));
        for (const auto item : byRank)
            rows.add(map, item);
    }
    return rows.table(true);
}

Result<Table> buildTopAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto heads = selectedMaps(state).heads();
    std::vector<TopRows> tops(heads.size());
    auto done = forAll(static_cast<std::int64_t>(heads.size()), "Largest values", job, [&](std::int64_t i) -> Result<void> {
        auto top = topRows(**maps, indexOf((*maps)->axes(), heads[static_cast<std::size_t>(i)]), request.k, job);
        if (!top)
            return top.error();
        tops[static_cast<std::size_t>(i)] = *std::move(top);
        return {};
    });
    if (!done)
        return done.error();
    return topTable((*maps)->axes(), state, heads, tops, request.k);
}

} // namespace headlight
