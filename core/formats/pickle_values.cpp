// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The opcodes of the pickle machine that push numbers and strings.
#include "formats/pickle_machine.h"
#include "formats/unicode.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace headlight::formats {

namespace {

/// Shorter strings are copied at once, longer ones stay in the source until somebody wants them.
constexpr std::uint64_t kShortText = 256;
constexpr std::size_t kMostDigits = 1000;
constexpr std::size_t kLongestLine = std::size_t{1} << 26;

/// A number of `digits` hexadecimal digits; nothing when they are not.
std::optional<char32_t> hexadecimal(std::string_view text, std::size_t position, std::size_t digits)
{
    if (text.size() < position + digits)
        return std::nullopt;
    std::uint32_t code = 0;
    const auto part = text.substr(position, digits);
    const auto parsed = std::from_chars(part.data(), part.data() + part.size(), code, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != part.data() + part.size())
        return std::nullopt;
    return static_cast<char32_t>(code);
}

/// raw-unicode-escape: bytes are latin-1, \uXXXX and \UXXXXXXXX are characters.
std::string fromRawUnicode(std::string_view line)
{
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escape = line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'u' || line[i + 1] == 'U');
        const std::size_t digits = escape ? (line[i + 1] == 'u' ? 4 : 8) : 0;
        const auto code = escape ? hexadecimal(line, i + 2, digits) : std::nullopt;
        appendUtf8(text, code ? *code : static_cast<unsigned char>(line[i]));
        i += code ? digits + 1 : 0;
    }
    return text;
}

/// The bytes between quotes of a Python 2 string; nothing when it is not one.
std::optional<std::string> fromQuoted(std::string_view line)
{
    if (line.size() < 2 || line.front() != line.back() || (line.front() != '\'' && line.front() != '"'))
        return std::nullopt;
    line = line.substr(1, line.size() - 2);
    constexpr std::string_view kLetters = "abfnrtv\\'\"";
    constexpr std::string_view kMeaning = "\a\b\f\n\r\t\v\\'\"";
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\') {
            text += line[i];
            continue;
        }
        if (++i == line.size())
            return std::nullopt;
        if (const auto letter = kLetters.find(line[i]); letter != std::string_view::npos) {
            text += kMeaning[letter];
        } else if (const auto code = line[i] == 'x' ? hexadecimal(line, i + 1, 2) : std::nullopt) {
            text += static_cast<char>(static_cast<unsigned char>(*code));
            i += 2;
        } else {
            text += '\\';
            text += line[i];
        }
    }
    return text;
}

} // namespace

bool PickleMachine::pushText(NodeKind kind, std::uint64_t size)
{
    if (size > m_input.left())
        return fail(fmt::format("a string of {} bytes where {} are left", size, m_input.left()), ErrorKind::Truncated);
    if (size <= kShortText) {
        auto text = m_input.take(size);
        return text ? pushDecoded(kind, *std::move(text)) : early();
    }
    const auto offset = m_input.skip(size);
    if (!offset)
        return early();
    m_graph.texts.push_back({*offset, size, false});
    return push(kind, m_graph.texts.size() - 1);
}

bool PickleMachine::pushDecoded(NodeKind kind, std::string text)
{
    m_graph.texts.push_back({m_graph.decoded.size(), text.size(), true});
    m_graph.decoded.push_back(std::move(text));
    return push(kind, m_graph.texts.size() - 1);
}

bool PickleMachine::pushInteger(std::int64_t value)
{
    return push(NodeKind::Integer, std::bit_cast<std::uint64_t>(value));
}

bool PickleMachine::pushFloat(double value)
{
    return push(NodeKind::Float, std::bit_cast<std::uint64_t>(value));
}

bool PickleMachine::pushDecimal(std::string_view digits)
{
    const char* const end = digits.data() + digits.size();
    std::int64_t value = 0;
    const auto parsed = std::from_chars(digits.data(), end, value);
    if (parsed.ec == std::errc{} && parsed.ptr == end)
        return pushInteger(value);
    double huge = 0;
    const auto wide = std::from_chars(digits.data(), end, huge, std::chars_format::fixed);
    if (parsed.ec == std::errc::result_out_of_range && wide.ptr == end)
        return push(NodeKind::HugeInteger, std::bit_cast<std::uint64_t>(huge));
    return fail("a whole number that is none");
}

bool PickleMachine::pushLittleEndian(std::string_view digits)
{
    if (digits.size() <= sizeof(std::uint64_t)) {
        std::uint64_t bits = !digits.empty() && (digits.back() & '\x80') != 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = digits.size(); i-- > 0;)
            bits = (bits << 8U) | static_cast<unsigned char>(digits[i]);
        return push(NodeKind::Integer, bits);
    }
    const bool negative = (digits.back() & '\x80') != 0;
    double value = negative ? -1 : 0; // two's complement, most significant byte first
    for (std::size_t i = digits.size(); i-- > 0;)
        value = value * 256 + static_cast<unsigned char>(digits[i]);
    return push(NodeKind::HugeInteger, std::bit_cast<std::uint64_t>(value));
}

bool PickleMachine::opInt()
{
    const auto line = m_input.line(kMostDigits);
    if (!line)
        return early();
    if (*line == "00" || *line == "01") { // Python 2 and protocol 0 write booleans so
        m_stack.push_back(*line == "01" ? 2 : 1);
        return true;
    }
    return pushDecimal(*line);
}

bool PickleMachine::opBinInt()
{
    const auto value = m_input.number<std::int32_t>();
    return value ? pushInteger(*value) : early();
}

bool PickleMachine::opBinInt1()
{
    const auto value = m_input.number<std::uint8_t>();
    return value ? pushInteger(*value) : early();
}

bool PickleMachine::opBinInt2()
{
    const auto value = m_input.number<std::uint16_t>();
    return value ? pushInteger(*value) : early();
}

bool PickleMachine::opLong()
{
    auto line = m_input.line(kMostDigits);
    if (!line)
        return early();
    if (line->ends_with('L'))
        line->pop_back();
    return pushDecimal(*line);
}

bool PickleMachine::opLong1()
{
    const auto size = m_input.number<std::uint8_t>();
    const auto digits = size ? m_input.take(*size) : std::nullopt;
    return digits ? pushLittleEndian(*digits) : early();
}

bool PickleMachine::opLong4()
{
    const auto size = m_input.number<std::int32_t>();
    if (!size)
        return early();
    if (*size < 0 || static_cast<std::size_t>(*size) > kMostDigits)
        return fail(fmt::format("a whole number of {} bytes, at most {} are read", *size, kMostDigits), ErrorKind::Limit);
    const auto digits = m_input.take(static_cast<std::size_t>(*size));
    return digits ? pushLittleEndian(*digits) : early();
}

bool PickleMachine::opFloat()
{
    const auto line = m_input.line(kMostDigits);
    if (!line)
        return early();
    double value = 0;
    const char* const end = line->data() + line->size();
    const auto parsed = std::from_chars(line->data(), end, value);
    if (parsed.ptr != end || (parsed.ec != std::errc{} && parsed.ec != std::errc::result_out_of_range))
        return fail("a number that is none");
    return pushFloat(value);
}

bool PickleMachine::opBinFloat()
{
    const auto bits = m_input.number<std::uint64_t>();
    return bits ? push(NodeKind::Float, __builtin_bswap64(*bits)) : early();
}

bool PickleMachine::opString()
{
    const auto line = m_input.line(kLongestLine);
    if (!line)
        return early();
    auto text = fromQuoted(*line);
    return text ? pushDecoded(NodeKind::Text, *std::move(text)) : fail("a string without its quotes");
}

bool PickleMachine::opBinString()
{
    const auto size = m_input.number<std::int32_t>();
    if (!size)
        return early();
    if (*size < 0)
        return fail(fmt::format("a string of {} bytes", *size));
    return pushText(NodeKind::Text, static_cast<std::uint64_t>(*size));
}

bool PickleMachine::opUnicode()
{
    const auto line = m_input.line(kLongestLine);
    return line ? pushDecoded(NodeKind::Text, fromRawUnicode(*line)) : early();
}

} // namespace headlight::formats
