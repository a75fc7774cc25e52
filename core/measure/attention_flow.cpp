// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/attention_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace headlight {

namespace {

/// Flow that is left over by rounding: no path is sought for it.
constexpr double kNothing = 1e-9;

/// Dinic's algorithm on layers of nodes, each joined to all nodes of the layer below.
/// E. A. Dinic, "Algorithm for solution of a problem of maximum flow in a network with power estimation", Soviet Math. Doklady 11, 1970.
class LayeredGraph {
public:
    /// `capacities[d]` [size, size] joins depth d to depth d + 1; the source stands at depth 0.
    LayeredGraph(std::vector<Matrix> capacities, std::int64_t size) : m_capacities(std::move(capacities)), m_size(static_cast<std::size_t>(size)), m_depths(m_capacities.size() + 1) {}

    Result<double> largestFlow(std::size_t source, std::size_t sink, const JobContext& job)
    {
        m_source = source;
        m_sink = (m_depths - 1) * m_size + sink;
        m_flow.assign(m_capacities.size() * m_size * m_size, 0.0);
        double total = 0.0;
        while (measureDistances()) {
            m_next.assign(m_depths * m_size, 0);
            while (true) {
                if (job.stopped())
                    return cancelled();
                const double more = push(m_source, std::numeric_limits<double>::infinity());
                if (more <= kNothing)
                    break;
                total += more;
            }
        }
        return total;
    }

private:
    /// What an edge can still carry. A node's neighbours: first all of the depth below, then all of the depth above.
    [[nodiscard]] double room(std::size_t node, std::size_t neighbour) const
    {
        const std::size_t depth = node / m_size;
        const std::size_t place = node % m_size;
        if (neighbour < m_size)
            return depth + 1 < m_depths ? static_cast<double>(m_capacities[depth].values()[place * m_size + neighbour]) - flowOf(depth, place, neighbour) : 0.0;
        return depth > 0 ? flowOf(depth - 1, neighbour - m_size, place) : 0.0;
    }
    [[nodiscard]] std::size_t nodeOf(std::size_t node, std::size_t neighbour) const
    {
        const std::size_t depth = node / m_size;
        return neighbour < m_size ? (depth + 1) * m_size + neighbour : (depth - 1) * m_size + neighbour - m_size;
    }
    [[nodiscard]] double flowOf(std::size_t depth, std::size_t from, std::size_t to) const { return m_flow[(depth * m_size + from) * m_size + to]; }
    void add(std::size_t node, std::size_t neighbour, double amount)
    {
        const std::size_t depth = node / m_size;
        const std::size_t place = node % m_size;
        if (neighbour < m_size)
            m_flow[(depth * m_size + place) * m_size + neighbour] += amount;
        else
            m_flow[((depth - 1) * m_size + neighbour - m_size) * m_size + place] -= amount;
    }

    /// Distances from the source along edges with room; false when the sink cannot be reached any more.
    bool measureDistances()
    {
        m_distance.assign(m_depths * m_size, -1);
        m_distance[m_source] = 0;
        std::vector<std::size_t> queue{m_source};
        for (std::size_t i = 0; i < queue.size() && m_distance[m_sink] < 0; ++i)
            for (std::size_t n = 0; n < 2 * m_size; ++n) {
                if (room(queue[i], n) <= kNothing)
                    continue;
                const std::size_t other = nodeOf(queue[i], n);
                if (m_distance[other] >= 0)
                    continue;
                m_distance[other] = m_distance[queue[i]] + 1;
                queue.push_back(other);
            }
        return m_distance[m_sink] >= 0;
    }

    /// Pushes along shortest paths; as deep as the distance of the sink at most.
    double push(std::size_t node, double most)
    {
        if (node == m_sink)
            return most;
        for (std::size_t& n = m_next[node]; n < 2 * m_size; ++n) {
            const double carries = room(node, n);
            if (carries <= kNothing)
                continue;
            const std::size_t other = nodeOf(node, n);
            if (m_distance[other] != m_distance[node] + 1)
                continue;
            const double pushed = push(other, std::min(most, carries));
            if (pushed > kNothing) {
                add(node, n, pushed);
                return pushed;
            }
        }
        return 0.0;
    }

    std::vector<Matrix> m_capacities;
    std::size_t m_size;
    std::size_t m_depths;
    std::size_t m_source = 0, m_sink = 0;
    std::vector<double> m_flow;
    std::vector<std::int64_t> m_distance;
    std::vector<std::size_t> m_next; ///< neighbour of each node that is tried next
};

class AttentionFlow final : public MapSource {
public:
    AttentionFlow(MapAxes axes, SharedFactors factors, LayerIndex first) : m_axes(std::move(axes)), m_factors(std::move(factors)), m_first(first.value) {}

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::Flow; }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        if (map.layer.value < m_first) { // nothing flows yet: a position is itself
            std::ranges::fill(out.values, 0.0F);
            for (std::int64_t r = 0; r < range.count; ++r)
                out.row(r)[static_cast<std::size_t>(range.first + r)] = 1.0F;
            return {};
        }
        auto capacities = capacitiesDownFrom(map.layer.value, job);
        if (!capacities)
            return capacities.error();
        LayeredGraph graph(*std::move(capacities), out.columns);
        const double all = static_cast<double>(range.count * out.columns);
        for (std::int64_t r = 0; r < range.count; ++r)
            for (std::int64_t key = 0; key < out.columns; ++key) {
                const auto flow = graph.largestFlow(static_cast<std::size_t>(range.first + r), static_cast<std::size_t>(key), job);
                if (!flow)
                    return flow.error();
                out.row(r)[static_cast<std::size_t>(key)] = static_cast<float>(*flow);
                job.progress("Attention flow", static_cast<double>(r * out.columns + key + 1) / all);
            }
        return {};
    }

private:
    Result<std::vector<Matrix>> capacitiesDownFrom(std::int64_t layer, const JobContext& job) const
    {
        std::vector<Matrix> capacities;
        for (; layer >= m_first; --layer) {
            const auto& shape = m_axes.layers[static_cast<std::size_t>(layer)];
            Matrix buffer;
            const auto block = m_factors->rows({LayerIndex{layer}, std::nullopt}, {0, shape.queries}, buffer, job);
            if (!block)
                return block.error();
            Matrix own(shape.queries, shape.keys);
            std::ranges::copy(block->values, own.values().begin());
            if (!std::ranges::all_of(own.values(), [](float value) { return value >= 0.0F && value <= std::numeric_limits<float>::max(); }))
                return Error{ErrorKind::Shape, fmt::format("layer {} holds negative values or values that are not numbers: nothing can flow through them", label(LayerIndex{layer}, IndexBase::One)),
                             {}, "Attention and rollouts can be shown"};
            capacities.push_back(std::move(own));
        }
        return capacities;
    }

    MapAxes m_axes;
    SharedFactors m_factors;
    std::int64_t m_first;
};

} // namespace

Maps attentionFlow(MapAxes axes, SharedFactors factors, LayerIndex first)
{
    return std::make_shared<AttentionFlow>(std::move(axes), std::move(factors), first);
}

} // namespace headlight
