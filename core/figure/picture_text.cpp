// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/picture_text.h"

#include "figure/text.h"
#include "measure/axis_parts.h"
#include "state/action.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace headlight {

namespace {

/// The same layers, every head of them.
HeadSet headsLike(const HeadSet& selected, const HeadGrid& grid)
{
    std::vector<LayerIndex> layers;
    for (const auto layer : selected.layers())
        if (layer.value < static_cast<std::int64_t>(grid.size()))
            layers.push_back(layer);
    HeadSet heads;
    for (const auto layer : layers)
        heads = heads.united(HeadSet::ofLayer(grid, layer));
    return heads.empty() ? HeadSet::all(grid) : heads;
}

State stateOf(const Dump& dump, StackIndex stack, const State& asked)
{
    State state = update(State{}, ShowDump{*asked.beside, shapeOf(dump)});
    state = update(std::move(state), SelectView{ViewKind::Text});
    state = update(std::move(state), SelectSample{asked.selection.sample});
    state = update(std::move(state), SelectStack{stack});
    state = update(std::move(state), SelectHeads{headsLike(asked.selection.heads, state.stackShape().heads)});
    state = update(std::move(state), SetMeasure{asked.measure});
    Display display = asked.display;
    display.text = TextOptions{};
    display.text.layerRows = display.text.largest = false;
    display.hidePadding = true;
    return update(std::move(state), SetDisplay{display});
}

} // namespace

std::optional<StackIndex> textStack(const Dump& dump)
{
    std::optional<StackIndex> first;
    for (std::size_t i = 0; i < dump.stacks().size(); ++i) {
        const StackIndex stack{static_cast<std::int64_t>(i)};
        const auto maps = dump.attention(stack, SampleIndex{0});
        if (!maps || !hasWords(*(*maps)->axes().keys))
            continue;
        if (dump.stacks()[i].kind == StackKind::Text)
            return stack;
        if (!first)
            first = stack;
    }
    return first;
}

DumpReference referenceBeside(const Dump& dump, const Dump& own)
{
    std::error_code problem;
    const auto folder = std::filesystem::weakly_canonical(own.path(), problem).parent_path();
    return {dump.title(), dump.fingerprint(), std::filesystem::weakly_canonical(dump.path(), problem).lexically_relative(folder).generic_string()};
}

Result<std::shared_ptr<const TextFigure>> textBeside(const Workspace& workspace, const State& asked, const JobContext& job)
{
    if (!asked.beside)
        return std::shared_ptr<const TextFigure>();
    const auto dump = workspace.dump(asked.beside->fingerprint);
    if (dump == nullptr)
        return Error{ErrorKind::Selection, fmt::format("{} is not open", asked.beside->file), {}, "Open it to see its text beside the picture"};
    const auto stack = textStack(*dump);
    if (!stack)
        return Error{ErrorKind::Selection, fmt::format("{} has no text", asked.beside->file), {}, "Choose another dump for the text"};
    State state = stateOf(*dump, *stack, asked);
    const auto& info = dump->stacks()[static_cast<std::size_t>(stack->value)];
    const auto& targets = info.gradientTargets;
    if (needsGradients(state.measure.kind) && !state.measure.target.empty() && std::ranges::find(targets, state.measure.target) == targets.end())
        return Error{ErrorKind::Selection, fmt::format("{} has no gradients for {}", asked.beside->file, state.measure.target), {}, "Choose a target that both have"};
    const auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    const auto& queries = *(*maps)->axes().queries;
    if (queries.size() == 0)
        return Error{ErrorKind::Selection, fmt::format("every position of {} is padding", asked.beside->file), {}, "Choose another sample"};
    const auto query = info.causal ? queries.items.back().position : usualQuery(queries);
    state = update(std::move(state), SetQuery{QueryIndex{query}});
    auto built = buildTextFigure(workspace, state, job);
    if (!built)
        return built.error();
    if (!std::holds_alternative<TextFigure>(*built))
        return Error{ErrorKind::Selection, fmt::format("{} has no text", asked.beside->file), {}, "Choose another dump for the text"};
    return std::make_shared<const TextFigure>(std::get<TextFigure>(*std::move(built)));
}

} // namespace headlight
