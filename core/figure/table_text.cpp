// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>
#include <numeric>

namespace headlight {

namespace {

std::string onOneLine(const std::string& raw)
{
    std::string cell = raw;
    std::ranges::replace_if(cell, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return cell;
}

std::string jsonString(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct JsonCell {
    std::size_t row;
    std::string operator()(const TableWords& words) const { return jsonString(words.words[words.of[row]]); }
    std::string operator()(const std::vector<bool>& flags) const { return flags[row] ? "true" : "false"; }
    std::string operator()(const std::vector<std::int32_t>& numbers) const { return std::to_string(numbers[row]); }
    template <typename Real>
    std::string operator()(const std::vector<Real>& numbers) const
    {
        return std::isfinite(numbers[row]) ? exactText({{}, {}, std::vector<Real>{numbers[row]}}, 0) : "null";
    }
};

/// Writes the cells of one column; its words are made fit for the file once.
class ColumnWriter {
public:
    ColumnWriter(const TableColumn& column, std::string (*fit)(const std::string&)) : m_values(column.values)
    {
        if (const auto* words = std::get_if<TableWords>(&column.values))
            std::ranges::transform(words->words, std::back_inserter(m_words), fit);
        for (const auto& word : m_words)
            m_widest = std::max(m_widest, word.size());
    }

    /// Bytes that a cell may take.
    [[nodiscard]] std::size_t widest() const { return m_widest; }

    /// Returns the end of what was written.
    [[nodiscard]] char* write(char* to, std::size_t row) const
    {
        switch (m_values.index()) {
        case 0: {
            const auto& word = m_words[std::get<TableWords>(m_values).of[row]];
            return std::copy(word.begin(), word.end(), to);
        }
        case 1:
            return std::to_chars(to, to + kNumber, std::get<std::vector<std::int32_t>>(m_values)[row]).ptr;
        case 2:
            return writeExact(to, std::get<std::vector<double>>(m_values)[row]);
        case 3:
            return writeExact(to, std::get<std::vector<float>>(m_values)[row]);
        default: {
            const std::string_view word = std::get<std::vector<bool>>(m_values)[row] ? "True" : "False";
            return std::copy(word.begin(), word.end(), to);
        }
        }
    }

private:
    static constexpr std::size_t kNumber = kExactDigits;

    const TableValues& m_values;
    std::vector<std::string> m_words;
    std::size_t m_widest = kNumber;
};

std::string delimited(const Table& table, std::span<const std::uint32_t> rows, bool header, char delimiter, std::string (*fit)(const std::string&))
{
    constexpr std::size_t kTextRowsAtOnce = 1024;
    std::string text;
    std::vector<ColumnWriter> columns;
    std::size_t widest = 1;
    for (const auto& column : table.columns) {
        if (header)
            text += (columns.empty() ? std::string() : std::string(1, delimiter)) + fit(column.name);
        columns.emplace_back(column, fit);
        widest += columns.back().widest() + 1;
    }
    if (header)
        text += '\n';
    std::vector<char> some(kTextRowsAtOnce * widest);
    for (std::size_t first = 0; first < rows.size(); first += kTextRowsAtOnce) {
        char* end = some.data();
        for (const auto row : rows.subspan(first, std::min(kTextRowsAtOnce, rows.size() - first))) {
            for (const auto& column : columns) {
                end = column.write(end, row);
                *end++ = delimiter;
            }
            *(columns.empty() ? end++ : end - 1) = '\n';
        }
        if (first == kTextRowsAtOnce) // of two runs the length of all is guessed
            text.reserve(text.size() + text.size() / kTextRowsAtOnce * (rows.size() + rows.size() / 8));
        text.append(some.data(), end);
    }
    return text;
}

} // namespace

std::string csvCell(const std::string& cell)
{
    if (cell.find_first_of(",\"\r\n") == std::string::npos && !cell.starts_with(' ') && !cell.ends_with(' '))
        return cell;
    std::string text = "\"";
    for (const char c : cell)
        text += c == '"' ? "\"\"" : std::string(1, c);
    return text + "\"";
}

std::string csvText(const Table& table, std::span<const std::uint32_t> rows)
{
    return delimited(table, rows, true, ',', csvCell);
}

std::string tabbedText(const Table& table, std::span<const std::uint32_t> rows, bool header)
{
    return delimited(table, rows, header, '\t', onOneLine);
}

std::string jsonText(const Table& table, std::span<const std::uint32_t> rows)
{
    std::string text = "[";
    for (const auto row : rows) {
        text += text.size() > 1 ? ",\n {" : "{";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            text += i > 0 ? ", " : "";
            text += jsonString(table.columns[i].name) + ": " + std::visit(JsonCell{row}, table.columns[i].values);
        }
        text += "}";
    }
    return text + "]\n";
}

std::vector<std::uint32_t> everyRow(const Table& table)
{
    std::vector<std::uint32_t> rows(static_cast<std::size_t>(table.rows));
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

} // namespace headlight
