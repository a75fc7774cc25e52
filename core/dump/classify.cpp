// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/classify.h"

#include "dump/array_choices.h"
#include "dump/axis_roles.h"
#include "dump/bertviz.h"
#include "dump/generated_steps.h"
#include "dump/head_scale.h"
#include "dump/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace headlight {

namespace {

constexpr auto kHowToSave = "Attention has the axes [layer, sample, head, query, key] or is a list of [sample, head, query, key], one for each layer: "
                            "torch.save(outputs.attentions, 'attentions.pt')";

void takeFacts(Candidate& candidate)
{
    if (auto facts = valueFacts(candidate.nest))
        candidate.facts = *std::move(facts);
}

std::vector<Candidate> bertVizCandidates(const Value& root, AddressStyle style)
{
    std::vector<Candidate> candidates;
    for (auto& array : bertVizArrays(root, style)) {
        Candidate candidate;
        candidate.nest = std::move(array.nest);
        candidate.words = "attention";
        candidate.named = true;
        candidate.knownOrder = true;
        candidate.isBlock = array.isBlock;
        candidate.ownName = std::move(array.name);
        candidate.kind = array.kind;
        candidate.queryTokens.push_back(std::move(array.queryTokens));
        candidate.keyTokens.push_back(std::move(array.keyTokens));
        takeFacts(candidate);
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

bool isEmpty(const Nest& nest)
{
    return nest.sample().count() == 0;
}

void sortIn(Candidate candidate, Classified& into)
{
    const std::string words = candidate.words;
    if (saysGlobalAttention(words)) {
        into.globals.push_back(std::move(candidate.nest));
        return;
    }
    if (isEmpty(candidate.nest) || candidate.nest.rank < 2 || (saysOther(words) && !saysGradient(words)))
        return;
    const bool calledGradient = saysGradient(words);
    if (calledGradient && saysGradient(candidate.nest.words())) {
        into.gradients.push_back(std::move(candidate));
        return;
    }
    takeFacts(candidate);
    // The name of a file alone (requires_grad.pt) does not outweigh weights that sum to one.
    if (calledGradient && !measuresAsAttention(candidate.nest, candidate.facts)) {
        into.gradients.push_back(std::move(candidate));
        return;
    }
    candidate.named = saysAttention(words);
    if (candidate.facts.isSigned())
        into.negative.push_back(std::move(candidate));
    else if (candidate.named || measuresAsAttention(candidate.nest, candidate.facts))
        into.attention.push_back(std::move(candidate));
    else
        into.unfit.push_back(std::move(candidate));
}

/// Arrays that no name calls attention, whose rows sum to one number per head: attention multiplied by the importance of heads.
void takeScaled(Classified& classified)
{
    std::vector<Candidate> unfit;
    for (auto& candidate : classified.unfit) {
        auto roles = axisRoles(candidate.nest, candidate.facts, {});
        const auto array = roles ? ArrayView::make(candidate.nest, *std::move(roles)) : Result<ArrayView>(roles.error());
        const bool scaled = array && array->samples() > 0 && array->layers() > 0 && headScale(*array);
        (scaled ? classified.attention : unfit).push_back(std::move(candidate));
    }
    classified.unfit = std::move(unfit);
}

/// "2 arrays, 3 strings and a number"
class Counted {
public:
    void add(std::int64_t count, std::string_view one, std::string_view many)
    {
        if (count == 1)
            m_parts.emplace_back(one);
        else if (count > 1)
            m_parts.push_back(fmt::format("{} {}", count, many));
    }
    std::string text() const
    {
        if (m_parts.empty())
            return {};
        std::string text = m_parts.front();
        for (std::size_t i = 1; i < m_parts.size(); ++i)
            text += (i + 1 == m_parts.size() ? " and " : ", ") + m_parts[i];
        return text;
    }

private:
    std::vector<std::string> m_parts;
};

Error noAttentionReturned(std::string what)
{
    return Error{ErrorKind::NotADump, std::move(what), {},
                 "Load the model with attn_implementation='eager', call it with output_attentions=True, and save again"};
}

/// An entry that is called attention and is None, anywhere near the root.
bool hasNoneForAttention(const Value& value, int depth = 0)
{
    const auto* dictionary = value.dictionary();
    if (dictionary == nullptr || depth > 4)
        return false;
    return std::ranges::any_of(*dictionary, [depth](const auto& entry) {
        const bool called = entry.first.string() != nullptr && saysAttention(*entry.first.string());
        return (called && entry.second.isNull()) || hasNoneForAttention(entry.second, depth + 1);
    });
}

std::string describe(const Candidate& candidate)
{
    std::string lists;
    for (const auto& list : candidate.nest.lists)
        lists += fmt::format("{} x ", list.size);
    const std::string where = candidate.nest.name.empty() ? std::string("the array") : candidate.nest.name;
    return fmt::format("{} ({} {}{})", where, nameOf(candidate.nest.sample().dtype()), lists, toString(candidate.nest.sample().shape()));
}

} // namespace

std::string summaryOf(const TreeContents& contents, const Value& root)
{
    if (contents.nests.size() == 1 && contents.others.empty() && contents.opaque.empty() && contents.stringCount + contents.numberCount == 0)
        return fmt::format("an array {} {}", nameOf(contents.nests.front().sample().dtype()), toString(contents.nests.front().sample().shape()));
    Counted counted;
    counted.add(static_cast<std::int64_t>(contents.nests.size() + contents.others.size()), "an array", "arrays");
    counted.add(static_cast<std::int64_t>(contents.opaque.size()), "an object of an unknown class", "objects of unknown classes");
    counted.add(contents.stringCount, "a string", "strings");
    counted.add(contents.numberCount, "a number", "numbers");
    const std::string text = counted.text();
    return text.empty() ? fmt::format("an empty {}", root.list() != nullptr ? "list" : root.dictionary() != nullptr ? "dictionary" : "value") : text;
}

Classified classify(const Value& root, const TreeContents& contents, const RecognitionHints& hints)
{
    Classified classified;
    classified.attention = bertVizCandidates(root, hints.style);
    if (!classified.attention.empty())
        return classified;
    for (const auto& nest : contents.nests) {
        Candidate candidate;
        candidate.nest = nest;
        candidate.words = nest.words();
        const auto* choice = choiceOf(hints.choices, nest.name);
        const auto chosen = choice == nullptr ? std::nullopt : choice->storage;
        if (auto steps = chosen && *chosen != StackStorage::Steps ? std::nullopt : joinedSteps(nest, chosen.has_value())) {
            candidate.nest = std::move(steps->nest);
            candidate.storage = StackStorage::Steps;
            candidate.firstQuery = steps->firstQuery;
            candidate.reasons = std::move(steps->reasons);
            candidate.notes = std::move(steps->notes);
        }
        if (!saysAttention(candidate.words) && !saysGradient(candidate.words) && !saysOther(candidate.words))
            candidate.words += (candidate.words.empty() ? "" : ".") + hints.stem;
        sortIn(std::move(candidate), classified);
    }
    if (classified.attention.empty())
        takeScaled(classified);
    // Where arrays are called attention, others that merely sum to one are not.
    if (std::ranges::any_of(classified.attention, &Candidate::named))
        std::erase_if(classified.attention, [](const Candidate& candidate) { return !candidate.named; });
    return classified;
}

Error whyNoAttention(const Value& root, const TreeContents& contents, const Classified& classified)
{
    if (!contents.emptyLayers.empty() || hasNoneForAttention(root))
        return noAttentionReturned("the model returned no attention: there is only None in its place (attn_implementation='eager' is needed)");
    if (!classified.globals.empty())
        return Error{ErrorKind::NotADump, "holds only the global attention of a sliding window, the rows of its global tokens", {},
                     "Open attentions.pt, which holds the windows, and keep this file beside it as global_attentions.pt"};
    if (!classified.gradients.empty())
        return Error{ErrorKind::NotADump, fmt::format("holds gradients and no attention: {}", describe(classified.gradients.front())), {},
                     "Save the attention beside it as attentions.pt and open that; the gradients come along"};
    if (!classified.negative.empty()) {
        const auto& candidate = classified.negative.front();
        return Error{ErrorKind::NotADump,
                     fmt::format("holds no attention: {} has values from {:.3g} to {:.3g}, which are gradients or scores before the softmax", describe(candidate),
                                 candidate.facts.lowest, candidate.facts.highest),
                     {}, "Attention is not negative: save the weights after the softmax"};
    }
    if (!classified.unfit.empty())
        return Error{ErrorKind::NotADump, fmt::format("holds no attention: no axis of {} sums to 1, and no name says attention", describe(classified.unfit.front())), {}, kHowToSave};
    if (!contents.opaque.empty() && contents.nests.empty()) {
        const auto& opaque = contents.opaque.front().opaque;
        return Error{ErrorKind::NotADump,
                     fmt::format("holds no attention that can be read: an object of class {}{}", opaque.className, opaque.why ? ", " + opaque.why->what : std::string{}), {},
                     kHowToSave};
    }
    return Error{ErrorKind::NotADump, fmt::format("holds no attention: {}", summaryOf(contents, root)), {}, kHowToSave};
}

} // namespace headlight
