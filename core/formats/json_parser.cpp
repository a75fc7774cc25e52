// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/json_parser.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace headlight::formats {

namespace {

/// Numbers longer than this are split by no window.
constexpr std::ptrdiff_t kLongestNumber = 1100;

} // namespace

Result<ParsedJson> parseJson(const Source& source, const Limits& limits, const JsonOptions& options, const JobContext& job)
{
    return JsonParser(source, limits, options, job).run();
}

JsonParser::JsonParser(const Source& source, const Limits& limits, const JsonOptions& options, const JobContext& job)
    : m_input(source, job), m_limits(limits), m_options(options)
{
}

Result<ParsedJson> JsonParser::run()
{
    ParsedJson parsed;
    while (true) {
        Item item;
        m_path.clear();
        if (!parseValue(0, item))
            return *m_error;
        parsed.documents.push_back(valueOf(std::move(item)));
        const bool lineEnd = m_input.skipSpace();
        if (m_input.atEnd())
            break;
        if (!lineEnd || !m_options.manyDocuments) {
            expected("the end of the document");
            return *m_error;
        }
    }
    if (m_input.error())
        return *m_input.error();
    parsed.warnings = warnings();
    return parsed;
}

bool JsonParser::fail(std::string what, ErrorKind kind)
{
    if (m_input.error())
        m_error = *m_input.error();
    else
        m_error = Error{kind, fmt::format("{}: {}", m_input.lineAndColumn(), what), at(m_input.position())};
    return false;
}

bool JsonParser::expected(std::string_view what)
{
    if (m_input.atEnd())
        return fail(fmt::format("expected {}, but the text ends here", what), ErrorKind::Truncated);
    const auto left = static_cast<std::size_t>(m_input.limit() - m_input.cursor());
    const std::string_view found(m_input.cursor(), std::min<std::size_t>(left, 12));
    return fail(fmt::format("expected {}, found '{}'", what, displayable(found.substr(0, found.find_first_of("\r\n")))));
}

bool JsonParser::countValue()
{
    return ++m_values <= m_limits.mostValues || fail(fmt::format("more than {} values", m_limits.mostValues), ErrorKind::Limit);
}

bool JsonParser::parseValue(int depth, Item& item)
{
    if (depth > kMaxDepth)
        return fail(fmt::format("nested more than {} deep", kMaxDepth), ErrorKind::Limit);
    if (!countValue())
        return false;
    m_input.skipSpace();
    const char c = m_input.peek();
    if (c == '{')
        return parseObject(depth, item);
    if (c == '[')
        return parseArray(depth, item);
    if (c == '"') {
        std::string text;
        if (!parseString(text))
            return false;
        item.value = std::move(text);
        return true;
    }
    return mayBeginNumber(c) ? parseNumber(item) : parseWord(item);
}

bool JsonParser::parseWord(Item& item)
{
    m_input.lookAhead(kLongestNumber);
    const std::string_view rest(m_input.cursor(), static_cast<std::size_t>(m_input.limit() - m_input.cursor()));
    for (const auto& [word, value] : {std::pair{std::string_view("null"), Value()}, {"true", Value(true)}, {"false", Value(false)}})
        if (rest.starts_with(word)) {
            m_input.moveTo(m_input.cursor() + word.size());
            item.value = value;
            return true;
        }
    return expected("a value");
}

void JsonParser::noteNumber(const JsonNumber& number)
{
    m_literals += number.isLiteral ? 1 : 0;
    m_tooLarge += number.isTooLarge ? 1 : 0;
}

bool JsonParser::parseNumber(Item& item)
{
    m_input.lookAhead(kLongestNumber);
    const auto scanned = scanJsonNumber(m_input.cursor(), m_input.limit());
    if (scanned.after == nullptr)
        return expected("a number");
    m_input.moveTo(scanned.after);
    noteNumber(scanned.number);
    item.value = scanned.number.isWhole ? Value(scanned.number.whole) : Value(scanned.number.value);
    return true;
}

bool JsonParser::parseArray(int depth, Item& item)
{
    m_input.advance();
    m_input.skipSpace();
    const char c = m_input.peek();
    if (c == ']') {
        m_input.advance();
        item.value = List();
        return true;
    }
    ArrayInProgress array;
    if (mayBeginNumber(c) || c == 'n') {
        bool closed = false;
        if (!parseRow(closed))
            return false;
        if (closed) {
            item = finishRow();
            return true;
        }
        array.isList = true;
        array.items = rowValues();
    }
    if (!parseItems(depth, array))
        return false;
    item = finishArray(array);
    return true;
}

bool JsonParser::parseItems(int depth, ArrayInProgress& array)
{
    m_path.emplace_back(static_cast<std::int64_t>(array.items.size()));
    while (true) {
        Item item;
        if (!parseValue(depth + 1, item))
            return false;
        addItem(array, std::move(item));
        m_input.skipSpace();
        const char c = m_input.peek();
        if (c != ',' && c != ']')
            return expected("',' or ']'");
        m_input.advance();
        if (c == ']')
            break;
        ++std::get<std::int64_t>(m_path.back());
    }
    m_path.pop_back();
    return true;
}

bool JsonParser::parseObject(int depth, Item& item)
{
    m_input.advance();
    m_input.skipSpace();
    Dictionary entries;
    std::unordered_map<std::string, std::size_t> places;
    bool more = m_input.peek() != '}';
    if (!more)
        m_input.advance();
    while (more) {
        m_input.skipSpace();
        std::string key;
        if (m_input.peek() != '"')
            return expected("a key in double quotes");
        if (!parseString(key))
            return false;
        const auto [place, isNew] = places.try_emplace(key, entries.size());
        if (!isNew && m_options.refuseDuplicateKeys)
            return fail(fmt::format("duplicate key '{}'", displayable(key, 80)));
        m_duplicates += isNew ? 0 : 1;
        m_input.skipSpace();
        if (m_input.peek() != ':')
            return expected("':'");
        m_input.advance();
        m_path.emplace_back(key);
        Item entry;
        if (!parseValue(depth + 1, entry))
            return false;
        m_path.pop_back();
        if (isNew)
            entries.emplace_back(Value(std::move(key)), valueOf(std::move(entry)));
        else
            entries[place->second].second = valueOf(std::move(entry));
        m_input.skipSpace();
        const char c = m_input.peek();
        if (c != ',' && c != '}')
            return expected("',' or '}'");
        m_input.advance();
        more = c == ',';
    }
    item.value = std::move(entries);
    return true;
}

std::vector<std::string> JsonParser::warnings() const
{
    std::vector<std::string> all = m_notes;
    if (m_literals > 0)
        all.push_back(fmt::format("Not strict JSON: {} numbers are written as NaN or Infinity; they are kept.", m_literals));
    if (m_nulls > 0)
        all.push_back(fmt::format("{} null among numbers are read as NaN.", m_nulls));
    if (m_tooLarge > 0)
        all.push_back(fmt::format("{} numbers are too large and are read as infinity.", m_tooLarge));
    if (m_duplicates > 0)
        all.push_back(fmt::format("{} keys stand twice in one object; the last one counts.", m_duplicates));
    return all;
}

} // namespace headlight::formats
