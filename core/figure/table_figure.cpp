// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_figure.h"

#include "figure/figure_words.h"
#include "figure/table.h"
#include "figure/table_rows.h"
#include "figure/weights_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace headlight {

namespace {

std::string lowerFirst(std::string text)
{
    if (!text.empty())
        text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    return text;
}

/// The state as the rows are about it: weights are of the last selected layer.
State told(State state)
{
    if (state.display.table.kind == TableKind::Weights)
        return weightsState(std::move(state));
    state.selection.aggregate = Aggregate::Each; // a row per head
    return state;
}

/// What the numbers are.
void addContent(std::vector<std::string>& footer, const State& state, const std::string& segment)
{
    const auto& weights = state.display.weights;
    switch (state.display.table.kind) {
    case TableKind::Weights:
        footer.push_back("softmax of column means over " + segment);
        footer.push_back(temperatureWords(weights.temperatures));
        footer.push_back(thresholdWords(weights.threshold));
        return;
    case TableKind::TopAttended:
        footer.emplace_back("the 10 largest values of every query");
        return;
    case TableKind::MostAttended:
        footer.emplace_back("the 10 largest column sums of every head");
        break;
    case TableKind::Position:
    case TableKind::AllPositions:
    case TableKind::Trend:
        break;
    }
    footer.emplace_back("column sums scaled 0–1 over all layers and heads of the sample");
}

void addWords(TableFigure& figure, const Dump& dump, const State& asked, const std::string& segment)
{
    const State state = told(asked);
    figure.text.title = fmt::format("{}: {}", titleOf(figure.options.kind), lowerFirst(titleFor(state)));
    figure.text.subtitle = subtitleFor(dump, state);
    auto& start = figure.text.footerStart;
    start = {measurePhrase(state)};
    if (const auto layers = layersPhrase(state, asked); !layers.empty())
        start.push_back(layers);
    start.push_back(headsPhrase(state));
    addContent(start, state, segment);
    const auto shown = figure.rows->size();
    const auto all = static_cast<std::size_t>(figure.table->rows);
    figure.text.footerEnd.push_back(shown == all ? fmt::format("{} rows", all) : fmt::format("{} of {} rows pass the filters", shown, all));
    std::ranges::move(originWords(dump, state), std::back_inserter(figure.text.footerEnd));
}

/// Places among the shown rows that are about the pinned key.
std::vector<std::uint32_t> pinnedRows(const TableFigure& figure, const Selection& selection)
{
    std::vector<std::uint32_t> places;
    const auto& keys = figure.table->places.keys;
    if (!selection.key || keys.empty())
        return places;
    for (std::size_t i = 0; i < figure.rows->size(); ++i)
        if (keys[(*figure.rows)[i]] == selection.key->value)
            places.push_back(static_cast<std::uint32_t>(i));
    return places;
}

} // namespace

namespace {

/// The state without what a table of this kind does not depend on.
State sourceOf(State state)
{
    auto& table = state.display.table;
    table = {table.kind, {}, false, {}};
    state.view = ViewKind::Table;
    state.selection.query.reset();
    state.selection.moreQueries.clear();
    state.selection.layer.reset();
    state.selection.window.reset();
    if (table.kind != TableKind::Position && table.kind != TableKind::Trend) {
        state.selection.key.reset();
        state.selection.moreKeys.clear();
    }
    Display display;
    display.hidePadding = state.display.hidePadding;
    display.mergeWords = state.display.mergeWords;
    display.cleanTokens = state.display.cleanTokens;
    display.indexBase = state.display.indexBase;
    display.weights = state.display.weights;
    display.table = table;
    state.display = display;
    return state;
}

/// That of the figure before, where it was built from the same.
Result<std::shared_ptr<const Table>> tableOf(const Workspace& workspace, const State& state, const Maps& maps, const TableFigure* before, const JobContext& job)
{
    if (before != nullptr && before->source != nullptr && before->maps == maps && *before->source == sourceOf(state))
        return before->table;
    auto built = buildTable(workspace, state, job);
    if (!built)
        return built.error();
    return std::make_shared<const Table>(*std::move(built));
}

} // namespace

Result<Figure> buildTableFigure(const Workspace& workspace, const State& state, const JobContext& job, const Figure* before)
{
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto built = tableOf(workspace, state, *maps, before == nullptr ? nullptr : std::get_if<TableFigure>(before), job);
    const bool positions = state.display.table.kind == TableKind::Position || state.display.table.kind == TableKind::Trend;
    if (!built && positions && !state.selection.key)
        return Figure(EmptyFigure{"Choose a key.", {}, std::nullopt});
    if (!built)
        return built.error();
    TableFigure figure;
    figure.table = *built;
    figure.maps = *maps;
    figure.source = std::make_shared<const State>(sourceOf(state));
    figure.options = state.display.table;
    if (figure.table->rows == 0)
        return Figure(EmptyFigure{"This table has no rows.", {}, std::nullopt});
    auto arranged = arrangeRows(*figure.table, figure.options, job);
    if (!arranged)
        return arranged.error();
    figure.rows = std::make_shared<const std::vector<std::uint32_t>>(std::move(arranged->rows));
    figure.problems = std::move(arranged->problems);
    figure.pinned = pinnedRows(figure, state.selection);
    const auto part = tabledPart(*(*maps)->axes().keys, state.display.weights.segment);
    addWords(figure, *workspace.dump(state.dump.fingerprint), state, part && !part->name.empty() ? part->name : "all keys");
    return Figure(std::move(figure));
}

std::optional<Action> pinOf(const Table& table, std::int64_t row, const State& state)
{
    const auto place = static_cast<std::size_t>(row);
    const auto& places = table.places;
    if (row < 0 || row >= table.rows || places.keys.empty())
        return std::nullopt;
    const KeyIndex key{places.keys[place]};
    if (!places.queries.empty())
        return PinCell{{QueryIndex{places.queries[place]}, key}};
    if (state.selection.key == key)
        return std::nullopt;
    return SetKey{key};
}

} // namespace headlight
