// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headlight {

namespace {

std::string onOneLine(std::string cell)
{
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
    std::string operator()(const std::vector<std::int64_t>& numbers) const { return std::to_string(numbers[row]); }
    template <typename Real>
    std::string operator()(const std::vector<Real>& numbers) const
    {
        return std::isfinite(numbers[row]) ? exactText({{}, {}, std::vector<Real>{numbers[row]}}, 0) : "null";
    }
};

template <typename Written>
std::string delimited(const Table& table, std::span<const std::uint32_t> rows, bool header, char delimiter, Written written)
{
    std::string text;
    const auto line = [&](auto cell) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (i > 0)
                text += delimiter;
            text += written(cell(table.columns[i]));
        }
        text += '\n';
    };
    if (header)
        line([](const TableColumn& column) { return column.name; });
    for (const auto row : rows)
        line([row](const TableColumn& column) { return exactText(column, row); });
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
