// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/names.h"

#include <algorithm>
#include <array>
#include <span>

namespace headlight {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Runs of letters, lower case. "imageAttn" stays one word; names of dumps are written with underscores.
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : name) {
        if (isLetter(c)) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(lowercase(word));
            word.clear();
        }
    }
    if (!word.empty())
        words.push_back(lowercase(word));
    return words;
}

bool hasAny(std::string_view name, std::span<const std::string_view> wanted)
{
    const auto words = wordsOf(name);
    return std::ranges::any_of(wanted, [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); });
}

constexpr std::array<std::string_view, 12> kAttentionWords{"attention", "attentions", "attn", "attns",  "att",   "atts",
                                                           "probs",     "prob",       "weights", "selfattn", "selfattention", "crossattention"};
constexpr std::array<std::string_view, 8> kStrongAttentionWords{"attention", "attentions", "attn", "attns", "att", "atts", "selfattn", "crossattention"};
constexpr std::array<std::string_view, 5> kGradientWords{"grad", "grads", "gradient", "gradients", "gradattn"};
constexpr std::array<std::string_view, 11> kOtherWords{"hidden", "logits", "logit",  "importance", "embedding", "embeddings",
                                                       "ids",    "loss",   "past",   "labels",     "mask"};

/// Pieces between '_', '-', '.' and spaces, as written.
std::vector<std::string> piecesOf(std::string_view name)
{
    std::vector<std::string> pieces(1);
    for (const char c : name) {
        if (c == '_' || c == '-' || c == '.' || c == ' ')
            pieces.emplace_back();
        else
            pieces.back() += c;
    }
    std::erase(pieces, std::string{});
    return pieces;
}

template <typename Keep>
std::string joined(const std::vector<std::string>& pieces, Keep keep)
{
    std::string text;
    for (const auto& piece : pieces)
        if (keep(piece))
            text += (text.empty() ? "" : "_") + piece;
    return text;
}

bool isAttentionPiece(const std::string& piece)
{
    return std::ranges::find(kAttentionWords, lowercase(piece)) != kAttentionWords.end();
}

bool isGradientPiece(const std::string& piece)
{
    return std::ranges::find(kGradientWords, lowercase(piece)) != kGradientWords.end();
}

} // namespace

std::string lowercase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool hasWord(std::string_view name, std::string_view word)
{
    return hasAny(name, std::span(&word, 1));
}

bool saysAttention(std::string_view name)
{
    return hasAny(name, kStrongAttentionWords) && !saysGradient(name);
}

bool saysGradient(std::string_view name)
{
    return hasAny(name, kGradientWords);
}

bool saysOther(std::string_view name)
{
    return hasAny(name, kOtherWords);
}

bool saysGlobalAttention(std::string_view name)
{
    return hasWord(name, "global") && hasAny(name, kStrongAttentionWords);
}

std::optional<StackKind> kindIn(std::string_view name)
{
    static constexpr std::array<std::string_view, 2> kCross{"cross", "crossattention"};
    static constexpr std::array<std::string_view, 2> kEncoder{"encoder", "enc"};
    static constexpr std::array<std::string_view, 2> kDecoder{"decoder", "dec"};
    static constexpr std::array<std::string_view, 7> kVision{"vision", "visual", "image", "img", "vit", "deit", "patch"};
    static constexpr std::array<std::string_view, 3> kText{"text", "language", "caption"};
    if (hasAny(name, kCross))
        return StackKind::Cross;
    if (hasAny(name, kEncoder) && !hasAny(name, kDecoder))
        return StackKind::Encoder;
    if (hasAny(name, kDecoder) && !hasAny(name, kEncoder))
        return StackKind::Decoder;
    if (hasAny(name, kVision))
        return StackKind::Vision;
    if (hasAny(name, kText))
        return StackKind::Text;
    return std::nullopt;
}

std::string gradientTarget(std::string_view name)
{
    const auto pieces = piecesOf(name);
    const auto gradient = std::ranges::find_if(pieces, isGradientPiece);
    if (gradient == pieces.end())
        return {};
    const auto isName = [](const std::string& piece) { return !isAttentionPiece(piece) && piece != "#" && piece != "layer" && piece != "layers"; };
    return joined(std::vector<std::string>(gradient + 1, pieces.end()), isName);
}

std::string gradientBase(std::string_view name)
{
    const auto pieces = piecesOf(name);
    const auto gradient = std::ranges::find_if(pieces, isGradientPiece);
    return joined(std::vector<std::string>(pieces.begin(), gradient), [](const std::string& piece) { return !isAttentionPiece(piece); });
}

std::string attentionBase(std::string_view name)
{
    return joined(piecesOf(name), [](const std::string& piece) { return !isAttentionPiece(piece); });
}

std::string globalAttentionBase(std::string_view name)
{
    return joined(piecesOf(name), [](const std::string& piece) { return !isAttentionPiece(piece) && lowercase(piece) != "global"; });
}

NumberedName numbered(std::string_view name)
{
    NumberedName result;
    for (std::size_t i = 0; i < name.size();) {
        if (!isDigit(name[i])) {
            result.pattern += name[i++];
            continue;
        }
        std::int64_t number = 0;
        for (; i < name.size() && isDigit(name[i]); ++i)
            number = number > 100'000'000'000'000 ? number : number * 10 + (name[i] - '0');
        result.pattern += '#';
        result.numbers.push_back(number);
    }
    return result;
}

} // namespace headlight
