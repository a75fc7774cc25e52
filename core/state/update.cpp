// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/action.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace headlight {

namespace {

template <typename Tag>
Index<Tag> clampedIndex(Index<Tag> index, std::int64_t count)
{
    return Index<Tag>{std::clamp<std::int64_t>(index.value, 0, std::max<std::int64_t>(0, count - 1))};
}

template <typename Tag>
std::optional<Index<Tag>> insideOrNone(std::optional<Index<Tag>> index, std::int64_t count)
{
    if (index && (index->value < 0 || index->value >= count))
        return std::nullopt;
    return index;
}

std::optional<std::int64_t> insideOrNone(std::optional<std::int64_t> number, std::int64_t count)
{
    if (number && (*number < 0 || *number >= count))
        return std::nullopt;
    return number;
}

std::optional<CellWindow> clampedWindow(std::optional<CellWindow> window, const StackShape& shape)
{
    if (!window || shape.queries == 0 || shape.keys == 0)
        return std::nullopt;
    const auto cut = [](std::int64_t& first, std::int64_t& count, std::int64_t size) {
        count = std::clamp<std::int64_t>(count, 1, size);
        first = std::clamp<std::int64_t>(first, 0, size - count);
    };
    cut(window->firstQuery, window->queries, shape.queries);
    cut(window->firstKey, window->keys, shape.keys);
    const bool whole = window->queries == shape.queries && window->keys == shape.keys;
    return whole ? std::nullopt : window;
}

/// Its edges are those of the chart, which only the layout knows.
std::optional<ChartRange> clampedChart(std::optional<ChartRange> range)
{
    if (range && std::isfinite(range->left) && std::isfinite(range->right) && range->left < range->right && std::isfinite(range->low) && std::isfinite(range->high)
        && range->low < range->high)
        return range;
    return std::nullopt;
}

RangeOptions clampedRange(RangeOptions range)
{
    const RangeOptions usual;
    if (!std::isfinite(range.percentile))
        range.percentile = usual.percentile;
    range.percentile = std::clamp(range.percentile, 0.1, 100.0);
    if (!std::isfinite(range.low) || !std::isfinite(range.high)) {
        range.low = usual.low;
        range.high = usual.high;
    }
    if (range.high < range.low)
        std::swap(range.low, range.high);
    if (range.high == range.low)
        range.high = range.low + 1.0;
    return range;
}

double clampedStrength(double strength)
{
    return std::isfinite(strength) ? std::clamp(strength, 0.0, 1.0) : Display{}.overlayStrength;
}

WeightOptions clampedWeights(WeightOptions weights)
{
    const WeightOptions usual;
    std::erase_if(weights.temperatures, [](double temperature) { return !std::isfinite(temperature) || !(temperature > 0.0); });
    if (weights.temperatures.size() > WeightOptions::kMost)
        weights.temperatures.resize(WeightOptions::kMost);
    if (weights.temperatures.empty())
        weights.temperatures = usual.temperatures;
    if (!std::isfinite(weights.threshold))
        weights.threshold = usual.threshold;
    return weights;
}

/// Between 0 and 1; what is no number becomes the usual value.
double share(double value, double usual)
{
    return std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : usual;
}

template <typename Enum>
Enum known(Enum value, int count, Enum usual)
{
    const auto number = static_cast<int>(value);
    return number < 0 || number >= count ? usual : value;
}

TextOptions clampedText(TextOptions text)
{
    text.show = known(text.show, kTextShowCount, TextOptions{}.show);
    text.range = clampedRange(text.range);
    return text;
}

LinkOptions clampedLinks(LinkOptions links)
{
    const LinkOptions usual;
    links.keep = known(links.keep, kLinkKeepCount, usual.keep);
    if (!std::isfinite(links.least))
        links.least = usual.least;
    links.count = std::clamp<std::int64_t>(links.count, 1, LinkOptions::kMostPerQuery);
    links.mass = share(links.mass, usual.mass);
    return links;
}

TrendOptions clampedTrends(TrendOptions trends)
{
    auto& heads = trends.highlighted;
    std::vector<HeadIndex> once;
    for (const auto head : heads)
        if (head.value >= 0 && once.size() < TrendOptions::kMostHighlighted && std::ranges::find(once, head) == once.end())
            once.push_back(head);
    heads = std::move(once);
    if (trends.layer && trends.layer->value < 0)
        trends.layer.reset();
    return trends;
}

/// One choice, one value: only a pair of segments has names.
MetricChoice clampedMetric(MetricChoice choice, const MetricChoice& usual)
{
    if (choice.metric != HeadMetric::SegmentShare)
        return known(choice.metric, kHeadMetricCount, usual.metric);
    return metricFromName(nameOf(choice)) ? choice : usual;
}

HeadsOptions clampedHeads(HeadsOptions heads)
{
    heads.show = known(heads.show, kHeadsShowCount, HeadsOptions{}.show);
    heads.other = clampedMetric(std::move(heads.other), HeadsOptions{}.other);
    return heads;
}

TableOptions clampedTable(TableOptions table)
{
    if (table.sortedBy && (*table.sortedBy < 0 || *table.sortedBy >= TableOptions::kMostColumns))
        table.sortedBy = std::nullopt;
    if (table.filters.size() > static_cast<std::size_t>(TableOptions::kMostColumns))
        table.filters.resize(static_cast<std::size_t>(TableOptions::kMostColumns));
    while (!table.filters.empty() && table.filters.back().empty()) // one state, one value
        table.filters.pop_back();
    table.kind = known(table.kind, kTableCount, TableOptions{}.kind);
    return table;
}

/// Both inside, `more` ascending and without `first`.
template <typename T>
void clampTogether(std::optional<T>& first, std::vector<T>& more, std::int64_t count)
{
    std::erase_if(more, [&](T index) { return index.value < 0 || index.value >= count; });
    first = insideOrNone(first, count);
    if (!first) {
        more.clear();
        return;
    }
    std::ranges::sort(more);
    more.erase(std::unique(more.begin(), more.end()), more.end());
    std::erase(more, *first);
}

void clampSelection(State& state)
{
    if (!state.hasDump()) {
        state.selection = {};
        return;
    }
    auto& selection = state.selection;
    selection.sample = clampedIndex(selection.sample, static_cast<std::int64_t>(state.shape->samples.size()));
    const auto& stacks = state.shape->samples[static_cast<std::size_t>(selection.sample.value)];
    selection.stack = clampedIndex(selection.stack, static_cast<std::int64_t>(stacks.size()));
    const auto& shape = state.stackShape();
    selection.heads = selection.heads.clampedTo(shape.heads);
    if (selection.heads.empty())
        selection.heads = HeadSet::all(shape.heads);
    clampTogether(selection.query, selection.moreQueries, shape.queries);
    clampTogether(selection.key, selection.moreKeys, shape.keys);
    selection.layer = insideOrNone(selection.layer, static_cast<std::int64_t>(shape.heads.size()));
    selection.block.query = insideOrNone(selection.block.query, shape.querySegments);
    selection.block.key = insideOrNone(selection.block.key, shape.keySegments);
    selection.window = clampedWindow(selection.window, shape);
    selection.chartRange = clampedChart(selection.chartRange);
}

State clamped(State state)
{
    if (state.shape != nullptr && std::ranges::any_of(state.shape->samples, [](const auto& stacks) { return stacks.empty(); }))
        state.shape = nullptr; // a sample without any stack cannot be shown
    clampSelection(state);
    state.display.range = clampedRange(state.display.range);
    state.display.overlayStrength = clampedStrength(state.display.overlayStrength);
    state.display.weights = clampedWeights(std::move(state.display.weights));
    state.display.table = clampedTable(std::move(state.display.table));
    state.display.text = clampedText(std::move(state.display.text));
    state.display.links = clampedLinks(state.display.links);
    state.display.trends = clampedTrends(std::move(state.display.trends));
    state.display.heads = clampedHeads(std::move(state.display.heads));
    state.display.metric = clampedMetric(std::move(state.display.metric), {});
    state.measure.residual = share(state.measure.residual, 0.5);
    state.measure.discard = share(state.measure.discard, 0.0);
    state.view = known(state.view, kViewCount, ViewKind::Overview);
    return state;
}

/// A window or block belongs to one sample and stack.
void forgetPlaces(Selection& selection)
{
    selection.window = std::nullopt;
    selection.chartRange = std::nullopt;
    selection.block = {};
}

/// With extend the old heads stay, and the set grows from its edge.
HeadSet stepped(const State& state, const StepHeads& step)
{
    const auto& grid = state.stackShape().heads;
    const auto& heads = state.selection.heads;
    if (step.extend)
        return heads.united(heads.shifted(grid, step.layers, step.heads));
    if (!heads.isAll(grid))
        return heads.shifted(grid, step.layers, step.heads);
    // From "all" the first step goes to one end of the grid.
    const auto lastLayer = static_cast<std::int64_t>(grid.size()) - 1;
    if (step.layers != 0)
        return HeadSet::ofLayer(grid, LayerIndex{step.layers > 0 ? 0 : lastLayer});
    const auto most = *std::ranges::max_element(grid);
    return HeadSet::ofHead(grid, HeadIndex{step.heads > 0 ? 0 : most - 1});
}

HeadSet wholeLayers(const State& state)
{
    HeadSet heads;
    for (const auto layer : state.selection.heads.layers())
        heads = heads.united(HeadSet::ofLayer(state.stackShape().heads, layer));
    return heads;
}

HeadSet wholeHeads(const State& state)
{
    HeadSet heads;
    for (const auto& ref : state.selection.heads.heads())
        heads = heads.united(HeadSet::ofHead(state.stackShape().heads, ref.head));
    return heads;
}

template <typename T>
void setTogether(std::optional<T>& first, std::vector<T>& more, const std::vector<T>& all)
{
    first = all.empty() ? std::nullopt : std::optional(all.front());
    more.assign(all.begin() + (all.empty() ? 0 : 1), all.end());
}

/// Takes one out or in; when `first` is taken out, the next one is the first.
template <typename T>
void toggle(std::optional<T>& first, std::vector<T>& more, T index)
{
    if (!first) {
        first = index;
    } else if (const auto there = std::ranges::find(more, index); there != more.end()) {
        more.erase(there);
    } else if (index != *first) {
        more.push_back(index);
    } else {
        setTogether(first, more, std::vector<T>(more));
    }
}

/// One function per action; the caller clamps afterwards.
struct Apply {
    State& state;

    void operator()(const ShowDump& action) const
    {
        state.dump = action.dump;
        state.shape = action.shape;
        state.beside = std::nullopt;
        const Aggregate aggregate = state.selection.aggregate;
        state.selection = {};
        state.selection.aggregate = aggregate;
    }
    void operator()(const CloseDump&) const
    {
        state.dump = {};
        state.shape = nullptr;
        state.beside = std::nullopt;
    }
    void operator()(const SelectView& action) const { state.view = action.view; }
    void operator()(const SelectStack& action) const
    {
        state.selection.stack = action.stack;
        forgetPlaces(state.selection);
        focus(std::nullopt);
        pin(std::nullopt);
        state.selection.layer = std::nullopt;
    }
    void operator()(const SelectSample& action) const
    {
        if (action.sample != state.selection.sample)
            forgetPlaces(state.selection);
        state.selection.sample = action.sample;
    }
    void operator()(const StepSample& action) const
    {
        if (state.hasDump())
            (*this)(SelectSample{clampedIndex(SampleIndex{state.selection.sample.value + action.by}, static_cast<std::int64_t>(state.shape->samples.size()))});
    }
    void operator()(const SelectHeads& action) const
    {
        if (state.hasDump() && !action.heads.clampedTo(state.stackShape().heads).empty())
            state.selection.heads = action.heads;
    }
    void operator()(const StepHeads& action) const
    {
        if (state.hasDump())
            state.selection.heads = stepped(state, action);
    }
    void operator()(const SelectAllHeads&) const
    {
        if (state.hasDump())
            state.selection.heads = wholeLayers(state);
    }
    void operator()(const SelectAllLayers&) const
    {
        if (state.hasDump())
            state.selection.heads = wholeHeads(state);
    }
    void operator()(const SetAggregate& action) const { state.selection.aggregate = action.aggregate; }
    void operator()(const NextAggregate&) const { state.selection.aggregate = static_cast<Aggregate>((static_cast<int>(state.selection.aggregate) + 1) % 4); }
    void focus(std::optional<QueryIndex> query) const
    {
        state.selection.query = query;
        state.selection.moreQueries.clear();
    }
    void operator()(const SetQuery& action) const { focus(action.query); }
    void operator()(const SetQueries& action) const
    {
        setTogether(state.selection.query, state.selection.moreQueries, action.queries);
    }
    void operator()(const ToggleQuery& action) const
    {
        if (state.selection.queries() != std::vector{action.query})
            toggle(state.selection.query, state.selection.moreQueries, action.query);
    }
    void pin(std::optional<KeyIndex> key) const
    {
        state.selection.key = key;
        state.selection.moreKeys.clear();
    }
    void operator()(const SetKey& action) const { pin(action.key); }
    void operator()(const SetKeys& action) const { setTogether(state.selection.key, state.selection.moreKeys, action.keys); }
    void operator()(const ToggleKey& action) const { toggle(state.selection.key, state.selection.moreKeys, action.key); }
    void operator()(const StepQuery& action) const
    {
        if (!state.hasDump())
            return;
        const auto last = state.stackShape().queries - 1;
        const auto from = state.selection.query ? state.selection.query->value + action.by : (action.by > 0 ? 0 : last);
        focus(QueryIndex{std::clamp<std::int64_t>(from, 0, std::max<std::int64_t>(0, last))});
    }
    void operator()(const PinCell& action) const
    {
        focus(action.cell.query);
        pin(action.cell.key);
    }
    void operator()(const PinInLayer& action) const
    {
        state.selection.layer = action.layer;
        pin(action.key);
    }
    void operator()(const Unpin&) const
    {
        pin(std::nullopt);
        state.selection.layer = std::nullopt;
    }
    void operator()(const SetBlock& action) const { state.selection.block = action.block; }
    void operator()(const SetWindow& action) const { state.selection.window = action.window; }
    void operator()(const SetChartRange& action) const { state.selection.chartRange = action.range; }
    void operator()(const SetMeasure& action) const
    {
        if (action.measure != state.measure)
            state.selection.chartRange = std::nullopt;
        state.measure = action.measure;
    }
    void operator()(const SetColourMap& action) const { (state.view == ViewKind::Text ? state.display.text.colourMap : state.display.colourMap) = action.name; }
    RangeOptions& range() const { return state.view == ViewKind::Text ? state.display.text.range : state.display.range; }
    void operator()(const SetRange& action) const { range() = action.range; }
    void operator()(const NextRange&) const { range().kind = static_cast<RangeKind>((static_cast<int>(range().kind) + 1) % 4); }
    void operator()(const SetBeside& action) const { state.beside = action.dump; }
    void operator()(const SetDisplay& action) const
    {
        const auto axes = [](const Display& display) { return std::tuple(display.trend, display.hidePadding, display.mergeWords); };
        if (axes(action.display) != axes(state.display)) // of the chart
            state.selection.chartRange = std::nullopt;
        state.display = action.display;
    }
    void operator()(const ReplaceState& action) const
    {
        auto shape = state.shape;
        auto dump = state.dump;
        state = action.state;
        state.shape = std::move(shape);
        state.dump = std::move(dump);
    }
};

struct EditName {
    std::string operator()(const SetMeasure&) const { return "Measure"; }
    std::string operator()(const SetColourMap&) const { return "Colour map"; }
    std::string operator()(const SetRange&) const { return "Range"; }
    std::string operator()(const NextRange&) const { return "Range"; }
    std::string operator()(const SetAggregate&) const { return "Heads taken together"; }
    std::string operator()(const NextAggregate&) const { return "Heads taken together"; }
    std::string operator()(const SetDisplay&) const { return "Figure"; }
    std::string operator()(const SetBeside&) const { return "Text beside the picture"; }
    template <typename Other>
    std::string operator()(const Other&) const
    {
        return {};
    }
};

} // namespace

std::string editName(const Action& action)
{
    return std::visit(EditName{}, action);
}

State update(State state, const Action& action)
{
    std::visit(Apply{state}, action);
    return clamped(std::move(state));
}

} // namespace headlight
