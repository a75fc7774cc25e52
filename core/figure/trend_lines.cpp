// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kUsuallyColoured = 3;
constexpr std::size_t kDashes = 4;
constexpr double kLowShare = 0.1;
constexpr double kHighShare = 0.9;

using Line = TrendFigure::Line;

/// Numbers of a line in one of its columns.
void put(Line& line, const TrendFigure& figure, const ReceivedByMap& received, std::optional<std::size_t> map, std::size_t item)
{
    const bool there = map && item < received.sums[*map].size();
    const double sum = there ? received.sums[*map][item] : std::numeric_limits<double>::quiet_NaN();
    line.sums.push_back(sum);
    line.scores.push_back(there ? received.scaled(*map, item) : kNothing);
    line.ranks.push_back(there && !std::isnan(sum) ? static_cast<float>(received.ranks[*map].ranks[item]) : kNothing);
    line.tied.push_back(there && received.ranks[*map].tied[item]);
    line.values.push_back(figure.kind == TrendKind::Rank ? line.ranks.back() : line.scores.back());
}

double meanOf(const std::vector<float>& values)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (const float value : values)
        if (std::isfinite(value)) {
            sum += static_cast<double>(value);
            ++count;
        }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

std::string headWords(HeadIndex head, const State& state)
{
    return hasHeads(state.measure.kind) ? "head " + label(head, state.display.indexBase) : "heads together";
}

/// "head 6", "head 6, triangle"; of a measure without heads, or where columns are heads, "triangle".
std::string lineLabel(const TrendFigure& figure, const Line& line, const State& state)
{
    const auto key = keyWords(figure.keys.labels[static_cast<std::size_t>(line.key)]);
    if (figure.ofHeads || (!hasHeads(state.measure.kind) && figure.keys.labels.size() > 1))
        return key;
    const auto head = headWords(line.head, state);
    return figure.keys.labels.size() > 1 ? head + ", " + key : head;
}

std::int64_t mostHeads(const MapAxes& axes)
{
    std::int64_t most = 1;
    for (const auto& layer : axes.layers)
        most = std::max(most, layer.heads);
    return most;
}

/// Layers are columns and heads lines; of one layer the heads are columns.
void addLinesOf(TrendFigure& figure, const MapAxes& axes, const ReceivedByMap& received, std::size_t key, std::int64_t item)
{
    const auto heads = mostHeads(axes);
    const auto at = static_cast<std::size_t>(item);
    for (std::int64_t head = 0; head < (figure.ofHeads ? 1 : heads); ++head) {
        Line line;
        line.head = HeadIndex{head};
        line.key = static_cast<std::int64_t>(key);
        for (std::size_t column = 0; column < figure.columns.size(); ++column) {
            const auto number = static_cast<std::int64_t>(column);
            const auto map = figure.ofHeads ? received.find(LayerIndex{0}, HeadIndex{number}) : received.find(LayerIndex{number}, HeadIndex{head});
            put(line, figure, received, map, at);
        }
        line.mean = meanOf(line.values);
        figure.lines.push_back(std::move(line));
    }
}

/// The best first: the smallest rank, or the largest score; lines without numbers last.
bool standsOut(const TrendFigure& figure, const Line& a, const Line& b)
{
    if (std::isnan(a.mean) || std::isnan(b.mean))
        return !std::isnan(a.mean) && std::isnan(b.mean);
    return figure.kind == TrendKind::Rank ? a.mean < b.mean : a.mean > b.mean;
}

/// Heads by how their lines stand out, over all keys.
std::vector<HeadIndex> headsByValue(const TrendFigure& figure)
{
    std::vector<Line> heads;
    for (const auto& line : figure.lines) {
        auto found = std::ranges::find(heads, line.head, &Line::head);
        if (found == heads.end()) {
            heads.push_back({});
            heads.back().head = line.head;
            found = heads.end() - 1;
        }
        found->mean += line.mean;
    }
    std::ranges::stable_sort(heads, [&](const Line& a, const Line& b) { return standsOut(figure, a, b); });
    std::vector<HeadIndex> order;
    for (const auto& head : heads)
        order.push_back(head.head);
    return order;
}

/// Those named, else those selected, else those that stand out: in the order of their colours.
std::vector<HeadIndex> colouredHeads(const TrendFigure& figure, const State& state, bool allSelected)
{
    const auto& named = state.display.trends.highlighted;
    if (!named.empty())
        return named;
    auto order = headsByValue(figure);
    if (!allSelected) {
        const auto& selected = state.selection.heads.heads();
        std::erase_if(order, [&](HeadIndex head) { return std::ranges::find(selected, head, &HeadRef::head) == selected.end(); });
    }
    order.resize(std::min(order.size(), allSelected ? kUsuallyColoured : TrendFigure::kMostSeries));
    return order;
}

template <typename T>
std::optional<std::size_t> placeIn(const std::vector<T>& list, const T& value)
{
    const auto found = std::ranges::find(list, value);
    return found == list.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - list.begin()));
}

/// One of heads and keys is told by colour, the other by dashes.
void colourLines(TrendFigure& figure, const State& state)
{
    const auto& selected = state.selection.heads.heads();
    const auto coloured = colouredHeads(figure, state, figure.allSelected);
    const bool byKey = figure.ofHeads || (state.display.trends.colour == TrendColour::Key && figure.keys.labels.size() > 1);
    for (auto& line : figure.lines) {
        const auto head = placeIn(coloured, line.head);
        const auto key = static_cast<std::size_t>(line.key);
        line.selected = !figure.allSelected && std::ranges::find(selected, line.head, &HeadRef::head) != selected.end();
        line.emphasised = figure.ofHeads ? key < TrendFigure::kMostSeries : head.has_value();
        if (byKey)
            line.series = key < TrendFigure::kMostSeries ? std::optional(key) : std::nullopt;
        else
            line.series = head;
        line.dash = figure.ofHeads ? 0 : (byKey ? head.value_or(0) : key) % kDashes;
    }
}

float percentileOf(const std::vector<float>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const auto part = static_cast<float>(place - static_cast<double>(below));
    return sorted[below] + (sorted[above] - sorted[below]) * part;
}

/// Between neighbours in proportion, as most programs give percentiles.
TrendFigure::Spread spreadOf(const TrendFigure& figure)
{
    TrendFigure::Spread spread;
    spread.band = figure.lines.size() > TrendFigure::kMostPlain;
    for (std::size_t column = 0; column < figure.columns.size(); ++column) {
        std::vector<float> values;
        for (const auto& line : figure.lines)
            if (std::isfinite(line.values[column]))
                values.push_back(line.values[column]);
        std::ranges::sort(values);
        const bool none = values.empty();
        spread.low.push_back(none ? kNothing : percentileOf(values, kLowShare));
        spread.median.push_back(none ? kNothing : percentileOf(values, 0.5));
        spread.high.push_back(none ? kNothing : percentileOf(values, kHighShare));
    }
    return spread;
}

} // namespace

std::string keyWords(const FigureLabel& label)
{
    const auto number = std::to_string(label.position);
    return label.text == number ? "key " + number : label.text;
}

void addTrendLines(TrendFigure& figure, const State& state, const MapAxes& axes, const ReceivedByMap& received, const std::vector<std::int64_t>& items)
{
    figure.ofHeads = axes.layers.size() == 1 && axes.layers.front().heads > 1;
    figure.columnName = figure.ofHeads ? "head" : "layer";
    const auto count = figure.ofHeads ? axes.layers.front().heads : static_cast<std::int64_t>(axes.layers.size());
    for (std::int64_t i = 0; i < count; ++i)
        figure.columns.push_back(figure.ofHeads ? label(HeadIndex{i}, state.display.indexBase) : label(LayerIndex{i}, state.display.indexBase));
    for (std::size_t key = 0; key < items.size(); ++key)
        addLinesOf(figure, axes, received, key, items[key]);
    colourLines(figure, state);
    for (auto& line : figure.lines)
        line.label = lineLabel(figure, line, state);
    const bool many = figure.lines.size() > TrendFigure::kMostPlain;
    if (!figure.ofHeads && (many || (items.size() == 1 && figure.lines.size() > 2)))
        figure.spread = spreadOf(figure);
}

} // namespace headlight
