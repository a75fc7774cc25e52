// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/received.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headlight {

namespace {

constexpr std::int64_t kRowsAtOnce = 64;

void addWindow(std::vector<double>& sums, const WindowedMap& part)
{
    std::size_t full = 0;
    for (std::int64_t r = 0; r < part.rows.count; ++r) {
        if (full < part.fullQueries.size() && part.fullQueries[full] == part.rows.first + r) {
            const auto row = part.full.row(static_cast<std::int64_t>(full++));
            for (std::size_t k = 0; k < sums.size(); ++k)
                sums[k] += static_cast<double>(row[k]);
            continue;
        }
        const auto band = part.band.row(r);
        const auto firstKey = part.keyOf(r, 0);
        const auto from = std::max<std::int64_t>(0, -firstKey);
        const auto to = std::min<std::int64_t>(part.band.columns(), part.keys - firstKey);
        for (std::int64_t c = from; c < to; ++c)
            sums[static_cast<std::size_t>(firstKey + c)] += static_cast<double>(band[static_cast<std::size_t>(c)]);
        const auto columns = part.columns.row(r);
        for (std::size_t g = 0; g < part.globals.size(); ++g)
            sums[static_cast<std::size_t>(part.globals[g])] += static_cast<double>(columns[g]);
    }
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

} // namespace

Result<std::vector<double>> receivedAttention(const MapSource& source, MapIndex map, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(map.layer.value)];
    std::vector<double> sums(static_cast<std::size_t>(shape.keys), 0.0);
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        const RowRange range{first, std::min(kRowsAtOnce, shape.queries - first)};
        const auto windowed = source.windowed(map, range, job);
        if (!windowed)
            return windowed.error();
        if (*windowed) {
            addWindow(sums, **windowed);
            continue;
        }
        block.reshape(range.count, shape.keys);
        if (auto read = source.rows(map, range, block.block(), job); !read)
            return read.error();
        for (std::int64_t r = 0; r < block.rows(); ++r) {
            const auto row = block.row(r);
            for (std::size_t k = 0; k < sums.size(); ++k)
                sums[k] += static_cast<double>(row[k]);
        }
    }
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

LargestValues largestOf(std::span<const float> row, std::int64_t k)
{
    std::vector<std::int32_t> order(row.size());
    std::iota(order.begin(), order.end(), 0);
    const auto count = std::min<std::int64_t>(k, static_cast<std::int64_t>(row.size()));
    const auto end = order.begin() + count + (count < static_cast<std::int64_t>(row.size()) ? 1 : 0); // the next one tells whether the last is tied
    std::partial_sort(order.begin(), end, order.end(), [&](std::int32_t a, std::int32_t b) { return before(row, a, b); });
    LargestValues largest;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto value = [&](std::int64_t place) { return row[static_cast<std::size_t>(order[static_cast<std::size_t>(place)])]; };
        largest.positions.push_back(order[static_cast<std::size_t>(i)]);
        largest.tied.push_back((i > 0 && value(i - 1) == value(i)) || (order.begin() + i + 1 < end && value(i + 1) == value(i)));
    }
    return largest;
}

} // namespace headlight
