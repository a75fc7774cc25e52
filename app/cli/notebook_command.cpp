// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/figure_settings.h"
#include "app/cli/gui.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "app/cli/rendering.h"
#include "app/cli/selection.h"
#include "state/action.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

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
constexpr double kDpi = 150.0;

/// Hot, 0 to 1, tokens on both axes, padding kept and labelled.
State notebookState(State state)
{
    Display display = state.display;
    display.hidePadding = false;
    display.tokenLabels = true;
    display.profiles = false;
    display.layerProfile = false;
    state = update(std::move(state), SetDisplay{display});
    state = update(std::move(state), SetColourMap{"hot"});
    RangeOptions range;
    range.kind = RangeKind::Fixed;
    range.low = 0.0;
    range.high = 1.0;
    return update(std::move(state), SetRange{range});
}

/// "sample_0_12060", or "sample_0" where samples have no id.
std::string folderOf(const Dump& dump, SampleIndex sample)
{
    const auto& id = dump.samples()[static_cast<std::size_t>(sample.value)].id;
    return fitForFileName(id.empty() ? fmt::format("sample_{}", sample.value) : fmt::format("sample_{}_{}", sample.value, id));
}

class NotebookSet {
public:
    NotebookSet(const Dump& dump, FigureSettings settings, fs::path folder) : m_dump(dump), m_settings(std::move(settings)), m_root(std::move(folder)) {}

    void add(const State& state)
    {
        m_folder = m_root / folderOf(m_dump, state.selection.sample) / "attention";
        const auto base = state.display.indexBase;
        const double wide = mapWidth(state);
        const HeadSet chosen = state.selection.heads;
        for (const auto layer : chosen.layers()) {
            const State ofLayer = update(state, SelectHeads{headsOf(chosen, layer)});
            const std::string name = label(layer, base);
            for (const auto head : chosen.headsIn(layer))
                addMap(update(state, SelectHeads{HeadSet::one({layer, head})}), fmt::format("Attention Matrix - Layer {} - Head {}", name, label(head, base)), wide);
            addMap(update(ofLayer, SetAggregate{Aggregate::Each}), "heatmap_layer_" + name, rowWidth(ofLayer));
            m_tasks.back().panelsInOneRow = true;
            addMap(update(ofLayer, SetAggregate{Aggregate::Mean}), "Avg Attention Matrix - Layer " + name, wide);
        }
        const State everything = update(state, SelectHeads{HeadSet::all(state.stackShape().heads)});
        addMap(update(everything, SelectView{ViewKind::Overview}), "all_layers_heads_heatmaps", overviewWidth(everything));
    }

    [[nodiscard]] const std::vector<FigureTask>& tasks() const { return m_tasks; }

private:
    static HeadSet headsOf(const HeadSet& chosen, LayerIndex layer)
    {
        std::vector<HeadRef> heads;
        for (const auto head : chosen.headsIn(layer))
            heads.push_back({layer, head});
        return HeadSet(std::move(heads));
    }

    /// Wide enough for a label at every token, within reason.
    [[nodiscard]] double mapWidth(const State& state) const
    {
        const auto maps = m_dump.attention(state.selection.stack, state.selection.sample);
        const bool labelled = maps && (*maps)->axes().keys->labelled;
        const double tokens = labelled ? static_cast<double>((*maps)->axes().keys->size()) : 0.0;
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

    void addMap(const State& state, const std::string& name, double widthMm)
    {
        FigureTask task{state, m_folder / name, {paint::FileFormat::Png, paint::FileFormat::Pdf}, m_settings, false};
        task.settings.paper.widthMm = widthMm;
        m_tasks.push_back(std::move(task));
    }

    const Dump& m_dump;
    FigureSettings m_settings;
    fs::path m_root;
    fs::path m_folder;
    std::vector<FigureTask> m_tasks;
};

Result<FigureSettings> notebookSettings(const Arguments& arguments)
{
    auto settings = figureSettings(arguments, {});
    if (settings && !arguments.has("--dpi"))
        settings->paper.dpi = kDpi;
    return settings;
}

} // namespace

Result<ExitStatus> runNotebook(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    const auto path = onePath(arguments);
    if (!path)
        return path.error();
    const auto settings = notebookSettings(arguments);
    if (!settings)
        return settings.error();
    const auto base = indexBase(arguments);
    if (!base)
        return base.error();
    auto dump = openInput(arguments, *path, invocation.job);
    if (!dump)
        return dump.error();
    for (const auto& remark : remarksOnTokens(arguments, **dump))
        invocation.console.say(remark);
    auto state = withSelection(arguments, **dump, notebookState(firstState(*dump)));
    if (!state)
        return state.error();
    const auto samples = selectedSamples(arguments, **dump, *state, true);
    if (!samples)
        return samples.error();
    const auto output = Output::open(arguments, true);
    if (!output)
        return output.error();

    NotebookSet set(**dump, *settings, output->path());
    state = update(*std::move(state), SelectView{ViewKind::Heatmap});
    for (const auto sample : *samples) {
        auto chosen = forSample(arguments, **dump, *state, sample);
        if (!chosen && !arguments.has("--samples") && samples->size() > 1)
            continue; // this sample lacks the stack
        if (!chosen)
            return chosen.error();
        set.add(*chosen);
    }
    Workspace workspace;
    workspace.open(*dump);
    const Gui gui;
    if (auto done = renderAll(workspace, *dump, set.tasks(), *output, invocation.job); !done)
        return done.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
