// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/token_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace headlight {

namespace {

std::string range(std::int64_t first, std::int64_t end)
{
    return end - first == 1 ? fmt::format("{}", first) : fmt::format("{}\u2013{}", first, end - 1);
}

/// Listed tokens that stand where nothing is ever attended.
std::optional<Note> tokensBeyondAttention(const TokenFacts& facts)
{
    const auto& plan = *facts.plan;
    const std::int64_t real = tokensBeforePadding(plan.tokens);
    if (plan.tokens.empty() || !facts.use->hasUnusedEnd() || facts.use->used >= plan.placement.queries + real)
        return std::nullopt;
    const std::string listed = fmt::format("{} tokens are listed{}", real, plan.placement.listedPadding > 0 ? " before " + plan.tokens.back() : std::string{});
    return Note{NoteWeight::Warning, "The tokens do not fit this attention",
                fmt::format("{}, but only {} positions ({}) ever receive attention. The file's labels are shown.", listed, facts.use->used - plan.placement.queries,
                            range(plan.placement.queries, facts.use->used)),
                {NoteOffer::LoadTokens, NoteOffer::NumbersOnly}};
}

std::optional<Note> otherNumberOfTokens(const TokenFacts& facts)
{
    const auto& plan = *facts.plan;
    const auto listed = static_cast<std::int64_t>(plan.tokens.size());
    if (listed == 0 || plan.placement.queries > 0 || listed == plan.size)
        return std::nullopt;
    if (listed > plan.size)
        return Note{NoteWeight::Warning, "There are more tokens than positions",
                    fmt::format("{} tokens are listed for {} positions. The first {} are shown.", listed, plan.size, plan.size),
                    {NoteOffer::LoadTokens, NoteOffer::NumbersOnly}};
    if (plan.placement.paddingFrom == listed)
        return std::nullopt; // the rest is padding, which is said elsewhere
    return Note{NoteWeight::Warning, "There are fewer tokens than positions",
                fmt::format("{} tokens are listed for {} positions. The labels are kept, {} {}.", listed, plan.size,
                            plan.size - listed == 1 ? "position" : "positions", range(listed, plan.size) + (plan.size - listed == 1 ? " is numbered" : " are numbered")),
                {NoteOffer::LoadTokens, NoteOffer::NumbersOnly}};
}

std::optional<Note> attendedPadding(const TokenFacts& facts)
{
    const auto& plan = *facts.plan;
    if (!facts.use->known() || plan.placement.paddingFrom >= plan.size || facts.use->used <= plan.placement.paddingFrom)
        return std::nullopt;
    return Note{NoteWeight::Information, "Padding receives attention",
                fmt::format("Positions {} are padding by their tokens, but keys up to {} receive attention: no mask was used. Values are shown as stored.",
                            range(plan.placement.paddingFrom, plan.size), facts.use->used - 1)};
}

std::optional<Note> padding(const TokenFacts& facts)
{
    const auto& plan = *facts.plan;
    if (plan.placement.paddingFrom >= plan.size)
        return std::nullopt;
    const bool measured = facts.use->known() && facts.use->used <= plan.placement.paddingFrom;
    const std::string why = measured ? fmt::format("As keys they receive exactly 0 {}.", countOfRows(*facts.use)) : std::string("The list of tokens says so.");
    return Note{NoteWeight::Information, fmt::format("Positions {} are padding", range(plan.placement.paddingFrom, plan.size)),
                why + " They are hidden; their rows can be shown with Hide padding off."};
}

using Maker = std::optional<Note> (*)(const TokenFacts&);

/// The note of the first sample it holds for, saying how many others there are.
std::optional<Note> firstOf(const std::vector<TokenFacts>& samples, Maker make)
{
    std::optional<Note> note;
    std::int64_t count = 0;
    std::int64_t first = 0;
    for (const auto& facts : samples) {
        auto made = make(facts);
        if (!made)
            continue;
        if (!note) {
            note = std::move(made);
            first = facts.sample;
        }
        ++count;
    }
    if (note && samples.size() > 1)
        note->text = fmt::format("Sample {}: {}{}", first, note->text, count > 1 ? fmt::format(" {} of {} samples are like this.", count, samples.size()) : std::string{});
    return note;
}

} // namespace

std::vector<Note> tokenNotes(const std::vector<TokenFacts>& samples)
{
    std::vector<Note> notes;
    for (const Maker make : {&tokensBeyondAttention, &otherNumberOfTokens, &attendedPadding, &padding})
        if (auto note = firstOf(samples, make))
            notes.push_back(std::move(*note));
    return notes;
}

} // namespace headlight
