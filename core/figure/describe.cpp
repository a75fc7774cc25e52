// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"

#include "figure/evolution_plan.h"
#include "figure/figure_words.h"
#include "figure/image.h"
#include "figure/links.h"
#include "figure/shown_cells.h"
#include "figure/text_weights.h"
#include "measure/axis_parts.h"
#include "measure/evolution.h"
#include "measure/row_statistics.h"
#include "workspace/metric_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

double columnMean(const Matrix& map, std::int64_t column)
{
    double sum = 0.0;
    for (std::int64_t r = 0; r < map.rows(); ++r)
        sum += static_cast<double>(map(r, column));
    return sum / static_cast<double>(std::max<std::int64_t>(1, map.rows()));
}

/// At most this many heads are named one by one in the card.
constexpr std::int64_t kMostHeadsNamed = 16;

/// Of several rows the mean.
std::vector<std::pair<std::string, double>> valuesPerHead(const MapSource& maps, const State& state, const std::vector<std::int64_t>& rows, std::int64_t column,
                                                          const JobContext& job)
{
    std::vector<std::pair<std::string, double>> values;
    const auto& heads = state.selection.heads;
    if (heads.size() < 2 || heads.size() > kMostHeadsNamed || maps.axes().layers.front().heads == 0)
        return values;
    const bool oneLayer = heads.layers().size() == 1;
    std::vector<float> line;
    for (const auto& ref : heads.heads()) {
        const auto& shape = maps.axes().layers[static_cast<std::size_t>(ref.layer.value)];
        if (std::ranges::max(rows) >= shape.queries || column >= shape.keys)
            continue;
        line.resize(static_cast<std::size_t>(shape.keys));
        double sum = 0.0;
        bool read = true;
        for (const auto row : rows) {
            read = read && maps.rows({ref.layer, ref.head}, {row, 1}, {line, 1, shape.keys}, job).has_value();
            sum += static_cast<double>(line[static_cast<std::size_t>(column)]);
        }
        if (!read)
            continue;
        const auto base = state.display.indexBase;
        const auto name = oneLayer ? label(ref.head, base) : fmt::format("L{} H{}", label(ref.layer, base), label(ref.head, base));
        values.emplace_back(name, sum / static_cast<double>(rows.size()));
    }
    return values;
}

/// The mean of rows, each with its own key as 0 where it has one.
template <typename OwnKeyOf>
std::vector<float> meanRow(const Matrix& map, const std::vector<std::int64_t>& rows, OwnKeyOf ownKeyOf)
{
    std::vector<double> sums(static_cast<std::size_t>(map.columns()), 0.0);
    for (const auto row : rows) {
        const auto line = map.row(row);
        const std::optional<std::int64_t> own = ownKeyOf(row);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += own && *own == static_cast<std::int64_t>(i) ? 0.0 : static_cast<double>(line[i]);
    }
    std::vector<float> mean;
    for (const double sum : sums)
        mean.push_back(static_cast<float>(sum / static_cast<double>(rows.size())));
    return mean;
}

/// Sums of shares over the queries of one part, for one head.
void addShares(Matrix& sums, const std::vector<AxisPart>& queryParts, const std::vector<AxisPart>& keyParts, const Matrix& map)
{
    for (std::size_t q = 0; q < queryParts.size(); ++q)
        for (const auto row : queryParts[q].items) {
            if (row >= map.rows())
                continue;
            const auto line = map.row(row);
            for (std::size_t k = 0; k < keyParts.size(); ++k) {
                double share = 0.0;
                for (const auto column : keyParts[k].items)
                    share += column < map.columns() ? static_cast<double>(line[static_cast<std::size_t>(column)]) : 0.0;
                sums(static_cast<std::int64_t>(q), static_cast<std::int64_t>(k)) += static_cast<float>(share / static_cast<double>(queryParts[q].items.size()));
            }
        }
}

} // namespace

Result<CellDescription> describeCell(const Workspace& workspace, const State& asked, CellIndex cell, const JobContext& job)
{
    if (!asked.hasDump() || asked.selection.heads.empty())
        return Error{ErrorKind::Selection, "nothing is shown"};
    const State state = asked.view == ViewKind::Image ? imageState(asked) : asked.view == ViewKind::Text ? textState(asked) : asked.view == ViewKind::Links ? linksState(asked) : asked;
    const auto held = workspace.holding(state);
    const auto maps = held ? held->maps(mapsKey(state)) : Result<Maps>(held.error());
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    const auto row = axes.queries->itemAt(cell.query.value);
    const auto column = axes.keys->itemAt(cell.key.value);
    const auto map = held->aggregate(state, job);
    if (!map)
        return map.error();
    if (!row || !column || *row >= (*map)->rows() || *column >= (*map)->columns())
        return Error{ErrorKind::Selection, "the cell is not shown"};

    const bool ofQueries = state.view == ViewKind::Image || (state.view == ViewKind::Text && state.display.text.show == TextShow::Query);
    const bool together = ofQueries && cell.query == state.selection.query; // what is shown is the mean of the queries
    const auto rows = together ? imageQueries(axes, state.selection) : std::vector{*row};
    if (std::ranges::max(rows) >= (*map)->rows())
        return Error{ErrorKind::Selection, "the cell is not shown"};
    const auto line = meanRow(**map, rows, [&](std::int64_t item) { return state.view == ViewKind::Image ? ownKey(state, axes, item) : std::nullopt; });
    const auto rank = rankInRow(line, *column);
    CellDescription description;
    description.query = rows.size() > 1 ? queriesPhrase(*axes.queries, rows, state.display) : labelOf(axes.queries->items[static_cast<std::size_t>(*row)], state.display);
    description.key = labelOf(axes.keys->items[static_cast<std::size_t>(*column)], state.display);
    description.cell = cell;
    description.value = static_cast<double>(line[static_cast<std::size_t>(*column)]);
    description.rank = rank.rank;
    description.tied = rank.tied;
    description.keys = (*map)->columns();
    description.rowSum = rowSum(line);
    description.rowEntropy = rowEntropy(line);
    description.columnMean = columnMean(**map, *column);
    description.perHead = valuesPerHead(**maps, state, rows, *column, job);
    return description;
}

Result<LayerCellDescription> describeLayerCell(const Workspace& workspace, const State& state, LayerIndex layer, KeyIndex key, std::optional<HeadIndex> head,
                                               const JobContext& job)
{
    if (!state.hasDump() || state.selection.heads.empty())
        return Error{ErrorKind::Selection, "nothing is shown"};
    const auto held = workspace.holding(state);
    const auto maps = held ? held->maps(mapsKey(state)) : Result<Maps>(held.error());
    if (!maps)
        return maps.error();
    const auto& axes = (*maps)->axes();
    const auto planned = planEvolution(state, axes);
    const auto* plan = std::get_if<EvolutionPlan>(&planned);
    const auto column = axes.keys->itemAt(key.value);
    if (plan == nullptr || !column || std::ranges::find(plan->layers, layer) == plan->layers.end())
        return Error{ErrorKind::Selection, "the cell is not shown"};
    const auto rows = held->evolutions(mapsKey(state), plan->items, head ? std::vector{head} : plan->heads, job);
    if (!rows)
        return rows.error();
    std::vector<const Matrix*> heads;
    for (const auto& one : *rows)
        heads.push_back(one.get());
    const Matrix together = evolutionsTogether(heads, state.selection.aggregate);

    const auto line = together.row(layer.value);
    const auto rank = rankInRow(line, *column);
    LayerCellDescription description;
    auto& cell = description.cell;
    cell.query = plan->items.size() > 1 ? queriesPhrase(*axes.queries, plan->items, state.display) : labelOf(axes.queries->items[static_cast<std::size_t>(plan->items.front())], state.display);
    cell.key = labelOf(axes.keys->items[static_cast<std::size_t>(*column)], state.display);
    cell.cell = {*state.selection.query, key};
    cell.value = static_cast<double>(line[static_cast<std::size_t>(*column)]);
    cell.rank = rank.rank;
    cell.tied = rank.tied;
    cell.keys = together.columns();
    cell.rowSum = rowSum(line);
    cell.rowEntropy = rowEntropy(line);
    description.layer = label(layer, state.display.indexBase);
    description.lastLayer = label(plan->layers.front(), state.display.indexBase);
    description.inLastLayer = static_cast<double>(together(plan->layers.front().value, *column));
    return description;
}

HeadDescription describeHead(const Workspace& workspace, const State& state, HeadRef head)
{
    HeadDescription description{head, {}, nullptr};
    const auto key = state.view == ViewKind::Heads ? metricKey(state) : mapsKey(state);
    const auto summary = workspace.summary(key, head);
    if (summary == nullptr || summary->problem)
        return description;
    description.tile = summary->tile;
    description.metrics.emplace_back(state.display.metric, MetricValues(workspace, key, state.display.metric).of(summary.get()));
    for (int i = 0; i < kHeadMetricCount; ++i)
        if (const MetricChoice metric = static_cast<HeadMetric>(i); metric != state.display.metric && !std::isnan(summary->numbers[metric.metric]))
            description.metrics.emplace_back(metric, summary->numbers[metric.metric]);
    return description;
}

Result<SegmentDescription> describeSegments(const Workspace& workspace, const State& state, const JobContext& job)
{
    if (!state.hasDump() || state.selection.heads.empty())
        return Error{ErrorKind::Selection, "nothing is shown"};
    const auto held = workspace.holding(state);
    if (!held)
        return held.error();
    const auto whole = held->dump(state.dump.fingerprint)->attention(state.selection.stack, state.selection.sample);
    const auto maps = held->maps(mapsKey(state));
    if (!whole || !maps)
        return whole ? maps.error() : whole.error();

    SegmentDescription description;
    for (const auto& part : partsOf(*(*whole)->axes().keys))
        description.keys.push_back({part.name, static_cast<std::int64_t>(part.items.size()), part.padding && state.display.hidePadding});
    const auto queryParts = partsOf(*(*maps)->axes().queries);
    const auto keyParts = partsOf(*(*maps)->axes().keys);
    for (const auto& part : queryParts)
        description.queryNames.push_back(part.name);
    for (const auto& part : keyParts)
        description.keyNames.push_back(part.name);

    Matrix sums(static_cast<std::int64_t>(queryParts.size()), static_cast<std::int64_t>(keyParts.size()));
    Matrix map;
    std::int64_t heads = 0;
    for (const auto& ref : state.selection.heads.heads()) {
        if (job.stopped())
            return cancelled();
        const auto& shape = (*maps)->axes().layers[static_cast<std::size_t>(ref.layer.value)];
        map.reshape(shape.queries, shape.keys);
        if (!(*maps)->rows({ref.layer, ref.head}, {0, shape.queries}, map.block(), job))
            continue; // a head that cannot be read is told elsewhere
        addShares(sums, queryParts, keyParts, map);
        ++heads;
    }
    for (auto& value : sums.values())
        value /= static_cast<float>(std::max<std::int64_t>(1, heads));
    description.shares = std::move(sums);
    return description;
}

} // namespace headlight
