// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/evolution.h"

#include "figure/build.h"
#include "figure/colour_scale.h"
#include "figure/evolution_plan.h"
#include "figure/figure_words.h"
#include "figure/shown_cells.h"
#include "measure/axis_parts.h"
#include "measure/evolution.h"
#include "measure/percentile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

using Rows = std::shared_ptr<const Matrix>;

const Rows* rowsOf(const std::vector<std::optional<HeadIndex>>& heads, const std::vector<Rows>& rows, std::optional<HeadIndex> head)
{
    const auto found = std::ranges::find(heads, head);
    return found == heads.end() ? nullptr : &rows[static_cast<std::size_t>(found - heads.begin())];
}

/// The shown layers and keys of [layer, key].
Rows cut(const Matrix& rows, const EvolutionPlan& plan)
{
    auto shown = std::make_shared<Matrix>(static_cast<std::int64_t>(plan.layers.size()), static_cast<std::int64_t>(plan.columns.size()));
    for (std::int64_t r = 0; r < shown->rows(); ++r) {
        const auto from = rows.row(plan.layers[static_cast<std::size_t>(r)].value);
        for (std::int64_t c = 0; c < shown->columns(); ++c)
            (*shown)(r, c) = from[static_cast<std::size_t>(plan.columns[static_cast<std::size_t>(c)])];
    }
    return shown;
}

/// Keys whose share is worth a number beside a head: the last part of the axis that is no padding, where there are several; without the
/// query itself, which a rollout gives most of the rest.
struct NotedKeys {
    std::string name;
    std::vector<std::int64_t> items;
};

NotedKeys notedKeys(const Axis& keys, const std::vector<std::int64_t>& own)
{
    auto parts = partsOf(keys);
    std::erase_if(parts, &AxisPart::padding);
    if (parts.size() < 2)
        return {};
    NotedKeys noted{parts.back().name, std::move(parts.back().items)};
    std::erase_if(noted.items, [&](std::int64_t item) { return std::ranges::find(own, item) != own.end(); });
    return noted;
}

std::string shareWords(const Matrix& rows, LayerIndex layer, const NotedKeys& noted)
{
    if (noted.items.empty())
        return {};
    double share = 0.0;
    for (const auto item : noted.items)
        share += static_cast<double>(rows(layer.value, item));
    return std::isfinite(share) ? fmt::format("to {} {:.2f}", noted.name, share) : std::string();
}

/// Also where the axes are not the same object: the same sequence, and the same token there.
bool isOwnKey(const MapAxes& axes, std::int64_t position)
{
    const auto query = axes.queries->itemAt(position);
    const auto key = axes.keys->itemAt(position);
    return !isCross(axes) && query && key && axes.queries->items[static_cast<std::size_t>(*query)].label == axes.keys->items[static_cast<std::size_t>(*key)].label;
}

std::int64_t positionOf(const MapAxes& axes, std::int64_t query)
{
    return axes.queries->items[static_cast<std::size_t>(query)].position;
}

/// The queries themselves, as items of the keys.
std::vector<std::int64_t> ownItems(const MapAxes& axes, const EvolutionPlan& plan)
{
    std::vector<std::int64_t> own;
    for (const auto query : plan.items)
        if (const auto position = positionOf(axes, query); isOwnKey(axes, position))
            own.push_back(*axes.keys->itemAt(position));
    return own;
}

/// Makes the maps of one plan.
class Panels {
public:
    Panels(const EvolutionPlan& plan, const State& state, const MapAxes& axes, const std::vector<std::optional<HeadIndex>>& heads, const std::vector<Rows>& rows)
        : m_plan(plan), m_state(state), m_heads(heads), m_rows(rows), m_noted(notedKeys(*axes.keys, ownItems(axes, plan)))
    {
    }

    [[nodiscard]] MapPanel ofHead(HeadIndex head) const
    {
        const auto& rows = **rowsOf(m_heads, m_rows, head);
        const auto number = label(head, m_state.display.indexBase);
        MapPanel panel;
        panel.title = "head " + number;
        panel.shortTitle = "H" + number;
        panel.note = shareWords(rows, m_plan.layers.front(), m_noted);
        panel.map = MapIndex{m_plan.layers.front(), head};
        panel.values = cut(rows, m_plan);
        return panel;
    }

    [[nodiscard]] MapPanel together() const
    {
        MapPanel panel;
        std::vector<const Matrix*> mine;
        for (const auto& head : m_plan.heads)
            mine.push_back(rowsOf(m_heads, m_rows, head)->get());
        const auto aggregate = m_state.selection.aggregate;
        if (mine.size() == 1 && m_plan.heads.front())
            panel.map = MapIndex{m_plan.layers.front(), m_plan.heads.front()};
        panel.values = cut(evolutionsTogether(mine, aggregate), m_plan);
        return panel;
    }

private:
    const EvolutionPlan& m_plan;
    const State& m_state;
    const std::vector<std::optional<HeadIndex>>& m_heads;
    const std::vector<Rows>& m_rows;
    NotedKeys m_noted;
};

/// The state as it would be with heads of one shown layer only: what the words about heads are made of.
State ofOneLayer(const State& state, const EvolutionPlan& plan)
{
    State one = state;
    std::vector<HeadRef> refs;
    for (const auto& head : plan.heads)
        refs.push_back({plan.layers.front(), head.value_or(HeadIndex{0})});
    if (hasHeads(state.measure.kind))
        one.selection.heads = HeadSet(std::move(refs));
    else
        one.selection.heads = HeadSet::product(state.stackShape().heads, std::span(plan.layers).first(1), state.selection.heads.headsIn(state.selection.heads.layers().front()));
    return one;
}

/// "layers 12 (top) to 1"
std::string layerWords(const EvolutionPlan& plan, IndexBase base)
{
    const auto& layers = plan.layers;
    if (layers.size() == 1)
        return "layer " + label(layers.front(), base);
    const bool everyone = layers.front().value - layers.back().value + 1 == static_cast<std::int64_t>(layers.size());
    if (everyone)
        return fmt::format("layers {} (top) to {}", label(layers.front(), base), label(layers.back(), base));
    std::string words = fmt::format("layers {} (top)", label(layers.front(), base));
    for (const auto layer : std::span(layers).subspan(1))
        words += ", " + label(layer, base);
    return words;
}

FigureAxis layerAxis(const EvolutionPlan& plan, const State& state, std::optional<LayerIndex> only)
{
    FigureAxis axis;
    axis.name = "layer";
    for (const auto layer : plan.layers) {
        const bool emphasised = layer == only || (state.selection.key && state.selection.layer == layer);
        axis.labels.push_back({layer.value, label(layer, state.display.indexBase), false, false, false, emphasised, emphasised});
    }
    return axis;
}

/// "32 learned queries", "text, 23 tokens", "196 patches"
void countSegments(FigureAxis& keys, const Axis& axis)
{
    for (auto& segment : keys.segments) {
        const auto position = keys.labels[static_cast<std::size_t>(segment.first)].position;
        const auto item = axis.itemAt(position);
        const auto kind = axis.segments[static_cast<std::size_t>(axis.items[static_cast<std::size_t>(*item)].segment)].kind;
        if (kind == SegmentKind::Text)
            segment.name += fmt::format(", {} {}", segment.count, segment.count == 1 ? "token" : "tokens");
        else if (segment.count > 1)
            segment.name = fmt::format("{} {}", segment.count, segment.name);
    }
}

FigureAxis keyAxis(const EvolutionPlan& plan, const State& state, const MapAxes& axes)
{
    const auto position = state.selection.query->value;
    auto keys = figureAxis(*axes.keys, plan.columns, keyAxisName(axes), isOwnKey(axes, position) ? std::optional(position) : std::nullopt, state.display);
    countSegments(keys, *axes.keys);
    if (!state.display.segmentBrackets)
        keys.segments.clear();
    const auto emphasise = [&keys](std::int64_t at) {
        for (auto& key : keys.labels)
            if (key.position == at)
                key.alwaysShown = key.emphasised = true;
    };
    if (const auto& pinned = state.selection.key)
        emphasise(pinned->value);
    for (const auto own : ownItems(axes, plan))
        emphasise(axes.keys->items[static_cast<std::size_t>(own)].position);
    return keys;
}

Matrix withoutColumns(const Matrix& values, const std::vector<std::int64_t>& left)
{
    std::vector<std::int64_t> kept;
    for (std::int64_t c = 0; c < values.columns(); ++c)
        if (std::ranges::find(left, c) == left.end())
            kept.push_back(c);
    Matrix rest(values.rows(), static_cast<std::int64_t>(kept.size()));
    for (std::int64_t r = 0; r < values.rows(); ++r)
        for (std::size_t c = 0; c < kept.size(); ++c)
            rest(r, static_cast<std::int64_t>(c)) = values(r, kept[c]);
    return rest;
}

/// Of the panels; strips take it over. The own column would hide everything else: R contains the identity.
Result<ColourScale> scaleOf(const EvolutionFigure& figure, const Workspace& workspace, const State& state, const JobContext& job)
{
    bool without = !figure.ownColumns.empty() && state.display.leaveOutOwnColumn && figure.keys.labels.size() > figure.ownColumns.size();
    std::vector<Matrix> rest;
    std::vector<std::span<const float>> counted;
    std::vector<std::span<const float>> shown;
    for (const auto& panel : figure.panels) {
        shown.push_back(panel.values->values());
        if (without)
            rest.push_back(withoutColumns(*panel.values, figure.ownColumns));
    }
    for (const auto& matrix : rest)
        counted.push_back(matrix.values());
    const auto others = valueRange(counted);
    without = without && others.smallest < others.largest; // the first token of a causal model has nothing else
    auto scale = colourScale(workspace, state, without ? counted : shown, job);
    if (!scale)
        return scale;
    const auto kind = rangeOf(state).kind;
    if (without && (kind == RangeKind::Figure || kind == RangeKind::Percentile))
        scale->kind += figure.ownColumns.size() > 1 ? " without the queries’ own columns" : " without the query’s own column";
    scale->notNumbers = valueRange(shown).notNumbers;
    for (const auto& strip : figure.strips)
        shown.push_back(strip.values->values());
    const auto range = valueRange(shown);
    scale->clippedLow = range.numbers > 0 && static_cast<double>(range.smallest) < scale->low;
    scale->clippedHigh = range.numbers > 0 && static_cast<double>(range.largest) > scale->high;
    return scale;
}

/// "Rollout evolution of the query “triangle”, mean of all 12 heads"
std::string titleOf(const EvolutionFigure& figure, const EvolutionPlan& plan, const State& state, const std::string& heads)
{
    std::string measure = displayName(state.measure);
    if (const std::string perHead = " per head"; measure.ends_with(perHead)) // the heads stand behind
        measure.resize(measure.size() - perHead.size());
    if (!measure.empty())
        measure.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(measure.front())));
    const bool several = measure.find(',') != std::string::npos;
    const auto& token = figure.queryText;
    const std::string query = plan.items.size() > 1 ? token : token == std::to_string(figure.query) ? "query " + token : fmt::format("query “{}”", token);
    return fmt::format("{}{} of the {}, {}", measure, several ? ": evolution" : " evolution", query, heads);
}

std::string queryLabel(const MapAxes& axes, const EvolutionPlan& plan, const Display& display)
{
    return plan.items.size() > 1 ? queriesPhrase(*axes.queries, plan.items, display) : labelOf(axes.queries->items[static_cast<std::size_t>(plan.items.front())], display);
}

void addWords(EvolutionFigure& figure, const Dump& dump, const State& state, const MapAxes& axes, const EvolutionPlan& plan)
{
    const auto heads = headsPhrase(ofOneLayer(state, plan));
    figure.text.title = titleOf(figure, plan, state, heads);
    figure.text.subtitle = subtitleFor(dump, state);
    figure.text.footerStart = {measurePhrase(state), layerWords(plan, state.display.indexBase), heads, queriesPhrase(*axes.queries, plan.items, state.display), scaleWords(figure.scale)};
    auto& end = figure.text.footerEnd;
    const auto all = dump.attention(state.selection.stack, state.selection.sample);
    const auto hidden = all ? (*all)->axes().keys->size() - axes.keys->size() : 0;
    if (hidden > 0 && !state.display.mergeWords)
        end.push_back(fmt::format("{} padded positions hidden", hidden));
    if (static_cast<std::int64_t>(plan.columns.size()) < axes.keys->size())
        end.push_back(fmt::format("{} of {} keys", plan.columns.size(), axes.keys->size()));
    std::ranges::copy(plan.leftOut, std::back_inserter(end));
    std::ranges::move(originWords(dump, state), std::back_inserter(end));
}

void addPlaces(EvolutionFigure& figure, const State& state, const MapAxes& axes, const EvolutionPlan& plan)
{
    const auto& selection = state.selection;
    figure.query = positionOf(axes, plan.items.front());
    figure.queryText = queryLabel(axes, plan, state.display);
    figure.keysAreQueries = !isCross(axes) && axes.queries->size() == axes.keys->size();
    for (const auto own : ownItems(axes, plan))
        if (const auto column = std::ranges::find(plan.columns, own); column != plan.columns.end())
            figure.ownColumns.push_back(column - plan.columns.begin());
    if (selection.key)
        figure.keyColumn = rowOf(*axes.keys, plan.columns, selection.key->value);
    if (selection.layer)
        if (const auto row = std::ranges::find(plan.layers, *selection.layer); row != plan.layers.end())
            figure.layerRow = row - plan.layers.begin();
    figure.meanPooling = state.display.meanPooling;
    figure.pinnedCellInExport = state.display.keepPinnedCell;
}

} // namespace

Result<Figure> buildEvolutionFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto key = mapsKey(state);
    const auto maps = workspace.maps(key);
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    const auto planned = planEvolution(state, axes);
    if (const auto* empty = std::get_if<EmptyFigure>(&planned))
        return Figure(*empty);
    const auto& plan = std::get<EvolutionPlan>(planned);

    auto heads = plan.heads;
    for (const auto& head : plan.strips)
        if (std::ranges::find(heads, head) == heads.end())
            heads.push_back(head);
    const auto rows = workspace.evolutions(key, plan.items, heads, job);
    if (!rows)
        return rows.error();

    EvolutionFigure figure;
    const Panels panels(plan, state, axes, heads, *rows);
    if (plan.each)
        for (const auto& head : plan.heads)
            figure.panels.push_back(panels.ofHead(*head));
    else
        figure.panels.push_back(panels.together());
    const bool some = plan.heads.size() < plan.strips.size();
    for (const auto& head : plan.strips) {
        figure.strips.push_back(panels.ofHead(*head));
        figure.stripSelected.push_back(some && std::ranges::find(plan.heads, head) != plan.heads.end());
    }
    figure.layers = layerAxis(plan, state, onlyLayer(state, axes));
    figure.keys = keyAxis(plan, state, axes);
    addPlaces(figure, state, axes, plan);
    auto scale = scaleOf(figure, workspace, state, job);
    if (!scale)
        return scale.error();
    figure.scale = *std::move(scale);
    addWords(figure, *workspace.dump(state.dump.fingerprint), state, axes, plan);
    return Figure(std::move(figure));
}

} // namespace headlight
