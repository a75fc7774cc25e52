// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/dump.h"

#include "base/text.h"
#include "dump/token_style.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace headlight {

namespace {

constexpr std::string_view kWordPieceMark = "##";
constexpr std::string_view kSentencePieceMark = "\xE2\x96\x81"; // ▁
constexpr std::string_view kEndOfWordMark = "</w>";
constexpr std::string_view kByteLevelSpace = "\xC4\xA0";        // Ġ
constexpr std::string_view kByteLevelNewline = "\xC4\x8A";      // Ċ

/// The code point at `i` of well-formed UTF-8, and its length.
std::pair<char32_t, std::size_t> codeAt(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) { return static_cast<char32_t>(static_cast<std::uint8_t>(text[k])); };
    const char32_t lead = byte(i);
    if (lead < 0x80)
        return {lead, 1};
    if (lead < 0xE0)
        return {((lead & 0x1F) << 6) | (byte(i + 1) & 0x3F), 2};
    if (lead < 0xF0)
        return {((lead & 0x0F) << 12) | ((byte(i + 1) & 0x3F) << 6) | (byte(i + 2) & 0x3F), 3};
    return {((lead & 0x07) << 18) | ((byte(i + 1) & 0x3F) << 12) | ((byte(i + 2) & 0x3F) << 6) | (byte(i + 3) & 0x3F), 4};
}

/// GPT-2 writes the 188 printable bytes of Latin-1 as themselves and the other 68, in order, as U+0100 and following.
bool isPrintableByte(char32_t byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

const std::array<std::uint8_t, 68>& shiftedBytes()
{
    static const auto table = [] {
        std::array<std::uint8_t, 68> bytes{};
        std::size_t next = 0;
        for (char32_t byte = 0; byte < 256; ++byte)
            if (!isPrintableByte(byte))
                bytes[next++] = static_cast<std::uint8_t>(byte);
        return bytes;
    }();
    return table;
}

/// The bytes a byte-level token stands for; nothing when it is not written in that alphabet.
std::optional<std::string> byteLevelBytes(std::string_view token)
{
    if (!isUtf8(token))
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < token.size();) {
        const auto [code, length] = codeAt(token, i);
        i += length;
        if (isPrintableByte(code))
            bytes += static_cast<char>(static_cast<std::uint8_t>(code));
        else if (code >= 0x100 && code < 0x100 + shiftedBytes().size())
            bytes += static_cast<char>(shiftedBytes()[code - 0x100]);
        else
            return std::nullopt;
    }
    return bytes;
}

std::string visibleControls(std::string_view text)
{
    std::string shown;
    for (const char c : text) {
        if (c == '\n')
            shown += "\xE2\x90\xA4"; // ␤
        else if (c == '\t')
            shown += "\xE2\x90\x89"; // ␉
        else if (c == '\r')
            shown += "\xE2\x90\x8D"; // ␍
        else
            shown += c;
    }
    return shown;
}

/// Fit for a label, never empty: white space alone is shown as open boxes.
std::string labelOf(std::string_view text)
{
    std::string label = displayable(visibleControls(repairedUtf8(text)));
    if (label.find_first_not_of(' ') != std::string::npos)
        return label;
    std::string boxes;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, label.size()); ++i)
        boxes += "\xE2\x90\xA3"; // ␣
    return boxes;
}

CleanToken withLeadingSpace(std::string_view text)
{
    CleanToken clean;
    clean.leadingSpace = text.size() > 1 && text.front() == ' ' && text[1] != ' ';
    clean.label = labelOf(clean.leadingSpace ? text.substr(1) : text);
    return clean;
}

bool isEnclosed(std::string_view token, std::string_view open, std::string_view close)
{
    return token.size() > open.size() + close.size() && token.starts_with(open) && token.ends_with(close);
}

bool isUpperName(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

} // namespace

bool isPaddingToken(std::string_view token)
{
    static constexpr std::array<std::string_view, 8> kPadding{"[PAD]", "<pad>", "<PAD>", "[pad]", "<|pad|>", "<|PAD|>", "<|padding|>", "<|finetune_right_pad_id|>"};
    return std::ranges::find(kPadding, token) != kPadding.end();
}

bool isSpecialToken(std::string_view token)
{
    static constexpr std::array<std::string_view, 16> kSpecial{"<s>",   "</s>",  "<pad>", "<PAD>", "<unk>", "<mask>", "<bos>", "<eos>",
                                                               "<cls>", "<sep>", "<S>",   "<EOS>", "<BOS>", "<UNK>",  "[pad]", "<EOS>_"};
    if (std::ranges::find(kSpecial, token) != kSpecial.end())
        return true;
    if (isEnclosed(token, "[", "]"))
        return isUpperName(token.substr(1, token.size() - 2)) && token.find_first_not_of("0123456789", 1) != token.size() - 1;
    return isEnclosed(token, "<|", "|>") || isEnclosed(token, "<extra_id_", ">") || isEnclosed(token, "<start_of_", ">") || isEnclosed(token, "<end_of_", ">");
}

CleanToken cleanToken(std::string_view raw, bool byteLevel)
{
    if (isSpecialToken(raw))
        return {std::string(raw)};
    if (byteLevel) {
        if (const auto bytes = byteLevelBytes(raw); bytes && isUtf8(*bytes))
            return withLeadingSpace(*bytes);
        return {labelOf(raw), false, raw.starts_with(kByteLevelSpace)}; // a piece of a character: only the raw form can be shown
    }
    if (raw.starts_with(kWordPieceMark) && raw.size() > kWordPieceMark.size())
        return {labelOf(raw.substr(kWordPieceMark.size())), true};
    if (raw.starts_with(kSentencePieceMark)) {
        const auto rest = raw.substr(kSentencePieceMark.size());
        return {labelOf(rest.empty() ? " " : rest), false, true};
    }
    if (raw.ends_with(kEndOfWordMark) && raw.size() > kEndOfWordMark.size())
        return {labelOf(raw.substr(0, raw.size() - kEndOfWordMark.size()))};
    return withLeadingSpace(raw);
}

TokenStyle styleOf(const std::vector<std::string>& tokens)
{
    const auto any = [&](auto test) { return std::ranges::any_of(tokens, test); };
    if (any([](const std::string& token) { return token.starts_with(kByteLevelSpace) || token.starts_with(kByteLevelNewline); }))
        return TokenStyle::ByteLevel;
    if (any([](const std::string& token) { return token.starts_with(kSentencePieceMark); }))
        return TokenStyle::SentencePiece;
    if (any([](const std::string& token) { return token.ends_with(kEndOfWordMark) && token.size() > kEndOfWordMark.size(); }))
        return TokenStyle::EndOfWord;
    if (any([](const std::string& token) { return token.starts_with(kWordPieceMark) && token.size() > kWordPieceMark.size(); }))
        return TokenStyle::WordPiece;
    if (any([](const std::string& token) { return token.size() > 1 && token.front() == ' '; }))
        return TokenStyle::Spaces;
    return TokenStyle::Plain;
}

namespace {

/// Letters, digits and everything beyond ASCII go on a word; punctuation stands for itself.
bool canContinue(std::string_view label)
{
    const char c = label.empty() ? ' ' : label.front();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (static_cast<std::uint8_t>(c) >= 0x80 && !label.starts_with("\xE2\x90"));
}

bool goesOn(TokenStyle style, const CleanToken& token, const std::string& before)
{
    switch (style) {
    case TokenStyle::ByteLevel:
    case TokenStyle::SentencePiece:
    case TokenStyle::Spaces:
        return !token.leadingSpace && canContinue(token.label);
    case TokenStyle::EndOfWord:
        return !before.ends_with(kEndOfWordMark);
    case TokenStyle::WordPiece:
    case TokenStyle::Plain:
        return token.continues;
    }
    return false;
}

} // namespace

std::vector<CleanToken> cleanTokens(const std::vector<std::string>& raw)
{
    const TokenStyle style = styleOf(raw);
    std::vector<CleanToken> clean;
    clean.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        auto token = cleanToken(raw[i], style == TokenStyle::ByteLevel);
        const bool first = i == 0 || isSpecialToken(raw[i - 1]) || isPaddingToken(raw[i - 1]);
        if (isSpecialToken(raw[i]) || (first && style != TokenStyle::WordPiece && style != TokenStyle::Plain))
            token.continues = false;
        else
            token.continues = goesOn(style, token, i == 0 ? std::string{} : raw[i - 1]);
        clean.push_back(std::move(token));
    }
    return clean;
}

} // namespace headlight
