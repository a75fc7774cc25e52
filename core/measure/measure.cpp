// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/measure.h"

#include <array>

namespace headlight {

namespace {

constexpr std::array<std::string_view, 4> kAggregates{"each", "mean", "max", "min"};

struct MetricWords {
    std::string_view name;
    std::string_view title;
    std::string_view unit;
};

constexpr std::array<MetricWords, kHeadMetricCount> kMetrics{{
    {"entropy", "Row entropy", "nats"},
    {"distance", "Mean distance", "tokens"},
    {"previous", "To previous", ""},
    {"diagonal", "To itself", ""},
    {"special", "Special share", ""},
    {"largest", "Largest", ""},
    {"first-token", "To first token", ""},
}};

const MetricWords& wordsOf(HeadMetric metric)
{
    return kMetrics[static_cast<std::size_t>(metric)];
}

} // namespace

std::string_view nameOf(Aggregate aggregate)
{
    return kAggregates[static_cast<std::size_t>(aggregate)];
}

std::optional<Aggregate> aggregateFromName(std::string_view name)
{
    for (std::size_t i = 0; i < kAggregates.size(); ++i)
        if (kAggregates[i] == name)
            return static_cast<Aggregate>(i);
    return std::nullopt;
}

std::string_view nameOf(HeadMetric metric)
{
    return wordsOf(metric).name;
}

std::string_view titleOf(HeadMetric metric)
{
    return wordsOf(metric).title;
}

std::string_view unitOf(HeadMetric metric)
{
    return wordsOf(metric).unit;
}

std::optional<HeadMetric> headMetricFromName(std::string_view name)
{
    for (std::size_t i = 0; i < kMetrics.size(); ++i)
        if (kMetrics[i].name == name)
            return static_cast<HeadMetric>(i);
    return std::nullopt;
}

} // namespace headlight
