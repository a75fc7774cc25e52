// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How heads are taken together, and the numbers that describe a head.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headlight {

/// How the selected heads become what is shown.
enum class Aggregate : std::uint8_t { Each, Mean, Max, Min };
std::string_view nameOf(Aggregate aggregate); ///< "each", "mean", ...
std::optional<Aggregate> aggregateFromName(std::string_view name);

/// One number per head, computed from its rows (mean over queries that are not padding).
enum class HeadMetric : std::uint8_t {
    Entropy,    ///< -sum p ln p, in nats
    Distance,   ///< sum p |query - key|, in tokens
    ToPrevious, ///< share that goes one position back
    ToItself,   ///< share on the diagonal
    Special,    ///< share that goes to special tokens
    Largest,    ///< largest value of the row
    FirstToken, ///< share that goes to position 0
};
inline constexpr int kHeadMetricCount = 7;
std::string_view nameOf(HeadMetric metric);     ///< "entropy", "distance", ... as on the command line
std::string_view titleOf(HeadMetric metric);    ///< "Row entropy", ... for people
std::string_view unitOf(HeadMetric metric);     ///< "nats", "tokens", ""
std::optional<HeadMetric> headMetricFromName(std::string_view name);

} // namespace headlight
