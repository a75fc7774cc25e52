// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/npy_header.h"

#include "base/text.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace headlight::formats {

namespace {

constexpr std::string_view kNpyMagic = "\x93NUMPY";
constexpr std::uint64_t kLongestNpyHeader = 65535;
constexpr std::size_t kMostNpyAxes = 32;

/// Reads {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } and nothing else.
class Literal {
public:
    explicit Literal(std::string_view text) : m_text(text) {}

    Result<NpyHeader> dictionary()
    {
        if (!accept('{'))
            return expected("'{'");
        while (!accept('}')) {
            if (auto entry = readEntry(); !entry)
                return entry.error();
            if (!accept(',') && !ahead('}'))
                return expected("',' or '}'");
        }
        skipSpace();
        if (m_next != m_text.size())
            return expected("the end of the header");
        if (!m_descr || !m_fortran || !m_shape)
            return Error{ErrorKind::Corrupt, fmt::format("the header has no '{}'", !m_descr ? "descr" : !m_fortran ? "fortran_order" : "shape")};
        return NpyHeader{*m_descr, *m_fortran, *m_shape, 0};
    }

private:
    Result<void> readEntry()
    {
        const auto key = readString();
        if (!key)
            return key.error();
        if (!accept(':'))
            return expected("':'");
        if (*key == "descr" && !m_descr)
            return readDescr();
        if (*key == "fortran_order" && !m_fortran)
            return readFortran();
        if (*key == "shape" && !m_shape)
            return readShape();
        const bool known = *key == "descr" || *key == "fortran_order" || *key == "shape";
        return Error{ErrorKind::Corrupt, fmt::format("the header has {} key '{}' (column {})", known ? "twice the" : "an unknown", displayable(*key, 40), m_next)};
    }

    Result<void> readDescr()
    {
        if (ahead('[') || ahead('('))
            return Error{ErrorKind::Unsupported, "arrays with named fields are not read", {}, "Save each field as an array of its own: np.save('x.npy', x['field'])"};
        auto text = readString();
        if (!text)
            return text.error();
        m_descr = *std::move(text);
        return {};
    }

    Result<void> readFortran()
    {
        skipSpace();
        for (const bool value : {false, true}) {
            const std::string_view word = value ? "True" : "False";
            if (m_text.substr(m_next).starts_with(word)) {
                m_next += word.size();
                m_fortran = value;
                return {};
            }
        }
        return expected("True or False");
    }

    Result<void> readShape()
    {
        if (!accept('('))
            return expected("'('");
        Shape shape;
        bool comma = true;
        while (!accept(')')) {
            if (!comma)
                return expected("',' or ')'");
            const auto size = readSize();
            if (!size)
                return size.error();
            if (shape.size() == kMostNpyAxes)
                return Error{ErrorKind::Limit, fmt::format("more than {} axes", kMostNpyAxes)};
            shape.push_back(*size);
            comma = accept(',');
        }
        if (shape.size() == 1 && !comma)
            return expected("',' in a shape of one axis");
        m_shape = std::move(shape);
        return {};
    }

    Result<std::int64_t> readSize()
    {
        skipSpace();
        std::int64_t value = 0;
        const char* const first = m_text.data() + m_next;
        const char* const end = m_text.data() + m_text.size();
        const auto parsed = std::from_chars(first, end, value);
        if (parsed.ec == std::errc::result_out_of_range)
            return Error{ErrorKind::Limit, fmt::format("a size that leaves 63 bits (column {})", m_next)};
        const bool leadingZero = parsed.ptr - first > 1 && *first == '0';
        if (parsed.ec != std::errc{} || value < 0 || leadingZero)
            return expected("a size");
        m_next += static_cast<std::size_t>(parsed.ptr - first);
        if (m_next < m_text.size() && m_text[m_next] == 'L') // Python 2 wrote long numbers so
            ++m_next;
        return value;
    }

    Result<std::string> readString()
    {
        skipSpace();
        const char quote = m_next < m_text.size() ? m_text[m_next] : '\0';
        if (quote != '\'' && quote != '"')
            return expected("a string");
        const auto end = m_text.find(quote, m_next + 1);
        const auto text = m_text.substr(m_next + 1, end == std::string_view::npos ? std::string_view::npos : end - m_next - 1);
        if (end == std::string_view::npos || text.find('\\') != std::string_view::npos)
            return expected("a plain string");
        m_next = end + 1;
        return std::string(text);
    }

    void skipSpace()
    {
        while (m_next < m_text.size() && std::string_view(" \t\n\r").find(m_text[m_next]) != std::string_view::npos)
            ++m_next;
    }
    bool ahead(char c)
    {
        skipSpace();
        return m_next < m_text.size() && m_text[m_next] == c;
    }
    bool accept(char c)
    {
        const bool there = ahead(c);
        m_next += there ? 1 : 0;
        return there;
    }
    Error expected(std::string_view what)
    {
        skipSpace();
        return Error{ErrorKind::Corrupt, fmt::format("column {} of the header: expected {}, found '{}'", m_next, what, displayable(m_text.substr(m_next, 20)))};
    }

    std::string_view m_text;
    std::size_t m_next = 0;
    std::optional<std::string> m_descr;
    std::optional<bool> m_fortran;
    std::optional<Shape> m_shape;
};

} // namespace

Result<NpyHeader> parseNpyDictionary(std::string_view text)
{
    return Literal(text).dictionary();
}

Result<NpyHeader> readNpyHeader(std::string_view head, std::uint64_t size)
{
    if (!head.starts_with(kNpyMagic))
        return Error{ErrorKind::NotThisFormat, "no NumPy magic", at(0)};
    if (head.size() < kNpyMagic.size() + 4)
        return Error{ErrorKind::Truncated, "the file ends inside the NumPy header", at(head.size())};
    const char major = head[kNpyMagic.size()];
    if (major < 1 || major > 3 || head[kNpyMagic.size() + 1] != 0)
        return Error{ErrorKind::Unsupported, fmt::format("version {}.{} of .npy, 1.0 to 3.0 are read", static_cast<int>(static_cast<unsigned char>(major)), static_cast<int>(static_cast<unsigned char>(head[kNpyMagic.size() + 1]))), at(kNpyMagic.size())};
    const std::size_t lengthAt = kNpyMagic.size() + 2;
    const std::size_t prelude = lengthAt + (major == 1 ? 2 : 4);
    if (head.size() < prelude)
        return Error{ErrorKind::Truncated, "the file ends inside the NumPy header", at(head.size())};
    const std::uint64_t length = major == 1 ? loadLittle<std::uint16_t>(asBytes(head), lengthAt) : loadLittle<std::uint32_t>(asBytes(head), lengthAt);
    if (length > size - prelude)
        return Error{ErrorKind::Truncated, fmt::format("header of {} bytes in a file of {}", length, size), at(lengthAt)};
    if (length > kLongestNpyHeader || prelude + length > head.size())
        return Error{ErrorKind::Limit, fmt::format("header of {} bytes, at most {} are read", length, kLongestNpyHeader), at(lengthAt)};
    auto header = parseNpyDictionary(head.substr(prelude, length));
    if (!header) {
        Error error = std::move(header).error();
        error.place.offset = prelude;
        return error;
    }
    header->dataOffset = prelude + length;
    return header;
}

} // namespace headlight::formats
