// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_text.h"

#include "base/parallel.h"

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

/// Lines of a table, the cells apart by one character.
class LineWriter {
public:
    LineWriter(const Table& table, char delimiter, std::string (*fit)(const std::string&)) : m_delimiter(delimiter)
    {
        for (const auto& column : table.columns) {
            m_header += (m_columns.empty() ? std::string() : std::string(1, delimiter)) + fit(column.name);
            m_columns.emplace_back(column, fit);
            m_widest += m_columns.back().widest() + 1;
        }
        m_header += '\n';
    }

    [[nodiscard]] const std::string& header() const { return m_header; }

    /// Rows in pieces of some hundred kilobytes: several threads write them, and they are handed on in order.
    Result<void> write(std::span<const std::uint32_t> rows, const TextSink& sink) const
    {
        const std::size_t atOnce = std::clamp<std::size_t>(kPieceBytes / m_widest, 1, kMostRowsOfAPiece);
        const std::size_t pieces = (rows.size() + atOnce - 1) / atOnce;
        std::vector<std::vector<char>> room(std::min(pieces, 4 * static_cast<std::size_t>(threadCount())));
        std::vector<std::string_view> texts(room.size());
        for (std::size_t first = 0; first < pieces; first += room.size()) {
            const std::size_t count = std::min(room.size(), pieces - first);
            parallelFor(static_cast<std::int64_t>(count), [&](std::int64_t i) {
                const auto at = static_cast<std::size_t>(i);
                const std::size_t row = (first + at) * atOnce;
                texts[at] = lines(rows.subspan(row, std::min(atOnce, rows.size() - row)), room[at]);
            });
            for (std::size_t i = 0; i < count; ++i)
                if (auto taken = sink(texts[i]); !taken)
                    return taken;
        }
        return {};
    }

private:
    static constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
    static constexpr std::size_t kMostRowsOfAPiece = 8192;

    [[nodiscard]] std::string_view lines(std::span<const std::uint32_t> rows, std::vector<char>& room) const
    {
        room.resize(std::max(room.size(), rows.size() * m_widest));
        char* end = room.data();
        for (const auto row : rows) {
            for (const auto& column : m_columns) {
                end = column.write(end, row);
                *end++ = m_delimiter;
            }
            *(m_columns.empty() ? end++ : end - 1) = '\n';
        }
        return {room.data(), end};
    }

    std::string m_header;
    std::vector<ColumnWriter> m_columns;
    std::size_t m_widest = 1;
    char m_delimiter;
};

std::string textOf(const LineWriter& lines, std::span<const std::uint32_t> rows, bool header)
{
    std::string text = header ? lines.header() : std::string();
    const auto taken = lines.write(rows, [&text](std::string_view piece) {
        text += piece;
        return Result<void>();
    });
    return taken ? text : std::string();
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
    return textOf(LineWriter(table, ',', csvCell), rows, true);
}

Result<void> writeCsv(const Table& table, std::span<const std::uint32_t> rows, const TextSink& sink)
{
    const LineWriter lines(table, ',', csvCell);
    if (auto taken = sink(lines.header()); !taken)
        return taken;
    return lines.write(rows, sink);
}

std::string tabbedText(const Table& table, std::span<const std::uint32_t> rows, bool header)
{
    return textOf(LineWriter(table, '\t', onOneLine), rows, header);
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
