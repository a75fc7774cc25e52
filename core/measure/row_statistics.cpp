// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/row_statistics.h"

#include "base/dispatch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace headlight {

namespace {

constexpr std::size_t kLanes = 16;  ///< sums side by side, so that they fit vector registers and stay short
constexpr std::size_t kStretch = 512; ///< values at a time: their terms stay in the first cache

/// p ln p for a stretch of values.
///
/// ln x = e ln 2 + 2 artanh s with x = m 2^e, sqrt(1/2) <= m < sqrt(2) and s = (m - 1) / (m + 1), |s| <= 0.172: five terms of the series
/// of artanh leave an error below 1e-9, less than float32 can hold. The smallest normal number stands for 0, whose term is then 0.
HEADLIGHT_CLONES
void plnp(const float* p, std::size_t count, float* terms)
{
    constexpr float kLn2 = 0.69314718F;
    constexpr std::int32_t kSmallestNormal = 0x00800000;
    constexpr std::int32_t kSqrtHalf = 0x3F3504F3;
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::max(std::bit_cast<std::int32_t>(p[i]), kSmallestNormal); // floats above zero are ordered like their bits
        const std::int32_t exponent = (bits - kSqrtHalf) >> 23;
        const auto mantissa = std::bit_cast<float>(bits - exponent * (std::int32_t{1} << 23));
        const float s = (mantissa - 1.0F) / (mantissa + 1.0F);
        const float s2 = s * s;
        const float series = s * (2.0F + s2 * (2.0F / 3.0F + s2 * (2.0F / 5.0F + s2 * (2.0F / 7.0F + s2 * (2.0F / 9.0F)))));
        terms[i] = p[i] * (static_cast<float>(exponent) * kLn2 + series);
    }
}

/// Sums of whole blocks of kLanes terms, and the smallest value of each lane.
HEADLIGHT_CLONES
void sumAndSmallest(const float* terms, const float* values, std::size_t blocks, float* sums, float* smallest)
{
    float total[kLanes] = {};
    float least[kLanes] = {};
    for (std::size_t block = 0; block < blocks; ++block)
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float value = values[block * kLanes + lane];
            total[lane] += terms[block * kLanes + lane];
            least[lane] = value < least[lane] ? value : least[lane];
        }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sums[lane] = total[lane];
        smallest[lane] = least[lane];
    }
}

} // namespace

double rowEntropy(std::span<const float> row)
{
    std::array<float, kStretch> terms;
    std::array<float, kLanes> sums;
    std::array<float, kLanes> smallest;
    double entropy = 0.0;
    bool negative = false;
    for (std::size_t first = 0; first < row.size(); first += kStretch) {
        const auto stretch = row.subspan(first, std::min(kStretch, row.size() - first));
        plnp(stretch.data(), stretch.size(), terms.data());
        const std::size_t blocks = stretch.size() / kLanes;
        sumAndSmallest(terms.data(), stretch.data(), blocks, sums.data(), smallest.data());
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            entropy -= static_cast<double>(sums[lane]);
            negative = negative || smallest[lane] < 0.0F;
        }
        for (std::size_t i = blocks * kLanes; i < stretch.size(); ++i) {
            entropy -= static_cast<double>(terms[i]);
            negative = negative || stretch[i] < 0.0F;
        }
    }
    if (negative)
        return std::nan("");
    return std::fabs(entropy) < 1e-30 ? 0.0 : entropy;
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
