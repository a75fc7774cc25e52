// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/trend.h"

#include "figure/build.h"
#include "figure/figure_words.h"
#include "figure/shown_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

/// The keys that are followed, among those of the axis; those that are not shown are left out.
std::vector<std::int64_t> followedItems(const Axis& keys, const Selection& selection)
{
    std::vector<std::int64_t> items;
    for (const auto key : selection.keys())
        if (const auto item = keys.itemAt(key.value); item && std::ranges::find(items, *item) == items.end())
            items.push_back(*item);
    return items;
}

/// What the button of the empty chart does: the key that receives most over all layers and heads.
std::optional<Action> followMostAttended(const Axis& keys, const ReceivedByMap& received)
{
    std::vector<double> all(static_cast<std::size_t>(keys.size()), 0.0);
    for (const auto& sums : received.sums)
        for (std::size_t i = 0; i < sums.size(); ++i)
            all[i] += std::isfinite(sums[i]) ? sums[i] : 0.0;
    const auto most = std::ranges::max_element(all) - all.begin();
    return SetKey{KeyIndex{keys.items[static_cast<std::size_t>(most)].position}};
}

/// "the key “triangle”", "3 keys"
std::string followedWords(const TrendFigure& figure)
{
    if (figure.keys.labels.size() != 1)
        return fmt::format("{} keys", figure.keys.labels.size());
    const auto& label = figure.keys.labels.front();
    return label.text == std::to_string(label.position) ? "key " + label.text : fmt::format("the key “{}”", label.text);
}

std::string titleOf(const TrendFigure& figure)
{
    const std::string over = figure.ofHeads ? ", by head" : ", over layers";
    switch (figure.kind) {
    case TrendKind::Rank:
        return fmt::format("Rank of {} by attention received{}", followedWords(figure), over);
    case TrendKind::Score:
        return fmt::format("Attention received by {}{}", followedWords(figure), over);
    case TrendKind::Positions:
    case TrendKind::Weights:
        break;
    }
    return "Attention received by every position in every layer and head";
}

std::string subtitleOf(const TrendFigure& figure)
{
    if (figure.points())
        return fmt::format("a point for every position, layer and head: {} positions, {} maps", figure.ranked, figure.heads.size());
    const std::string what = figure.ofHeads ? "a marker per head" : figure.lines.size() == 1 ? "one line" : figure.keys.labels.size() > 1 ? "a line per head and key" : "a line per head";
    return fmt::format("{}; rank 1 = receives most in its layer and head; {} positions", what, figure.ranked);
}

std::int64_t notNumbersIn(const ReceivedByMap& received)
{
    std::int64_t count = 0;
    for (const auto& sums : received.sums)
        count += std::ranges::count_if(sums, [](double sum) { return !std::isfinite(sum); });
    return count;
}

std::string headCount(const MapAxes& axes)
{
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = 0;
    for (const auto& layer : axes.layers) {
        least = std::min(least, layer.heads);
        most = std::max(most, layer.heads);
    }
    if (most == 0)
        return "heads together";
    return least == most ? fmt::format("{} {}", most, most == 1 ? "head" : "heads") : fmt::format("{} to {} heads", least, most);
}

void addWords(TrendFigure& figure, const Dump& dump, const State& state, const MapAxes& axes, const ReceivedByMap& received)
{
    figure.text.title = titleOf(figure);
    figure.text.subtitle = subtitleOf(figure);
    auto& start = figure.text.footerStart;
    start = {measurePhrase(state), axes.layers.size() == 1 ? "one layer" : fmt::format("all {} layers", axes.layers.size()), headCount(axes)};
    if (!figure.allSelected)
        start.push_back("coloured: " + formatHeads(state.selection.heads, state.stackShape().heads, state.display.indexBase));
    start.emplace_back(figure.kind == TrendKind::Rank ? "column sums, ranked in every layer and head" : "column sums scaled 0–1 over all layers and heads of the sample");
    auto& end = figure.text.footerEnd;
    if (figure.spread && figure.spread->band)
        end.emplace_back("band: 10th to 90th percentile of the lines");
    const auto tied = std::ranges::any_of(figure.lines, [](const TrendFigure::Line& line) { return std::ranges::find(line.tied, true) != line.tied.end(); });
    if (tied)
        end.emplace_back("hollow: tied, another key receives the same; the lowest position ranks first");
    if (received.largest <= received.smallest)
        end.emplace_back(fmt::format("all column sums are the same, {}", formatValue(received.smallest)));
    if (const auto odd = notNumbersIn(received); odd > 0)
        end.push_back(fmt::format("{} column sums are no numbers and left out", odd));
    const auto whole = dump.attention(state.selection.stack, state.selection.sample);
    if (const auto hidden = whole ? (*whole)->axes().keys->size() - axes.keys->size() : 0; hidden > 0 && !state.display.mergeWords)
        end.push_back(fmt::format("{} padded positions hidden", hidden));
    std::ranges::move(originWords(dump, state), std::back_inserter(end));
}

/// How many keys are padding, where none of them receives anything: then they have the last ranks.
std::int64_t paddedRanks(const Axis& keys, const ReceivedByMap& received)
{
    std::int64_t count = 0;
    for (std::size_t item = 0; item < keys.items.size(); ++item) {
        if (!keys.items[item].marks.padding)
            continue;
        if (std::ranges::any_of(received.sums, [item](const auto& sums) { return item < sums.size() && sums[item] != 0.0; }))
            return 0;
        ++count;
    }
    return count;
}

/// [map, key]
std::shared_ptr<const Matrix> scoresOf(const ReceivedByMap& received, std::int64_t keys)
{
    auto scores = std::make_shared<Matrix>(static_cast<std::int64_t>(received.sums.size()), keys, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t map = 0; map < received.sums.size(); ++map)
        for (std::size_t key = 0; key < received.sums[map].size(); ++key)
            (*scores)(static_cast<std::int64_t>(map), static_cast<std::int64_t>(key)) = received.scaled(map, key);
    return scores;
}

/// Up to four maps that are selected have a colour each, more of them one together.
void colourPoints(TrendFigure& figure, const State& state)
{
    const auto selected = selectedMaps(state);
    std::size_t next = 0;
    for (const auto& head : figure.heads) {
        const bool chosen = !figure.allSelected && selected.contains(head);
        figure.seriesOf.push_back(chosen ? std::optional(selected.size() <= static_cast<std::int64_t>(TrendFigure::kMostSeries) ? next++ : 0) : std::nullopt);
    }
}

void addPoints(TrendFigure& figure, const State& state, const MapAxes& axes, std::shared_ptr<const ReceivedByMap> received)
{
    std::vector<std::int64_t> every(static_cast<std::size_t>(axes.keys->size()));
    std::iota(every.begin(), every.end(), std::int64_t{0});
    const auto pinned = state.selection.key ? std::optional(state.selection.key->value) : std::nullopt;
    figure.keys = figureAxis(*axes.keys, every, keyAxisName(axes), pinned, state.display);
    figure.keys.showLabels = true;
    figure.columnName = figure.keys.name;
    figure.scores = scoresOf(*received, axes.keys->size());
    for (const auto& map : received->maps) {
        const auto layer = label(map.layer, state.display.indexBase);
        figure.heads.push_back({map.layer, map.head.value_or(HeadIndex{0})});
        figure.headNames.push_back(map.head ? fmt::format("L{} H{}", layer, label(*map.head, state.display.indexBase)) : "layer " + layer);
    }
    figure.received = std::move(received);
    figure.focus = pinned ? axes.keys->itemAt(*pinned) : std::nullopt;
    colourPoints(figure, state);
}

/// The axis of values: all ranks there are, or from 0 to what is reached.
void settleRange(TrendFigure& figure)
{
    if (figure.kind == TrendKind::Rank) {
        figure.valueName = "rank, 1 on top";
        figure.lowest = 1.0;
        figure.highest = static_cast<double>(std::max<std::int64_t>(2, figure.ranked));
        return;
    }
    figure.valueName = "attention received, scaled";
    figure.lowest = 0.0;
    float most = 0.0F;
    for (const auto& line : figure.lines)
        for (const float value : line.values)
            most = value > most ? value : most;
    figure.highest = figure.points() || !(most > 0.0F) ? 1.0 : static_cast<double>(most);
}

double medianOf(std::vector<double> values)
{
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

} // namespace

Result<Figure> buildTrendFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    if (axes.queries->size() == 0 || axes.keys->size() == 0)
        return Figure(EmptyFigure{"Every position of this sample is padding.", {}, std::nullopt});
    auto received = workspace.received(mapsKey(state), job);
    if (!received)
        return received.error();
    TrendFigure figure;
    figure.kind = state.display.trend;
    figure.shown = state.selection.chartRange;
    figure.ranked = axes.keys->size();
    figure.paddedRanks = paddedRanks(*axes.keys, **received);
    figure.allSelected = selectedMaps(state) == everyMap(state);
    if (figure.kind == TrendKind::Positions) {
        addPoints(figure, state, axes, *received);
    } else {
        const auto items = followedItems(*axes.keys, state.selection);
        if (items.empty())
            return Figure(EmptyFigure{"Choose a key.", "Follow the most attended", followMostAttended(*axes.keys, **received)});
        const auto pinned = state.selection.key ? std::optional(state.selection.key->value) : std::nullopt;
        figure.keys = figureAxis(*axes.keys, items, keyAxisName(axes), pinned, state.display);
        addTrendLines(figure, state, axes, **received, items);
        if (state.display.trends.positions)
            addPositions(figure, state, axes, **received, items);
    }
    settleRange(figure);
    addWords(figure, *workspace.dump(state.dump.fingerprint), state, axes, **received);
    return Figure(std::move(figure));
}

Result<ReceivedDescription> describeReceived(const Workspace& workspace, const State& state, HeadRef head, KeyIndex key, const JobContext& job)
{
    if (!state.hasDump() || state.selection.heads.empty())
        return Error{ErrorKind::Selection, "nothing is shown"};
    const auto held = workspace.holding(state);
    if (!held)
        return held.error();
    const auto maps = held->maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto received = held->received(mapsKey(state), job);
    if (!received)
        return received.error();
    const auto& all = **received;
    const auto& keys = *(*maps)->axes().keys;
    const auto item = keys.itemAt(key.value);
    const auto map = all.find(head.layer, head.head);
    if (!item || !map || static_cast<std::size_t>(*item) >= all.sums[*map].size())
        return Error{ErrorKind::Selection, "the key is not shown"};
    const auto at = static_cast<std::size_t>(*item);
    const auto& named = keys.items[at];
    ReceivedDescription description;
    description.head = head;
    description.layerLabel = label(head.layer, state.display.indexBase);
    description.headLabel = all.maps[*map].head ? label(head.head, state.display.indexBase) : std::string();
    description.key = labelOf(named, state.display);
    description.position = named.position;
    description.sum = all.sums[*map][at];
    description.score = static_cast<double>(all.scaled(*map, at));
    description.rank = all.ranks[*map].ranks[at];
    description.count = static_cast<std::int64_t>(all.sums[*map].size());
    description.tied = all.ranks[*map].tied[at];
    description.bestRank = std::numeric_limits<std::int64_t>::max();
    std::vector<double> ranks;
    for (std::size_t other = 0; other < all.maps.size(); ++other) {
        if (at >= all.sums[other].size())
            continue;
        const std::int64_t rank = all.ranks[other].ranks[at];
        if (all.maps[other].layer == head.layer)
            ranks.push_back(static_cast<double>(rank));
        if (all.maps[other].head.value_or(HeadIndex{0}) == head.head && rank < description.bestRank) {
            description.bestRank = rank;
            description.bestLayer = label(all.maps[other].layer, state.display.indexBase);
        }
    }
    description.medianRank = medianOf(std::move(ranks));
    return description;
}

} // namespace headlight
