// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/weights.h"

#include "figure/build.h"
#include "figure/figure_words.h"
#include "figure/shown_cells.h"
#include "figure/weights_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>

namespace headlight {

namespace {

/// "text", "learned queries"
std::string partTitle(const WeightedPart& part)
{
    if (part.kind == SegmentKind::Prefix && part.items.size() == 1)
        return "class";
    return part.kind == SegmentKind::Queries ? "learned queries" : part.name.empty() ? "all keys" : part.name;
}

/// "text, 23 tokens", "32 learned queries", "196 patches"
std::string countedTitle(const WeightedPart& part)
{
    const auto title = partTitle(part);
    if (part.kind == SegmentKind::Text)
        return fmt::format("{}, {} tokens", title, part.items.size());
    return fmt::format("{} {}", part.items.size(), title);
}

std::vector<std::int64_t> byWeight(const std::vector<double>& means, const std::vector<bool>& kept)
{
    std::vector<std::int64_t> order;
    for (std::size_t i = 0; i < means.size(); ++i)
        if (kept[i])
            order.push_back(static_cast<std::int64_t>(i));
    std::ranges::stable_sort(order, [&](std::int64_t a, std::int64_t b) { return means[static_cast<std::size_t>(a)] > means[static_cast<std::size_t>(b)]; });
    return order;
}

WeightsFigure::Part figurePart(const WeightPlan& plan, const WeightedPart& part, std::span<const double> temperatures)
{
    const auto& selection = plan.state.selection;
    WeightsFigure::Part drawn;
    drawn.name = countedTitle(part);
    drawn.words = part.kind == SegmentKind::Text;
    const auto focus = selection.key ? std::optional(selection.key->value) : std::nullopt;
    drawn.keys = figureAxis(*plan.maps->axes().keys, part.items, keyAxisName(plan.maps->axes()), focus, plan.state.display);
    drawn.keys.showLabels = true;
    for (const auto item : part.items) {
        drawn.means.push_back(plan.means[static_cast<std::size_t>(item)]);
        drawn.above.push_back(reaches(plan, item));
    }
    drawn.uniform = std::ranges::find(drawn.above, true) == drawn.above.end();
    for (const double temperature : temperatures)
        drawn.weights.push_back(weightsOf(plan, part, temperature));
    drawn.heaviest = byWeight(drawn.means, drawn.uniform ? std::vector<bool>(drawn.means.size(), true) : drawn.above);
    return drawn;
}

/// "Token weights: rollout per head, layer 12, mean of all 12 heads"
std::string titleOf(const State& state)
{
    std::string rest = titleFor(state);
    if (!rest.empty())
        rest.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(rest.front())));
    return "Token weights: " + rest;
}

void addWords(WeightsFigure& figure, const Dump& dump, const WeightPlan& plan, const State& selected, const std::vector<std::string>& leftOut)
{
    const auto& state = plan.state;
    figure.text.title = titleOf(state);
    figure.text.subtitle = subtitleFor(dump, state);
    auto& start = figure.text.footerStart;
    start = {measurePhrase(state)};
    if (const auto layers = layersPhrase(state, selected); !layers.empty())
        start.push_back(layers);
    start.push_back(headsPhrase(state));
    start.push_back(figure.parts.size() == 1 ? "softmax of column means over " + figure.parts.front().name : "softmax of column means, each segment by itself");
    start.push_back(temperatureWords(figure.temperatures));
    start.push_back(thresholdWords(figure.threshold));
    auto& end = figure.text.footerEnd;
    if (const auto all = state.display.weights.temperatures.size(); all > figure.temperatures.size())
        end.push_back(fmt::format("first {} of {} temperatures", figure.temperatures.size(), all));
    const auto& keys = *plan.maps->axes().keys;
    const auto whole = dump.attention(state.selection.stack, state.selection.sample);
    if (const auto hidden = whole ? (*whole)->axes().keys->size() - keys.size() : 0; hidden > 0 && !state.display.mergeWords)
        end.push_back(fmt::format("{} padded positions hidden", hidden));
    std::ranges::copy(leftOut, std::back_inserter(end));
    std::ranges::move(originWords(dump, state), std::back_inserter(end));
}

/// The button brings every segment back.
EmptyFigure noSuchSegment(const State& state, const Error& error)
{
    Display display = state.display;
    display.weights.segment.clear();
    auto words = error.what;
    if (!words.empty())
        words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    return {words + ".", "Show every segment", Action(SetDisplay{display})};
}

} // namespace

Result<Figure> buildWeightsFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto plan = planWeights(workspace, state, job);
    if (!plan)
        return plan.error();
    const auto& axes = plan->maps->axes();
    const auto& options = state.display.weights;
    const auto parts = weightedParts(*axes.keys, options.segment);
    if (!parts)
        return Figure(noSuchSegment(state, parts.error()));

    WeightsFigure figure;
    figure.temperatures.assign(options.temperatures.begin(), options.temperatures.begin() + static_cast<std::ptrdiff_t>(std::min(options.temperatures.size(), WeightsFigure::kMostTemperatures)));
    figure.threshold = options.threshold;
    figure.keysAreQueries = !isCross(axes) && axes.queries->size() == axes.keys->size();
    std::vector<std::string> leftOut;
    for (const auto& part : *parts) {
        if (part.items.size() > 1)
            figure.parts.push_back(figurePart(*plan, part, figure.temperatures));
        else
            leftOut.push_back(fmt::format("{} left out: one position always weighs 1", partTitle(part)));
    }
    if (figure.parts.empty())
        return Figure(EmptyFigure{"Every segment of the keys has one position, which always weighs 1.", {}, std::nullopt});
    for (const auto& part : figure.parts)
        for (const auto& weights : part.weights)
            figure.largest = std::max(figure.largest, *std::ranges::max_element(weights));
    addWords(figure, *workspace.dump(state.dump.fingerprint), *plan, state, leftOut);
    return Figure(std::move(figure));
}

Result<WeightDescription> describeWeight(const Workspace& workspace, const State& state, KeyIndex key, const JobContext& job)
{
    if (!state.hasDump() || state.selection.heads.empty())
        return Error{ErrorKind::Selection, "nothing is shown"};
    const auto held = workspace.holding(state);
    const auto plan = held ? planWeights(*held, state, job) : Result<WeightPlan>(held.error());
    if (!plan)
        return plan.error();
    const auto& keys = *plan->maps->axes().keys;
    const auto item = keys.itemAt(key.value);
    const auto parts = weightedParts(keys, state.display.weights.segment);
    if (!parts)
        return parts.error();
    for (const auto& part : *parts) {
        const auto found = item ? std::ranges::find(part.items, *item) : part.items.end();
        if (found == part.items.end())
            continue;
        const auto place = static_cast<std::size_t>(found - part.items.begin());
        WeightDescription description;
        description.segment = partTitle(part);
        description.key = labelOf(keys.items[static_cast<std::size_t>(*item)], state.display);
        description.position = keys.items[static_cast<std::size_t>(*item)].position;
        for (const double temperature : state.display.weights.temperatures)
            description.weights.emplace_back(temperature, weightsOf(*plan, part, temperature)[place]);
        description.mean = plan->means[static_cast<std::size_t>(*item)];
        description.threshold = state.display.weights.threshold;
        description.count = static_cast<std::int64_t>(part.items.size());
        description.rank = 1 + std::ranges::count_if(part.items, [&](std::int64_t other) {
            const double mean = plan->means[static_cast<std::size_t>(other)];
            return mean > description.mean || (mean == description.mean && other < *item);
        });
        return description;
    }
    return Error{ErrorKind::Selection, "the key is not shown"};
}

} // namespace headlight
