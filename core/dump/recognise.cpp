// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/recognise.h"

#include "dump/array_choices.h"
#include "dump/classify.h"
#include "dump/file_tokens.h"
#include "dump/gradients.h"
#include "dump/names.h"
#include "dump/recognise_notes.h"
#include "dump/recognise_windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headlight {

namespace {

std::string describe(const Tensor& tensor, const std::vector<ListAxis>& lists)
{
    std::string text = std::string(nameOf(tensor.dtype())) + ", ";
    for (const auto& list : lists)
        text += fmt::format("{} x ", list.size);
    for (std::size_t i = 0; i < tensor.shape().size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "" : " x ", tensor.shape()[i]);
    return text;
}

class Recogniser {
public:
    Recogniser(const Value& root, const RecognitionHints& hints)
        : m_root(root), m_hints(hints), m_contents(treeContents(root, hints.style)), m_classified(classify(root, m_contents, hints))
    {
    }

    Result<Recognition> run()
    {
        if (auto chosen = useAsChosen(m_classified, m_contents, m_hints.choices); !chosen)
            return chosen.error();
        if (m_classified.attention.empty())
            return whyNoAttention(m_root, m_contents, m_classified);
        std::vector<Error> leftOut;
        for (std::size_t i = 0; i < m_classified.attention.size(); ++i) {
            auto added = addStack(m_classified.attention[i], m_result.stacks.empty());
            if (!added && (added.error().kind == ErrorKind::Usage || added.error().kind == ErrorKind::Selection))
                return added.error();
            if (!added)
                leftOut.push_back(added.error());
        }
        if (m_result.stacks.empty())
            return leftOut.front();
        for (const auto& error : leftOut)
            m_result.notes.push_back({NoteWeight::Warning, "An array was left out", sentence(error)});
        nameStacks();
        attachGradients();
        attachImportance();
        findPictures();
        listFound();
        listArrays(m_result, m_contents, reasonsToLeaveOut(m_classified), m_hints.choices);
        return std::move(m_result);
    }

private:
    Result<ArrayView> viewOf(const Candidate& candidate, bool first)
    {
        RoleHints roleHints;
        roleHints.namedAttention = candidate.named;
        roleHints.knownOrder = candidate.knownOrder;
        roleHints.keyIsLast = candidate.storage == StackStorage::Steps;
        roleHints.samples = samplesIn();
        if (!candidate.knownOrder && !roleHints.keyIsLast)
            roleHints.written = writtenRoles(m_root, candidate.nest);
        auto roles = axisRoles(candidate.nest, candidate.facts, roleHints);
        const auto* choice = choiceOf(m_hints.choices, candidate.nest.name);
        if (!roles && choice != nullptr && static_cast<std::int64_t>(choice->axes.size()) == candidate.nest.axes())
            roles = rolesWithoutMeaning(candidate.nest); // people name every axis
        if (roles && first)
            roles = withChoices(*std::move(roles), m_hints.choices.axes);
        if (roles && choice != nullptr)
            roles = withChoices(*std::move(roles), choice->axes);
        if (!roles)
            return roles.error();
        return ArrayView::make(candidate.nest, *std::move(roles));
    }

    /// Token lists or records that come one for each sample.
    std::optional<std::int64_t> samplesIn() const
    {
        for (const auto& strings : m_contents.strings)
            if (strings.nested)
                return static_cast<std::int64_t>(strings.lists.size());
        return m_hints.records;
    }

    Result<void> addStack(const Candidate& candidate, bool first)
    {
        auto array = viewOf(candidate, first);
        if (!array)
            return array.error();
        if (array->empty())
            return Error{ErrorKind::NotADump, "holds an empty array of attention", atAddress(candidate.nest.name)};
        const auto* choice = choiceOf(m_hints.choices, candidate.nest.name);
        const auto chosen = choice == nullptr ? std::nullopt : choice->storage;
        if (chosen == StackStorage::Steps && candidate.storage != StackStorage::Steps)
            return Error{ErrorKind::Usage,
                         fmt::format("{} is no list of steps", candidate.nest.name.empty() ? "the file" : candidate.nest.name),
                         {},
                         "Steps of text generation are the entries of a list around the tensors"};
        RecognisedStack stack;
        stack.facts = candidate.facts;
        stack.storage = candidate.storage;
        stack.firstQuery = candidate.firstQuery;
        stack.attention = std::make_shared<const ArrayView>(*std::move(array));
        stack.reading.array = stack.reading.address = candidate.nest.name;
        stack.reading.axes = stack.attention->roles();
        stack.reading.reasons = candidate.reasons;
        stack.scale = scaleOf(candidate, stack);
        m_result.notes.insert(m_result.notes.end(), candidate.notes.begin(), candidate.notes.end());
        const auto notes = notesAbout(candidate, *stack.attention, stack.scale);
        m_result.notes.insert(m_result.notes.end(), notes.begin(), notes.end());
        // Axes that people chose are not questioned.
        const bool axesChosen = (first && !m_hints.choices.axes.empty()) || (choice != nullptr && !choice->axes.empty());
        const bool toldWindows = chosen == StackStorage::Windowed && candidate.storage == StackStorage::Dense;
        if (toldWindows || (candidate.storage == StackStorage::Dense && !candidate.knownOrder && !axesChosen && !chosen)) {
            auto globals = m_classified.globals;
            globals.insert(globals.end(), m_hints.globalAttention.begin(), m_hints.globalAttention.end());
            if (auto read = readWindows(candidate, {globals, &m_hints.choices.globalPositions, toldWindows}, stack, m_result.notes); !read)
                return read;
        }
        stack.reading.storage = chosen ? Decision{Certainty::Named, "Chosen by you"} : storageReason(stack.storage);
        decideKind(candidate, stack);
        giveTokens(candidate, stack);
        giveChosenTokens(m_contents, choice, stack);
        m_result.stacks.push_back(std::move(stack));
        m_ownNames.push_back(candidate.ownName);
        return {};
    }

    static Decision storageReason(StackStorage storage)
    {
        switch (storage) {
        case StackStorage::Steps:
            return {Certainty::Measured, "Keys grow by the rows of every entry of the list, or its name and single rows say so"};
        case StackStorage::Windowed:
            return {Certainty::Measured, "Global attention belongs to it, or its values stand in a band"};
        case StackStorage::Dense:
            break;
        }
        return {Certainty::Assumed, "Nothing says steps or windows"};
    }

    /// Rows of a head that have one sum other than one; said at the key axis.
    static std::optional<HeadScale> scaleOf(const Candidate& candidate, RecognisedStack& stack)
    {
        const auto key = std::ranges::find(stack.reading.axes, AxisRole::Key, &AxisReading::role);
        const auto axis = static_cast<std::size_t>(std::max<std::int64_t>(0, key->axis));
        if (candidate.isBlock || candidate.facts.looked == 0 || axis >= candidate.facts.axes.size() || candidate.facts.axes[axis].allFit())
            return std::nullopt;
        auto scale = headScale(*stack.attention);
        if (!scale)
            return std::nullopt;
        key->certainty = Certainty::Measured;
        key->why = fmt::format("All rows looked at of a head have one sum, {:.2g} to {:.2g} in {} heads", scale->lowest, scale->highest, scale->heads);
        stack.reading.reasons.push_back("Scaled by head importance (measured): rows sum to one number for every head, not to 1. Shown as stored.");
        return scale;
    }

    void decideKind(const Candidate& candidate, RecognisedStack& stack) const
    {
        const auto shape = stack.attention->shapes(0).front();
        auto named = candidate.kind ? candidate.kind : kindIn(candidate.ownName.empty() ? candidate.words : candidate.ownName);
        if (!named && candidate.ownName.empty())
            named = kindIn(m_hints.stem);
        const auto* choice = choiceOf(m_hints.choices, candidate.nest.name);
        stack.reading.kind = {Certainty::Assumed, fmt::format("{} queries and {} keys, and no name says otherwise", shape.queries, shape.keys)};
        if (choice != nullptr && choice->kind) {
            named = choice->kind;
            stack.kind = *named;
            stack.namedKind = true;
            stack.reading.kind = {Certainty::Named, "Chosen by you"};
        } else if (named) {
            stack.kind = *named;
            stack.namedKind = true;
            stack.reading.kind = {Certainty::Named, "The name says so"};
            std::string kind(nameOf(*named));
            kind.front() = static_cast<char>(kind.front() - 'a' + 'A');
            stack.reading.reasons.push_back(kind + " attention, as the name says.");
        } else if (candidate.isBlock && (candidate.ownName == "ab" || candidate.ownName == "ba")) {
            stack.kind = StackKind::Cross;
            stack.reading.kind = {Certainty::Named, "A block between the two sequences"};
        } else if (shape.queries != shape.keys && candidate.storage == StackStorage::Dense) {
            stack.kind = StackKind::Cross;
            stack.reading.kind = {Certainty::Measured, fmt::format("{} queries and {} keys", shape.queries, shape.keys)};
            stack.reading.reasons.push_back(fmt::format("Cross attention: {} queries and {} keys.", shape.queries, shape.keys));
        }
        if (candidate.isBlock) {
            stack.querySequence = candidate.ownName.substr(0, 1);
            stack.keySequence = candidate.ownName.substr(1, 1);
            return;
        }
        switch (stack.kind) {
        case StackKind::Self:
            break;
        case StackKind::Encoder:
        case StackKind::Decoder:
        case StackKind::Text:
            stack.querySequence = stack.keySequence = nameOf(stack.kind);
            break;
        case StackKind::Cross:
            stack.querySequence = named ? "decoder" : "";
            stack.keySequence = named ? "encoder" : "";
            break;
        case StackKind::Vision:
            stack.querySequence = stack.keySequence = "image";
            break;
        }
    }

    void giveTokens(const Candidate& candidate, RecognisedStack& stack) const
    {
        if (!m_hints.choices.tokensAt.empty()) {
            stack.queryTokens = stack.keyTokens = listsAt(m_contents, m_hints.choices.tokensAt);
            return;
        }
        if (!candidate.queryTokens.empty() || !candidate.keyTokens.empty()) {
            stack.queryTokens = candidate.queryTokens;
            stack.keyTokens = candidate.keyTokens;
            return;
        }
        const auto shape = stack.attention->shapes(0).front();
        const auto samples = stack.attention->samples();
        stack.queryTokens = tokensFor({stack.kind, AxisSide::Query, shape.queries, samples}, stack.attention->nest(), m_contents.strings);
        stack.keyTokens = tokensFor({stack.kind, AxisSide::Key, shape.keys, samples}, stack.attention->nest(), m_contents.strings);
    }

    void nameStacks()
    {
        std::set<std::string> taken;
        const bool several = m_result.stacks.size() > 1;
        for (std::size_t i = 0; i < m_result.stacks.size(); ++i) {
            auto& stack = m_result.stacks[i];
            const bool known = stack.namedKind && (m_ownNames[i].empty() || kindIn(m_ownNames[i]));
            std::string name = known ? std::string(nameOf(stack.kind)) : m_ownNames[i];
            if (name.empty() && !several)
                name = nameOf(stack.kind);
            if (name.empty() || taken.contains(name))
                name = ownKey(stack.attention->nest());
            for (int number = 2; taken.contains(name); ++number)
                name = fmt::format("{} {}", ownKey(stack.attention->nest()), number);
            taken.insert(name);
            stack.name = name;
        }
    }

    static std::string ownKey(const Nest& nest)
    {
        std::string key;
        for (const auto& step : nest.address.steps())
            if (const auto* name = std::get_if<std::string>(&step); name != nullptr && !attentionBase(*name).empty())
                key = *name;
        return key.empty() ? std::string("self") : key;
    }

    std::string targetOf(const Candidate& gradient) const
    {
        const std::string words = gradient.nest.words();
        if (auto target = gradientTarget(words); !target.empty())
            return target;
        // text0.pt with attn_probs and attn_grad: the file is named for its target.
        if (!numbered(m_hints.stem).numbers.empty() && !saysAttention(m_hints.stem) && !saysGradient(m_hints.stem))
            return m_hints.stem;
        return words.empty() ? std::string("gradient") : words;
    }

    void attachGradients()
    {
        for (const auto& gradient : m_classified.gradients) {
            const std::string base = gradientBase(gradient.nest.words());
            bool used = false;
            for (std::size_t i = 0; i < m_result.stacks.size(); ++i) {
                auto& stack = m_result.stacks[i];
                const auto kind = kindIn(base);
                if (kind && stack.namedKind && *kind != stack.kind)
                    continue;
                if (auto array = gradientFor(gradient.nest, *stack.attention)) {
                    stack.gradients.emplace_back(targetOf(gradient), std::move(array));
                    used = true;
                }
            }
            if (!used)
                m_result.notes.push_back({NoteWeight::Warning, "Gradients do not fit the attention",
                                          fmt::format("{} is {}, no attention has this shape. They are left out.", gradient.nest.name,
                                                      describe(gradient.nest.sample(), gradient.nest.lists))});
        }
    }

    void attachImportance()
    {
        for (const auto& nest : m_contents.nests)
            if (hasWord(nest.words(), "importance"))
                giveImportance(m_result, {nest}, nest.name);
    }

    void findPictures() { m_result.pictures = picturesOf(m_contents, m_hints.style, m_result.stacks); }

    void listFound()
    {
        std::set<std::string> attention;
        std::set<std::string> gradients;
        for (const auto& nest : m_classified.globals)
            attention.insert(nest.name);
        for (const auto& stack : m_result.stacks) {
            attention.insert(stack.attention->nest().name);
            for (const auto& [target, array] : stack.gradients)
                gradients.insert(array->nest().name);
        }
        for (const auto& candidate : m_classified.attention)
            if (candidate.knownOrder)
                addFound(FoundItem::Kind::Attention, candidate.nest);
        const std::string picture = m_result.pictures.empty() ? std::string{} : m_result.pictures.front().name;
        if (!m_result.pictures.empty()) {
            const auto& first = m_result.pictures.front();
            m_result.found.push_back({FoundItem::Kind::Picture, first.name, fmt::format("{} of {} x {}, {}", m_result.pictures.size() == 1 ? "a picture" : fmt::format("{} pictures", m_result.pictures.size()), first.columns(), first.rows(), first.why)});
        }
        for (const auto& nest : m_contents.nests) {
            if (m_classified.attention.front().knownOrder)
                break;
            if (!picture.empty() && nest.name == picture)
                continue;
            addFound(attention.contains(nest.name)       ? FoundItem::Kind::Attention
                         : gradients.contains(nest.name) ? FoundItem::Kind::Gradient
                                                         : FoundItem::Kind::OtherTensor,
                     nest);
        }
        for (const auto& strings : m_contents.strings)
            m_result.found.push_back({FoundItem::Kind::Tokens, strings.name,
                                      strings.nested ? fmt::format("{} lists of strings", strings.lists.size()) : fmt::format("{} strings", strings.lists.front().size())});
        for (const auto& other : m_contents.others)
            if (picture.empty() || other.address.toString(m_hints.style) != picture)
                m_result.found.push_back({FoundItem::Kind::OtherTensor, other.address.toString(m_hints.style), describe(other.tensor, {})});
        for (const auto& opaque : m_contents.opaque)
            m_result.found.push_back({FoundItem::Kind::Opaque, opaque.address.toString(m_hints.style),
                                      opaque.opaque.why ? opaque.opaque.why->what : "object of class " + opaque.opaque.className});
    }

    void addFound(FoundItem::Kind kind, const Nest& nest) { m_result.found.push_back({kind, nest.name, describe(nest.sample(), nest.lists)}); }

    const Value& m_root;
    const RecognitionHints& m_hints;
    TreeContents m_contents;
    Classified m_classified;
    Recognition m_result;
    std::vector<std::string> m_ownNames;
};

} // namespace

std::vector<PictureArray> picturesOf(const TreeContents& contents, AddressStyle style, const std::vector<RecognisedStack>& stacks)
{
    std::set<std::string> taken;
    for (const auto& stack : stacks) {
        taken.insert(stack.reading.array);
        for (const auto& [target, array] : stack.gradients)
            taken.insert(array->nest().name);
    }
    const auto samples = static_cast<std::size_t>(stacks.front().attention->samples());
    std::vector<PictureArray> found;
    const auto take = [&](const Tensor& tensor, const std::string& name, const std::string& words) {
        auto pictures = found.empty() ? picturesIn(tensor, name, words) : std::vector<PictureArray>{};
        if (pictures.size() == 1 || pictures.size() == samples)
            found = std::move(pictures);
    };
    for (const auto& nest : contents.nests)
        if (nest.lists.empty() && nest.leaves.front() && !taken.contains(nest.name))
            take(*nest.leaves.front(), nest.name, nest.words());
    for (const auto& other : contents.others)
        take(other.tensor, other.address.toString(style), other.address.toString(AddressStyle::Python));
    return found;
}

namespace {

/// The first of the arrays that has one number for every layer and head of a stack.
Result<HeadImportance> fittingImportance(const RecognisedStack& stack, const std::vector<Nest>& arrays, const std::string& from)
{
    std::optional<Error> why;
    for (const auto& nest : arrays) {
        auto importance = importanceIn(nest, stack.attention->shapes(0), from);
        if (importance)
            return importance;
        why = importance.error();
    }
    return why ? *why : Error{ErrorKind::NotFound, "there is no array of numbers"};
}

void setImportance(RecognisedStack& stack, HeadImportance importance)
{
    stack.reading.reasons.push_back(fmt::format("Importance of every head stands in {}.{}", importance.from,
                                                stack.scale && isScaledBy(*stack.scale, importance) ? " It is what the rows sum to." : ""));
    stack.importance = std::move(importance);
}

} // namespace

bool giveImportance(Recognition& recognition, const std::vector<Nest>& arrays, const std::string& from)
{
    std::optional<Error> why;
    bool used = false;
    for (auto& stack : recognition.stacks) {
        auto importance = fittingImportance(stack, arrays, from);
        if (!importance) {
            why = importance.error();
            continue;
        }
        used = true;
        if (!stack.importance)
            setImportance(stack, *std::move(importance));
    }
    if (!used && why)
        recognition.notes.push_back({NoteWeight::Warning, "The importance of heads does not fit", sentence(*why) + " It is left out."});
    return used;
}

Result<void> replaceImportance(Recognition& recognition, const std::vector<Nest>& arrays, const std::string& from)
{
    std::optional<Error> why;
    bool used = false;
    for (auto& stack : recognition.stacks) {
        auto importance = fittingImportance(stack, arrays, from);
        if (importance)
            setImportance(stack, *std::move(importance));
        else
            why = importance.error();
        used = used || importance.has_value();
    }
    if (used || !why)
        return {};
    why->kind = ErrorKind::Selection;
    return *why;
}

Result<Recognition> recognise(const Value& root, const RecognitionHints& hints)
{
    return Recogniser(root, hints).run();
}

} // namespace headlight
