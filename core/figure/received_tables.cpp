// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/received_tables.h"

#include "base/try_each.h"
#include "figure/shown_cells.h"
#include "measure/largest.h"
#include "measure/received.h"

#include <algorithm>

namespace headlight {

namespace {

using Numbers = std::vector<std::int32_t>;

std::int32_t counted(std::int64_t index, const Display& display)
{
    return static_cast<std::int32_t>(index) + (display.indexBase == IndexBase::One ? 1 : 0);
}

TableWords wordsOf(const Axis& axis, const Display& display)
{
    TableWords words;
    for (const auto& item : axis.items)
        words.words.push_back(labelOf(item, display));
    return words;
}

Numbers sampleOfEvery(const Table& table, const State& state)
{
    return Numbers(static_cast<std::size_t>(table.rows), static_cast<std::int32_t>(state.selection.sample.value));
}

/// What the tables of received attention start from.
struct Scored {
    Maps maps;
    std::shared_ptr<const ReceivedByMap> received;
    std::vector<HeadRef> heads;        ///< those selected, of which there is a map
    std::vector<std::size_t> place;    ///< of their maps in `received`

    [[nodiscard]] const Axis& keys() const { return *maps->axes().keys; }
    [[nodiscard]] std::size_t keysOf(std::size_t head) const { return received->sums[place[head]].size(); }
};

Result<Scored> scoredOf(const Workspace& workspace, const State& state, const JobContext& job)
{
    auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    auto received = workspace.received(mapsKey(state), job);
    if (!received)
        return received.error();
    Scored scored{*std::move(maps), *std::move(received), {}, {}};
    const auto selected = selectedMaps(state);
    for (const auto& head : selected.heads())
        if (const auto place = scored.received->find(head.layer, head.head)) {
            scored.heads.push_back(head);
            scored.place.push_back(*place);
        }
    return scored;
}

/// Collects rows that are about one key of one map.
class KeyRows {
public:
    KeyRows(const Scored& scored, const State& state, std::size_t rows) : m_scored(scored), m_state(state), m_token(wordsOf(scored.keys(), state.display))
    {
        m_token.of.reserve(rows);
        for (auto* column : {&m_position, &m_layer, &m_head, &m_rank, &m_places.keys})
            column->reserve(rows);
        m_score.reserve(rows);
        m_tied.reserve(rows);
        m_places.headOf.reserve(rows);
        m_places.heads = scored.heads;
    }

    void add(std::size_t head, std::int64_t item)
    {
        const auto at = static_cast<std::size_t>(item);
        const auto map = m_scored.place[head];
        const auto position = static_cast<std::int32_t>(m_scored.keys().items[at].position);
        const auto& ranks = m_scored.received->ranks[map];
        m_token.of.push_back(static_cast<std::uint32_t>(item));
        m_position.push_back(position);
        m_score.push_back(m_scored.received->scaled(map, at));
        m_layer.push_back(counted(m_scored.heads[head].layer.value, m_state.display));
        m_head.push_back(counted(m_scored.heads[head].head.value, m_state.display));
        m_rank.push_back(ranks.ranks[at]);
        m_tied.push_back(ranks.tied[at]);
        m_places.keys.push_back(position);
        m_places.headOf.push_back(static_cast<std::uint32_t>(head));
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
        table.columns.push_back({"batch", "sample", sampleOfEvery(table, m_state)});
        if (tied)
            table.columns.push_back({"tied", "tied", std::move(m_tied)});
        return table;
    }

private:
    const Scored& m_scored;
    const State& m_state;
    TableWords m_token;
    Numbers m_position, m_layer, m_head, m_rank;
    std::vector<float> m_score;
    std::vector<bool> m_tied;
    RowPlaces m_places;
};

/// The rows of every map at their place in the table, so that maps can be read on all threads.
class TopRows {
public:
    TopRows(const MapAxes& axes, const State& state, std::vector<HeadRef> heads, std::int64_t k) : m_axes(axes), m_state(state)
    {
        std::size_t rows = 0;
        for (const auto& head : heads) {
            const auto& shape = axes.layers[static_cast<std::size_t>(head.layer.value)];
            m_first.push_back(rows);
            rows += static_cast<std::size_t>(shape.queries * std::min(k, shape.keys));
        }
        m_token = wordsOf(*axes.queries, state.display);
        m_attended = wordsOf(*axes.keys, state.display);
        m_token.of.resize(rows);
        m_attended.of.resize(rows);
        for (auto* column : {&m_self, &m_position, &m_layer, &m_head, &m_rank, &m_places.queries, &m_places.keys})
            column->resize(rows);
        m_scores.resize(rows);
        m_places.headOf.resize(rows);
        m_tied.resize(heads.size());
        m_places.heads = std::move(heads);
    }

    void put(std::size_t map, LargestOfRows top)
    {
        const auto each = static_cast<std::size_t>(top.each);
        const auto layer = counted(m_places.heads[map].layer.value, m_state.display);
        const auto head = counted(m_places.heads[map].head.value, m_state.display);
        for (std::size_t i = 0; i < top.positions.size(); ++i) {
            const auto row = m_first[map] + i;
            const auto query = i / each;
            const auto key = static_cast<std::size_t>(top.positions[i]);
            m_token.of[row] = static_cast<std::uint32_t>(query);
            m_attended.of[row] = static_cast<std::uint32_t>(key);
            m_self[row] = m_places.queries[row] = static_cast<std::int32_t>(m_axes.queries->items[query].position);
            m_position[row] = m_places.keys[row] = static_cast<std::int32_t>(m_axes.keys->items[key].position);
            m_scores[row] = top.values[i];
            m_layer[row] = layer;
            m_head[row] = head;
            m_rank[row] = static_cast<std::int32_t>(i % each) + 1;
            m_places.headOf[row] = static_cast<std::uint32_t>(map);
        }
        m_tied[map] = std::move(top.tied);
    }

    [[nodiscard]] Table table()
    {
        Table table;
        table.rows = static_cast<std::int64_t>(m_scores.size());
        float largest = 0.0F;
        for (const float score : m_scores)
            largest = score > largest ? score : largest;
        std::vector<bool> tied;
        tied.reserve(m_scores.size());
        for (const auto& map : m_tied)
            tied.insert(tied.end(), map.begin(), map.end());
        table.places = std::move(m_places);
        table.columns.push_back({"token", "token", std::move(m_token)});
        table.columns.push_back({"self_position", "position", std::move(m_self)});
        table.columns.push_back({"attended_token", "attends to", std::move(m_attended)});
        table.columns.push_back({"token_position", "its position", std::move(m_position)});
        table.columns.push_back({"attention_scores", "attention", std::move(m_scores), true, static_cast<double>(largest)});
        table.columns.push_back({"layer", "layer", std::move(m_layer)});
        table.columns.push_back({"head", "head", std::move(m_head)});
        table.columns.push_back({"rank", "rank", std::move(m_rank)});
        table.columns.push_back({"batch", "sample", sampleOfEvery(table, m_state)});
        table.columns.push_back({"tied", "tied", std::move(tied)});
        return table;
    }

private:
    const MapAxes& m_axes;
    const State& m_state;
    std::vector<std::size_t> m_first; ///< row of every map
    TableWords m_token, m_attended;
    Numbers m_self, m_position, m_layer, m_head, m_rank;
    std::vector<float> m_scores;
    std::vector<std::vector<bool>> m_tied; ///< [map]
    RowPlaces m_places;
};

} // namespace

Result<Table> buildPositionTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto& keys = *(*maps)->axes().keys;
    std::vector<std::int64_t> wanted = request.keys.value_or(std::vector<std::int64_t>{});
    if (!request.keys && state.display.table.kind == TableKind::Trend) {
        for (const auto key : state.selection.keys())
            if (const auto item = keys.itemAt(key.value))
                wanted.push_back(*item);
    } else if (!request.keys && state.selection.key) {
        if (const auto item = keys.itemAt(state.selection.key->value))
            wanted.push_back(*item);
    }
    if (wanted.empty())
        return Error{ErrorKind::Selection, "no position is named", {}, "Name one with --keys, or pin a key in the window"};
    if (state.display.table.kind == TableKind::Position && wanted.size() > 1)
        return Error{ErrorKind::Selection, "the table position is about one position, and several are named", {}, "Use the table trend"};
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(*found, state, wanted.size() * found->heads.size());
    for (const auto item : wanted)
        for (std::size_t head = 0; head < found->heads.size(); ++head)
            if (item < static_cast<std::int64_t>(found->keysOf(head)))
                rows.add(head, item);
    return rows.table(false);
}

Result<Table> buildAllPositionsTable(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(*found, state, static_cast<std::size_t>(found->keys().size()) * found->heads.size());
    for (std::size_t head = 0; head < found->heads.size(); ++head)
        for (std::size_t item = 0; item < found->keysOf(head); ++item)
            rows.add(head, static_cast<std::int64_t>(item));
    return rows.table(false);
}

Result<Table> buildMostAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto found = scoredOf(workspace, state, job);
    if (!found)
        return found.error();
    KeyRows rows(*found, state, static_cast<std::size_t>(std::min(request.k, found->keys().size())) * found->heads.size());
    for (std::size_t head = 0; head < found->heads.size(); ++head) {
        const auto& ranks = found->received->ranks[found->place[head]].ranks;
        std::vector<std::int64_t> byRank(ranks.size());
        for (std::size_t item = 0; item < byRank.size(); ++item)
            byRank[static_cast<std::size_t>(ranks[item]) - 1] = static_cast<std::int64_t>(item);
        byRank.resize(std::min(byRank.size(), static_cast<std::size_t>(request.k)));
        for (const auto item : byRank)
            rows.add(head, item);
    }
    return rows.table(true);
}

Result<Table> buildTopAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    const auto heads = selectedMaps(state).heads();
    TopRows rows(axes, state, heads, request.k);
    auto done = tryEach(static_cast<std::int64_t>(heads.size()), "Largest values", job, [&](std::int64_t i) -> Result<void> {
        const auto& head = heads[static_cast<std::size_t>(i)];
        const bool byHead = axes.layers[static_cast<std::size_t>(head.layer.value)].heads > 0;
        auto top = largestOfRows(**maps, {head.layer, byHead ? std::optional(head.head) : std::nullopt}, request.k, job);
        if (!top)
            return top.error();
        rows.put(static_cast<std::size_t>(i), *std::move(top));
        return {};
    });
    if (!done)
        return done.error();
    return rows.table();
}

} // namespace headlight
