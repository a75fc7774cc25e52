// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table.h"

#include "figure/build.h"
#include "figure/received_tables.h"
#include "figure/weights_table.h"
#include "state/state_json.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace headlight {

namespace {

constexpr std::array kBuiltTables{TableKind::TopAttended, TableKind::MostAttended, TableKind::Position, TableKind::AllPositions, TableKind::Trend, TableKind::Weights};

char* written(char* to, std::string_view word)
{
    return std::copy(word.begin(), word.end(), to);
}

/// With a point or an exponent, so that a column of numbers stays one where it is read again.
template <typename Real>
char* writeReal(char* to, Real value)
{
    if (std::isnan(value))
        return written(to, "NaN");
    if (std::isinf(value))
        return written(to, value > 0 ? "Infinity" : "-Infinity");
    char* const end = fmt::format_to(to, FMT_COMPILE("{}"), value);
    return std::find_if(to, end, [](char c) { return c == '.' || c == 'e'; }) == end ? written(end, ".0") : end;
}

template <typename Real>
std::string realText(Real value)
{
    std::array<char, kExactDigits> digits;
    return {digits.data(), writeExact(digits.data(), value)};
}

struct ExactText {
    std::size_t row;
    std::string operator()(const TableWords& words) const { return words.words[words.of[row]]; }
    std::string operator()(const std::vector<std::int32_t>& numbers) const { return fmt::format("{}", numbers[row]); }
    std::string operator()(const std::vector<double>& numbers) const { return realText(numbers[row]); }
    std::string operator()(const std::vector<float>& numbers) const { return realText(numbers[row]); }
    std::string operator()(const std::vector<bool>& flags) const { return flags[row] ? "True" : "False"; }
};

struct ShownText {
    std::size_t row;
    std::string operator()(const std::vector<double>& numbers) const { return formatValue(numbers[row]); }
    std::string operator()(const std::vector<float>& numbers) const { return formatValue(static_cast<double>(numbers[row])); }
    std::string operator()(const std::vector<bool>& flags) const { return flags[row] ? "=" : ""; }
    template <typename Other>
    std::string operator()(const Other& values) const
    {
        return ExactText{row}(values);
    }
};

} // namespace

std::span<const TableKind> builtTables()
{
    return kBuiltTables;
}

std::string builtTableWords()
{
    std::string words;
    for (std::size_t i = 0; i < kBuiltTables.size(); ++i)
        words += fmt::format("{}{}", i == 0 ? "" : i + 1 == kBuiltTables.size() ? " or " : ", ", nameOf(kBuiltTables[i]));
    return words;
}

std::string_view titleOf(TableKind kind)
{
    switch (kind) {
    case TableKind::TopAttended:
        return "Top attended tokens of every token";
    case TableKind::MostAttended:
        return "Most attended tokens";
    case TableKind::Position:
        return "One position in every head";
    case TableKind::AllPositions:
        return "All positions in every head";
    case TableKind::Trend:
        return "Several positions in every head";
    case TableKind::Weights:
        return "Token weights";
    }
    return {};
}

Result<Table> buildTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request)
{
    switch (state.display.table.kind) {
    case TableKind::Weights:
        return buildWeightsTable(workspace, state, job, request);
    case TableKind::TopAttended:
        return buildTopAttendedTable(workspace, state, job, request);
    case TableKind::MostAttended:
        return buildMostAttendedTable(workspace, state, job, request);
    case TableKind::AllPositions:
        return buildAllPositionsTable(workspace, state, job);
    case TableKind::Position:
    case TableKind::Trend:
        return buildPositionTable(workspace, state, job, request);
    }
    return Error{ErrorKind::Unsupported, "there is no such table", {}, "Use " + builtTableWords()};
}

char* writeExact(char* to, double value)
{
    return writeReal(to, value);
}

char* writeExact(char* to, float value)
{
    return writeReal(to, value);
}

std::string exactText(const TableColumn& column, std::int64_t row)
{
    return std::visit(ExactText{static_cast<std::size_t>(row)}, column.values);
}

std::string shownText(const TableColumn& column, std::int64_t row)
{
    const auto* given = column.plain ? std::get_if<std::vector<double>>(&column.values) : nullptr;
    if (given != nullptr)
        return fmt::format("{}", (*given)[static_cast<std::size_t>(row)]);
    return std::visit(ShownText{static_cast<std::size_t>(row)}, column.values);
}

} // namespace headlight
