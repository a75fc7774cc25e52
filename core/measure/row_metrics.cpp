// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/row_metrics.h"

#include "measure/row_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double entropyOf(RowPieces row)
{
    double entropy = 0.0;
    for (const auto& piece : row)
        entropy += rowEntropy(piece.values);
    return entropy;
}

/// Gini coefficient.
double inequality(std::vector<double> values)
{
    std::ranges::sort(values);
    const auto count = static_cast<double>(values.size());
    double sum = 0.0;
    double weighted = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += values[i];
        weighted += (2.0 * static_cast<double>(i + 1) - count - 1.0) * values[i];
    }
    return values.empty() || values.front() < 0.0 || !(sum > 0.0) ? kNone : weighted / (count * sum);
}

} // namespace

void MeanOfNumbers::add(double value)
{
    if (std::isnan(value))
        return;
    m_sum += value;
    ++m_count;
}

double MeanOfNumbers::value() const
{
    return m_count == 0 ? kNone : m_sum / static_cast<double>(m_count);
}

/// Where patches lie in their grid; nothing for other positions.
std::vector<std::optional<RowMetrics::Point>> RowMetrics::patchPoints(const Axis& axis)
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

RowMetrics::RowMetrics(const MapAxes& axes, const LayerShape& shape)
    : m_queries(*axes.queries), m_keys(*axes.keys), m_keyCount(shape.keys),
      m_sameSequence(axes.queries == axes.keys || (m_queries.sequence == m_keys.sequence && m_queries.size() == m_keys.size())),
      m_segmentSums(m_keys.segments.size(), 0.0), m_shares(segmentPairs(axes).size()), m_received(static_cast<std::size_t>(shape.keys), 0.0)
{
    const bool hasGrid = std::ranges::any_of(m_keys.segments, [](const Segment& segment) { return segment.grid.has_value(); });
    if (hasGrid && m_sameSequence)
        m_patches = patchPoints(m_keys);
    for (std::int64_t key = 0; key < m_keyCount; ++key) {
        const auto& item = m_keys.items[static_cast<std::size_t>(key)];
        if (item.marks.special)
            m_special.push_back(key);
        const auto segment = static_cast<std::size_t>(item.segment);
        if (m_runs.empty() || m_runs.back().segment != segment)
            m_runs.push_back({key, key, segment});
        m_runs.back().end = key + 1;
    }
}

double RowMetrics::add(std::int64_t query, RowPieces row)
{
    const double sum = addSegments(row);
    if (!std::isfinite(sum)) {
        ++m_leftOut;
        return sum;
    }
    const double entropy = entropyOf(row);
    put(HeadMetric::Entropy, entropy);
    put(HeadMetric::EntropyNormalised, m_keyCount > 1 ? entropy / std::log(static_cast<double>(m_keyCount)) : kNone);
    put(HeadMetric::Largest, largest(row));
    put(HeadMetric::FirstToken, m_keys.items.front().position == 0 ? valueAt(row, 0) : kNone);
    put(HeadMetric::RowSum, std::fabs(sum - 1.0));
    double special = m_special.empty() ? kNone : 0.0;
    for (const auto key : m_special)
        special += valueAt(row, key);
    put(HeadMetric::Special, special);
    if (!m_shares.empty()) {
        const auto from = static_cast<std::size_t>(m_queries.items[static_cast<std::size_t>(query)].segment) * m_keys.segments.size();
        for (std::size_t segment = 0; segment < m_keys.segments.size(); ++segment)
            m_shares[from + segment].add(m_segmentSums[segment]);
    }
    for (const auto& piece : row)
        for (std::size_t i = 0; i < piece.values.size(); ++i)
            m_received[static_cast<std::size_t>(piece.firstKey) + i] += static_cast<double>(piece.values[i]);
    if (m_sameSequence)
        addNeighbours(query, row);
    return sum;
}

/// What goes to each segment of the keys; the sum of it all.
double RowMetrics::addSegments(RowPieces row)
{
    std::ranges::fill(m_segmentSums, 0.0);
    for (const auto& piece : row) {
        const std::int64_t end = piece.firstKey + static_cast<std::int64_t>(piece.values.size());
        auto run = std::ranges::upper_bound(m_runs, piece.firstKey, {}, &Run::first) - 1;
        for (std::int64_t key = piece.firstKey; key < end; ++run) {
            const std::int64_t stop = std::min(end, run->end);
            m_segmentSums[run->segment] += rowSum(piece.values.subspan(static_cast<std::size_t>(key - piece.firstKey), static_cast<std::size_t>(stop - key)));
            key = stop;
        }
    }
    double sum = 0.0;
    for (const double part : m_segmentSums)
        sum += part;
    return sum;
}

void RowMetrics::addNeighbours(std::int64_t query, RowPieces row)
{
    put(HeadMetric::Distance, distance(query, row));
    if (query < m_keyCount)
        put(HeadMetric::ToItself, valueAt(row, query));
    if (query > 0 && query <= m_keyCount)
        put(HeadMetric::ToPrevious, valueAt(row, query - 1));
    if (query + 1 < m_keyCount)
        put(HeadMetric::ToNext, valueAt(row, query + 1));
}

double RowMetrics::distance(std::int64_t query, RowPieces row) const
{
    if (!m_patches.empty())
        return patchDistance(query, row);
    const std::int64_t from = m_queries.items[static_cast<std::size_t>(query)].position;
    double sum = 0.0;
    for (const auto& piece : row)
        for (std::size_t i = 0; i < piece.values.size(); ++i)
            sum += static_cast<double>(piece.values[i]) * static_cast<double>(std::abs(m_keys.items[static_cast<std::size_t>(piece.firstKey) + i].position - from));
    return sum;
}

double RowMetrics::patchDistance(std::int64_t query, RowPieces row) const
{
    const auto& from = m_patches[static_cast<std::size_t>(query)];
    if (!from)
        return kNone;
    double sum = 0.0;
    double weight = 0.0;
    for (const auto& piece : row)
        for (std::size_t i = 0; i < piece.values.size(); ++i) {
            const auto& to = m_patches[static_cast<std::size_t>(piece.firstKey) + i];
            if (!to)
                continue;
            sum += static_cast<double>(piece.values[i]) * std::hypot(to->row - from->row, to->column - from->column);
            weight += static_cast<double>(piece.values[i]);
        }
    return weight > 0.0 ? sum / weight : kNone;
}

double RowMetrics::largest(RowPieces row) const
{
    const bool whole = row.size() == 1 && static_cast<std::int64_t>(row.front().values.size()) == m_keyCount;
    double largest = whole ? -std::numeric_limits<double>::infinity() : 0.0; // beside its pieces a row is 0
    for (const auto& piece : row)
        largest = std::max(largest, static_cast<double>(rowMaximum(piece.values)));
    return largest;
}

double RowMetrics::concentration() const
{
    bool any = false; // sums of no row are no sums
    for (const double received : m_received)
        any = any || received != 0.0;
    return any ? inequality(m_received) : kNone;
}

HeadNumbers RowMetrics::numbers() const
{
    HeadNumbers numbers;
    for (std::size_t i = 0; i < m_means.size(); ++i)
        numbers.metrics[i] = m_means[i].value();
    numbers[HeadMetric::Concentration] = concentration();
    for (const auto& share : m_shares)
        numbers.shares.push_back(share.value());
    return numbers;
}

} // namespace headlight
