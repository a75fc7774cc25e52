// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/axis_plans.h"

#include "dump/token_notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

/// More samples than this are labelled by their tokens alone.
constexpr std::size_t kMostMeasured = 256;
constexpr std::int64_t kFewestValues = 4096;

LayerShape largest(const ArrayView& array, std::int64_t sample)
{
    LayerShape most;
    for (const auto& shape : array.shapes(sample)) {
        most.queries = std::max(most.queries, shape.queries);
        most.keys = std::max(most.keys, shape.keys);
    }
    return most;
}

class Planner {
public:
    Planner(const StackFacts& stack, const std::vector<SampleFacts>& samples, std::int64_t budget) : m_stack(stack), m_samples(samples), m_budget(budget) {}

    PlannedAxes run()
    {
        m_result.kind = m_stack.kind;
        measure();
        decideCausal();
        findPatches();
        if (!m_patches)
            findQueries();
        for (std::size_t i = 0; i < m_samples.size(); ++i)
            m_result.plans.push_back(planOf(i));
        if (m_stack.firstStack && !m_patches)
            addNotes();
        return std::move(m_result);
    }

private:
    static bool sameAxes(const SampleFacts& sample)
    {
        const auto shape = largest(*sample.attention, sample.inFile);
        return shape.queries == shape.keys && (sample.queryTokens == sample.keyTokens || sample.queryTokens.empty());
    }

    void measure()
    {
        const auto count = static_cast<std::int64_t>(std::min(m_samples.size(), kMostMeasured));
        const std::int64_t each = std::max(kFewestValues, m_budget / std::max<std::int64_t>(1, count));
        m_uses.resize(m_samples.size());
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            if (m_samples[i].attention == nullptr)
                continue;
            if (i < kMostMeasured)
                m_uses[i] = keyUse(*m_samples[i].attention, m_samples[i].inFile, each);
            else
                m_uses[i].keys = largest(*m_samples[i].attention, m_samples[i].inFile).keys;
        }
    }

    void decideCausal()
    {
        bool any = false;
        bool all = true;
        for (const auto& use : m_uses) {
            if (!use.known() || use.keys < 2)
                continue;
            any = true;
            all = all && use.masked;
        }
        m_result.causal = any && all;
        if (m_result.causal)
            m_result.reasons.push_back(fmt::format("Causal: nothing above the diagonal receives attention {}.", countOfRows(*std::ranges::find_if(m_uses, &KeyUse::known))));
    }

    const SampleFacts* firstSample() const
    {
        const auto found = std::ranges::find_if(m_samples, [](const SampleFacts& sample) { return sample.attention != nullptr; });
        return found == m_samples.end() ? nullptr : &*found;
    }

    void findPatches()
    {
        const auto* sample = firstSample();
        if (sample == nullptr)
            return;
        const auto shape = largest(*sample->attention, sample->inFile);
        const bool words = m_stack.namedKind && (m_stack.kind == StackKind::Text || m_stack.kind == StackKind::Encoder || m_stack.kind == StackKind::Decoder);
        if (m_stack.grid && !words) {
            takePatches(patchLayoutOf(shape.keys, *m_stack.grid), shape.keys, {});
            return;
        }
        if (m_result.causal || !sample->keyTokens.empty())
            return;
        auto layouts = patchLayouts(shape.keys, m_stack.picture);
        const bool square = shape.queries == shape.keys;
        const bool named = m_stack.namedKind && m_stack.kind == StackKind::Vision;
        const bool unnamed = !m_stack.namedKind && m_stack.kind == StackKind::Self;
        if (layouts.empty() || !square || (!named && !unnamed))
            return;
        const bool usual = layouts.front().prefix == 1 && layouts.front().grid.rows == layouts.front().grid.columns;
        if (!named && !m_stack.picture && !usual)
            return;
        const std::string because = m_stack.picture ? m_stack.picture->why : named ? "the name says so" : "there are no tokens";
        std::string others;
        for (std::size_t i = 1; i < layouts.size(); ++i)
            others += (i == 1 ? "" : "; or ") + patchText(layouts[i]);
        takePatches(layouts.front(), shape.keys, because + (others.empty() ? "" : fmt::format(" (as well possible: {})", others)));
    }

    void takePatches(std::optional<PatchLayout> layout, std::int64_t positions, const std::string& because)
    {
        m_patches = std::move(layout);
        if (!m_patches)
            return;
        m_result.kind = m_stack.kind == StackKind::Cross ? StackKind::Cross : StackKind::Vision;
        const bool told = m_stack.namedKind || m_stack.picture.has_value();
        m_result.positions = {told ? Certainty::Named : Certainty::Assumed, fmt::format("{} positions fit {}", positions, patchText(*m_patches))};
        const char* between = m_patches->why.empty() || because.empty() ? "" : ", ";
        m_result.reasons.push_back(fmt::format("{} positions are {}: {}{}{}.", positions, patchText(*m_patches), m_patches->why, between, because));
    }

    void findQueries()
    {
        std::vector<std::vector<std::string>> tokens;
        for (const auto& sample : m_samples) {
            if (sample.attention != nullptr && !sameAxes(sample))
                return;
            tokens.push_back(sample.keyTokens);
        }
        const auto queries = learnedQueries(m_uses, tokens, m_result.causal);
        if (!queries)
            return;
        m_queries = *queries;
        m_result.positions = {Certainty::Measured, fmt::format("{} more keys receive attention than tokens are listed", m_queries)};
        std::int64_t measured = 0;
        for (std::size_t i = 0; i < m_samples.size(); ++i)
            measured += m_uses[i].known() && !tokens[i].empty() && m_uses[i].used == m_queries + tokensBeforePadding(tokens[i]) ? 1 : 0;
        const auto first = static_cast<std::size_t>(std::ranges::find_if(tokens, [](const auto& list) { return !list.empty(); }) - tokens.begin());
        const auto& sample = m_samples[first];
        m_result.reasons.push_back(fmt::format("Positions 0\u2013{} are learned queries: {} lists {} tokens, beginning with {}, and {} keys receive attention, {} more; so in {} of {} samples.",
                                               m_queries - 1, sample.tokensFrom, tokensBeforePadding(tokens[first]), tokens[first].front(), m_uses[first].used, m_queries, measured,
                                               m_samples.size()));
        if (m_uses[first].hasUnusedEnd())
            m_result.reasons.push_back(fmt::format("Positions {}\u2013{} of sample {} are [PAD]: as keys they receive exactly 0 {}.", m_uses[first].used, m_uses[first].keys - 1, first,
                                                   countOfRows(m_uses[first])));
    }

    AxisPlan planFor(std::int64_t size, const std::vector<std::string>& tokens, const std::string& sequence, const KeyUse& use) const
    {
        AxisPlan plan;
        plan.size = size;
        plan.sequence = m_result.kind == StackKind::Vision && sequence.empty() ? "image" : sequence;
        plan.tokens = tokens;
        plan.patches = m_patches && size == m_patches->prefix + m_patches->grid.rows * m_patches->grid.columns ? m_patches : std::nullopt;
        plan.placement = placeTokens(size, tokens, m_queries, use);
        plan.numbersOnly = m_stack.numbersOnly;
        if (plan.patches)
            plan.placement = {0, 0, size, 0};
        return plan;
    }

    AxisPlans planOf(std::size_t i) const
    {
        const auto& sample = m_samples[i];
        if (sample.attention == nullptr)
            return {};
        const auto shape = largest(*sample.attention, sample.inFile);
        AxisPlans plans;
        auto keys = planFor(shape.keys, sample.keyTokens, m_stack.keySequence, m_uses[i]);
        if (sameAxes(sample) && m_stack.querySequence == m_stack.keySequence) {
            plans.queries = std::move(keys);
            return plans;
        }
        auto tokens = sample.queryTokens;
        if (m_stack.firstQuery > 0 && static_cast<std::int64_t>(tokens.size()) > shape.queries) // they are those of the whole sequence
            tokens.erase(tokens.begin(), tokens.begin() + std::min<std::ptrdiff_t>(m_stack.firstQuery, std::ssize(tokens)));
        plans.queries = planFor(shape.queries, tokens, m_stack.querySequence, KeyUse{});
        plans.queries.numberFrom = m_stack.firstQuery;
        plans.keys = std::move(keys);
        return plans;
    }

    void addNotes()
    {
        std::vector<TokenFacts> facts;
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            if (m_samples[i].attention == nullptr)
                continue;
            const auto& plan = m_result.plans[i].keys ? *m_result.plans[i].keys : m_result.plans[i].queries;
            facts.push_back({static_cast<std::int64_t>(i), &plan, &m_uses[i]});
        }
        m_result.notes = tokenNotes(facts);
    }

    const StackFacts& m_stack;
    const std::vector<SampleFacts>& m_samples;
    std::int64_t m_budget;
    std::vector<KeyUse> m_uses;
    std::optional<PatchLayout> m_patches;
    std::int64_t m_queries = 0;
    PlannedAxes m_result;
};

} // namespace

PlannedAxes planAxes(const StackFacts& stack, const std::vector<SampleFacts>& samples, std::int64_t budget)
{
    return Planner(stack, samples, budget).run();
}

} // namespace headlight
