// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/array_choices.h"

#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace headlight {

namespace {

std::string contentOf(const Nest& nest)
{
    std::string text = std::string(nameOf(nest.sample().dtype())) + ", ";
    for (const auto& list : nest.lists)
        text += fmt::format("{} x ", list.size);
    for (std::size_t i = 0; i < nest.sample().shape().size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "" : " x ", nest.sample().shape()[i]);
    return text;
}

std::optional<Candidate> taken(std::vector<Candidate>& from, const std::string& array)
{
    const auto found = std::ranges::find(from, array, [](const Candidate& candidate) { return candidate.nest.name; });
    if (found == from.end())
        return std::nullopt;
    Candidate candidate = std::move(*found);
    from.erase(found);
    return candidate;
}

/// The array as recognition has it, else as it stands in the file.
std::optional<Candidate> candidateAt(Classified& classified, const TreeContents& contents, const std::string& array)
{
    for (auto* group : std::array{&classified.attention, &classified.gradients, &classified.negative, &classified.unfit})
        if (auto candidate = taken(*group, array))
            return candidate;
    const auto nest = std::ranges::find(contents.nests, array, &Nest::name);
    if (nest == contents.nests.end() || nest->rank < 2)
        return std::nullopt;
    Candidate candidate;
    candidate.nest = *nest;
    candidate.words = nest->words();
    return candidate;
}

Result<void> measure(Candidate& candidate)
{
    if (candidate.facts.looked > 0)
        return {};
    auto facts = valueFacts(candidate.nest);
    if (!facts)
        return facts.error();
    candidate.facts = *std::move(facts);
    return {};
}

ManifestStack* stackAt(Manifest& manifest, const std::string& array)
{
    const auto found = std::ranges::find_if(manifest.stacks, [&](const ManifestStack& stack) { return stack.array.addresses.size() == 1 && stack.array.addresses.front() == array; });
    return found == manifest.stacks.end() ? nullptr : &*found;
}

void applyUse(Manifest& manifest, const ArrayChoice& choice)
{
    auto* stack = stackAt(manifest, choice.array);
    if (*choice.use == ArrayUse::Attention && stack == nullptr) {
        ManifestStack added;
        added.array.addresses = {choice.array};
        added.kind = choice.kind;
        manifest.stacks.push_back(std::move(added));
    }
    if (*choice.use == ArrayUse::Attention || stack == nullptr || manifest.stacks.size() == 1)
        return; // the last stack stays
    const ManifestArray array = stack->array;
    manifest.stacks.erase(manifest.stacks.begin() + (stack - manifest.stacks.data()));
    if (*choice.use == ArrayUse::Gradient)
        manifest.stacks.front().gradients.emplace_back("gradient", array);
}

Result<void> checkLength(std::optional<std::int64_t> length, std::int64_t size, std::string_view side)
{
    if (!length || (*length >= 0 && *length <= size))
        return {};
    return Error{ErrorKind::Usage, fmt::format("{} positions are said not to be padding, the {} axis has {} positions", *length, side, size)};
}

Result<void> checkSide(const std::vector<Segment>& segments, std::int64_t size, std::string_view side)
{
    const auto whole = wholeSegments(segments, size);
    const std::int64_t end = whole.empty() ? 0 : whole.back().first + whole.back().count;
    if (whole.empty() || whole.back().count <= 0 || end != size)
        return Error{ErrorKind::Usage, fmt::format("the segments end at {}, the {} axis has {} positions", whole.empty() || whole.back().count > 0 ? end : whole.back().first, side, size), {},
                     "Leave out the last count to take the rest"};
    return {};
}

} // namespace

const ArrayChoice* choiceOf(const ReadingChoices& choices, const std::string& array)
{
    const auto found = std::ranges::find(choices.arrays, array, &ArrayChoice::array);
    return found == choices.arrays.end() ? nullptr : &*found;
}

Result<void> useAsChosen(Classified& classified, const TreeContents& contents, const ReadingChoices& choices)
{
    for (const auto& choice : choices.arrays) {
        if (!choice.use)
            continue;
        auto candidate = candidateAt(classified, contents, choice.array);
        if (!candidate)
            return Error{ErrorKind::Usage, fmt::format("there is no array {} that has queries and keys", choice.array.empty() ? "at the root" : choice.array)};
        if (*choice.use == ArrayUse::Gradient) {
            classified.gradients.push_back(*std::move(candidate));
        } else if (*choice.use == ArrayUse::Attention) {
            candidate->named = true;
            if (auto measured = measure(*candidate); !measured)
                return measured;
            classified.attention.push_back(*std::move(candidate));
        }
        if (classified.attention.empty())
            return Error{ErrorKind::Usage, "no array would be left as attention", {}, "Read another array as attention first"};
    }
    // In the order of the file, so that the first stack stays the first.
    const auto place = [&](const Candidate& candidate) { return std::ranges::find(contents.nests, candidate.nest.name, &Nest::name) - contents.nests.begin(); };
    if (std::ranges::any_of(choices.arrays, [](const ArrayChoice& choice) { return choice.use.has_value(); }))
        std::ranges::stable_sort(classified.attention, {}, place);
    return {};
}

AxisRoles rolesWithoutMeaning(const Nest& nest)
{
    AxisRoles roles;
    const auto lists = static_cast<std::int64_t>(nest.lists.size());
    for (std::int64_t i = 0; i < lists; ++i)
        roles.push_back({i - lists, nest.lists[static_cast<std::size_t>(i)].size, AxisRole::Fixed, Certainty::Assumed, "Nothing tells what it is"});
    for (std::int64_t axis = 0; axis < nest.rank; ++axis)
        roles.push_back({axis, nest.sample().size(axis), AxisRole::Fixed, Certainty::Assumed, "Nothing tells what it is"});
    return roles;
}

Manifest withChoices(Manifest manifest, const ReadingChoices& choices)
{
    for (const auto& choice : choices.arrays) {
        if (choice.use)
            applyUse(manifest, choice);
        if (auto* stack = stackAt(manifest, choice.array)) {
            stack->kind = choice.kind ? choice.kind : stack->kind;
            stack->segments.query = choice.querySegments ? choice.querySegments : stack->segments.query;
            stack->segments.key = choice.keySegments ? choice.keySegments : stack->segments.key;
            if (choice.queryLength)
                stack->lengths.query = ManifestLengths{*choice.queryLength};
            if (choice.keyLength)
                stack->lengths.key = ManifestLengths{*choice.keyLength};
            if (choice.storage) {
                stack->storage = choice.storage;
                stack->axes.clear(); // they are others now
            }
        }
    }
    return manifest;
}

std::map<std::string, Decision> reasonsToLeaveOut(const Classified& classified)
{
    std::map<std::string, Decision> reasons;
    for (const auto& candidate : classified.negative)
        reasons[candidate.nest.name] = {Certainty::Measured, fmt::format("Values from {:.3g} to {:.3g}: attention is not negative", candidate.facts.lowest, candidate.facts.highest)};
    for (const auto& candidate : classified.unfit)
        reasons[candidate.nest.name] = {Certainty::Measured, "No axis sums to 1, and no name says attention"};
    for (const auto& candidate : classified.gradients)
        reasons[candidate.nest.name] = {Certainty::Measured, "Gradients of another size than any attention"};
    for (const auto& nest : classified.globals)
        reasons[nest.name] = {Certainty::Named, "Global attention: part of the sliding window"};
    return reasons;
}

void listArrays(Recognition& recognition, const TreeContents& contents, const std::map<std::string, Decision>& leftOut, const ReadingChoices& choices)
{
    const auto add = [&](const Nest& nest) {
        ArrayReading reading{nest.name, contentOf(nest), ArrayUse::LeftOut, {Certainty::Assumed, nest.rank < 2 ? "Too few axes for queries and keys" : "Another array is called attention"}};
        if (const auto why = leftOut.find(nest.name); why != leftOut.end())
            reading.reason = why->second;
        for (const auto& stack : recognition.stacks) {
            const auto gradient = std::ranges::find(stack.gradients, nest.name, [](const auto& entry) { return entry.second->nest().name; });
            if (gradient != stack.gradients.end() && reading.use == ArrayUse::LeftOut) {
                reading.use = ArrayUse::Gradient;
                reading.gradientOf = stack.name;
                reading.target = gradient->first;
                reading.reason = {Certainty::Named, fmt::format("Called gradients, of the size of {}", stack.name)};
            }
            if (stack.reading.address == nest.name) {
                reading.use = ArrayUse::Attention;
                reading.reason = stack.reading.kind;
            }
        }
        if (const auto* choice = choiceOf(choices, nest.name); choice != nullptr && choice->use && *choice->use == reading.use)
            reading.reason = {Certainty::Named, "Chosen by you"};
        recognition.arrays.push_back(std::move(reading));
    };
    for (const auto& nest : contents.nests)
        add(nest);
    for (const auto& stack : recognition.stacks) // blocks that were cut out, arrays of other files
        if (std::ranges::find(recognition.arrays, stack.reading.address, &ArrayReading::address) == recognition.arrays.end())
            add(stack.attention->nest());
    for (const auto& strings : contents.strings)
        recognition.tokenLists.push_back({strings.name, strings.nested ? fmt::format("{} lists of strings", strings.lists.size()) : fmt::format("{} strings", strings.lists.front().size())});
}

void giveChosenTokens(const TreeContents& contents, const ArrayChoice* choice, RecognisedStack& stack)
{
    if (choice != nullptr && !choice->queryTokensAt.empty())
        stack.queryTokens = listsAt(contents, choice->queryTokensAt);
    if (choice != nullptr && !choice->keyTokensAt.empty())
        stack.keyTokens = listsAt(contents, choice->keyTokensAt);
}

TokenLists listsAt(const TreeContents& contents, const std::string& address)
{
    const auto found = std::ranges::find(contents.strings, address, &FoundStrings::name);
    return found == contents.strings.end() ? TokenLists{} : found->lists;
}

std::vector<Segment> wholeSegments(std::vector<Segment> segments, std::int64_t size)
{
    if (!segments.empty() && segments.back().count == 0)
        segments.back().count = size - segments.back().first;
    return segments;
}

Result<void> checkSegments(const ReadingChoices& choices, const RecognisedStack& stack)
{
    const auto* choice = choiceOf(choices, stack.reading.address);
    if (choice == nullptr)
        return {};
    for (std::int64_t sample = 0; sample < stack.attention->samples(); ++sample) {
        std::int64_t queries = 0;
        std::int64_t keys = 0;
        for (const auto& shape : stack.attention->shapes(sample)) {
            queries = std::max(queries, shape.queries);
            keys = std::max(keys, shape.keys);
        }
        if (choice->querySegments)
            if (auto fits = checkSide(*choice->querySegments, queries, "query"); !fits)
                return fits;
        if (choice->keySegments)
            if (auto fits = checkSide(*choice->keySegments, keys, "key"); !fits)
                return fits;
        if (auto fits = checkLength(choice->queryLength, queries, "query"); !fits)
            return fits;
        if (auto fits = checkLength(choice->keyLength, keys, "key"); !fits)
            return fits;
    }
    return {};
}

} // namespace headlight
