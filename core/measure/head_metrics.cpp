// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/head_metrics.h"

#include "measure/pooling.h"
#include "measure/row_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace headlight {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Point {
    double row = 0.0;
    double column = 0.0;
};

/// Where patches lie in their grid; nothing for other positions.
std::vector<std::optional<Point>> patchPoints(const Axis& axis)
{
    std::vector<std::optional<Point>> points(axis.items.size());
    for (std::size_t i = 0; i < axis.items.size(); ++i) {
        const auto& item = axis.items[i];
        const auto& segment = axis.segments[static_cast<std::size_t>(item.segment)];
        if (!segment.grid || segment.grid->columns <= 0)
            continue;
        const std::int64_t number = item.position - segment.first;
        points[i] = Point{static_cast<double>(number / segment.grid->columns), static_cast<double>(number % segment.grid->columns)};
    }
    return points;
}

/// Sums of one metric over rows, so that the mean leaves out rows it does not apply to.
struct Mean {
    double sum = 0.0;
    std::int64_t count = 0;

    void add(double value)
    {
        if (std::isnan(value))
            return;
        sum += value;
        ++count;
    }
    [[nodiscard]] double value() const { return count == 0 ? kNone : sum / static_cast<double>(count); }
};

/// What does not change from row to row.
class RowMetrics {
public:
    explicit RowMetrics(const MapAxes& axes)
        : m_queries(*axes.queries), m_keys(*axes.keys),
          m_sameSequence(axes.queries == axes.keys || (m_queries.sequence == m_keys.sequence && m_queries.size() == m_keys.size()))
    {
        const bool hasGrid = std::ranges::any_of(m_keys.segments, [](const Segment& segment) { return segment.grid.has_value(); });
        if (hasGrid && m_sameSequence)
            m_patches = patchPoints(m_keys);
        for (std::int64_t key = 0; key < m_keys.size(); ++key)
            if (m_keys.items[static_cast<std::size_t>(key)].marks.special)
                m_special.push_back(key);
    }

    void add(std::int64_t query, std::span<const float> row)
    {
        const auto put = [this](HeadMetric metric, double value) { m_means[static_cast<std::size_t>(metric)].add(value); };
        put(HeadMetric::Entropy, rowEntropy(row));
        put(HeadMetric::Largest, static_cast<double>(rowMaximum(row)));
        put(HeadMetric::FirstToken, m_keys.items.front().position == 0 ? static_cast<double>(row.front()) : kNone);
        put(HeadMetric::Special, m_special.empty() ? kNone : shareOfSpecial(row));
        if (!m_sameSequence)
            return;
        put(HeadMetric::Distance, distance(query, row));
        if (query < static_cast<std::int64_t>(row.size()))
            put(HeadMetric::ToItself, static_cast<double>(row[static_cast<std::size_t>(query)]));
        if (query > 0 && query <= static_cast<std::int64_t>(row.size()))
            put(HeadMetric::ToPrevious, static_cast<double>(row[static_cast<std::size_t>(query - 1)]));
    }

    [[nodiscard]] bool counts(std::int64_t query) const { return !m_queries.items[static_cast<std::size_t>(query)].marks.padding; }
    [[nodiscard]] std::array<double, kHeadMetricCount> values() const
    {
        std::array<double, kHeadMetricCount> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = m_means[i].value();
        return values;
    }

private:
    [[nodiscard]] double shareOfSpecial(std::span<const float> row) const
    {
        double share = 0.0;
        for (const auto key : m_special)
            if (key < static_cast<std::int64_t>(row.size()))
                share += static_cast<double>(row[static_cast<std::size_t>(key)]);
        return share;
    }

    [[nodiscard]] double distance(std::int64_t query, std::span<const float> row) const
    {
        if (!m_patches.empty())
            return patchDistance(query, row);
        const std::int64_t from = m_queries.items[static_cast<std::size_t>(query)].position;
        double sum = 0.0;
        for (std::size_t key = 0; key < row.size(); ++key)
            sum += static_cast<double>(row[key]) * static_cast<double>(std::abs(m_keys.items[key].position - from));
        return sum;
    }

    [[nodiscard]] double patchDistance(std::int64_t query, std::span<const float> row) const
    {
        const auto& from = m_patches[static_cast<std::size_t>(query)];
        if (!from)
            return kNone;
        double sum = 0.0;
        double weight = 0.0;
        for (std::size_t key = 0; key < row.size(); ++key) {
            if (!m_patches[key])
                continue;
            sum += static_cast<double>(row[key]) * std::hypot(m_patches[key]->row - from->row, m_patches[key]->column - from->column);
            weight += static_cast<double>(row[key]);
        }
        return weight > 0.0 ? sum / weight : kNone;
    }

    const Axis& m_queries;
    const Axis& m_keys;
    bool m_sameSequence;
    std::vector<std::optional<Point>> m_patches;
    std::vector<std::int64_t> m_special;
    std::array<Mean, kHeadMetricCount> m_means{};
};

/// Extremes and counts of one row added to the pass.
void note(HeadPass& pass, std::span<const float> row)
{
    for (const float value : row) {
        if (!std::isfinite(value)) {
            ++pass.notNumbers;
            continue;
        }
        pass.smallest = std::min(pass.smallest, value);
        pass.largest = std::max(pass.largest, value);
        pass.negative += value < 0.0F ? 1 : 0;
    }
}

} // namespace

Result<HeadPass> passOverHead(const MapSource& maps, MapIndex map, std::int64_t tileCells, bool signedValues, const JobContext& job)
{
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(map.layer.value)];
    HeadPass pass;
    constexpr float kFar = std::numeric_limits<float>::infinity();
    pass.smallest = pass.smallestRowSum = kFar;
    pass.largest = pass.largestRowSum = -kFar;
    if (shape.queries == 0 || shape.keys == 0)
        return Error{ErrorKind::Shape, "the map is empty"};

    RowMetrics metrics(maps.axes());
    BlockMaximum tile(shape.queries, shape.keys, tileCells, signedValues);
    const std::int64_t step = std::max<std::int64_t>(1, (std::int64_t{1} << 16) / shape.keys);
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += step) {
        if (job.stopped())
            return cancelled();
        const std::int64_t count = std::min(step, shape.queries - first);
        block.reshape(count, shape.keys);
        if (auto got = maps.rows(map, {first, count}, block.block(), job); !got)
            return got.error();
        for (std::int64_t r = 0; r < count; ++r) {
            const auto row = std::as_const(block).row(r);
            tile.add(first + r, row);
            note(pass, row);
            if (!metrics.counts(first + r))
                continue;
            metrics.add(first + r, row);
            const auto sum = static_cast<float>(rowSum(row));
            if (std::isfinite(sum)) {
                pass.smallestRowSum = std::min(pass.smallestRowSum, sum);
                pass.largestRowSum = std::max(pass.largestRowSum, sum);
            }
        }
    }
    for (float* value : {&pass.smallest, &pass.largest, &pass.smallestRowSum, &pass.largestRowSum})
        if (!std::isfinite(*value))
            *value = 0.0F;
    pass.tile = tile.take();
    pass.metrics = metrics.values();
    return pass;
}

} // namespace headlight
