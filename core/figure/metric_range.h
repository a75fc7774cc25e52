// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ends of an axis for a metric of heads, and how its values are spread.
#pragma once

#include "measure/measure.h"

#include <cstdint>
#include <optional>
#include <span>

namespace headlight {

struct MetricRange {
    double low = 0.0;
    double high = 1.0;
};

/// What the metric can be, as far as that is a matter of its kind: 0 to ln(keys) of an entropy, 0 to 1 of a share; else 0 to the largest of
/// `values` (and from the smallest, where that is negative). Values beyond widen it; what is no number is passed over. `high` is above `low`.
MetricRange metricRange(const MetricChoice& metric, std::span<const double> values, std::int64_t keys);

/// Five numbers and the mean. Quartiles lie between neighbours in order, at (n - 1) p (definition 7 of Hyndman and Fan 1996).
struct Spread {
    double least = 0.0;
    double lowerQuartile = 0.0;
    double median = 0.0;
    double upperQuartile = 0.0;
    double most = 0.0;
    double mean = 0.0;
    std::int64_t count = 0;
};
/// Of those that are numbers; nothing where none is.
std::optional<Spread> spreadOf(std::span<const double> values);

/// How far a value is beyond the inner fences, 1.5 times the distance of the quartiles outside of them (Tukey 1977), in units of that distance; 0
/// within them. Where the quartiles are equal, every other value is beyond, by its distance in units of the whole range.
double beyondFences(double value, const Spread& spread);

} // namespace headlight
