// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/factor_chain.h"

#include "base/parallel.h"

#include <algorithm>
#include <list>
#include <mutex>

namespace headlight {

namespace {

/// From here on a whole map is made and kept: its other rows will be asked for too.
constexpr std::int64_t kFewRows = 16;
/// Values of all kept maps together: one map of each of 12 heads of 2048 tokens, so that a layer is one product each.
constexpr std::int64_t kMostKept = std::int64_t{64} << 20;
/// Rows of a factor read at a time: the block stays in the second-level cache, or where it is used for one row only, in the first.
std::int64_t rowsPerBlock(std::int64_t columns, std::int64_t uses = kFewRows)
{
    const std::int64_t values = std::int64_t{1} << (uses == 1 ? 15 : 17);
    return std::clamp<std::int64_t>(values / std::max<std::int64_t>(1, columns), 16, 256);
}

/// Rows of one output that one thread computes; independent of the number of threads.
constexpr std::int64_t kRowsPerThread = 128;

using SharedMatrix = std::shared_ptr<const Matrix>;

/// The newest finished map of each head.
class KeptMaps {
public:
    struct Kept {
        std::int64_t head = 0; ///< -1: none
        std::int64_t layer = 0;
        SharedMatrix map;
    };

    /// That of the head, where its layer is not above `layer`.
    std::optional<Kept> below(std::int64_t head, std::int64_t layer)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::find(m_kept, head, &Kept::head);
        if (found == m_kept.end() || found->layer > layer)
            return std::nullopt;
        m_kept.splice(m_kept.begin(), m_kept, found);
        return m_kept.front();
    }

    void keep(Kept kept)
    {
        const auto size = [](const Kept& one) { return static_cast<std::int64_t>(one.map->values().size()); };
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_kept, [&](const Kept& other) { return other.head == kept.head; });
        m_kept.push_front(std::move(kept));
        std::int64_t total = 0;
        for (auto one = m_kept.begin(); one != m_kept.end();) {
            total += size(*one);
            one = one != m_kept.begin() && total > kMostKept ? m_kept.erase(one) : std::next(one);
        }
    }

private:
    std::mutex m_mutex;
    std::list<Kept> m_kept; ///< last used first
};

class FactorChain final : public MapSource {
public:
    FactorChain(MapAxes axes, SharedFactors factors, LayerIndex first, Cost cost)
        : m_axes(std::move(axes)), m_factors(std::move(factors)), m_first(first.value), m_cost(cost), m_size(m_axes.layers.front().queries)
    {
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return m_cost; }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        if (map.layer.value < m_first)
            return begin(map, range, out, job);
        if (range.count > kFewRows)
            return rowsOfWhole(map, range, out, job);
        const std::int64_t head = headNumber(map);
        const auto kept = m_kept.below(head, map.layer.value);
        std::int64_t layer = map.layer.value;
        if (kept && kept->layer == layer) {
            copyRows(*kept->map, range, out);
            return {};
        }
        if (auto begun = begin(map, range, out, job); !begun)
            return begun;
        const std::int64_t last = kept ? kept->layer + 1 : m_first;
        Matrix next;
        Matrix buffer;
        while (--layer >= last)
            if (auto done = timesFactor({LayerIndex{layer}, map.head}, out, next, buffer, job); !done)
                return done;
        if (kept && map.layer.value > kept->layer) {
            next.reshape(out.rows, out.columns);
            std::ranges::fill(next.values(), 0.0F);
            multiplyAdd(ConstBlock(out.values, out.rows, out.columns), ConstBlock(*kept->map), next.block());
            std::ranges::copy(next.values(), out.values.begin());
        }
        return {};
    }

    Result<void> rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const override
    {
        Matrix next;
        Matrix buffer;
        const auto layers = static_cast<std::int64_t>(m_axes.layers.size());
        for (std::int64_t layer = layers - 1; layer >= 0; --layer) {
            const std::int64_t above = layers - 1 - layer;
            const MapIndex map{LayerIndex{layer}, head};
            const auto from = [&](std::int64_t first, std::int64_t count) {
                return MatrixBlock{out.values.subspan(static_cast<std::size_t>(first * out.columns), static_cast<std::size_t>(count * out.columns)), count, out.columns};
            };
            if (above > 0 && layer >= m_first)
                if (auto done = timesFactor(map, from(layer + 1, above), next, buffer, job); !done)
                    return done;
            if (auto begun = begin(map, {query.value, 1}, from(layer, 1), job); !begun)
                return begun;
        }
        return {};
    }

private:
    [[nodiscard]] static std::int64_t headNumber(MapIndex map) { return map.head ? map.head->value : -1; }

    static void copyRows(const Matrix& map, RowRange range, MatrixBlock out)
    {
        const auto columns = map.columns();
        std::ranges::copy(map.values().subspan(static_cast<std::size_t>(range.first * columns), static_cast<std::size_t>(range.count * columns)), out.values.begin());
    }

    /// Rows of the layer's own factor; of the identity before the first layer.
    Result<void> begin(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const
    {
        if (map.layer.value < m_first) {
            std::ranges::fill(out.values, 0.0F);
        } else {
            Matrix buffer;
            const auto block = m_factors->rows(map, range, buffer, job);
            if (!block)
                return block.error();
            const float share = m_factors->shares().map;
            for (std::size_t i = 0; i < out.values.size(); ++i)
                out.values[i] = share * block->values[i];
        }
        const float identity = map.layer.value < m_first ? 1.0F : m_factors->shares().identity;
        for (std::int64_t r = 0; r < range.count; ++r)
            out.row(r)[static_cast<std::size_t>(range.first + r)] += identity;
        return {};
    }

    /// rows = rows · M of the layer, through `next`; the factor comes through `buffer`. Both keep their memory from layer to layer.
    Result<void> timesFactor(MapIndex map, MatrixBlock rows, Matrix& next, Matrix& buffer, const JobContext& job) const
    {
        const auto shares = m_factors->shares();
        next.reshape(rows.rows, rows.columns);
        std::ranges::fill(next.values(), 0.0F);
        const std::int64_t step = rowsPerBlock(m_size, rows.rows);
        for (std::int64_t first = 0; first < m_size; first += step) {
            if (job.stopped())
                return cancelled();
            const std::int64_t count = std::min(step, m_size - first);
            const auto block = m_factors->rows(map, {first, count}, buffer, job);
            if (!block)
                return block.error();
            const auto left = std::span<const float>(rows.values).subspan(static_cast<std::size_t>(first));
            multiplyAdd(ConstBlock(left, rows.rows, count, rows.columns), *block, next.block());
        }
        const auto made = std::span<const float>(next.values());
        for (std::size_t i = 0; i < made.size(); ++i)
            rows.values[i] = shares.identity * rows.values[i] + shares.map * made[i];
        return {};
    }

    Result<void> rowsOfWhole(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const
    {
        const std::int64_t head = headNumber(map);
        auto kept = m_kept.below(head, map.layer.value);
        if (!kept) {
            auto first = firstMap({LayerIndex{m_first}, map.head}, job);
            if (!first)
                return first.error();
            kept = KeptMaps::Kept{head, m_first, *std::move(first)};
        }
        while (kept->layer < map.layer.value) {
            auto next = timesBelow({LayerIndex{kept->layer + 1}, map.head}, *kept->map, job);
            if (!next)
                return next.error();
            kept = KeptMaps::Kept{head, kept->layer + 1, *std::move(next)};
        }
        copyRows(*kept->map, range, out);
        m_kept.keep(*std::move(kept));
        return {};
    }

    Result<SharedMatrix> firstMap(MapIndex map, const JobContext& job) const
    {
        auto whole = std::make_shared<Matrix>(m_size, m_size);
        const std::int64_t step = rowsPerBlock(m_size);
        for (std::int64_t first = 0; first < m_size; first += step) {
            if (job.stopped())
                return cancelled();
            const std::int64_t count = std::min(step, m_size - first);
            if (auto begun = begin(map, {first, count}, rowsOf(*whole, first, count), job); !begun)
                return begun.error();
        }
        return SharedMatrix(std::move(whole));
    }

    static MatrixBlock rowsOf(Matrix& map, std::int64_t first, std::int64_t count)
    {
        return {map.values().subspan(static_cast<std::size_t>(first * map.columns()), static_cast<std::size_t>(count * map.columns())), count, map.columns()};
    }

    /// M of the layer times the map of the layer below: rows are independent of each other.
    Result<SharedMatrix> timesBelow(MapIndex map, const Matrix& below, const JobContext& job) const
    {
        const auto shares = m_factors->shares();
        auto whole = std::make_shared<Matrix>(m_size, m_size);
        std::mutex mutex;
        Result<void> outcome;
        parallelFor((m_size + kRowsPerThread - 1) / kRowsPerThread, [&](std::int64_t part) {
            const std::int64_t first = part * kRowsPerThread;
            const auto done = productRows(map, {first, std::min(kRowsPerThread, m_size - first)}, shares, below, *whole, job);
            if (done)
                return;
            const std::lock_guard lock(mutex);
            if (outcome)
                outcome = done;
        });
        if (!outcome)
            return outcome.error();
        return SharedMatrix(std::move(whole));
    }

    Result<void> productRows(MapIndex map, RowRange range, FactorShares shares, const Matrix& below, Matrix& whole, const JobContext& job) const
    {
        if (job.stopped())
            return cancelled();
        Matrix buffer;
        const auto left = m_factors->rows(map, range, buffer, job);
        if (!left)
            return left.error();
        const MatrixBlock out = rowsOf(whole, range.first, range.count);
        multiplyAdd(*left, ConstBlock(below), out);
        const auto lower = below.values().subspan(static_cast<std::size_t>(range.first * m_size), out.values.size());
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] = shares.identity * lower[i] + shares.map * out.values[i];
        return {};
    }

    MapAxes m_axes;
    SharedFactors m_factors;
    std::int64_t m_first;
    Cost m_cost;
    std::int64_t m_size;
    mutable KeptMaps m_kept;
};

} // namespace

Maps factorChain(MapAxes axes, SharedFactors factors, LayerIndex first, Cost cost)
{
    return std::make_shared<FactorChain>(std::move(axes), std::move(factors), first, cost);
}

} // namespace headlight
