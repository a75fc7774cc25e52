// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/figure_display.h"
#include "app/cli/figure_settings.h"
#include "app/cli/gui.h"
#include "app/cli/output.h"
#include "app/cli/quantities.h"
#include "app/cli/rendering.h"
#include "app/cli/saved_state.h"
#include "app/cli/selection.h"
#include "base/text.h"
#include "figure/build.h"
#include "measure/axis_parts.h"
#include "state/action.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostPanels = 16; // heads that one figure shows each

Result<paint::FileFormat> figureFormat(const Arguments& arguments, const Output& output)
{
    const auto named = arguments.value("--format");
    const std::string suffix = output.isFolder() || output.isStandardOutput() ? "png" : suffixOf(output.path());
    if (output.isStandardOutput())
        return wrongUsage(arguments.command(), "figures are not written to standard output");
    if (named && !output.isFolder() && !suffix.empty() && *named != suffix)
        return wrongUsage(arguments.command(), fmt::format("--format {} does not fit {}", displayable(*named), displayable(output.path().string())));
    const auto format = paint::formatOf("figure." + named.value_or(suffix));
    if (!format)
        return wrongUsage(arguments.command(), fmt::format("\"{}\" is no format for figures, only .png, .pdf and .svg are (text: also .html and .tex)", displayable(named.value_or(suffix))));
    return *format;
}

/// One state for each of these sets of heads.
std::vector<State> withEach(const State& state, const std::vector<HeadSet>& sets)
{
    std::vector<State> states;
    for (const auto& heads : sets)
        states.push_back(update(state, SelectHeads{heads}));
    return states;
}

std::vector<HeadSet> byLayer(const HeadSet& heads)
{
    std::vector<HeadSet> sets;
    for (const auto layer : heads.layers()) {
        std::vector<HeadRef> mine;
        for (const auto head : heads.headsIn(layer))
            mine.push_back({layer, head});
        sets.emplace_back(std::move(mine));
    }
    return sets;
}

std::vector<HeadSet> byHead(const HeadSet& heads)
{
    std::vector<HeadSet> sets;
    for (const auto& head : heads.heads())
        sets.push_back(HeadSet::one(head));
    return sets;
}

/// --layer-aggregate: Each where layers stay figures of their own.
Result<LayerAggregate> layerAggregate(const Arguments& arguments, const State& state)
{
    const auto text = arguments.value("--layer-aggregate");
    if (text && state.view == ViewKind::Evolution)
        return Error{ErrorKind::Usage, "an evolution has a row per layer", {}, "Leave --layer-aggregate out"};
    if (!text)
        return arguments.has("--head-aggregate") ? LayerAggregate::Each : LayerAggregate::Mean; // a saved state takes all its heads together
    const auto aggregate = layerAggregateFromName(*text);
    if (!aggregate)
        return wrongUsage(arguments.command(), fmt::format("--layer-aggregate is each, mean or sum, not {}", displayable(*text)));
    if (*aggregate == LayerAggregate::Sum)
        return Error{ErrorKind::Usage, "--layer-aggregate sum is not part of this version for figures", {}, "Use mean, or headlight values"};
    if (*aggregate == LayerAggregate::Mean && state.selection.aggregate != Aggregate::Mean)
        return Error{ErrorKind::Usage, "a figure takes layers together only as a mean of heads", {}, "Add --head-aggregate mean"};
    return *aggregate;
}

/// An Evolution is of a query: without any, of the usual one. Into a folder each query goes by itself, else they are taken together.
std::vector<State> withQueries(const Axis& queries, const State& state, bool folder)
{
    if (!state.selection.query)
        return {update(state, SetQuery{QueryIndex{usualQuery(queries)}})};
    if (!folder)
        return {state};
    std::vector<State> states;
    for (const auto query : state.selection.queries())
        states.push_back(update(state, SetQuery{query}));
    return states;
}

/// The figures that the selection of one sample makes.
std::vector<State> split(const State& state, LayerAggregate layers, bool folder, paint::FileFormat format)
{
    if (state.view != ViewKind::Heatmap)
        return {state};
    const auto& heads = state.selection.heads;
    const bool each = state.selection.aggregate == Aggregate::Each;
    if (each && folder)
        return withEach(state, byHead(heads));
    if (each && format == paint::FileFormat::Pdf && heads.size() > kMostPanels) {
        const auto sets = byLayer(heads);
        const bool fits = std::ranges::all_of(sets, [](const HeadSet& set) { return set.size() <= kMostPanels; });
        return withEach(state, fits ? sets : byHead(heads));
    }
    if (!each && layers == LayerAggregate::Each)
        return withEach(state, byLayer(heads));
    return {state};
}

Result<std::vector<State>> statesOf(const Invocation& invocation, const Workspace& workspace, const Shown& shown, bool folder, paint::FileFormat format)
{
    const auto& arguments = invocation.arguments;
    auto state = withSelection(arguments, *shown.dump, shown.state);
    if (state)
        state = withFigureFlags(arguments, *std::move(state));
    if (!state)
        return state.error();
    const auto layers = layerAggregate(arguments, *state);
    if (!layers)
        return layers.error();
    const auto samples = selectedSamples(arguments, *shown.dump, *state);
    if (!samples)
        return samples.error();
    std::vector<State> states;
    for (const auto sample : *samples) {
        auto chosen = forSample(arguments, *shown.dump, *state, sample);
        if (!chosen)
            return chosen.error();
        const auto maps = workspace.maps(mapsKey(*chosen));
        if (!maps)
            return maps.error();
        chosen = withWindow(arguments, *(*maps)->axes().queries, *(*maps)->axes().keys, *std::move(chosen));
        if (!chosen)
            return chosen.error();
        if (chosen->view != ViewKind::Evolution) {
            std::ranges::move(split(*chosen, *layers, folder, format), std::back_inserter(states));
            continue;
        }
        std::ranges::move(withQueries(*(*maps)->axes().queries, *chosen, folder), std::back_inserter(states));
    }
    return states;
}

/// Said on standard error, as the footer says it on the figure.
void sayWhatIsLeftOut(const Invocation& invocation, const std::vector<State>& states)
{
    for (const auto& state : states) {
        const auto heads = state.selection.heads.size();
        if (const auto layers = state.selection.heads.layers(); state.view == ViewKind::Evolution && layers.size() == 1 && state.stackShape().heads.size() > 1) {
            invocation.console.say(fmt::format("One layer is no evolution: all layers are shown, layer {} is marked.", label(layers.front(), state.display.indexBase)));
            return;
        }
        if (const auto note = aggregateNote(state); state.view == ViewKind::Links && !note.empty()) {
            invocation.console.say(note);
            return;
        }
        if (state.view == ViewKind::Heatmap && state.selection.aggregate == Aggregate::Each && heads > kMostPanels) {
            invocation.console.say(fmt::format(
                "The figure shows the first {} of {} heads. Choose some with --select, take them together with --head-aggregate mean, or write into a folder.",
                kMostPanels, heads));
            return;
        }
    }
}

Result<void> checkTargets(const Arguments& arguments, const std::vector<paint::FigureTask>& tasks, const Output& output)
{
    if (!arguments.has("--no-clobber"))
        return {};
    for (const auto& task : tasks) {
        for (const auto format : task.formats) {
            const fs::path target = task.stem.string() + std::string(paint::suffixFor(format));
            std::error_code problem;
            if (!output.resumes() && fs::exists(target, problem))
                return inFile(Error{ErrorKind::CannotWrite, "exists already, and --no-clobber leaves it alone"}, target.string());
        }
    }
    return {};
}

} // namespace

Result<ExitStatus> runFigure(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    if (!arguments.has("--view") && !arguments.has("--state"))
        return wrongUsage(arguments.command(), fmt::format("which view? --view is missing ({})", builtViewWords()));
    if (!arguments.has("--state") && arguments.paths().empty())
        return wrongUsage(arguments.command(), "which file or folder? PATH is missing");
    const auto checked = figureSettings(arguments, {}); // wrong flags are said before anything is read
    const auto flags = withFigureFlags(arguments, State{});
    if (!checked || !flags)
        return checked ? flags.error() : checked.error();
    const auto output = Output::open(arguments);
    if (!output)
        return output.error();
    const auto format = figureFormat(arguments, *output);
    if (!format)
        return format.error();
    const auto shown = openShown(invocation);
    if (!shown)
        return shown.error();
    const auto settings = figureSettings(arguments, shown->stateJson);
    if (!settings)
        return settings.error();

    const auto workspace = std::make_shared<Workspace>();
    workspace->open(shown->dump);
    if (shown->beside)
        workspace->open(shown->beside);
    const auto states = statesOf(invocation, *workspace, *shown, output->isFolder(), *format);
    if (!states)
        return states.error();
    if (states->size() > 1 && !output->isFolder() && *format != paint::FileFormat::Pdf)
        return wrongUsage(arguments.command(),
                          fmt::format("{} figures do not fit into one {}: give a folder or a .pdf, or choose one layer, query and sample", states->size(), paint::suffixFor(*format)));
    sayWhatIsLeftOut(invocation, *states);
    paint::BatchPart part{workspace, {}, {}};
    for (const auto& state : *states) {
        fs::path stem = output->isFolder() ? output->path() / fileStem(state) : output->path();
        if (!output->isFolder())
            stem.replace_extension();
        part.tasks.push_back({state, stem, {*format}, *settings, false});
    }
    if (auto free = checkTargets(arguments, part.tasks, *output); !free)
        return free.error();
    const Gui gui;
    const bool pages = part.tasks.size() > 1 && !output->isFolder();
    paint::Batch batch{shown->dump, {std::move(part)}, {}};
    const auto report = pages ? paint::writePages(std::move(batch), output->path(), choicesFor(*output), invocation.job)
                              : paint::writeBatch(std::move(batch), choicesFor(*output), invocation.job);
    if (auto done = outcomeOf(report); !done)
        return done.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
