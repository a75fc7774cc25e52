// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How heads are taken together, and the numbers that describe a head.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headlight {

/// How the selected heads become what is shown.
enum class Aggregate : std::uint8_t { Each, Mean, Max, Min };
std::string_view nameOf(Aggregate aggregate); ///< "each", "mean", ...
std::optional<Aggregate> aggregateFromName(std::string_view name);

/// One number per head: the mean of a number of its rows over the queries that are not padding, where nothing else is said.
/// head_metrics.h has the formulas and their sources.
enum class HeadMetric : std::uint8_t {
    Entropy,           ///< -sum p ln p, in nats
    Distance,          ///< sum p |query - key|, in tokens
    ToPrevious,        ///< share that goes one position back
    ToItself,          ///< share on the diagonal
    Special,           ///< share that goes to special tokens
    Largest,           ///< largest value of the row
    FirstToken,        ///< share that goes to position 0
    EntropyNormalised, ///< entropy by that of even attention to every key
    ToNext,            ///< share that goes one position ahead
    Concentration,     ///< Gini coefficient of what the keys receive
    RowSum,            ///< how far the row sum is from one
    Importance,        ///< imported, a number for every layer and head
    GradientAttention, ///< sum of gradient times attention
    SegmentShare,      ///< share that the queries of one segment give to the keys of another; MetricChoice says which two
};
inline constexpr int kHeadMetricCount = 13;     ///< without SegmentShare, which there is for every pair of segments
std::string_view nameOf(HeadMetric metric);     ///< "entropy", "distance", ... as on the command line
std::string_view titleOf(HeadMetric metric);    ///< "Row entropy", ... for people
std::string_view unitOf(HeadMetric metric);     ///< "nats", "tokens", ""

/// A metric as it is chosen.
struct MetricChoice {
    HeadMetric metric = HeadMetric::Entropy;
    std::string pair = {}; ///< of SegmentShare: names of two segments as `info` lists them, "queries:text"; else empty

    MetricChoice() = default;
    MetricChoice(HeadMetric which) : metric(which) {} // NOLINT(google-explicit-constructor): most metrics are nothing but their kind
    static MetricChoice ofSegments(std::string pair);
    bool operator==(const MetricChoice&) const = default;
};
std::string nameOf(const MetricChoice& choice);                         ///< also "segment:queries:text"
std::string titleOf(const MetricChoice& choice);                        ///< also "Queries to text"
std::string_view unitOf(const MetricChoice& choice);
/// Whether its names are those of segments is for the dump to say.
std::optional<MetricChoice> metricFromName(std::string_view name);
/// All of them for a sentence: "entropy, distance, ... or segment:A:B".
std::string metricNames();

} // namespace headlight
