// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/recognise_windows.h"

#include "dump/layout_check.h"
#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>

namespace headlight {

namespace {

constexpr std::string_view kGlobalsStand = "Global tokens stand at ";

bool mayBelong(const Nest& globals, const Candidate& candidate)
{
    const auto kind = kindIn(candidate.words);
    const std::string base = globalAttentionBase(globals.words());
    return base == attentionBase(candidate.words) || (base.empty() && kind != StackKind::Decoder && kind != StackKind::Cross);
}

bool hasMiddle(const ArrayView& array, std::int64_t globalColumns)
{
    for (std::int64_t sample = 0; sample < array.samples(); ++sample)
        for (const auto& shape : array.shapes(sample))
            if (shape.keys - globalColumns - 1 < 2 || (shape.keys - globalColumns - 1) % 2 != 0)
                return false;
    return true;
}

struct Windows {
    std::optional<ArrayView> globals;
    std::int64_t globalColumns = 0;
};

std::optional<Windows> windowsIn(const ArrayView& array, const Candidate& candidate, const WindowHints& hints)
{
    const auto shape = array.shapes(0).front();
    if (kindIn(candidate.words) == StackKind::Cross && !hints.told)
        return std::nullopt;
    const bool looks = hints.told || looksWindowed(array);
    for (const auto& nest : hints.globals) {
        if (!mayBelong(nest, candidate))
            continue;
        auto view = BandedArray::globalsLike(nest, array);
        if (!view || view->shapes(0).front().queries < shape.queries || (shape.queries == shape.keys && !looks))
            continue;
        const std::int64_t globalColumns = view->shapes(0).front().keys;
        if (hasMiddle(array, globalColumns))
            return Windows{std::move(view), globalColumns};
    }
    if (!looks || shape.keys < 3)
        return std::nullopt;
    // Windows are powers of two as a rule; what is left over are columns of global tokens.
    const auto window = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(shape.keys - 1)));
    const std::int64_t globalColumns = shape.keys - 1 - window;
    return hasMiddle(array, globalColumns) ? std::optional(Windows{std::nullopt, globalColumns}) : std::nullopt;
}

std::string windowText(const BandedArray& bands)
{
    const auto windows = bands.windows(0);
    const auto [least, most] = std::ranges::minmax(windows);
    return least == most ? fmt::format("{}", most) : fmt::format("{} to {}", least, most);
}

void describe(const BandedArray& bands, RecognisedStack& stack)
{
    const auto globalColumns = bands.globalColumns();
    const auto key = std::ranges::find(stack.reading.axes, AxisRole::Key, &AxisReading::role);
    key->why = fmt::format("{} of global tokens, {} + 1 of the window; {}{}", globalColumns, windowText(bands), key->why.empty() ? "" : lowercase(key->why.substr(0, 1)),
                           key->why.empty() ? "" : key->why.substr(1));
    const auto windows = bands.windows(0);
    const bool alike = std::ranges::adjacent_find(windows, std::not_equal_to<>()) == windows.end();
    stack.reading.reasons.push_back(fmt::format("A sliding window of {} tokens with {} column{} for global tokens, kept as it is stored: the token itself stands in column {}.", windowText(bands), globalColumns,
                                                globalColumns == 1 ? "" : "s", alike ? fmt::format("{}", globalColumns + windows.front() / 2) : fmt::format("{} + half the window", globalColumns)));
    if (bands.globals())
        stack.reading.reasons.push_back(fmt::format("The query rows of global tokens come from {}.", bands.globals()->nest().name.empty() ? std::string("the global attention beside it")
                                                                                                                                          : bands.globals()->nest().name));
}

} // namespace

Result<void> makeWindowed(RecognisedStack& stack, ArrayView bands, std::optional<ArrayView> globals, std::int64_t globalColumns)
{
    auto array = BandedArray::make(std::move(bands), std::move(globals), globalColumns);
    if (!array)
        return array.error();
    stack.storage = StackStorage::Windowed;
    stack.bands = std::make_shared<const BandedArray>(*std::move(array));
    describe(*stack.bands, stack);
    return {};
}

Result<void> placeGlobals(RecognisedStack& stack, std::vector<GlobalReading> bySample)
{
    std::vector<GlobalPositions> positions;
    for (const auto& reading : bySample)
        positions.push_back(reading.positions);
    const bool alike = std::ranges::adjacent_find(positions, std::not_equal_to<>()) == positions.end();
    auto placed = stack.bands->placed(std::move(positions));
    if (!placed)
        return placed.error();
    stack.bands = std::make_shared<const BandedArray>(*std::move(placed));
    auto view = expandedView(stack.bands);
    if (!view)
        return view.error();
    stack.attention = std::make_shared<const ArrayView>(*std::move(view));
    std::erase_if(stack.reading.reasons, [](const std::string& reason) { return reason.starts_with(kGlobalsStand); });
    const auto& first = bySample.front();
    if (stack.bands->globalColumns() > 0)
        stack.reading.reasons.push_back(fmt::format("{}{}{} ({}): {}.", kGlobalsStand, first.positions.empty() ? std::string("no position") : positionsText(first.positions),
                                                    alike ? "" : " in the first sample, elsewhere in others", nameOf(first.certainty), first.why));
    return {};
}

Result<void> readWindows(const Candidate& candidate, const WindowHints& hints, RecognisedStack& stack, std::vector<Note>& notes)
{
    auto windows = windowsIn(*stack.attention, candidate, hints);
    if (!windows && hints.told)
        return Error{ErrorKind::Usage, fmt::format("{} cannot be a sliding window: beside the token itself its layers leave no even number of neighbours", stack.reading.array.empty() ? "the file" : stack.reading.array),
                     {}, "Choose whole maps, or name the axes otherwise"};
    if (!windows)
        return {};
    if (auto made = makeWindowed(stack, *stack.attention, std::move(windows->globals), windows->globalColumns); !made)
        return made;
    std::vector<GlobalReading> readings;
    for (std::int64_t sample = 0; sample < stack.bands->bands().samples(); ++sample)
        readings.push_back(hints.chosen != nullptr && *hints.chosen ? GlobalReading{**hints.chosen, Certainty::Named, "chosen by you"} : globalsFromValues(*stack.bands, sample));
    const bool hasGlobals = std::ranges::any_of(readings, [](const GlobalReading& reading) { return !reading.positions.empty(); });
    if (hasGlobals && !stack.bands->globals())
        notes.push_back({NoteWeight::Warning, "The rows of global tokens are missing",
                         fmt::format("There is no global attention beside {}. The rows of global tokens are shown as they are stored, mostly 0.", stack.reading.array.empty() ? "it" : stack.reading.array)});
    return placeGlobals(stack, std::move(readings));
}

} // namespace headlight
