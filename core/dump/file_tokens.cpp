// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/file_tokens.h"

#include "dump/names.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace headlight {

namespace {

template <std::size_t N>
bool hasAnyWord(std::string_view name, const std::array<std::string_view, N>& words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return hasWord(name, word); });
}

constexpr std::array<std::string_view, 8> kTokenWords{"token", "tokens", "text", "words", "pieces", "subwords", "wordpieces", "toks"};
constexpr std::array<std::string_view, 9> kNoTokenWords{"predicted", "prediction", "next", "labels", "label", "vocab", "names", "files", "columns"};
constexpr std::array<std::string_view, 6> kEncoderWords{"encoder", "source", "src", "input", "inp", "enc"};
constexpr std::array<std::string_view, 6> kDecoderWords{"decoder", "target", "tgt", "output", "out", "dec"};

/// The keys that lead to a list, joined.
std::string wordsOf(const Address& address)
{
    std::string text;
    for (const auto& step : address.steps())
        if (const auto* key = std::get_if<std::string>(&step))
            text += (text.empty() ? "" : ".") + *key;
    return text;
}

bool sameParent(const Address& a, const Address& b)
{
    const auto& x = a.steps();
    const auto& y = b.steps();
    return !x.empty() && x.size() == y.size() && std::equal(x.begin(), x.end() - 1, y.begin());
}

bool isEncoderSide(const AxisOfArray& axis)
{
    return axis.kind == StackKind::Encoder || (axis.kind == StackKind::Cross && axis.side == AxisSide::Key);
}

bool isDecoderSide(const AxisOfArray& axis)
{
    return axis.kind == StackKind::Decoder || (axis.kind == StackKind::Cross && axis.side == AxisSide::Query);
}

std::int64_t longestOf(const FoundStrings& strings)
{
    std::size_t longest = 0;
    for (const auto& list : strings.lists)
        longest = std::max(longest, list.size());
    return static_cast<std::int64_t>(longest);
}

/// Higher is better; nothing when the list cannot belong to the axis.
std::optional<double> scoreOf(const FoundStrings& strings, const AxisOfArray& axis, const Nest& array)
{
    const std::string words = wordsOf(strings.address);
    const std::int64_t length = longestOf(strings);
    const bool fits = length == axis.size;
    const bool named = hasAnyWord(words, kTokenWords) && !hasAnyWord(words, kNoTokenWords);
    if ((!fits && !named) || length > 2 * axis.size + 8 || length < 1)
        return std::nullopt;
    if (strings.nested && static_cast<std::int64_t>(strings.lists.size()) != axis.samples)
        return std::nullopt;
    double score = (fits ? 4.0 : 0.0) + (named ? 3.0 : 0.0) - (hasAnyWord(words, kNoTokenWords) ? 4.0 : 0.0);
    const bool encoder = hasAnyWord(words, kEncoderWords);
    const bool decoder = hasAnyWord(words, kDecoderWords);
    if (isEncoderSide(axis))
        score += (encoder ? 2.0 : 0.0) - (decoder ? 5.0 : 0.0);
    if (isDecoderSide(axis))
        score += (decoder ? 2.0 : 0.0) - (encoder ? 5.0 : 0.0);
    score += sameParent(strings.address, array.address) ? 1.0 : 0.0;
    score -= hasWord(words, "raw") ? 0.5 : 0.0;
    score -= std::min(2.0, 0.1 * static_cast<double>(std::abs(length - axis.size)));
    return score >= 2.0 ? std::optional(score) : std::nullopt;
}

} // namespace

TokenLists tokensFor(const AxisOfArray& axis, const Nest& array, const std::vector<FoundStrings>& strings)
{
    const FoundStrings* best = nullptr;
    double bestScore = 0.0;
    for (const auto& candidate : strings) {
        const auto score = scoreOf(candidate, axis, array);
        if (score && (best == nullptr || *score > bestScore)) {
            best = &candidate;
            bestScore = *score;
        }
    }
    return best == nullptr ? TokenLists{} : best->lists;
}

} // namespace headlight
