// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Strings of the JSON parser.
#include "formats/json_parser.h"

#include "base/text.h"
#include "formats/unicode.h"

namespace headlight::formats {

namespace {

bool isPlain(char c)
{
    return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

bool JsonParser::parseString(std::string& text)
{
    m_input.advance();
    while (true) {
        const char c = m_input.peek();
        if (isPlain(c)) {
            const char* const first = m_input.cursor();
            const char* last = first;
            while (last != m_input.limit() && isPlain(*last))
                ++last;
            text.append(first, last);
            m_input.moveTo(last);
        } else if (c == '\\') {
            if (!parseEscape(text))
                return false;
        } else if (c == '"') {
            m_input.advance();
            return isUtf8(text) || fail("the string before is not UTF-8");
        } else {
            return m_input.atEnd() ? expected("'\"'") : fail("a control character in a string");
        }
    }
}

bool JsonParser::parseHex(char32_t& code)
{
    code = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexDigit(m_input.peek());
        if (digit < 0)
            return expected("four hexadecimal digits");
        code = code * 16 + static_cast<char32_t>(digit);
        m_input.advance();
    }
    return true;
}

bool JsonParser::parseEscape(std::string& text)
{
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
    m_input.advance();
    const char c = m_input.peek();
    if (const auto letter = kLetters.find(c); letter != std::string_view::npos) {
        text += kMeaning[letter];
        m_input.advance();
        return true;
    }
    if (c != 'u')
        return expected("an escape");
    m_input.advance();
    char32_t code = 0;
    if (!parseHex(code))
        return false;
    if (code >= 0xD800 && code < 0xDC00) {
        m_input.lookAhead(2);
        char32_t low = 0;
        if (m_input.cursor()[0] != '\\' || m_input.cursor()[1] != 'u')
            return fail("half of a surrogate pair");
        m_input.moveTo(m_input.cursor() + 2);
        if (!parseHex(low))
            return false;
        if (low < 0xDC00 || low >= 0xE000)
            return fail("half of a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
        return fail("half of a surrogate pair");
    }
    appendUtf8(text, code);
    return true;
}

} // namespace headlight::formats
