// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/notebook_set.h"

#include "state/action.h"
#include "ui/paint/batch_names.h"
#include "ui/paint/whole_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

namespace headlight::paint {

namespace fs = std::filesystem;

namespace {

// Millimetres: what one token and the words around a map need, so that every token can be read.
constexpr double kTokenMm = 3.4;
constexpr double kAroundMm = 55.0;
constexpr double kNarrowestMm = 175.0;
constexpr double kWidestMapMm = 450.0;
constexpr double kNarrowestPanelMm = 75.0;
constexpr double kWidestPanelMm = 150.0;
constexpr double kPanelTokenMm = 0.6;
constexpr double kTileMm = 26.0;

// Evolutions that are worked on at a time: the rows of their heads stay in the workspace until all figures of them are made.
constexpr std::int64_t kRowBytes = std::int64_t{64} << 20;

HeadSet headsOf(const HeadSet& chosen, LayerIndex layer)
{
    std::vector<HeadRef> heads;
    for (const auto head : chosen.headsIn(layer))
        heads.push_back({layer, head});
    return HeadSet(std::move(heads));
}

/// One head in every chosen layer that has it.
HeadSet throughLayers(const HeadSet& chosen, HeadIndex head)
{
    std::vector<HeadRef> heads;
    for (const auto& ref : chosen.heads())
        if (ref.head == head)
            heads.push_back(ref);
    return HeadSet(std::move(heads));
}

State takenTogether(const State& state, const HeadSet& heads)
{
    return update(update(state, SelectHeads{heads}), SetAggregate{Aggregate::Mean});
}

class NotebookSet {
public:
    NotebookSet(Batch& batch, const State& state, const FigureSettings& settings, const fs::path& folder)
        : m_batch(batch), m_state(update(state, SelectView{ViewKind::Heatmap})), m_settings(settings),
          m_folder(folder / fitForFileName("sample_" + sampleName(*batch.dump, state.selection.sample)))
    {
        auto workspace = std::make_shared<Workspace>();
        workspace->open(batch.dump);
        m_workspace = std::move(workspace);
        if (const auto maps = m_workspace->maps(mapsKey(m_state)))
            m_axes = (*maps)->axes();
    }

    void addAttention()
    {
        m_stem = m_folder / "attention";
        for (const auto layer : m_state.selection.heads.layers())
            addLayer(begin(m_state, headsOf(m_state.selection.heads, layer)), m_state, layer, "Attention");
        addEverything(begin(), m_state);
    }

    void addRollout()
    {
        auto measure = measureOptions(MeasureKind::Rollout);
        measure.importance = m_state.measure.importance;
        const State rollout = update(m_state, SetMeasure{measure});
        if (const auto maps = m_workspace->maps(mapsKey(rollout)); !maps) {
            m_batch.remarks.push_back(
                fmt::format("Sample {} has no rollout, only its attention is written: {}", label(rollout.selection.sample), sentence(maps.error())));
            return;
        }
        m_stem = m_folder / "rollout";
        for (std::int64_t number = 0; number < static_cast<std::int64_t>(m_axes.layers.size()); ++number) { // also through layers that are not written
            const LayerIndex layer{number};
            auto& part = begin(rollout, HeadSet::ofLayer(rollout.stackShape().heads, layer));
            if (!rollout.selection.heads.headsIn(layer).empty())
                addLayer(part, rollout, layer, "Rollout");
        }
        addEverything(begin(), rollout);
        addEvolutions(update(rollout, SelectView{ViewKind::Evolution}));
    }

private:
    BatchPart& begin() { return m_batch.parts.emplace_back(BatchPart{m_workspace, {}, {}}); }

    /// Whose figures find the maps of these heads.
    BatchPart& begin(const State& state, const HeadSet& heads)
    {
        auto& part = begin();
        part.before = wholeMapsOf(m_workspace, mapsKey(state), heads);
        return part;
    }

    /// The heads in a row, their mean, and every head by itself. The largest figure comes first, so that no thread waits for it.
    void addLayer(BatchPart& part, const State& state, LayerIndex layer, std::string_view measure) const
    {
        const auto base = state.display.indexBase;
        const std::string name = label(layer, base);
        const State ofLayer = update(state, SelectHeads{headsOf(state.selection.heads, layer)});
        add(part, update(ofLayer, SetAggregate{Aggregate::Each}), "heatmap_layer_" + name, rowWidth(ofLayer)).panelsInOneRow = true;
        add(part, takenTogether(ofLayer, ofLayer.selection.heads), fmt::format("Avg {} Matrix - Layer {}", measure, name), mapWidth());
        for (const auto head : state.selection.heads.headsIn(layer))
            add(part, update(state, SelectHeads{HeadSet::one({layer, head})}), fmt::format("{} Matrix - Layer {} - Head {}", measure, name, label(head, base)), mapWidth());
    }

    void addEverything(BatchPart& part, const State& state) const
    {
        const State everything = update(state, SelectHeads{HeadSet::all(state.stackShape().heads)});
        add(part, update(everything, SelectView{ViewKind::Overview}), "all_layers_heads_heatmaps", overviewWidth(everything));
    }

    /// Queries in blocks: first the means, for which the rows of every head are computed, then the heads, which find them.
    void addEvolutions(const State& state)
    {
        std::set<HeadIndex> heads;
        for (const auto& ref : state.selection.heads.heads())
            heads.insert(ref.head);
        const auto& items = m_axes.queries->items;
        const auto rowBytes = static_cast<std::int64_t>(sizeof(float) * heads.size() * m_axes.layers.size()) * m_axes.keys->size();
        const auto block = static_cast<std::size_t>(std::max<std::int64_t>(1, kRowBytes / std::max<std::int64_t>(1, rowBytes)));
        for (std::size_t first = 0; first < items.size(); first += block) {
            const auto queries = std::span(items).subspan(first, std::min(block, items.size() - first));
            auto& part = begin();
            addEvolutions(part, takenTogether(state, state.selection.heads), queries, "evolution_mean");
            for (const auto head : heads)
                addEvolutions(part, update(state, SelectHeads{throughLayers(state.selection.heads, head)}), queries,
                              "evolution_head_" + label(head, state.display.indexBase));
        }
    }

    void addEvolutions(BatchPart& part, const State& state, std::span<const AxisItem> queries, const std::string& folder) const
    {
        for (const auto& query : queries)
            add(part, update(state, SetQuery{QueryIndex{query.position}}), fs::path(folder) / fitForFileName("Evolution - Query " + queryName(query)), mapWidth());
    }

    FigureTask& add(BatchPart& part, const State& state, const fs::path& name, double widthMm) const
    {
        auto& task = part.tasks.emplace_back(FigureTask{state, m_stem / name, {FileFormat::Png, FileFormat::Pdf}, m_settings, false});
        task.settings.paper.widthMm = widthMm;
        return task;
    }

    /// Wide enough for a label at every token, within reason.
    [[nodiscard]] double mapWidth() const
    {
        const double tokens = m_axes.keys != nullptr && m_axes.keys->labelled ? static_cast<double>(m_axes.keys->size()) : 0.0;
        return std::max(kNarrowestMm, std::min(kWidestMapMm, tokens * kTokenMm) + kAroundMm);
    }

    /// Panels beside each other, every cell at least a few pixels.
    static double rowWidth(const State& state)
    {
        const double panel = std::clamp(static_cast<double>(state.stackShape().keys) * kPanelTokenMm, kNarrowestPanelMm, kWidestPanelMm);
        return std::max(kNarrowestMm, static_cast<double>(state.selection.heads.size()) * panel + kAroundMm);
    }

    /// As many tiles as there are heads, of the shape of the maps.
    static double overviewWidth(const State& state)
    {
        const auto& shape = state.stackShape();
        const double heads = static_cast<double>(std::ranges::max(shape.heads));
        const double aspect = std::min(1.0, static_cast<double>(shape.keys) / static_cast<double>(std::max<std::int64_t>(1, shape.queries)));
        return std::clamp(heads * kTileMm * aspect + kAroundMm, kNarrowestMm, kWidestMapMm);
    }

    Batch& m_batch;
    State m_state;
    const FigureSettings& m_settings;
    std::shared_ptr<const Workspace> m_workspace;
    MapAxes m_axes;
    fs::path m_folder; ///< of the sample
    fs::path m_stem;   ///< of the half that is being added
};

} // namespace

State notebookState(State state)
{
    Display display = state.display;
    display.hidePadding = false;
    display.mergeWords = false;
    display.tokenLabels = true;
    display.profiles = false;
    display.layerProfile = false;
    display.headStrips = false;
    display.rankTiles = false;
    display.onlySelected = false;
    state = update(std::move(state), SetDisplay{display});
    state = update(std::move(state), SetColourMap{"hot"});
    RangeOptions range;
    range.kind = RangeKind::Fixed;
    range.low = 0.0;
    range.high = 1.0;
    state = update(std::move(state), SetRange{range});
    auto measure = measureOptions(MeasureKind::Attention);
    measure.importance = state.measure.importance;
    state = update(std::move(state), SetMeasure{measure});
    state = update(std::move(state), SetAggregate{Aggregate::Each});
    state = update(std::move(state), SetBlock{});
    state = update(std::move(state), SetWindow{});
    state = update(std::move(state), SetKey{});
    return update(std::move(state), SetQuery{});
}

void addNotebookSet(Batch& batch, const State& state, const FigureSettings& settings, const fs::path& folder)
{
    NotebookSet set(batch, state, settings, folder);
    set.addAttention();
    set.addRollout();
}

} // namespace headlight::paint
