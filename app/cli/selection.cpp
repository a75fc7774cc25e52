// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/selection.h"

#include "app/cli/input.h"
#include "app/cli/measure_choice.h"
#include "app/cli/token_choice.h"
#include "base/text.h"
#include "measure/merged_words.h"
#include "state/action.h"
#include "workspace/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cctype>
#include <numeric>

namespace headlight::cli {

namespace {

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

/// By name, else by kind; ignores case.
Result<StackIndex> stackNamed(const Dump& dump, const std::string& typed)
{
    const auto wanted = lowered(typed);
    std::vector<std::int64_t> byName;
    std::vector<std::int64_t> byKind;
    std::string names;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(dump.stacks().size()); ++i) {
        const auto& stack = dump.stacks()[static_cast<std::size_t>(i)];
        names += (names.empty() ? "" : ", ") + stack.name;
        if (lowered(stack.name) == wanted)
            byName.push_back(i);
        if (lowered(nameOf(stack.kind)) == wanted)
            byKind.push_back(i);
    }
    const auto& found = byName.empty() ? byKind : byName;
    if (found.empty())
        return Error{ErrorKind::Selection, fmt::format("there is no stack {}, only {}", displayable(typed), displayable(names))};
    if (found.size() > 1)
        return Error{ErrorKind::Selection, fmt::format("{} of the stacks {} are {}", found.size(), displayable(names), displayable(typed)), {}, "Choose one by its name"};
    return StackIndex{found.front()};
}

std::string withoutSpaces(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
    return text;
}

Result<std::string> listText(const Arguments& arguments, std::string_view option)
{
    const auto text = withoutSpaces(arguments.value(option).value_or("all"));
    if (text != "all" && text != "*" && text != "-1" && !parseNumbers(text))
        return wrongUsage(arguments.command(), fmt::format("{} \"{}\" is not a list such as 1,3-5 or all", option, displayable(text)));
    return text;
}

Result<State> withHeads(const Arguments& arguments, State state)
{
    const bool product = arguments.has("--layers") || arguments.has("--heads");
    const auto select = arguments.command().kind == CommandKind::Notebook ? std::nullopt : arguments.value("--select");
    if (select && product)
        return wrongUsage(arguments.command(), "--select does not go together with --layers and --heads");
    if (!select && !product)
        return state;
    std::string text = select.value_or("");
    if (product) {
        const auto layers = listText(arguments, "--layers");
        if (!layers)
            return layers.error();
        const auto heads = listText(arguments, "--heads");
        if (!heads)
            return heads.error();
        text = fmt::format("L{} H{}", *layers, *heads);
    } else if (text.find_first_not_of("LlHh0123456789,;-* \talAL") != std::string::npos) {
        return wrongUsage(arguments.command(), fmt::format("--select \"{}\" was not understood, expected such as \"L6 H1,7; L8 H3\"", displayable(text)));
    }
    auto heads = parseHeads(text, state.stackShape().heads, state.display.indexBase);
    if (!heads)
        return heads.error();
    return update(std::move(state), SelectHeads{*std::move(heads)});
}

Result<State> withQuery(const Arguments& arguments, const Dump& dump, State state)
{
    const auto attention = dump.attention(state.selection.stack, state.selection.sample);
    if (!attention)
        return attention.error();
    if (!arguments.has("--query"))
        return state;
    const auto maps = state.display.mergeWords ? mergedWords(*attention) : *attention;
    const auto positions = queryPositions(arguments, *maps->axes().queries);
    if (!positions)
        return positions.error();
    std::vector<QueryIndex> queries;
    for (const auto position : *positions)
        queries.emplace_back(position);
    return update(std::move(state), SetQueries{std::move(queries)});
}

template <typename Enum>
Result<Enum> oneOf(const Arguments& arguments, std::string_view option, std::optional<Enum> value)
{
    if (value)
        return *value;
    return wrongUsage(arguments.command(), fmt::format("{} is {}, not {}", option, optionNamed(option)->argument, displayable(*arguments.value(option))));
}

Result<State> withDisplay(const Arguments& arguments, State state)
{
    Display display = state.display;
    const auto base = indexBase(arguments, display.indexBase);
    if (!base)
        return base.error();
    display.indexBase = *base;
    if (const auto padding = arguments.value("--padding")) {
        if (*padding != "keep" && *padding != "drop")
            return wrongUsage(arguments.command(), fmt::format("--padding is keep or drop, not {}", displayable(*padding)));
        display.hidePadding = *padding == "drop";
    }
    if (arguments.has("--words"))
        display.mergeWords = true;
    if (arguments.has("--clean-tokens"))
        display.cleanTokens = true;
    return update(std::move(state), SetDisplay{display});
}

} // namespace

State firstState(const SharedDump& dump)
{
    const DumpReference reference{dump->path().filename().string(), dump->fingerprint(), {}};
    return update(State{}, ShowDump{reference, shapeOf(*dump)});
}

Result<State> withSelection(const Arguments& arguments, const Dump& dump, State state)
{
    auto shown = withDisplay(arguments, std::move(state));
    if (!shown)
        return shown;
    if (const auto stack = arguments.value("--stack")) {
        const auto index = stackNamed(dump, *stack);
        if (!index)
            return index.error();
        shown = update(*std::move(shown), SelectStack{*index});
    }
    const auto measure = measureChoice(arguments, shown->measure, shown->display.indexBase);
    if (!measure)
        return measure.error();
    if (*measure != shown->measure)
        shown = update(*std::move(shown), SetMeasure{*measure});
    if (arguments.has("--head-aggregate")) {
        const auto aggregate = oneOf(arguments, "--head-aggregate", aggregateFromName(*arguments.value("--head-aggregate")));
        if (!aggregate)
            return aggregate.error();
        shown = update(*std::move(shown), SetAggregate{*aggregate});
    }
    return shown;
}

Result<State> forSample(const Arguments& arguments, const Dump& dump, const State& state, SampleIndex sample)
{
    const auto attention = dump.attention(state.selection.stack, sample);
    if (!attention)
        return attention.error();
    auto chosen = withHeads(arguments, update(state, SelectSample{sample}));
    if (chosen && arguments.command().kind != CommandKind::Notebook)
        chosen = withQuery(arguments, dump, *std::move(chosen));
    if (!chosen && chosen.error().kind == ErrorKind::Selection && dump.samples().size() > 1) {
        auto error = std::move(chosen).error();
        error.what = fmt::format("sample {}: {}", sample.value, error.what);
        return error;
    }
    return chosen;
}

Result<std::vector<std::int64_t>> queryPositions(const Arguments& arguments, const Axis& axis)
{
    std::vector<std::int64_t> positions;
    for (const auto& text : arguments.values("--query")) {
        auto some = positionsOf(text, axis);
        if (!some)
            return some;
        std::ranges::copy(*some, std::back_inserter(positions));
    }
    return positions;
}

Result<std::vector<std::int64_t>> listedItems(const Arguments& arguments, std::string_view option, const Axis& axis)
{
    std::vector<std::int64_t> items(static_cast<std::size_t>(axis.size()));
    std::iota(items.begin(), items.end(), std::int64_t{0});
    const auto text = listText(arguments, option);
    if (!text)
        return text.error();
    if (*text == "all" || *text == "*")
        return items;
    if (*text == "-1") {
        if (!items.empty())
            items.erase(items.begin(), items.end() - 1);
        return items;
    }
    const auto positions = parseNumbers(*text);
    const bool merged = std::ranges::any_of(axis.items, [](const AxisItem& item) { return item.pieces > 1; });
    items.clear();
    for (const auto position : *positions) {
        const auto item = axis.itemAt(position);
        if (!item)
            return Error{ErrorKind::Selection, fmt::format("{}: there is no position {} among {}{}", option, position, axis.size(),
                                                           axis.size() == 1 ? " position" : " positions that are kept")};
        if (std::ranges::find(items, *item) == items.end() || !merged) // pieces of one word name it once
            items.push_back(*item);
    }
    return items;
}

Result<std::vector<SampleIndex>> selectedSamples(const Arguments& arguments, const Dump& dump, const State& state, bool allByDefault)
{
    const auto count = static_cast<std::int64_t>(dump.samples().size());
    std::vector<SampleIndex> samples;
    const auto text = arguments.value("--samples");
    if (!text && !allByDefault)
        return std::vector{state.selection.sample};
    if (!text || *text == "all" || *text == "*") {
        for (std::int64_t i = 0; i < count; ++i)
            samples.emplace_back(i);
        return samples;
    }
    std::string_view rest = *text;
    while (true) {
        const auto comma = rest.find(',');
        const std::string part = withoutSpaces(std::string(rest.substr(0, comma)));
        if (part.starts_with("id:")) {
            const auto found = std::ranges::find(dump.samples(), part.substr(3), &Sample::id);
            if (found == dump.samples().end())
                return Error{ErrorKind::Selection, fmt::format("there is no sample with the id {}", displayable(part.substr(3))), {}, "headlight info lists the samples"};
            samples.emplace_back(found - dump.samples().begin());
        } else {
            const auto numbers = parseNumbers(part);
            if (!numbers)
                return wrongUsage(arguments.command(), fmt::format("--samples \"{}\" is not a list such as 0,2-4 or id:12060", displayable(*text)));
            for (const auto number : *numbers) {
                if (number >= count)
                    return Error{ErrorKind::Selection, fmt::format("there is no sample {}: they run from 0 to {}", number, count - 1)};
                samples.emplace_back(number);
            }
        }
        if (comma == std::string_view::npos)
            return samples;
        rest = rest.substr(comma + 1);
    }
}

Result<std::int64_t> largestCount(const Arguments& arguments, std::int64_t usual)
{
    const auto text = arguments.value("--k");
    if (!text)
        return usual;
    std::int64_t number = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || number < 1)
        return wrongUsage(arguments.command(), fmt::format("--k is a whole number from 1, not {}", displayable(*text)));
    return number;
}

} // namespace headlight::cli
