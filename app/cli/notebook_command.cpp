// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/figure_settings.h"
#include "app/cli/gui.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "app/cli/rendering.h"
#include "app/cli/selection.h"
#include "ui/paint/notebook_set.h"

#include <optional>

namespace headlight::cli {

namespace {

Result<FigureSettings> notebookSettings(const Arguments& arguments)
{
    auto settings = figureSettings(arguments, {});
    if (settings && !arguments.has("--dpi"))
        settings->paper.dpi = paint::kNotebookDpi;
    return settings;
}

/// One state for each sample. Samples that lack the stack or the heads are left out where nobody asked for them; not all of them.
Result<std::vector<State>> statesOf(const Arguments& arguments, const Dump& dump, const State& state)
{
    const auto samples = selectedSamples(arguments, dump, state, true);
    if (!samples)
        return samples.error();
    std::vector<State> states;
    std::optional<Error> missing;
    for (const auto sample : *samples) {
        auto chosen = forSample(arguments, dump, state, sample);
        if (chosen)
            states.push_back(*std::move(chosen));
        else if (arguments.has("--samples") || samples->size() == 1)
            return chosen.error();
        else if (!missing)
            missing = chosen.error();
    }
    if (states.empty() && missing)
        return *missing;
    return states;
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
    const auto state = withSelection(arguments, **dump, paint::notebookState(firstState(*dump)));
    if (!state)
        return state.error();
    const auto states = statesOf(arguments, **dump, *state);
    if (!states)
        return states.error();
    const auto output = Output::open(arguments, true);
    if (!output)
        return output.error();

    const Gui gui;
    const auto setOf = [&](std::size_t sample) {
        paint::Batch batch;
        batch.dump = *dump;
        paint::addNotebookSet(batch, (*states)[sample], *settings, output->path());
        for (const auto& remark : batch.remarks)
            invocation.console.say(remark);
        return Result<paint::Batch>(std::move(batch));
    };
    const auto report = paint::writeSeries(states->size(), setOf, choicesFor(*output), invocation.job);
    if (auto done = outcomeOf(report); !done)
        return done.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
