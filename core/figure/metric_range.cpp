// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/metric_range.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headlight {

namespace {

constexpr double kFence = 1.5;

std::vector<double> numbersOf(std::span<const double> values)
{
    std::vector<double> numbers;
    std::ranges::copy_if(values, std::back_inserter(numbers), [](double value) { return std::isfinite(value); });
    return numbers;
}

/// The largest that every head could have; 0 where that depends on the values.
double boundOf(HeadMetric metric, std::int64_t keys)
{
    switch (metric) {
    case HeadMetric::Entropy:
        return std::log(static_cast<double>(std::max<std::int64_t>(2, keys)));
    case HeadMetric::ToPrevious:
    case HeadMetric::ToItself:
    case HeadMetric::ToNext:
    case HeadMetric::Special:
    case HeadMetric::Largest:
    case HeadMetric::FirstToken:
    case HeadMetric::EntropyNormalised:
    case HeadMetric::Concentration:
    case HeadMetric::SegmentShare:
        return 1.0;
    case HeadMetric::Distance:
    case HeadMetric::RowSum:
    case HeadMetric::Importance:
    case HeadMetric::GradientAttention:
        break;
    }
    return 0.0;
}

double quantile(const std::vector<double>& sorted, double share)
{
    const double place = static_cast<double>(sorted.size() - 1) * share;
    const auto below = static_cast<std::size_t>(std::floor(place));
    const auto above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

} // namespace

MetricRange metricRange(const MetricChoice& metric, std::span<const double> values, std::int64_t keys)
{
    constexpr double kRounding = 1e-4; // of shares in half precision
    MetricRange range{0.0, boundOf(metric.metric, keys)};
    for (const double value : numbersOf(values)) {
        range.low = std::min(range.low, value);
        if (value > range.high * (1.0 + kRounding))
            range.high = value;
    }
    if (!(range.high > range.low))
        range.high = range.low + 1.0;
    return range;
}

std::optional<Spread> spreadOf(std::span<const double> values)
{
    auto sorted = numbersOf(values);
    if (sorted.empty())
        return std::nullopt;
    std::ranges::sort(sorted);
    Spread spread;
    spread.least = sorted.front();
    spread.lowerQuartile = quantile(sorted, 0.25);
    spread.median = quantile(sorted, 0.5);
    spread.upperQuartile = quantile(sorted, 0.75);
    spread.most = sorted.back();
    spread.count = static_cast<std::int64_t>(sorted.size());
    for (const double value : sorted)
        spread.mean += value / static_cast<double>(sorted.size());
    return spread;
}

double beyondFences(double value, const Spread& spread)
{
    const double box = spread.upperQuartile - spread.lowerQuartile;
    const double range = spread.most - spread.least;
    if (!std::isfinite(value) || !(range > 0.0))
        return 0.0;
    if (!(box > 0.0))
        return std::fabs(value - spread.median) / range;
    const double above = value - spread.upperQuartile;
    const double below = spread.lowerQuartile - value;
    return std::max(0.0, std::max(above, below) / box - kFence);
}

} // namespace headlight
