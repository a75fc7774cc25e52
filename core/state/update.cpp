// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/action.h"

#include <algorithm>
#include <cmath>

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

TableOptions clampedTable(TableOptions table)
{
    if (table.sortedBy && (*table.sortedBy < 0 || *table.sortedBy >= TableOptions::kMostColumns))
        table.sortedBy = std::nullopt;
    if (table.filters.size() > static_cast<std::size_t>(TableOptions::kMostColumns))
        table.filters.resize(static_cast<std::size_t>(TableOptions::kMostColumns));
    while (!table.filters.empty() && table.filters.back().empty()) // one state, one value
        table.filters.pop_back();
    const auto kind = static_cast<int>(table.kind);
    if (kind < 0 || kind >= kTableCount)
        table.kind = TableOptions{}.kind;
    return table;
}

void clampQueries(Selection& selection, std::int64_t count)
{
    auto& more = selection.moreQueries;
    std::erase_if(more, [&](QueryIndex query) { return query.value < 0 || query.value >= count; });
    selection.query = insideOrNone(selection.query, count);
    if (!selection.query) {
        more.clear();
        return;
    }
    std::ranges::sort(more);
    const auto doubled = std::ranges::unique(more);
    more.erase(doubled.begin(), doubled.end());
    std::erase(more, *selection.query);
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
    clampQueries(selection, shape.queries);
    selection.key = insideOrNone(selection.key, shape.keys);
    selection.layer = insideOrNone(selection.layer, static_cast<std::int64_t>(shape.heads.size()));
    selection.block.query = insideOrNone(selection.block.query, shape.querySegments);
    selection.block.key = insideOrNone(selection.block.key, shape.keySegments);
    selection.window = clampedWindow(selection.window, shape);
}

/// Between 0 and 1; what is no number becomes the usual value.
double share(double value, double usual)
{
    return std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : usual;
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
    state.measure.residual = share(state.measure.residual, 0.5);
    state.measure.discard = share(state.measure.discard, 0.0);
    const auto view = static_cast<int>(state.view);
    if (view < 0 || view >= kViewCount)
        state.view = ViewKind::Overview;
    return state;
}

/// A window or block belongs to one sample and stack.
void forgetPlaces(Selection& selection)
{
    selection.window = std::nullopt;
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

/// One function per action; the caller clamps afterwards.
struct Apply {
    State& state;

    void operator()(const ShowDump& action) const
    {
        state.dump = action.dump;
        state.shape = action.shape;
        const Aggregate aggregate = state.selection.aggregate;
        state.selection = {};
        state.selection.aggregate = aggregate;
    }
    void operator()(const CloseDump&) const
    {
        state.dump = {};
        state.shape = nullptr;
    }
    void operator()(const SelectView& action) const { state.view = action.view; }
    void operator()(const SelectStack& action) const
    {
        state.selection.stack = action.stack;
        forgetPlaces(state.selection);
        focus(std::nullopt);
        state.selection.key = std::nullopt;
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
        focus(std::nullopt);
        if (action.queries.empty())
            return;
        state.selection.query = action.queries.front();
        state.selection.moreQueries.assign(action.queries.begin() + 1, action.queries.end());
    }
    void operator()(const ToggleQuery& action) const
    {
        auto& query = state.selection.query;
        auto& more = state.selection.moreQueries;
        if (!query) {
            query = action.query;
        } else if (const auto known = std::ranges::find(more, action.query); known != more.end()) {
            more.erase(known);
        } else if (action.query != *query) {
            more.push_back(action.query);
        } else if (!more.empty()) {
            query = more.front();
            more.erase(more.begin());
        }
    }
    void operator()(const SetKey& action) const { state.selection.key = action.key; }
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
        state.selection.key = action.cell.key;
    }
    void operator()(const PinInLayer& action) const
    {
        state.selection.layer = action.layer;
        state.selection.key = action.key;
    }
    void operator()(const Unpin&) const
    {
        state.selection.key = std::nullopt;
        state.selection.layer = std::nullopt;
    }
    void operator()(const SetBlock& action) const { state.selection.block = action.block; }
    void operator()(const SetWindow& action) const { state.selection.window = action.window; }
    void operator()(const SetMeasure& action) const { state.measure = action.measure; }
    void operator()(const SetColourMap& action) const { state.display.colourMap = action.name; }
    void operator()(const SetRange& action) const { state.display.range = action.range; }
    void operator()(const NextRange&) const { state.display.range.kind = static_cast<RangeKind>((static_cast<int>(state.display.range.kind) + 1) % 4); }
    void operator()(const SetDisplay& action) const { state.display = action.display; }
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
