// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/colour_scale.h"

#include "base/parallel.h"
#include "figure/build.h"
#include "measure/percentile.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>

namespace headlight {

namespace {

std::string percentName(double percent)
{
    const auto whole = static_cast<std::int64_t>(percent);
    if (static_cast<double>(whole) != percent)
        return fmt::format("{:g}th", percent);
    const auto last = whole % 10;
    const bool teen = whole / 10 % 10 == 1;
    const char* ending = teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
    return fmt::format("{}{}", whole, ending);
}

struct Ends {
    double low = 0.0;
    double high = 1.0;
};

Ends percentileEnds(std::span<const std::span<const float>> shown, const ValueRange& range, double percent, bool signedValues)
{
    const auto found = percentile(shown, range, percent, signedValues);
    double high = found ? static_cast<double>(*found) : 1.0;
    if (high <= 0.0) // more zeros than the percentile leaves over
        high = static_cast<double>(range.largest);
    return {signedValues ? -high : 0.0, high};
}

Result<Ends> sharedEnds(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto key = mapsKey(state);
    const auto all = everyMap(state);
    if (auto done = surveyAll(workspace, key, all, job); !done)
        return done.error();
    Ends ends{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const auto& head : all.heads()) {
        const auto summary = workspace.summary(key, head);
        if (summary == nullptr || summary->problem)
            continue;
        ends.low = std::min(ends.low, static_cast<double>(summary->smallest));
        ends.high = std::max(ends.high, static_cast<double>(summary->largest));
    }
    return std::isfinite(ends.low) ? ends : Ends{};
}

} // namespace

Result<void> surveyAll(const Workspace& workspace, const MapsKey& key, const HeadSet& heads, const JobContext& job)
{
    std::atomic<std::int64_t> done{0};
    std::atomic<bool> stopped{false};
    parallelFor(heads.size(), [&](std::int64_t i) {
        if (stopped || job.stopped()) {
            stopped = true;
            return;
        }
        const auto surveyed = workspace.survey(key, heads.heads()[static_cast<std::size_t>(i)], job);
        if (!surveyed)
            stopped = true;
        job.progress("Reading all heads", static_cast<double>(++done) / static_cast<double>(heads.size()));
    });
    if (!stopped)
        return {};
    if (job.stopped())
        return cancelled();
    if (auto maps = workspace.maps(key); !maps)
        return maps.error();
    return {};
}

Result<ColourScale> colourScale(const Workspace& workspace, const State& state, std::span<const std::span<const float>> shown, const JobContext& job)
{
    const auto range = valueRange(shown);
    const auto& options = rangeOf(state);
    const bool signedValues = isSigned(state.measure) || range.smallest < 0.0F;
    Ends ends;
    std::string kind;
    switch (options.kind) {
    case RangeKind::Fixed:
        ends = {options.low, options.high};
        kind = "fixed";
        break;
    case RangeKind::Shared: {
        const auto shared = sharedEnds(workspace, state, job);
        if (!shared)
            return shared.error();
        ends = *shared;
        kind = "smallest to largest of all layers and heads";
        break;
    }
    case RangeKind::Figure:
        ends = {static_cast<double>(range.smallest), static_cast<double>(range.largest)};
        kind = "smallest to largest of this figure";
        break;
    case RangeKind::Percentile:
        ends = percentileEnds(shown, range, options.percentile, signedValues);
        kind = options.percentile >= 100.0 ? "largest of this figure" : percentName(options.percentile) + " percentile of this figure";
        break;
    }
    if (signedValues && options.kind != RangeKind::Fixed) {
        ends.high = std::max(std::fabs(ends.low), std::fabs(ends.high));
        ends.low = -ends.high;
    }
    const bool constant = !(ends.high > ends.low);
    if (constant) {
        kind += range.numbers > 0 ? fmt::format("; all equal {}", formatValue(static_cast<double>(range.largest))) : "; no number is shown";
        ends.high = ends.low + (ends.low == 0.0 ? 1.0 : std::fabs(ends.low));
    }

    ColourScale scale;
    scale.map = colourMapOf(state);
    scale.low = ends.low;
    scale.high = ends.high;
    scale.clippedLow = range.numbers > 0 && static_cast<double>(range.smallest) < ends.low;
    scale.clippedHigh = range.numbers > 0 && static_cast<double>(range.largest) > ends.high;
    scale.diverging = signedValues && ends.low == -ends.high;
    scale.name = displayName(state.measure);
    scale.kind = std::move(kind);
    scale.notNumbers = range.notNumbers;
    return scale;
}

std::string scaleWords(const ColourScale& scale)
{
    const double width = scale.high - scale.low;
    const auto end = [width](double value) { return value == 0.0 || value == 1.0 ? fmt::format("{:.0f}", value) : formatTick(value, width); };
    std::string words = fmt::format("scale {}{}{}, {}", end(scale.low), scale.low < 0.0 ? " to " : "–", end(scale.high), scale.kind);
    if (scale.clippedHigh && scale.clippedLow)
        words += "; values beyond both ends clipped";
    else if (scale.clippedHigh)
        words += "; larger values clipped";
    else if (scale.clippedLow)
        words += "; smaller values clipped";
    if (scale.notNumbers > 0)
        words += fmt::format("; {} {} no number", scale.notNumbers, scale.notNumbers == 1 ? "cell is" : "cells are");
    return words;
}

} // namespace headlight
