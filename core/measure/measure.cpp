// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/measure.h"

#include <array>
#include <cctype>
#include <utility>

namespace headlight {

namespace {

constexpr std::array<std::string_view, 4> kAggregates{"each", "mean", "max", "min"};

struct MetricWords {
    std::string_view name;
    std::string_view title;
    std::string_view unit;
};

constexpr std::array<MetricWords, kHeadMetricCount + 1> kMetrics{{
    {"entropy", "Row entropy", "nats"},
    {"distance", "Mean distance", "tokens"},
    {"previous", "To previous", ""},
    {"diagonal", "To itself", ""},
    {"special", "Special share", ""},
    {"largest", "Largest", ""},
    {"first-token", "To first token", ""},
    {"entropy-normalised", "Row entropy, normalised", ""},
    {"next", "To next", ""},
    {"concentration", "Received concentration", ""},
    {"row-sum", "Row sum off one", ""},
    {"importance", "Importance", ""},
    {"gradient-attention", "Gradient × attention", ""},
    {"segment", "Share of a segment", ""},
}};

constexpr std::string_view kSegment = "segment:";

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

MetricChoice MetricChoice::ofSegments(std::string pair)
{
    MetricChoice choice(HeadMetric::SegmentShare);
    choice.pair = std::move(pair);
    return choice;
}

std::string nameOf(const MetricChoice& choice)
{
    return choice.metric == HeadMetric::SegmentShare ? std::string(kSegment) + choice.pair : std::string(nameOf(choice.metric));
}

std::string titleOf(const MetricChoice& choice)
{
    if (choice.metric != HeadMetric::SegmentShare)
        return std::string(titleOf(choice.metric));
    std::string title = choice.pair;
    if (const auto colon = title.find(':'); colon != std::string::npos)
        title.replace(colon, 1, " to ");
    if (!title.empty())
        title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    return title;
}

std::string_view unitOf(const MetricChoice& choice)
{
    return unitOf(choice.metric);
}

std::string metricNames()
{
    std::string names;
    for (int i = 0; i < kHeadMetricCount; ++i)
        names += std::string(nameOf(static_cast<HeadMetric>(i))) + (i + 1 < kHeadMetricCount ? ", " : "");
    return names + " or segment:A:B";
}

std::optional<MetricChoice> metricFromName(std::string_view name)
{
    if (name.starts_with(kSegment)) {
        const auto pair = name.substr(kSegment.size());
        const auto colon = pair.find(':');
        return colon == std::string_view::npos || colon == 0 || colon + 1 == pair.size() ? std::nullopt : std::optional(MetricChoice::ofSegments(std::string(pair)));
    }
    for (int i = 0; i < kHeadMetricCount; ++i)
        if (const auto metric = static_cast<HeadMetric>(i); nameOf(metric) == name)
            return MetricChoice(metric);
    return std::nullopt;
}

} // namespace headlight
