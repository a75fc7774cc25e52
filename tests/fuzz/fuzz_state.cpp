// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Saved states and typed selections, against a dump of some shape. The first byte says what the rest is: a state is refused with a sentence, or
// read, written and read again as the same, and what update() makes of it stays inside the dump; heads and numbers likewise.
#include "fuzzed.h"
#include "input_bytes.h"
#include "state/action.h"
#include "state/history.h"
#include "state/state_json.h"

namespace {

using namespace headlight;
using fuzzed::must;

StackShape stackShape(fuzzed::InputBytes& input)
{
    static constexpr std::array<std::int64_t, 6> kSizes{6, 1, 63, 0, 1025, 12};
    StackShape shape;
    shape.name = "self";
    const bool alike = input.below(2) == 0;
    const std::int64_t heads = input.between(1, 16);
    for (std::int64_t layer = input.between(1, 13); layer > 0; --layer)
        shape.heads.push_back(alike ? heads : input.below(5));
    shape.queries = input.oneOf(kSizes);
    shape.keys = input.oneOf(kSizes);
    shape.querySegments = input.below(3);
    shape.keySegments = input.below(3);
    return shape;
}

/// Samples may have other sizes, lack a stack (no layers), or have none.
std::shared_ptr<const DumpShape> dumpShape(fuzzed::InputBytes& input)
{
    auto dump = std::make_shared<DumpShape>();
    const std::int64_t stacks = input.between(1, 2) - (input.oneIn(32) ? 1 : 0);
    for (std::int64_t sample = input.between(1, 3); sample > 0; --sample) {
        auto& of = dump->samples.emplace_back();
        for (std::int64_t stack = 0; stack < stacks; ++stack)
            of.push_back(input.oneIn(8) ? StackShape{} : stackShape(input));
    }
    return dump;
}

void checkInside(const State& state)
{
    if (!state.hasDump()) {
        must(state.selection == Selection{});
        return;
    }
    const auto& shape = state.stackShape();
    const auto& selection = state.selection;
    must(selection.heads.clampedTo(shape.heads) == selection.heads);
    must(!selection.heads.empty() || HeadSet::all(shape.heads).empty());
    for (const auto query : selection.queries())
        must(query.value >= 0 && query.value < shape.queries);
    for (const auto key : selection.keys())
        must(key.value >= 0 && key.value < shape.keys);
    must(selection.query || selection.moreQueries.empty());
    must(!selection.layer || (selection.layer->value >= 0 && selection.layer->value < std::ssize(shape.heads)));
    if (const auto& window = selection.window) {
        must(window->queries > 0 && window->firstQuery >= 0 && window->firstQuery + window->queries <= shape.queries);
        must(window->keys > 0 && window->firstKey >= 0 && window->firstKey + window->keys <= shape.keys);
    }
    must(state.display.range.low < state.display.range.high && state.display.range.percentile > 0.0 && state.display.range.percentile <= 100.0);
    must(state.display.text.range.low < state.display.text.range.high);
    must(!state.display.weights.temperatures.empty() && state.display.weights.temperatures.size() <= WeightOptions::kMost);
    static_cast<void>(everyMap(state));
    static_cast<void>(selectedMaps(state));
}

/// Clamping is done once: it changes nothing that it made.
void checkClamped(const State& state)
{
    checkInside(state);
    must(update(state, ReplaceState{state}) == state);
    if (!state.hasDump())
        return;
    for (const auto base : {IndexBase::Zero, IndexBase::One}) {
        if (state.selection.heads.empty())
            break;
        const auto& grid = state.stackShape().heads;
        const auto heads = parseHeads(formatHeads(state.selection.heads, grid, base), grid, base);
        must(heads.has_value() && *heads == state.selection.heads);
    }
}

void readState(const std::shared_ptr<const DumpShape>& dump, std::string_view text)
{
    const auto read = stateFromJson(text);
    if (!read) {
        must(!sentence(read.error()).empty());
        return;
    }
    for (const auto& ignored : read->ignored)
        must(!ignored.empty());
    const auto again = stateFromJson(toJson(read->state));
    must(again && again->state == read->state && again->ignored.empty());

    const State open = update(State{}, ShowDump{{"attentions.pt", "0123456789abcdef", ""}, dump});
    State state = update(open, ReplaceState{read->state});
    checkClamped(state);
    History history;
    history.record(open, state, ReplaceState{read->state}, Milliseconds{1000});
    for (const Action& action :
         {Action{StepSample{1}}, Action{SelectStack{StackIndex{1}}}, Action{StepHeads{1, 0}}, Action{StepHeads{0, -1, true}}, Action{SelectAllHeads{}},
          Action{SelectAllLayers{}}, Action{ToggleQuery{QueryIndex{2}}}, Action{StepQuery{-1}}, Action{ToggleKey{KeyIndex{0}}}, Action{NextRange{}}}) {
        const State next = update(state, action);
        checkInside(next);
        history.record(state, next, action, Milliseconds{2000});
        state = next;
    }
    if (const auto back = history.back(state, Milliseconds{3000}))
        checkInside(update(state, ReplaceState{*back}));
    const auto written = stateFromJson(toJson(state));
    must(written.has_value() && written->ignored.empty());
    checkClamped(update(state, ReplaceState{written->state}));
    checkInside(update(state, CloseDump{}));
}

void readHeads(const DumpShape& dump, std::string_view text, IndexBase base)
{
    const auto numbers = parseNumbers(text);
    if (numbers)
        must(*parseNumbers(formatNumbers(*numbers)) == *numbers);
    else
        must(!sentence(numbers.error()).empty());
    for (const auto& stacks : dump.samples)
        for (const auto& stack : stacks) {
            const auto heads = parseHeads(text, stack.heads, base);
            if (!heads) {
                must(!sentence(heads.error()).empty());
                continue;
            }
            must(heads->clampedTo(stack.heads) == *heads);
            if (heads->empty())
                continue;
            const auto again = parseHeads(formatHeads(*heads, stack.heads, base), stack.heads, base);
            must(again.has_value() && *again == *heads);
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzzed::InputBytes input(data, size);
    const auto what = input.byte();
    // Few shapes: what follows them is what is tried.
    std::array<std::uint8_t, 64> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<std::uint8_t>(static_cast<std::size_t>(what >> 3U) * (2 * i + 1) * 37);
    fuzzed::InputBytes sizes(numbers.data(), numbers.size());
    const auto dump = dumpShape(sizes);
    if (what % 4 == 3)
        readHeads(*dump, input.rest(), (what & 4U) != 0 ? IndexBase::Zero : IndexBase::One);
    else
        readState(dump, input.rest());
    return 0;
}
