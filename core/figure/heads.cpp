// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/heads.h"

#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/metric_range.h"
#include "workspace/metric_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace headlight {

namespace {

constexpr std::size_t kMostOutliers = 10;

std::string headName(HeadRef head, IndexBase base)
{
    return fmt::format("L{} H{}", label(head.layer, base), label(head.head, base));
}

class HeadsBuilding {
public:
    HeadsBuilding(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options)
        : m_workspace(workspace), m_state(state), m_job(job), m_options(options), m_key(metricKey(state))
    {
    }

    Result<Figure> figure()
    {
        const auto maps = m_workspace.maps(m_key);
        if (!maps)
            return maps.error();
        m_axes = &(*maps)->axes();
        if (auto empty = withoutMetric(m_state.display.metric))
            return Figure(*std::move(empty));
        const bool scatter = m_state.display.heads.show == HeadsShow::Scatter;
        if (scatter)
            if (auto empty = withoutMetric(m_state.display.heads.other))
                return Figure(*std::move(empty));
        const auto all = HeadSet::all(m_state.stackShape().heads);
        const bool surveyed = m_key == mapsKey(m_state); // else nobody but this figure asks for these maps
        if (m_options.waitForTiles || !surveyed || m_state.display.heads.show == HeadsShow::Nearest)
            if (auto done = surveyAll(m_workspace, m_key, all, m_job); !done)
                return done.error();
        addHeads(all);
        m_figure.metric = axisOf(m_state.display.metric, &HeadsFigure::Head::value);
        if (scatter)
            m_figure.other = axisOf(m_state.display.heads.other, &HeadsFigure::Head::other);
        if (auto scaled = addScale(); !scaled)
            return scaled.error();
        if (auto beside = addBeside(); !beside)
            return beside.error();
        addWords();
        return Figure(std::move(m_figure));
    }

private:
    std::optional<EmptyFigure> withoutMetric(const MetricChoice& metric) const
    {
        const auto why = whyNoMetric(m_workspace, m_key, metric);
        if (!why)
            return std::nullopt;
        EmptyFigure empty{fmt::format("{}: {}", titleOf(metric), sentence(*why)), {}, std::nullopt};
        if (metric.metric != HeadMetric::Entropy) {
            Display display = m_state.display;
            (metric == display.metric ? display.metric : display.heads.other) = HeadMetric::Entropy;
            empty.button = "Show the row entropy";
            empty.action = SetDisplay{display};
        }
        return empty;
    }

    void addHeads(const HeadSet& all)
    {
        const auto& grid = m_state.stackShape().heads;
        const auto base = m_state.display.indexBase;
        m_figure.show = m_state.display.heads.show;
        for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(grid.size()); ++layer)
            m_figure.layerLabels.push_back(label(LayerIndex{layer}, base));
        for (std::int64_t head = 0; head < *std::ranges::max_element(grid); ++head)
            m_figure.headLabels.push_back(label(HeadIndex{head}, base));
        m_figure.allSelected = m_state.selection.heads.isAll(grid);
        const MetricValues values(m_workspace, m_key, m_state.display.metric);
        const MetricValues others(m_workspace, m_key, m_state.display.heads.other);
        for (const auto ref : all.heads()) {
            const auto summary = m_workspace.summary(m_key, ref);
            HeadsFigure::Head head;
            head.head = ref;
            head.name = headName(ref, base);
            head.selected = m_state.selection.heads.contains(ref);
            head.known = summary != nullptr;
            head.value = values.of(summary.get());
            head.other = others.of(summary.get());
            if (summary == nullptr)
                ++m_figure.pending;
            else if (summary->problem)
                head.problem = sentence(*summary->problem);
            else if (summary->rowsLeftOut > 0)
                m_headsWithRowsLeftOut.emplace_back(ref, summary->rowsLeftOut);
            m_figure.heads.push_back(std::move(head));
        }
    }

    HeadsFigure::MetricAxis axisOf(const MetricChoice& metric, double HeadsFigure::Head::*value) const
    {
        std::vector<double> values;
        for (const auto& head : m_figure.heads)
            values.push_back(head.*value);
        const auto range = metricRange(metric, values, m_axes->layers.front().keys);
        return {metricPhrase(metric), std::string(unitOf(metric)), range.low, range.high};
    }

    Result<void> addScale()
    {
        std::vector<float> values;
        for (const auto& head : m_figure.heads)
            if (head.known)
                values.push_back(static_cast<float>(head.value));
        State forScale = m_state;
        forScale.measure = m_key.measure;
        forScale.display.range = RangeOptions{RangeKind::Figure};
        const std::span<const float> shown(values);
        auto scale = colourScale(m_workspace, forScale, std::span(&shown, 1), m_job);
        if (!scale)
            return scale.error();
        m_figure.scale = *std::move(scale);
        m_figure.scale.name = m_figure.metric.name + (m_figure.metric.unit.empty() ? "" : " in " + m_figure.metric.unit);
        return {};
    }

    Result<void> addBeside()
    {
        switch (m_figure.show) {
        case HeadsShow::Sorted:
            sortBy(&HeadsFigure::Head::value, true);
            return {};
        case HeadsShow::Layers:
            addSpreads();
            return {};
        case HeadsShow::Scatter:
            addOutliers();
            return {};
        case HeadsShow::Nearest:
            return addNearest();
        }
        return {};
    }

    /// What is no number comes last; equal ones stand in the order of layers and heads.
    void sortBy(double HeadsFigure::Head::*value, bool largestFirst)
    {
        auto& order = m_figure.order;
        order.resize(m_figure.heads.size());
        std::iota(order.begin(), order.end(), std::int64_t{0});
        std::ranges::stable_sort(order, [&](std::int64_t a, std::int64_t b) {
            const double left = m_figure.heads[static_cast<std::size_t>(a)].*value;
            const double right = m_figure.heads[static_cast<std::size_t>(b)].*value;
            if (std::isnan(left) || std::isnan(right))
                return !std::isnan(left) && std::isnan(right);
            return largestFirst ? left > right : left < right;
        });
    }

    void addSpreads()
    {
        m_figure.spreads.resize(m_figure.layerLabels.size());
        for (std::size_t layer = 0; layer < m_figure.spreads.size(); ++layer) {
            std::vector<double> values;
            for (const auto& head : m_figure.heads)
                if (head.head.layer.value == static_cast<std::int64_t>(layer))
                    values.push_back(head.value);
            m_figure.spreads[layer] = spreadOf(values);
        }
    }

    void addOutliers()
    {
        std::vector<double> values;
        std::vector<double> others;
        for (const auto& head : m_figure.heads) {
            values.push_back(head.value);
            others.push_back(head.other);
        }
        const auto across = spreadOf(values);
        const auto up = spreadOf(others);
        if (!across || !up)
            return;
        std::vector<std::pair<double, std::int64_t>> beyond;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool shown = std::isfinite(values[i]) && std::isfinite(others[i]);
            if (const double far = std::max(beyondFences(values[i], *across), beyondFences(others[i], *up)); shown && far > 0.0)
                beyond.emplace_back(-far, static_cast<std::int64_t>(i));
        }
        std::ranges::sort(beyond);
        m_figure.outlierCount = static_cast<std::int64_t>(beyond.size());
        for (std::size_t i = 0; i < std::min(beyond.size(), kMostOutliers); ++i)
            m_figure.outliers.push_back(beyond[i].second);
    }

    Result<void> addNearest()
    {
        const auto focus = focusedHead(m_state);
        if (!focus)
            return {};
        const auto distances = m_workspace.distances(m_key, *focus, m_job);
        if (!distances)
            return distances.error();
        for (std::size_t i = 0; i < m_figure.heads.size(); ++i) {
            auto& head = m_figure.heads[i];
            head.distance = static_cast<double>((*distances)->values(head.head.layer.value, head.head.head.value));
            if (head.head == *focus)
                m_figure.focus = static_cast<std::int64_t>(i);
        }
        sortBy(&HeadsFigure::Head::distance, false);
        std::erase(m_figure.order, *m_figure.focus);
        if ((*distances)->otherSizes > 0)
            m_notes.push_back(fmt::format("{} {} of another size not compared", (*distances)->otherSizes, (*distances)->otherSizes == 1 ? "layer" : "layers"));
        if ((*distances)->rowsLeftOut > 0)
            m_notes.push_back(fmt::format("{} rows of {} are no distribution and left out", (*distances)->rowsLeftOut, m_figure.heads[static_cast<std::size_t>(*m_figure.focus)].name));
        return {};
    }

    [[nodiscard]] std::string besideWords() const
    {
        switch (m_figure.show) {
        case HeadsShow::Sorted:
            return "largest first";
        case HeadsShow::Layers:
            return "boxes from quartile to quartile of a layer's heads, line at the median";
        case HeadsShow::Scatter:
            return fmt::format("{} {} beyond 1.5 quartile distances, named where there is room", m_figure.outlierCount, m_figure.outlierCount == 1 ? "head" : "heads");
        case HeadsShow::Nearest:
            return m_figure.focus ? fmt::format("Jensen-Shannon distance from {}, root of the divergence in nats, mean over queries", m_figure.heads[static_cast<std::size_t>(*m_figure.focus)].name) : std::string();
        }
        return {};
    }

    void addRowsLeftOut()
    {
        if (m_headsWithRowsLeftOut.empty())
            return;
        std::int64_t rows = 0;
        for (const auto& [head, count] : m_headsWithRowsLeftOut)
            rows += count;
        m_notes.push_back(fmt::format("{} {} with NaN or infinite values left out, in {} {}", rows, rows == 1 ? "row" : "rows", m_headsWithRowsLeftOut.size(),
                                      m_headsWithRowsLeftOut.size() == 1 ? "head" : "heads"));
    }

    void addWords()
    {
        auto& text = m_figure.text;
        const auto dump = m_workspace.dump(m_state.dump.fingerprint);
        auto title = titleOf(m_state.display.metric);
        if (m_figure.show == HeadsShow::Scatter)
            title += " against " + m_figure.other->name;
        text.title = title + (m_figure.show == HeadsShow::Nearest && m_figure.focus ? fmt::format(", and the heads nearest to {}", m_figure.heads[static_cast<std::size_t>(*m_figure.focus)].name)
                                                                                    : std::string(", all layers and heads"));
        text.subtitle = subtitleFor(*dump, m_state);
        State shown = m_state;
        shown.measure = m_key.measure;
        const bool together = !hasHeads(m_state.measure.kind);
        text.footerStart = {measurePhrase(shown) + (together ? fmt::format(" ({} takes heads together)", displayName(m_state.measure)) : ""),
                            fmt::format("{} layers × {} heads", m_figure.layerLabels.size(), m_figure.headLabels.size()), meanWords(), scaleWords(m_figure.scale)};
        addRowsLeftOut();
        if (const auto words = besideWords(); !words.empty())
            text.footerStart.push_back(words);
        text.footerEnd = std::move(m_notes);
        std::ranges::move(originWords(*dump, m_state), std::back_inserter(text.footerEnd));
    }

    /// What the metric is a mean over.
    [[nodiscard]] std::string meanWords() const
    {
        const auto metric = m_state.display.metric.metric;
        if (metric == HeadMetric::Importance)
            return "from " + m_workspace.dump(m_key.dump)->stacks()[static_cast<std::size_t>(m_key.stack.value)].importance->from;
        const auto& queries = m_axes->queries->items;
        const auto counted = std::ranges::count_if(queries, [](const AxisItem& item) { return !item.marks.padding; });
        auto words = metric == HeadMetric::Concentration ? fmt::format("of {} queries together", counted) : fmt::format("mean over {} queries", counted);
        if (metric == HeadMetric::GradientAttention)
            words += ", gradients of " + metricTarget(*m_workspace.dump(m_key.dump), m_key);
        return words;
    }

    const Workspace& m_workspace;
    const State& m_state;
    const JobContext& m_job;
    const BuildOptions& m_options;
    MapsKey m_key;
    const MapAxes* m_axes = nullptr;
    HeadsFigure m_figure;
    std::vector<std::pair<HeadRef, std::int64_t>> m_headsWithRowsLeftOut;
    std::vector<std::string> m_notes;
};

} // namespace

Result<Figure> buildHeadsFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options)
{
    return HeadsBuilding(workspace, state, job, options).figure();
}

std::optional<HeadRef> focusedHead(const State& state)
{
    return state.selection.heads.empty() ? std::nullopt : std::optional(state.selection.heads.heads().front());
}

} // namespace headlight
