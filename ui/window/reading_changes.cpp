// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/reading_changes.h"

#include "ui/window/report_words.h"

#include <algorithm>

namespace headlight::ui {

namespace {

ArrayChoice& choiceFor(ReadingChoices& choices, const std::string& array)
{
    const auto known = std::ranges::find(choices.arrays, array, &ArrayChoice::array);
    if (known != choices.arrays.end())
        return *known;
    choices.arrays.push_back({array});
    return choices.arrays.back();
}

} // namespace

ReadingChoices withAxis(const Dump& dump, const Stack& stack, std::int64_t axis, AxisRole role)
{
    ReadingChoices choices = dump.choices();
    if (&stack == &dump.stacks().front())
        choices.axes.clear(); // all of them are named below
    choiceFor(choices, stack.reading.address).axes = swappedRoles(stack.reading.axes, axis, role);
    return choices;
}

ReadingChoices withUse(const Dump& dump, const std::string& array, ArrayUse use, std::optional<StackKind> kind)
{
    ReadingChoices choices = dump.choices();
    auto& choice = choiceFor(choices, array);
    choice.use = use;
    choice.kind = kind;
    return choices;
}

ReadingChoices withSegments(const Dump& dump, const Stack& stack, bool queries, bool keys, const std::vector<Segment>& segments)
{
    ReadingChoices choices = dump.choices();
    auto& choice = choiceFor(choices, stack.reading.address);
    if (queries)
        choice.querySegments = segments;
    if (keys)
        choice.keySegments = segments;
    return choices;
}

ReadingChoices withStorage(const Dump& dump, const Stack& stack, std::optional<StackStorage> storage)
{
    ReadingChoices choices = dump.choices();
    if (&stack == &dump.stacks().front())
        choices.axes.clear();
    auto& choice = choiceFor(choices, stack.reading.address);
    choice.axes.clear();
    choice.storage = storage;
    return choices;
}

ReadingChoices withLength(const Dump& dump, const Stack& stack, bool queries, bool keys, std::int64_t length)
{
    ReadingChoices choices = dump.choices();
    auto& choice = choiceFor(choices, stack.reading.address);
    if (queries)
        choice.queryLength = length;
    if (keys)
        choice.keyLength = length;
    return choices;
}

ReadingChoices withSideTokens(const Dump& dump, const Stack& stack, bool queries, const std::string& address)
{
    ReadingChoices choices = dump.choices();
    choices.tokens.reset();
    choices.numbersOnly = false;
    auto& choice = choiceFor(choices, stack.reading.address);
    (queries ? choice.queryTokensAt : choice.keyTokensAt) = address;
    return choices;
}

ReadingChoices withTokensAt(const Dump& dump, const std::string& address)
{
    ReadingChoices choices = dump.choices();
    choices.tokens.reset();
    choices.numbersOnly = false;
    choices.tokensAt = address;
    return choices;
}

ReadingChoices withPicture(const Dump& dump, SampleIndex sample, const std::filesystem::path& picture)
{
    ReadingChoices choices = dump.choices();
    std::erase_if(choices.pictures, [&](const auto& known) { return known.first == sample.value; });
    choices.pictures.emplace_back(sample.value, picture);
    return choices;
}

ReadingChoices withNumbersOnly(const Dump& dump)
{
    ReadingChoices choices = withTokensAt(dump, {});
    choices.numbersOnly = true;
    return choices;
}

ReadingChoices asRecognised(const Dump& dump)
{
    ReadingChoices choices;
    choices.ignoreManifest = !dump.manifest().empty() || dump.choices().ignoreManifest;
    return choices;
}

} // namespace headlight::ui
