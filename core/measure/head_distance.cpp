// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/head_distance.h"

#include "base/parallel.h"
#include "measure/row_block.h"
#include "measure/row_metrics.h"
#include "measure/row_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace headlight {

namespace {

/// (1 + t) ln(1 + t) + (1 - t) ln(1 - t) for t in [-1, 1], without loss where t is small.
double divergenceTerm(double t)
{
    const double size = std::fabs(t);
    const double lower = size < 1.0 ? (1.0 - size) * std::log1p(-size) : 0.0;
    return (1.0 + size) * std::log1p(size) + lower;
}

/// Twice the divergence of a stretch. With t = (p - q)/(p + q) the two terms of a key are (p + q)/2 times divergenceTerm(t), which is never
/// negative: near rows do not lose their distance to rounding, as a difference of entropies would.
double twiceDivergence(std::span<const float> one, double oneSum, std::span<const float> other, double otherSum)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const double p = static_cast<double>(one[i]) / oneSum;
        const double q = static_cast<double>(other[i]) / otherSum;
        if (p == q)
            continue;
        sum += (p + q) / 2.0 * divergenceTerm((p - q) / (p + q));
    }
    return sum;
}

/// What its values sum to, where they are a distribution up to that.
std::optional<double> massOf(RowPieces row)
{
    double sum = 0.0;
    for (const auto& piece : row) {
        if (std::ranges::any_of(piece.values, [](float value) { return !(value >= 0.0F); }))
            return std::nullopt;
        sum += rowSum(piece.values);
    }
    return std::isfinite(sum) && sum > 0.0 ? std::optional(sum) : std::nullopt;
}

double distanceFrom(double twice)
{
    return std::clamp(std::sqrt(twice / 2.0), 0.0, kFarthestHeads);
}

bool alike(RowPieces one, RowPieces other)
{
    return std::ranges::equal(one, other, [](const RowPiece& a, const RowPiece& b) { return a.firstKey == b.firstKey && a.values.size() == b.values.size(); });
}

std::vector<float> expanded(RowPieces row, std::int64_t keys)
{
    std::vector<float> whole(static_cast<std::size_t>(keys), 0.0F);
    for (const auto& piece : row)
        for (std::size_t i = 0; i < piece.values.size(); ++i)
            whole[static_cast<std::size_t>(piece.firstKey) + i] += piece.values[i];
    return whole;
}

std::optional<double> distanceOf(RowPieces one, double oneSum, RowPieces other, std::int64_t keys)
{
    const auto otherSum = massOf(other);
    if (!otherSum)
        return std::nullopt;
    if (!alike(one, other))
        return distanceFrom(twiceDivergence(expanded(one, keys), oneSum, expanded(other, keys), *otherSum));
    double twice = 0.0;
    for (std::size_t i = 0; i < one.size(); ++i)
        twice += twiceDivergence(one[i].values, oneSum, other[i].values, *otherSum);
    return distanceFrom(twice);
}

/// The rows of the head that the others are compared with, block by block.
class Comparison {
public:
    Comparison(const MapSource& maps, MapIndex from, const JobContext& job) : m_maps(maps), m_from(from), m_job(job)
    {
        const auto& layers = maps.axes().layers;
        m_shape = layers[static_cast<std::size_t>(from.layer.value)];
        std::int64_t most = 0;
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            most = std::max(most, layers[layer].heads);
            if (layers[layer].queries != m_shape.queries || layers[layer].keys != m_shape.keys) {
                ++m_result.otherSizes;
                continue;
            }
            for (std::int64_t head = 0; head < layers[layer].heads; ++head)
                m_heads.push_back({LayerIndex{static_cast<std::int64_t>(layer)}, HeadIndex{head}});
        }
        m_means.resize(m_heads.size());
        m_result.values = Matrix(static_cast<std::int64_t>(layers.size()), most, std::numeric_limits<float>::quiet_NaN());
    }

    Result<HeadDistances> result()
    {
        const std::int64_t step = RowBlock::rowsAtOnce(m_shape);
        for (std::int64_t first = 0; first < m_shape.queries; first += step)
            if (auto done = compareRows({first, std::min(step, m_shape.queries - first)}); !done)
                return done.error();
        for (std::size_t i = 0; i < m_heads.size(); ++i)
            m_result.values(m_heads[i].layer.value, m_heads[i].head->value) = static_cast<float>(m_means[i].value());
        return std::move(m_result);
    }

private:
    Result<void> compareRows(RowRange rows)
    {
        RowBlock from;
        if (auto read = from.read(m_maps, m_from, rows, m_job); !read)
            return read;
        std::vector<std::optional<double>> masses;
        std::vector<RowPiece> room;
        const auto& queries = m_maps.axes().queries->items;
        for (std::int64_t r = 0; r < rows.count; ++r) {
            const bool counts = !queries[static_cast<std::size_t>(rows.first + r)].marks.padding;
            masses.push_back(counts ? massOf(from.row(r, room)) : std::nullopt);
            m_result.rowsLeftOut += counts && !masses.back() ? 1 : 0;
        }
        Result<void> outcome;
        std::mutex mutex;
        parallelFor(static_cast<std::int64_t>(m_heads.size()), [&](std::int64_t i) {
            auto done = compareHead(static_cast<std::size_t>(i), from, masses, rows);
            const std::lock_guard lock(mutex);
            if (!done)
                outcome = std::move(done);
            m_job.progress(fmt::format("Distance of heads, {} of {}", i + 1, m_heads.size()), share(++m_done));
        });
        return outcome;
    }

    [[nodiscard]] double share(std::int64_t done) const
    {
        const std::int64_t step = RowBlock::rowsAtOnce(m_shape);
        const auto blocks = (m_shape.queries + step - 1) / step;
        return static_cast<double>(done) / static_cast<double>(blocks * static_cast<std::int64_t>(m_heads.size()));
    }

    Result<void> compareHead(std::size_t head, const RowBlock& from, const std::vector<std::optional<double>>& masses, RowRange rows)
    {
        if (m_job.stopped())
            return cancelled();
        RowBlock block;
        if (auto read = block.read(m_maps, m_heads[head], rows, m_job); !read)
            return read;
        std::vector<RowPiece> mine;
        std::vector<RowPiece> other;
        for (std::int64_t r = 0; r < rows.count; ++r)
            if (const auto& mass = masses[static_cast<std::size_t>(r)])
                if (const auto distance = distanceOf(from.row(r, mine), *mass, block.row(r, other), m_shape.keys))
                    m_means[head].add(*distance);
        return {};
    }

    const MapSource& m_maps;
    MapIndex m_from;
    const JobContext& m_job;
    LayerShape m_shape;
    std::vector<MapIndex> m_heads;
    std::vector<MeanOfNumbers> m_means;
    std::int64_t m_done = 0;
    HeadDistances m_result;
};

} // namespace

std::optional<double> rowDistance(std::span<const float> one, std::span<const float> other)
{
    const RowPiece left{0, one};
    const RowPiece right{0, other};
    const auto mass = massOf(std::span(&left, 1));
    return mass ? distanceOf(std::span(&left, 1), *mass, std::span(&right, 1), static_cast<std::int64_t>(one.size())) : std::nullopt;
}

Result<HeadDistances> headDistances(const MapSource& maps, MapIndex from, const JobContext& job)
{
    return Comparison(maps, from, job).result();
}

} // namespace headlight
