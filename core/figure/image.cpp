// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/image.h"

#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/picture_text.h"
#include "figure/shown_cells.h"
#include "measure/axis_parts.h"
#include "measure/evolution.h"
#include "measure/patch_mask.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace headlight {

namespace {

constexpr std::size_t kMostChips = 24;

/// Maps and items that one figure is made from.
struct ImagePlan {
    State state;              ///< as it is shown: heads of the last selected layer, taken together
    Maps maps;
    std::vector<MapIndex> taken;
    std::vector<std::int64_t> items; ///< the queries among axes().queries, first the one in focus
};

std::vector<MapIndex> mapsTaken(const MapAxes& axes, LayerIndex layer, const std::vector<HeadIndex>& heads)
{
    const auto present = axes.layers[static_cast<std::size_t>(layer.value)].heads;
    if (present == 0)
        return {{layer, std::nullopt}};
    std::vector<MapIndex> taken;
    for (const auto head : heads)
        if (head.value < present)
            taken.push_back({layer, head});
    return taken;
}

Result<ImagePlan> planOf(const Workspace& workspace, const State& state)
{
    ImagePlan plan{imageState(state), {}, {}, {}};
    const auto& selection = plan.state.selection;
    auto maps = workspace.maps(mapsKey(state)); // fused measures take the heads of all selected layers together
    if (!maps)
        return maps.error();
    plan.maps = *std::move(maps);
    const LayerIndex last = selection.heads.layers().back();
    plan.taken = mapsTaken(plan.maps->axes(), last, selection.heads.headsIn(last));
    plan.items = imageQueries(plan.maps->axes(), selection);
    return plan;
}

Result<Matrix> maskOf(const ImagePlan& plan, const JobContext& job)
{
    std::vector<Matrix> masks;
    std::vector<const Matrix*> all;
    masks.reserve(plan.items.size());
    for (const auto item : plan.items) {
        auto mask = queryMask(*plan.maps, plan.taken, plan.state.selection.aggregate, item, ownKey(plan.state, plan.maps->axes(), item), job);
        if (!mask)
            return mask;
        all.push_back(&masks.emplace_back(*std::move(mask)));
    }
    return evolutionsTogether(all, Aggregate::Mean);
}

std::string queryLabel(const ImagePlan& plan)
{
    const auto& queries = *plan.maps->axes().queries;
    return plan.items.size() > 1 ? queriesPhrase(queries, plan.items, plan.state.display) : labelOf(queries.items[static_cast<std::size_t>(plan.items.front())], plan.state.display);
}

/// "query class", "mean of queries 3, 5–7"
std::string queryWords(const ImagePlan& plan)
{
    return (plan.items.size() > 1 ? "" : "query ") + queryLabel(plan);
}

/// The same query under another measure; nothing where that cannot be computed.
Result<std::optional<ImageFigure::Item>> itemOf(const Workspace& workspace, const State& state, const MeasureOptions& measure, std::string label, const JobContext& job)
{
    State other = state;
    other.measure = measure;
    const auto plan = planOf(workspace, other);
    auto mask = plan ? maskOf(*plan, job) : Result<Matrix>(plan.error());
    if (job.stopped())
        return cancelled();
    if (!mask)
        return std::optional<ImageFigure::Item>();
    return std::optional(ImageFigure::Item{std::move(label), std::make_shared<const Matrix>(*std::move(mask)), measure == state.measure, SetMeasure{measure}});
}

Result<void> addVariants(std::vector<ImageFigure::Strip>& strips, const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto variants = variantsOf(state.measure.kind);
    if (variants.size() < 2)
        return {};
    ImageFigure::Strip strip{"Variant", "each divided by its maximum", {}};
    for (const auto variant : variants) {
        auto measure = measureOptions(state.measure.kind, variant);
        measure.target = state.measure.target;
        if (variant == state.measure.variant)
            measure = state.measure; // with its own switches
        auto item = itemOf(workspace, state, measure, variant == MeasureVariant::Published ? "As published" : std::string(titleOf(variant)), job);
        if (!item)
            return item.error();
        if (*item)
            strip.items.push_back(**std::move(item));
    }
    if (strip.items.size() > 1)
        strips.push_back(std::move(strip));
    return {};
}

Result<void> addTargets(std::vector<ImageFigure::Strip>& strips, const Workspace& workspace, const Dump& dump, const State& state, const JobContext& job)
{
    const auto& targets = dump.stacks()[static_cast<std::size_t>(state.selection.stack.value)].gradientTargets;
    if (!needsGradients(state.measure.kind) || targets.size() < 2)
        return {};
    ImageFigure::Strip strip{"Target", displayName(measureOptions(state.measure.kind, state.measure.variant)), {}};
    for (const auto& target : targets) {
        auto measure = state.measure;
        measure.target = target;
        auto item = itemOf(workspace, state, measure, target, job);
        if (!item)
            return item.error();
        if (*item)
            strip.items.push_back(**std::move(item));
    }
    if (strip.items.size() > 1)
        strips.push_back(std::move(strip));
    return {};
}

/// [layer, key]: the rows of the queries in every layer, mean over queries and heads taken; the query itself as in ownKey(). Nothing where layers have different sizes.
Result<std::optional<Matrix>> rowsByLayer(const ImagePlan& plan, const JobContext& job)
{
    const auto& axes = plan.maps->axes();
    const auto alike = [&](const LayerShape& shape) { return shape.queries == axes.layers.front().queries && shape.keys == axes.keys->size() && shape.heads == axes.layers.front().heads; };
    if (!std::ranges::all_of(axes.layers, alike))
        return std::optional<Matrix>();
    Matrix mean(static_cast<std::int64_t>(axes.layers.size()), axes.keys->size());
    Matrix one(mean.rows(), mean.columns());
    const auto parts = static_cast<float>(plan.taken.size() * plan.items.size());
    for (const auto item : plan.items) {
        const auto own = ownKey(plan.state, axes, item);
        for (const auto& map : plan.taken) {
            if (auto done = plan.maps->rowInEveryLayer(QueryIndex{item}, map.head, one.block(), job); !done)
                return done.error();
            for (std::int64_t layer = 0; own && layer < one.rows(); ++layer)
                one(layer, *own) = 0.0F;
            for (std::size_t i = 0; i < one.values().size(); ++i)
                mean.values()[i] += one.values()[i] / parts;
        }
    }
    return std::optional(std::move(mean));
}

Result<void> addLayers(std::vector<ImageFigure::Strip>& strips, const ImagePlan& plan, const JobContext& job)
{
    const auto& axes = plan.maps->axes();
    auto rows = rowsByLayer(plan, job);
    if (!rows)
        return rows.error();
    if (!*rows || axes.layers.size() < 2)
        return {};
    const auto heads = plan.taken.size();
    ImageFigure::Strip strip{"Layers", fmt::format("{}, {}{}", displayName(plan.state.measure), queryWords(plan), heads > 1 ? fmt::format(", mean of {} heads", heads) : ""), {}};
    const auto& selected = plan.state.selection.heads;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(axes.layers.size()); ++layer) {
        auto mask = patchMask((*rows)->row(layer), *axes.keys);
        if (!mask)
            return mask.error();
        std::vector<HeadRef> here;
        for (const auto head : selected.headsIn(selected.layers().back()))
            here.push_back({LayerIndex{layer}, head});
        strip.items.push_back({label(LayerIndex{layer}, plan.state.display.indexBase), std::make_shared<const Matrix>(*std::move(mask)), plan.taken.front().layer.value == layer,
                               SelectHeads{HeadSet(here)}});
    }
    strips.push_back(std::move(strip));
    return {};
}

/// Queries that are no patches; the chosen one is among them however many there are.
std::vector<ImageFigure::Chip> chipsOf(const ImagePlan& plan)
{
    const auto& queries = *plan.maps->axes().queries;
    const auto* patches = patchesOf(queries);
    std::vector<ImageFigure::Chip> chips;
    for (std::int64_t i = 0; i < queries.size(); ++i) {
        const auto& item = queries.items[static_cast<std::size_t>(i)];
        const bool isPatch = patches != nullptr && item.position >= patches->first && item.position < patches->first + patches->count;
        const bool chosen = std::ranges::find(plan.items, i) != plan.items.end();
        if (isPatch || item.marks.padding || (chips.size() >= kMostChips && !chosen))
            continue;
        chips.push_back({labelOf(item, plan.state.display), QueryIndex{item.position}, chosen});
    }
    return chips;
}

void addPositions(ImageFigure& figure, const ImagePlan& plan, const Segment& patches)
{
    const auto& axes = plan.maps->axes();
    figure.firstKeyPatch = patches.first;
    if (const auto key = plan.state.selection.key; key && key->value >= patches.first && key->value < patches.first + patches.count)
        figure.keyPatch = key->value - patches.first;
    const auto* queries = patchesOf(*axes.queries);
    if (queries == nullptr || queries->grid != patches.grid)
        return;
    figure.firstQueryPatch = queries->first;
    for (const auto item : plan.items) {
        const auto position = axes.queries->items[static_cast<std::size_t>(item)].position;
        if (position >= queries->first && position < queries->first + queries->count)
            figure.queryPatches.push_back(position - queries->first);
    }
}

void addWords(ImageFigure& figure, const Dump& dump, const ImagePlan& plan, const State& selected)
{
    const auto& state = plan.state;
    const auto caption = subtitleFor(dump, state);
    const std::string file = figure.picture.filename().string();
    const std::string patches = fmt::format("{} × {} patches", figure.grid.rows, figure.grid.columns);
    figure.text.title = titleFor(state) + ", " + queryWords(plan);
    figure.text.subtitle = !caption.empty() ? caption : !file.empty() ? file + ", " + patches : patches;
    figure.text.footerStart = {measurePhrase(state)};
    if (const auto layers = layersPhrase(state, selected); !layers.empty())
        figure.text.footerStart.push_back(layers);
    figure.text.footerStart.push_back(headsPhrase(state));
    figure.text.footerStart.push_back(queryWords(plan));
    figure.text.footerStart.push_back(scaleWords(figure.scale));
    if (!figure.hasPicture())
        figure.text.footerEnd.emplace_back("no picture for this sample");
    std::ranges::move(originWords(dump, state), std::back_inserter(figure.text.footerEnd));
}

} // namespace

const Segment* patchesOf(const Axis& axis)
{
    const auto found = std::ranges::find_if(axis.segments, [](const Segment& segment) { return segment.kind == SegmentKind::Patches && segment.grid.has_value(); });
    return found == axis.segments.end() ? nullptr : &*found;
}

std::optional<std::int64_t> ownKey(const State& state, const MapAxes& axes, std::int64_t query)
{
    if (state.measure.kind != MeasureKind::Relevance)
        return std::nullopt;
    return axes.keys->itemAt(axes.queries->items[static_cast<std::size_t>(query)].position);
}

State imageState(State state)
{
    state = ofLastLayer(std::move(state));
    if (state.selection.aggregate == Aggregate::Each)
        state.selection.aggregate = Aggregate::Mean;
    return state;
}

std::vector<std::int64_t> imageQueries(const MapAxes& axes, const Selection& selection)
{
    std::vector<std::int64_t> items;
    const auto add = [&](QueryIndex query) {
        if (const auto item = axes.queries->itemAt(query.value); item && std::ranges::find(items, *item) == items.end())
            items.push_back(*item);
    };
    if (selection.query)
        add(*selection.query);
    std::ranges::for_each(selection.moreQueries, add);
    if (items.empty())
        items.push_back(axes.queries->itemAt(usualQuery(*axes.queries)).value_or(0));
    return items;
}

Result<Figure> buildImageFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto dump = workspace.dump(state.dump.fingerprint);
    const auto plan = planOf(workspace, state);
    if (!plan)
        return plan.error();
    const auto* patches = patchesOf(*plan->maps->axes().keys);
    if (patches == nullptr)
        return Figure(EmptyFigure{"The keys of this stack are no patches of a picture. If they are patches, give their grid in \"What is in this file\" or with --grid.", {}, std::nullopt});
    auto mask = maskOf(*plan, job);
    if (!mask)
        return mask.error();

    ImageFigure figure;
    figure.grid = *patches->grid;
    figure.mask = std::make_shared<const Matrix>(*std::move(mask));
    const std::array<std::span<const float>, 1> shown{figure.mask->values()};
    auto scale = colourScale(workspace, plan->state, shown, job);
    if (!scale)
        return scale.error();
    figure.scale = *std::move(scale);
    const auto& sample = dump->samples()[static_cast<std::size_t>(state.selection.sample.value)];
    figure.picture = sample.picture;
    if (figure.picture.empty())
        figure.pixels = sample.pixels;
    figure.show = figure.hasPicture() ? state.display.imageShow : ImageShow::Patches;
    figure.strength = state.display.overlayStrength;
    figure.enlargement = state.display.enlargement;
    figure.gridLines = state.display.patchGrid;
    figure.grey = state.display.greyPicture;
    figure.query = queryLabel(*plan);
    addPositions(figure, *plan, *patches);
    figure.chips = chipsOf(*plan);
    for (auto added : {addVariants(figure.strips, workspace, state, job), addTargets(figure.strips, workspace, *dump, state, job), addLayers(figure.strips, *plan, job)})
        if (!added)
            return added.error();
    auto pair = textBeside(workspace, state, job);
    if (!pair && (job.stopped() || pair.error().kind == ErrorKind::Cancelled))
        return pair.error();
    if (pair)
        figure.pair = *std::move(pair);
    addWords(figure, *dump, *plan, state);
    if (figure.pair)
        figure.text.footerEnd.push_back(fmt::format("text: {}, {}", state.beside->file, scaleWords(figure.pair->scale)));
    else if (!pair)
        figure.text.footerEnd.push_back("no text beside: " + pair.error().what);
    return Figure(std::move(figure));
}

} // namespace headlight
