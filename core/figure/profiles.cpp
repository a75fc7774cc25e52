// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/profiles.h"

#include "base/dispatch.h"
#include "base/parallel.h"
#include "measure/row_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight {

namespace {

constexpr std::int64_t kRowsPerChunk = 64;

HEADLIGHT_CLONES
void addTo(float* sums, const float* row, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        sums[i] += row[i];
}

/// Sums or maxima of the columns over one chunk of rows.
std::vector<float> columnsOfChunk(const Matrix& map, std::int64_t first, std::int64_t count, bool maximum)
{
    std::vector<float> columns(static_cast<std::size_t>(map.columns()), maximum ? -std::numeric_limits<float>::infinity() : 0.0F);
    for (std::int64_t r = first; r < first + count; ++r) {
        const auto row = map.row(r);
        if (!maximum) {
            addTo(columns.data(), row.data(), row.size());
            continue;
        }
        for (std::size_t c = 0; c < row.size(); ++c)
            columns[c] = std::max(columns[c], row[c]);
    }
    return columns;
}

std::vector<double> columnValues(const Matrix& map, ColumnProfile kind)
{
    const bool maximum = kind == ColumnProfile::Maximum;
    const std::int64_t chunks = (map.rows() + kRowsPerChunk - 1) / kRowsPerChunk;
    std::vector<std::vector<float>> parts(static_cast<std::size_t>(chunks));
    parallelFor(chunks, [&](std::int64_t chunk) {
        const std::int64_t first = chunk * kRowsPerChunk;
        parts[static_cast<std::size_t>(chunk)] = columnsOfChunk(map, first, std::min(kRowsPerChunk, map.rows() - first), maximum);
    });
    std::vector<double> columns(static_cast<std::size_t>(map.columns()), maximum ? -std::numeric_limits<double>::infinity() : 0.0);
    for (const auto& part : parts)
        for (std::size_t c = 0; c < columns.size(); ++c)
            columns[c] = maximum ? std::max(columns[c], static_cast<double>(part[c])) : columns[c] + static_cast<double>(part[c]);
    if (kind == ColumnProfile::MeanReceived)
        for (auto& value : columns)
            value /= static_cast<double>(std::max<std::int64_t>(1, map.rows()));
    return columns;
}

double rowValue(std::span<const float> row, RowProfile kind)
{
    switch (kind) {
    case RowProfile::Entropy:
        return rowEntropy(row);
    case RowProfile::Maximum:
        return static_cast<double>(rowMaximum(row));
    case RowProfile::Sum:
        return rowSum(row);
    }
    return 0.0;
}

std::vector<float> rowValues(const Matrix& map, const std::vector<std::int64_t>& rows, RowProfile kind)
{
    std::vector<float> values(rows.size());
    const auto count = static_cast<std::int64_t>(rows.size());
    const std::int64_t chunks = (count + kRowsPerChunk - 1) / kRowsPerChunk;
    parallelFor(chunks, [&](std::int64_t chunk) {
        for (std::int64_t i = chunk * kRowsPerChunk; i < std::min(count, (chunk + 1) * kRowsPerChunk); ++i)
            values[static_cast<std::size_t>(i)] = static_cast<float>(rowValue(map.row(rows[static_cast<std::size_t>(i)]), kind));
    });
    return values;
}

double largestOf(const std::vector<float>& values)
{
    double largest = 0.0;
    for (const float value : values)
        if (std::isfinite(value))
            largest = std::max(largest, static_cast<double>(value));
    return largest;
}

} // namespace

Profiles profilesOf(const Matrix& map, const ShownCells& shown, const Display& display)
{
    Profiles profiles;
    switch (display.columnProfile) {
    case ColumnProfile::MeanReceived:
        profiles.columns.name = "received, column mean";
        break;
    case ColumnProfile::Maximum:
        profiles.columns.name = "received, column maximum";
        break;
    case ColumnProfile::Sum:
        profiles.columns.name = "received, column sum";
        break;
    }
    const auto columns = columnValues(map, display.columnProfile);
    for (const auto column : shown.columns)
        profiles.columns.values.push_back(static_cast<float>(columns[static_cast<std::size_t>(column)]));
    profiles.columns.largest = largestOf(profiles.columns.values);

    profiles.rows.values = rowValues(map, shown.rows, display.rowProfile);
    if (display.rowProfile == RowProfile::Entropy) {
        profiles.rows.name = "row entropy";
        profiles.rows.unit = "nats";
        profiles.rows.largest = std::log(static_cast<double>(std::max<std::int64_t>(2, map.columns()))); // of uniform attention
    } else {
        profiles.rows.name = display.rowProfile == RowProfile::Maximum ? "row maximum" : "row sum";
        profiles.rows.largest = largestOf(profiles.rows.values);
    }
    return profiles;
}

} // namespace headlight
