// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/metric_values.h"

#include "measure/head_metrics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace headlight {

namespace {

Error missing(std::string what, std::string remedy = {})
{
    return {ErrorKind::Selection, std::move(what), {}, std::move(remedy)};
}

bool oneSequence(const MapAxes& axes)
{
    return axes.queries == axes.keys || (axes.queries->sequence == axes.keys->sequence && axes.queries->size() == axes.keys->size());
}

std::optional<Error> withoutImportance(const Stack& stack)
{
    if (stack.importance)
        return std::nullopt;
    return missing("this dump has no importance of heads", "Put an array of layers × heads beside it as head_importance.npy, or name one (--importance FILE)");
}

std::optional<Error> withoutGradients(const Workspace& workspace, const MapsKey& key)
{
    const auto dump = workspace.dump(key.dump);
    const auto target = metricTarget(*dump, key);
    if (target.empty())
        return missing("gradient × attention needs gradients, and this dump has none", "Save them next to the attention as gradients_NAME.pt");
    if (key.measure.kind != MeasureKind::Attention)
        return missing(fmt::format("gradient × attention is of the attention itself, not of {}", displayName(key.measure)), "Choose the measure attention");
    const auto gradients = dump->gradients(key.stack, key.sample, target);
    const auto attention = dump->attention(key.stack, key.sample);
    if (!gradients || !attention)
        return gradients ? attention.error() : gradients.error();
    if ((*gradients)->axes().layers != (*attention)->axes().layers)
        return missing(fmt::format("the gradients of {} have other sizes than the attention", target));
    return std::nullopt;
}

std::optional<Error> withoutPair(const MapAxes& axes, const std::string& pair)
{
    const auto pairs = segmentPairs(axes);
    if (std::ranges::find(pairs, pair) != pairs.end())
        return std::nullopt;
    if (pairs.empty())
        return missing(axes.queries->segments.size() * axes.keys->segments.size() > kMostSegmentPairs
                           ? fmt::format("{} × {} segments are more pairs than {}", axes.queries->segments.size(), axes.keys->segments.size(), kMostSegmentPairs)
                           : std::string("queries and keys are one segment each: the share of that pair is the row sum"));
    return missing(fmt::format("there is no pair of segments {}, only {}", pair, fmt::join(pairs, ", ")), "The first name is that of the queries, the second that of the keys");
}

std::optional<Error> withoutNeighbours(const MapAxes& axes, std::string_view title)
{
    if (oneSequence(axes))
        return std::nullopt;
    return missing(fmt::format("queries and keys are different sequences here, which have no \"{}\"", title));
}

} // namespace

MapsKey metricKey(const State& state)
{
    auto key = mapsKey(state);
    if (!hasHeads(key.measure.kind)) {
        key.measure = {};
        key.fused = {};
    }
    return key;
}

std::vector<MetricChoice> metricChoices(const MapAxes& axes)
{
    std::vector<MetricChoice> choices;
    for (int i = 0; i < kHeadMetricCount; ++i)
        choices.emplace_back(static_cast<HeadMetric>(i));
    for (auto& pair : segmentPairs(axes))
        choices.push_back(MetricChoice::ofSegments(std::move(pair)));
    return choices;
}

std::string metricTarget(const Dump& dump, const MapsKey& key)
{
    const auto& targets = dump.stacks()[static_cast<std::size_t>(key.stack.value)].gradientTargets;
    if (targets.empty())
        return {};
    return key.measure.target.empty() ? targets.front() : key.measure.target;
}

std::optional<Error> whyNoMetric(const Workspace& workspace, const MapsKey& key, const MetricChoice& metric)
{
    const auto maps = workspace.maps(key);
    const auto dump = workspace.dump(key.dump);
    if (!maps || dump == nullptr)
        return maps ? missing("the dump is not open any more") : maps.error();
    const auto& axes = (*maps)->axes();
    const auto& keys = axes.keys->items;
    switch (metric.metric) {
    case HeadMetric::Distance:
    case HeadMetric::ToItself:
    case HeadMetric::ToPrevious:
    case HeadMetric::ToNext:
        return withoutNeighbours(axes, titleOf(metric));
    case HeadMetric::EntropyNormalised:
        return keys.size() > 1 ? std::nullopt : std::optional(missing("attention to a single key has no entropy to be divided by"));
    case HeadMetric::Special:
        return std::ranges::any_of(keys, [](const AxisItem& item) { return item.marks.special; }) ? std::nullopt : std::optional(missing("no key is a special token"));
    case HeadMetric::FirstToken:
        return !keys.empty() && keys.front().position == 0 ? std::nullopt : std::optional(missing("position 0 is not among the keys that are kept"));
    case HeadMetric::Importance:
        return withoutImportance(dump->stacks()[static_cast<std::size_t>(key.stack.value)]);
    case HeadMetric::GradientAttention:
        return withoutGradients(workspace, key);
    case HeadMetric::SegmentShare:
        return withoutPair(axes, metric.pair);
    case HeadMetric::Entropy:
    case HeadMetric::Largest:
    case HeadMetric::Concentration:
    case HeadMetric::RowSum:
        break;
    }
    return std::nullopt;
}

MetricValues::MetricValues(const Workspace& workspace, MapsKey key, const MetricChoice& metric) : m_workspace(workspace), m_key(std::move(key)), m_metric(metric.metric)
{
    if (m_metric != HeadMetric::SegmentShare)
        return;
    const auto maps = workspace.maps(m_key);
    if (!maps)
        return;
    const auto pairs = segmentPairs((*maps)->axes());
    if (const auto found = std::ranges::find(pairs, metric.pair); found != pairs.end())
        m_pair = static_cast<std::size_t>(found - pairs.begin());
}

double MetricValues::of(HeadRef head) const
{
    return of(m_workspace.summary(m_key, head).get());
}

double MetricValues::of(const HeadSummary* summary) const
{
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    if (summary == nullptr || summary->problem)
        return kUnknown;
    if (m_metric != HeadMetric::SegmentShare)
        return summary->numbers[m_metric];
    return m_pair && *m_pair < summary->numbers.shares.size() ? summary->numbers.shares[*m_pair] : kUnknown;
}

} // namespace headlight
