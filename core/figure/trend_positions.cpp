// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/trend.h"

#include "figure/figure_words.h"
#include "figure/shown_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

using Positions = TrendFigure::Positions;

/// Maps of a layer, in the order of their heads.
std::vector<std::size_t> mapsOfLayer(const ReceivedByMap& received, LayerIndex layer)
{
    std::vector<std::size_t> maps;
    for (std::size_t map = 0; map < received.maps.size(); ++map)
        if (received.maps[map].layer == layer)
            maps.push_back(map);
    return maps;
}

float numberOr(double value)
{
    return std::isfinite(value) ? static_cast<float>(value) : std::numeric_limits<float>::quiet_NaN();
}

/// Means over the maps, of what are numbers.
std::vector<float> meansOf(const ReceivedByMap& received, const std::vector<std::size_t>& maps)
{
    std::vector<float> means;
    for (std::size_t key = 0; key < received.sums[maps.front()].size(); ++key) {
        double sum = 0.0;
        std::int64_t count = 0;
        for (const auto map : maps)
            if (key < received.sums[map].size() && std::isfinite(received.sums[map][key])) {
                sum += received.sums[map][key];
                ++count;
            }
        means.push_back(count == 0 ? std::numeric_limits<float>::quiet_NaN() : numberOr(sum / static_cast<double>(count)));
    }
    return means;
}

/// Of the keys that are followed, the first one tells: the layer where a coloured head gives it most.
LayerIndex tellingLayer(const TrendFigure& figure)
{
    LayerIndex best;
    double most = -std::numeric_limits<double>::infinity();
    for (const auto& line : figure.lines)
        for (std::size_t column = 0; line.emphasised && line.key == 0 && column < line.sums.size(); ++column)
            if (line.sums[column] > most) {
                most = line.sums[column];
                best = LayerIndex{static_cast<std::int64_t>(column)};
            }
    return best;
}

LayerIndex shownLayer(const TrendFigure& figure, const State& state, const MapAxes& axes)
{
    const auto layers = std::ssize(axes.layers);
    if (figure.ofHeads || layers == 1)
        return LayerIndex{0};
    if (const auto marked = state.display.trends.layer; marked && marked->value < layers)
        return *marked;
    if (const auto selected = state.selection.heads.layers(); selected.size() == 1)
        return selected.front();
    return tellingLayer(figure);
}

/// Heads with a colour of their own, where colours tell heads.
void addDots(Positions& positions, const TrendFigure& figure, const ReceivedByMap& received)
{
    for (const auto& line : figure.lines) {
        if (line.key != 0 || !line.emphasised || !line.series)
            continue;
        const auto map = received.find(positions.layer, line.head);
        if (!map)
            continue;
        Positions::Dots dots{*line.series, line.head, {}};
        std::ranges::transform(received.sums[*map], std::back_inserter(dots.values), numberOr);
        positions.dots.push_back(std::move(dots));
    }
}

double largestOf(const Positions& positions)
{
    float largest = 0.0F;
    const auto take = [&largest](const std::vector<float>& values) {
        for (const float value : values)
            largest = value > largest ? value : largest;
    };
    take(positions.means);
    for (const auto& dots : positions.dots)
        take(dots.values);
    return largest > 0.0F ? static_cast<double>(largest) : 1.0;
}

} // namespace

void addPositions(TrendFigure& figure, const State& state, const MapAxes& axes, const ReceivedByMap& received, const std::vector<std::int64_t>& items)
{
    Positions positions;
    positions.layer = shownLayer(figure, state, axes);
    const auto maps = mapsOfLayer(received, positions.layer);
    if (maps.empty())
        return;
    positions.means = meansOf(received, maps);
    const bool byHead = !figure.ofHeads && (state.display.trends.colour == TrendColour::Head || figure.keys.labels.size() == 1);
    if (byHead && maps.size() > 1)
        addDots(positions, figure, received);

    std::vector<std::int64_t> every(positions.means.size());
    std::iota(every.begin(), every.end(), std::int64_t{0});
    positions.keys = figureAxis(*axes.keys, every, keyAxisName(axes), figure.keys.labels.front().position, state.display);
    for (const auto item : items)
        if (const auto at = static_cast<std::size_t>(item); at < positions.keys.labels.size())
            positions.keys.labels[at].alwaysShown = positions.keys.labels[at].emphasised = true;
    positions.focus = items.front();
    const auto& shape = shapeOf(axes, positions.layer);
    positions.uniform = static_cast<double>(axes.queries->size()) / static_cast<double>(std::max<std::int64_t>(1, std::ssize(positions.means)));
    positions.highest = std::max(largestOf(positions), positions.uniform);
    positions.title = "Attention received by position";
    if (axes.layers.size() > 1)
        positions.title += ", layer " + label(positions.layer, state.display.indexBase);
    std::string bars = shape.heads > 1 ? fmt::format("bars: mean of {} heads", maps.size()) : "bars";
    if (!positions.dots.empty())
        bars = "markers: coloured heads; " + bars;
    positions.note = bars + "; square-root scale";
    figure.positions = std::move(positions);
}

} // namespace headlight
