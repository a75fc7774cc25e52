// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The metrics of a head, gathered row by row. head_metrics.h has the formulas.
#pragma once

#include "dump/axis.h"
#include "measure/head_metrics.h"
#include "measure/row_block.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace headlight {

/// A mean that leaves out what is not a number.
class MeanOfNumbers {
public:
    void add(double value);
    [[nodiscard]] double value() const; ///< NaN of nothing

private:
    double m_sum = 0.0;
    std::int64_t m_count = 0;
};

class RowMetrics {
public:
    /// `axes` must stay as long as this does; `shape` is that of the layer.
    RowMetrics(const MapAxes& axes, const LayerShape& shape);

    /// Padding queries take no part.
    [[nodiscard]] bool counts(std::int64_t query) const { return !m_queries.items[static_cast<std::size_t>(query)].marks.padding; }
    /// Sum of the row. A row whose sum is not a number takes no part.
    double add(std::int64_t query, RowPieces row);
    [[nodiscard]] HeadNumbers numbers() const;
    [[nodiscard]] std::int64_t leftOut() const { return m_leftOut; }

private:
    struct Point {
        double row = 0.0;
        double column = 0.0;
    };
    /// Neighbouring keys of one segment.
    struct Run {
        std::int64_t first = 0;
        std::int64_t end = 0;
        std::size_t segment = 0;
    };

    static std::vector<std::optional<Point>> patchPoints(const Axis& axis);
    void put(HeadMetric metric, double value) { m_means[static_cast<std::size_t>(metric)].add(value); }
    double addSegments(RowPieces row);
    void addNeighbours(std::int64_t query, RowPieces row);
    [[nodiscard]] double distance(std::int64_t query, RowPieces row) const;
    [[nodiscard]] double patchDistance(std::int64_t query, RowPieces row) const;
    [[nodiscard]] double largest(RowPieces row) const;
    [[nodiscard]] double concentration() const;

    const Axis& m_queries;
    const Axis& m_keys;
    std::int64_t m_keyCount;
    bool m_sameSequence;
    std::vector<std::optional<Point>> m_patches;
    std::vector<std::int64_t> m_special;
    std::vector<Run> m_runs;
    std::vector<double> m_segmentSums; ///< of the row at hand
    std::array<MeanOfNumbers, kHeadMetricCount> m_means{};
    std::vector<MeanOfNumbers> m_shares;
    std::vector<double> m_received;
    std::int64_t m_leftOut = 0;
};

} // namespace headlight
