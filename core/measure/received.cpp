// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/received.h"

#include "base/dispatch.h"
#include "base/try_each.h"
#include "dump/windowed_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

HEADLIGHT_CLONES
void addValues(double* __restrict sums, const float* __restrict values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        sums[i] += static_cast<double>(values[i]);
}

void addTo(std::vector<double>& sums, std::int64_t first, std::span<const float> values)
{
    addValues(sums.data() + first, values.data(), values.size());
}

void addWindow(std::vector<double>& sums, const WindowedMap& part)
{
    for (std::int64_t r = 0; r < part.rows.count; ++r) {
        if (const auto full = fullRow(part, r)) {
            addTo(sums, 0, *full);
            continue;
        }
        const auto band = bandOf(part, r);
        addTo(sums, band.first, band.values);
        const auto columns = part.columns.row(r);
        for (std::size_t g = 0; g < part.globals.size(); ++g)
            sums[static_cast<std::size_t>(part.globals[g])] += static_cast<double>(columns[g]);
    }
}

/// Sums the rows of a sliding window where they are stored, without sorting them into parts.
class StoredSums {
public:
    StoredSums(const StoredWindows& stored, std::vector<double>& sums) : m_stored(stored), m_sums(sums), m_reach((stored.band.size(1) - stored.globalColumns - 1) / 2) {}

    Result<void> add(RowRange range)
    {
        const auto keys = static_cast<std::int64_t>(m_sums.size());
        m_rows.reshape(range.count, m_stored.band.size(1));
        if (auto read = m_stored.band.narrow(0, range.first, range.count).read(m_rows.values()); !read)
            return read;
        for (std::int64_t r = 0; r < range.count; ++r) {
            const std::int64_t query = range.first + r;
            const auto slot = std::ranges::find(m_stored.positions, query);
            if (m_stored.globals && slot != m_stored.positions.end()) {
                if (auto read = addFullRow(slot - m_stored.positions.begin()); !read)
                    return read;
                continue;
            }
            const auto row = m_rows.row(r);
            const std::int64_t first = std::max<std::int64_t>(0, query - m_reach);
            const std::int64_t end = std::min(keys, query + m_reach + 1);
            const std::int64_t zero = m_stored.globalColumns + m_reach - query; // column of key 0
            for (const auto key : m_stored.positions)                           // their cells are those of their columns
                if (key >= first && key < end)
                    row[static_cast<std::size_t>(zero + key)] = 0.0F;
            addTo(m_sums, first, row.subspan(static_cast<std::size_t>(zero + first), static_cast<std::size_t>(end - first)));
            for (std::size_t g = 0; g < m_stored.positions.size(); ++g)
                m_sums[static_cast<std::size_t>(m_stored.positions[g])] += static_cast<double>(row[g]);
        }
        return {};
    }

private:
    Result<void> addFullRow(std::int64_t slot)
    {
        m_full.resize(m_sums.size());
        const auto row = m_stored.globals->select(1, slot);
        if (auto read = row.narrow(0, 0, static_cast<std::int64_t>(m_full.size())).read(std::span<float>(m_full)); !read)
            return read;
        addTo(m_sums, 0, m_full);
        return {};
    }

    const StoredWindows& m_stored;
    std::vector<double>& m_sums;
    std::int64_t m_reach;
    Matrix m_rows;
    std::vector<float> m_full;
};

/// The arrays are those of the map as it is, and long enough for it.
bool holdsAll(const StoredWindows& stored, const LayerShape& shape)
{
    const std::int64_t slots = static_cast<std::int64_t>(stored.positions.size());
    const bool rows = stored.band.size(0) == shape.queries && shape.queries == shape.keys;
    return rows && slots <= stored.globalColumns && (!stored.globals || (stored.globals->size(0) >= shape.keys && stored.globals->size(1) >= slots));
}

/// Calls `add` for a few rows at a time.
template <typename Add>
Result<void> inRuns(std::int64_t queries, const JobContext& job, Add add)
{
    for (std::int64_t first = 0; first < queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        if (Result<void> done = add(RowRange{first, std::min(kRowsAtOnce, queries - first)}); !done)
            return done;
    }
    return {};
}

/// Positions by value, the largest first; NaN last.
bool before(std::span<const float> values, std::int32_t a, std::int32_t b)
{
    const float left = values[static_cast<std::size_t>(a)];
    const float right = values[static_cast<std::size_t>(b)];
    if (std::isnan(left) || std::isnan(right))
        return std::isnan(left) == std::isnan(right) ? a < b : std::isnan(right);
    return left > right || (left == right && a < b);
}

std::vector<MapIndex> everyMap(const MapAxes& axes)
{
    std::vector<MapIndex> maps;
    for (std::size_t layer = 0; layer < axes.layers.size(); ++layer) {
        const LayerIndex index{static_cast<std::int64_t>(layer)};
        if (axes.layers[layer].heads == 0)
            maps.push_back({index, std::nullopt});
        for (std::int64_t head = 0; head < axes.layers[layer].heads; ++head)
            maps.push_back({index, HeadIndex{head}});
    }
    return maps;
}

} // namespace

Result<std::vector<double>> receivedAttention(const MapSource& source, MapIndex map, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(map.layer.value)];
    std::vector<double> sums(static_cast<std::size_t>(shape.keys), 0.0);
    const auto stored = source.storedWindows(map);
    if (!stored)
        return stored.error();
    Result<void> done;
    if (*stored && holdsAll(**stored, shape)) {
        StoredSums rows(**stored, sums);
        done = inRuns(shape.queries, job, [&](RowRange range) { return rows.add(range); });
    } else {
        Matrix block;
        done = inRuns(shape.queries, job, [&](RowRange range) -> Result<void> {
            const auto windowed = source.windowed(map, range, job);
            if (!windowed)
                return windowed.error();
            if (*windowed) {
                addWindow(sums, **windowed);
                return {};
            }
            block.reshape(range.count, shape.keys);
            if (auto read = source.rows(map, range, block.block(), job); !read)
                return read;
            for (std::int64_t r = 0; r < block.rows(); ++r)
                addTo(sums, 0, block.row(r));
            return {};
        });
    }
    if (!done)
        return done.error();
    return sums;
}

std::vector<double> columnSums(const Matrix& map)
{
    std::vector<double> sums(static_cast<std::size_t>(map.columns()), 0.0);
    for (std::int64_t r = 0; r < map.rows(); ++r)
        addTo(sums, 0, map.row(r));
    return sums;
}

KeyRanks ranksOf(std::span<const float> values)
{
    std::vector<std::int32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](std::int32_t a, std::int32_t b) { return before(values, a, b); });
    KeyRanks ranks{std::vector<std::int32_t>(values.size()), std::vector<bool>(values.size(), false)};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto at = static_cast<std::size_t>(order[i]);
        ranks.ranks[at] = static_cast<std::int32_t>(i) + 1;
        const auto equals = [&](std::size_t other) { return values[static_cast<std::size_t>(order[other])] == values[at]; };
        ranks.tied[at] = (i > 0 && equals(i - 1)) || (i + 1 < order.size() && equals(i + 1));
    }
    return ranks;
}

float ReceivedByMap::scaled(std::size_t map, std::size_t key) const
{
    const double sum = sums[map][key];
    return static_cast<float>(largest > smallest ? (sum - smallest) / (largest - smallest) : sum - sum);
}

std::optional<std::size_t> ReceivedByMap::find(LayerIndex layer, HeadIndex head) const
{
    const auto found = std::ranges::find_if(maps, [&](const MapIndex& map) { return map.layer == layer && map.head.value_or(HeadIndex{0}) == head; });
    return found == maps.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - maps.begin()));
}

Result<ReceivedByMap> receivedByMap(const MapAxes& axes, const SumOfMap& sum, const JobContext& job)
{
    ReceivedByMap received;
    received.maps = everyMap(axes);
    received.sums.resize(received.maps.size());
    received.ranks.resize(received.maps.size());
    auto summed = tryEach(static_cast<std::int64_t>(received.maps.size()), "Attention received", job, [&](std::int64_t i) -> Result<void> {
        const auto at = static_cast<std::size_t>(i);
        auto sums = sum(received.maps[at]);
        if (!sums)
            return sums.error();
        received.sums[at] = *std::move(sums);
        const std::vector<float> plain(received.sums[at].begin(), received.sums[at].end());
        received.ranks[at] = ranksOf(plain);
        return {};
    });
    if (!summed)
        return summed.error();
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -smallest;
    for (const auto& sums : received.sums)
        for (const double value : sums)
            if (std::isfinite(value)) {
                smallest = std::min(smallest, value);
                largest = std::max(largest, value);
            }
    if (smallest <= largest) {
        received.smallest = smallest;
        received.largest = largest;
    }
    return received;
}

} // namespace headlight
