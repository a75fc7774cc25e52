// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/recognise_named.h"

#include "dump/array_choices.h"
#include "dump/axis_roles.h"
#include "dump/classify.h"
#include "dump/gradients.h"
#include "dump/manifest_words.h"
#include "dump/named_arrays.h"
#include "dump/names.h"
#include "dump/recognise_notes.h"
#include "dump/recognise_windows.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

std::string sizesOf(const Nest& nest)
{
    std::string text;
    for (const auto& list : nest.lists)
        text += fmt::format("{} x ", list.size);
    return text + toString(nest.sample().shape());
}

/// Sequences as recognition calls them.
std::pair<std::string, std::string> usualSequences(StackKind kind, bool named)
{
    switch (kind) {
    case StackKind::Self:
        return {};
    case StackKind::Cross:
        return named ? std::pair<std::string, std::string>{"decoder", "encoder"} : std::pair<std::string, std::string>{};
    case StackKind::Vision:
        return {"image", "image"};
    case StackKind::Encoder:
    case StackKind::Decoder:
    case StackKind::Text:
        return {std::string(nameOf(kind)), std::string(nameOf(kind))};
    }
    return {};
}

class NamedRecogniser {
public:
    NamedRecogniser(const FoundManifest& manifest, const Document& document, NamedDocuments& others, const RecognitionHints& hints)
        : m_manifest(manifest), m_document(document), m_others(others), m_hints(hints)
    {
    }

    Result<Recognition> run()
    {
        for (std::size_t i = 0; i < m_manifest.manifest.stacks.size(); ++i)
            if (auto added = addStack(m_manifest.manifest.stacks[i], fmt::format("stacks[{}]", i)); !added)
                return added.error();
        m_result.pictures = picturesOf(treeContents(m_document.root, m_document.style), m_document.style, m_result.stacks);
        listArrays(m_result, treeContents(m_document.root, m_document.style), {}, m_hints.choices);
        return std::move(m_result);
    }

private:
    Error inHere(Error error, const std::string& place, std::string_view property) const
    {
        error.place.address = fmt::format("{}.{}", place, property);
        error.place.entry.clear();
        return inManifest(m_manifest, std::move(error));
    }

    Result<void> addStack(const ManifestStack& named, const std::string& place)
    {
        const auto document = m_others.of(named.array, m_document, place + ".file");
        if (!document)
            return document.error();
        const bool toldWindows = named.storage == StackStorage::Windowed && (named.window || named.globals);
        if (named.storage && *named.storage != StackStorage::Dense && !toldWindows)
            return addRecognised(named, place);
        Candidate candidate;
        auto nest = nestNamed(**document, named.array.addresses);
        if (!nest)
            return inHere(nest.error(), place, "array");
        candidate.nest = *std::move(nest);
        candidate.words = candidate.nest.words();
        candidate.named = true;
        if (auto facts = valueFacts(candidate.nest))
            candidate.facts = *std::move(facts);
        auto array = viewOf(named, candidate, place);
        if (!array)
            return array.error();
        RecognisedStack stack;
        stack.attention = std::make_shared<const ArrayView>(*std::move(array));
        stack.facts = candidate.facts;
        stack.reading = {candidate.nest.name, stack.attention->roles(), {fmt::format("{} says what it is.", m_manifest.name())}, candidate.nest.name};
        if (toldWindows)
            if (auto made = makeNamedWindows(named, **document, stack, place); !made)
                return made;
        stack.firstQuery = named.firstQuery.value_or(0);
        describe(named, stack);
        stack.reading.kind = kindReason(named, stack);
        if (!m_hints.choices.tokensAt.empty())
            stack.queryTokens = stack.keyTokens = listsAt(treeContents(m_document.root, m_document.style), m_hints.choices.tokensAt);
        giveChosenTokens(treeContents(m_document.root, m_document.style), choiceOf(m_hints.choices, stack.reading.address), stack);
        stack.reading.storage = {toldWindows || named.storage ? Certainty::Named : Certainty::Assumed,
                                 fmt::format("{} {}", m_manifest.name(), named.storage ? "says so" : "names no windows or steps")};
        if (auto named_ = nameStack(named, stack, place); !named_)
            return named_;
        const auto notes = notesAbout(candidate, toldWindows ? stack.bands->bands() : *stack.attention);
        m_result.notes.insert(m_result.notes.end(), notes.begin(), notes.end());
        m_result.found.push_back({FoundItem::Kind::Attention, stack.reading.array, fmt::format("{}, {}", nameOf(stack.attention->dtype()), sizesOf(candidate.nest))});
        if (auto added = addGradients(named, stack, place); !added)
            return added;
        if (auto added = addImportance(named, stack, place); !added)
            return added;
        m_result.stacks.push_back(std::move(stack));
        return {};
    }

    /// A sliding window whose arrays and width are named.
    Result<void> makeNamedWindows(const ManifestStack& named, const Document& own, RecognisedStack& stack, const std::string& place)
    {
        const ArrayView bands = *stack.attention;
        std::optional<ArrayView> globals;
        if (named.globals) {
            const auto document = m_others.of(*named.globals, own, place + ".globals");
            if (!document)
                return document.error();
            auto nest = nestNamed(**document, named.globals->addresses);
            if (!nest)
                return inHere(nest.error(), place, "globals");
            globals = BandedArray::globalsLike(*nest, bands);
            if (!globals)
                return inHere(Error{ErrorKind::Shape, fmt::format("is {}, which does not belong to windows of {}", sizesOf(*nest), sizesOf(bands.nest()))}, place, "globals");
        }
        const auto columns = bands.shapes(0).front().keys;
        const std::int64_t globalColumns = globals ? globals->shapes(0).front().keys : columns - *named.window - 1;
        if (globalColumns < 0)
            return inHere(Error{ErrorKind::Shape, fmt::format("is {}, the array has {} columns", *named.window, columns)}, place, "window");
        if (auto made = makeWindowed(stack, bands, std::move(globals), globalColumns); !made)
            return inHere(made.error(), place, "array");
        std::vector<GlobalReading> readings;
        for (std::int64_t sample = 0; sample < bands.samples(); ++sample)
            readings.push_back(globalsFromValues(*stack.bands, sample));
        if (auto placed = placeGlobals(stack, std::move(readings)); !placed)
            return inHere(placed.error(), place, "array");
        return placeWindow(named, stack, place);
    }

    /// Bands and steps are put together by recognition; the manifest gives them names.
    Result<void> addRecognised(const ManifestStack& named, const std::string& place)
    {
        const auto& usual = recognised().stacks;
        const auto found = std::ranges::find(usual, named.array.addresses.front(), [](const RecognisedStack& stack) { return stack.reading.array; });
        if (found == usual.end())
            return inHere(Error{ErrorKind::Unsupported, fmt::format("no {} attention is recognised at {}", manifestWord(*named.storage), named.array.addresses.front())}, place, "storage");
        RecognisedStack stack = *found;
        stack.kind = named.kind.value_or(stack.kind);
        stack.firstQuery = named.firstQuery.value_or(stack.firstQuery);
        stack.namedKind = stack.namedKind || named.kind.has_value();
        stack.querySequence = named.sequences.query.value_or(stack.querySequence);
        stack.keySequence = named.sequences.key.value_or(stack.keySequence);
        if (auto called = nameStack(named, stack, place); !called)
            return called;
        if (auto placed = placeWindow(named, stack, place); !placed)
            return placed;
        if (auto added = addImportance(named, stack, place); !added)
            return added;
        m_result.found.push_back({FoundItem::Kind::Attention, stack.reading.array, fmt::format("{}, {}", nameOf(stack.attention->dtype()), manifestWord(*named.storage))});
        m_result.stacks.push_back(std::move(stack));
        return {};
    }

    /// What a manifest says about a sliding window.
    Result<void> placeWindow(const ManifestStack& named, RecognisedStack& stack, const std::string& place) const
    {
        if ((stack.bands == nullptr) != (*named.storage != StackStorage::Windowed))
            return inHere(Error{ErrorKind::Shape, fmt::format("{} is no {} attention", named.array.addresses.front().empty() ? "the file" : named.array.addresses.front(), manifestWord(*named.storage))}, place, "storage");
        if (stack.bands == nullptr)
            return {};
        const auto samples = stack.attention->samples();
        for (std::int64_t sample = 0; sample < samples; ++sample)
            for (const auto window : stack.bands->windows(sample))
                if (named.window && *named.window != window)
                    return inHere(Error{ErrorKind::Shape, fmt::format("is {}, the array has a window of {}", *named.window, window)}, place, "window");
        const auto& lists = named.globalPositions;
        if (lists.empty())
            return {};
        if (lists.size() != 1 && static_cast<std::int64_t>(lists.size()) != samples)
            return inHere(Error{ErrorKind::Shape, fmt::format("has {} lists, the file has {} samples", lists.size(), samples)}, place, "globalPositions");
        std::vector<GlobalReading> readings;
        for (std::int64_t sample = 0; sample < samples; ++sample)
            readings.push_back({lists[lists.size() == 1 ? 0 : static_cast<std::size_t>(sample)], Certainty::Named, fmt::format("{} says so", m_manifest.name())});
        auto placed = placeGlobals(stack, std::move(readings));
        return placed ? Result<void>{} : inHere(placed.error(), place, "globalPositions");
    }

    Result<ArrayView> viewOf(const ManifestStack& named, const Candidate& candidate, const std::string& place) const
    {
        const bool first = m_result.stacks.empty();
        auto roles = rolesOf(named, candidate, place);
        if (roles && first)
            roles = withChoices(*std::move(roles), m_hints.choices.axes);
        if (const auto* choice = choiceOf(m_hints.choices, candidate.nest.name); roles && choice != nullptr)
            roles = withChoices(*std::move(roles), choice->axes);
        if (!roles)
            return roles.error();
        auto array = ArrayView::make(candidate.nest, *std::move(roles));
        if (!array)
            return inHere(array.error(), place, "axes");
        if (array->empty())
            return inHere(Error{ErrorKind::Shape, fmt::format("{} is empty", sizesOf(candidate.nest))}, place, "array");
        return array;
    }

    Result<AxisRoles> rolesOf(const ManifestStack& named, const Candidate& candidate, const std::string& place) const
    {
        if (named.axes.empty()) {
            RoleHints hints;
            hints.namedAttention = true;
            auto roles = axisRoles(candidate.nest, candidate.facts, hints);
            return roles ? std::move(roles) : Result<AxisRoles>(inHere(roles.error(), place, "array"));
        }
        if (static_cast<std::int64_t>(named.axes.size()) != candidate.nest.axes())
            return inHere(Error{ErrorKind::Shape, fmt::format("names {} axes, the array has {}: {}", named.axes.size(), candidate.nest.axes(), sizesOf(candidate.nest))}, place, "axes");
        AxisRoles roles;
        const auto lists = static_cast<std::int64_t>(candidate.nest.lists.size());
        for (std::int64_t i = 0; i < candidate.nest.axes(); ++i) {
            const auto role = named.axes[static_cast<std::size_t>(i)];
            if (i < lists && (role == AxisRole::Query || role == AxisRole::Key))
                return inHere(Error{ErrorKind::Shape, fmt::format("{} is the list around the tensors, queries and keys are axes of tensors", manifestWord(role))}, place,
                              fmt::format("axes[{}]", i));
            const std::int64_t size = i < lists ? candidate.nest.lists[static_cast<std::size_t>(i)].size : candidate.nest.sample().size(i - lists);
            if (role == AxisRole::Fixed && size > 1 && i < lists)
                return inHere(Error{ErrorKind::Shape, fmt::format("fixed is a list of {} entries, only the first would be shown", size)}, place, fmt::format("axes[{}]", i));
            roles.push_back({i - lists, size, role, Certainty::Named, fmt::format("{} says so", m_manifest.name())});
        }
        return roles;
    }

    static void describe(const ManifestStack& named, RecognisedStack& stack)
    {
        const auto shape = stack.attention->shapes(0).front();
        const auto byName = kindIn(named.name);
        stack.namedKind = named.kind.has_value() || byName.has_value();
        stack.kind = named.kind ? *named.kind : byName ? *byName : shape.queries != shape.keys ? StackKind::Cross : StackKind::Self;
        const auto usual = usualSequences(stack.kind, stack.namedKind);
        stack.querySequence = named.sequences.query.value_or(usual.first);
        stack.keySequence = named.sequences.key.value_or(usual.second);
    }

    Decision kindReason(const ManifestStack& named, const RecognisedStack& stack) const
    {
        if (const auto* choice = choiceOf(m_hints.choices, stack.reading.address); choice != nullptr && choice->kind)
            return {Certainty::Named, "Chosen by you"};
        if (stack.namedKind)
            return {Certainty::Named, named.kind ? fmt::format("{} says so", m_manifest.name()) : std::string("The name says so")};
        return {Certainty::Assumed, fmt::format("{} does not say", m_manifest.name())};
    }

    Result<void> nameStack(const ManifestStack& named, RecognisedStack& stack, const std::string& place) const
    {
        stack.name = named.name.empty() ? std::string(nameOf(stack.kind)) : named.name;
        const bool taken = std::ranges::any_of(m_result.stacks, [&](const RecognisedStack& other) { return other.name == stack.name; });
        if (taken)
            return inHere(Error{ErrorKind::Corrupt, fmt::format("a stack called {} stands before it", stack.name), {}, "Give every stack a name of its own"}, place, "name");
        return {};
    }

    Result<void> addGradients(const ManifestStack& named, RecognisedStack& stack, const std::string& place)
    {
        if (named.gradients.empty()) {
            takeUsualGradients(stack);
            return {};
        }
        for (const auto& [target, array] : named.gradients) {
            const std::string property = fmt::format("gradients.{}", target);
            const auto document = m_others.of(array, m_document, fmt::format("{}.{}", place, property));
            if (!document)
                return document.error();
            auto nest = nestNamed(**document, array.addresses);
            if (!nest)
                return inHere(nest.error(), place, property);
            auto gradient = gradientFor(*nest, *stack.attention);
            if (gradient == nullptr)
                return inHere(Error{ErrorKind::Shape, fmt::format("is {}, the attention is {}", sizesOf(*nest), sizesOf(stack.attention->nest()))}, place, property);
            m_result.found.push_back({FoundItem::Kind::Gradient, nest->name, sizesOf(*nest)});
            stack.gradients.emplace_back(target, std::move(gradient));
        }
        return {};
    }

    Result<void> addImportance(const ManifestStack& named, RecognisedStack& stack, const std::string& place)
    {
        if (!named.importance)
            return {};
        const auto document = m_others.of(*named.importance, m_document, place + ".importance");
        if (!document)
            return document.error();
        const auto nest = nestNamed(**document, named.importance->addresses);
        if (!nest)
            return inHere(nest.error(), place, "importance");
        auto importance = importanceIn(*nest, stack.attention->shapes(0), named.importance->file.empty() ? nest->name : named.importance->file);
        if (!importance)
            return inHere(importance.error(), place, "importance");
        stack.importance = *std::move(importance);
        stack.reading.reasons.push_back(fmt::format("Importance of every head stands in {}.", stack.importance->from));
        return {};
    }

    /// What recognition makes of the file; nothing where it finds no attention.
    const Recognition& recognised()
    {
        if (!m_recognised) {
            m_recognised = true;
            RecognitionHints hints = m_hints;
            hints.choices = {};
            for (const auto& stack : m_manifest.manifest.stacks) // what recognition would not take for steps or windows
                if (stack.storage && *stack.storage != StackStorage::Dense && stack.array.addresses.size() == 1) {
                    hints.choices.arrays.push_back({stack.array.addresses.front()});
                    hints.choices.arrays.back().storage = stack.storage;
                }
            if (auto usual = recognise(m_document.root, hints))
                m_usual = *std::move(usual);
        }
        return m_usual;
    }

    /// Gradients that recognition finds for this array.
    void takeUsualGradients(RecognisedStack& stack)
    {
        for (const auto& usual : recognised().stacks)
            if (usual.attention->nest().name == stack.attention->nest().name)
                for (const auto& [target, array] : usual.gradients)
                    if (auto fitting = gradientFor(array->nest(), *stack.attention))
                        stack.gradients.emplace_back(target, std::move(fitting));
    }

    const FoundManifest& m_manifest;
    const Document& m_document;
    NamedDocuments& m_others;
    const RecognitionHints& m_hints;
    Recognition m_result;
    Recognition m_usual;
    bool m_recognised = false;
};

} // namespace

Result<const Document*> NamedDocuments::of(const ManifestArray& array, const Document& own, const std::string& place)
{
    if (array.file.empty())
        return &own;
    if (const auto known = m_read.find(array.file); known != m_read.end())
        return &known->second;
    const auto path = namedFile(*m_manifest, array.file, place);
    if (!path)
        return path.error();
    auto document = formats::readFile(*path, {}, m_job);
    if (!document)
        return document.error();
    return &m_read.emplace(array.file, *std::move(document)).first->second;
}

Result<Recognition> recogniseNamed(const FoundManifest& manifest, const Document& document, NamedDocuments& others, const RecognitionHints& hints)
{
    return NamedRecogniser(manifest, document, others, hints).run();
}

} // namespace headlight
