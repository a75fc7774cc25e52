// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/row_statistics.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

auto asArray(std::span<const float> row)
{
    return Eigen::Map<const Eigen::ArrayXf>(row.data(), static_cast<Eigen::Index>(row.size()));
}

} // namespace

double rowEntropy(std::span<const float> row)
{
    if (row.empty())
        return 0.0;
    // Blocks keep the float32 sums short; the smallest normal number stands for 0, whose term is then below 1e-36.
    constexpr std::size_t kBlock = 256;
    double entropy = 0.0;
    for (std::size_t first = 0; first < row.size(); first += kBlock) {
        const auto p = asArray(row.subspan(first, std::min(kBlock, row.size() - first)));
        const float sum = (p * p.max(1.17549435e-38F).log()).sum();
        if (!(p.minCoeff() >= 0.0F))
            return std::nan("");
        entropy -= static_cast<double>(sum);
    }
    return entropy == 0.0 ? 0.0 : entropy;
}

double rowSum(std::span<const float> row)
{
    double sum = 0.0;
    for (const float value : row)
        sum += static_cast<double>(value);
    return sum;
}

float rowMaximum(std::span<const float> row)
{
    return row.empty() ? 0.0F : *std::ranges::max_element(row);
}

Rank rankInRow(std::span<const float> row, std::int64_t column)
{
    const float value = row[static_cast<std::size_t>(column)];
    Rank rank{1, false};
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (static_cast<std::int64_t>(i) == column)
            continue;
        const bool equal = row[i] == value;
        rank.tied = rank.tied || equal;
        if (row[i] > value || (equal && static_cast<std::int64_t>(i) < column))
            ++rank.rank;
    }
    return rank;
}

} // namespace headlight
