// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/token_choice.h"

#include "app/cli/options.h"
#include "base/text.h"
#include "state/head_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace headlight::cli {

namespace {

std::vector<std::int64_t> standing(const std::string& token, const Axis& axis)
{
    std::vector<std::int64_t> positions;
    for (const auto& item : axis.items)
        if ((!item.token.empty() && item.token == token) || item.label == token)
            positions.push_back(item.position);
    return positions;
}

std::int64_t lastPosition(const Axis& axis)
{
    return axis.items.empty() ? -1 : axis.items.back().position + axis.items.back().pieces - 1;
}

Error notThere(const std::string& typed, const Axis& axis)
{
    std::vector<std::string_view> labels;
    for (const auto& item : axis.items)
        labels.emplace_back(item.label);
    const auto close = nearest(typed, labels);
    return Error{ErrorKind::Selection,
                 fmt::format("no query is called \"{}\"", displayable(typed)),
                 {},
                 close.empty() ? fmt::format("Positions run from 0 to {}", lastPosition(axis)) : fmt::format("Did you mean \"{}\"?", displayable(close))};
}

/// "the#2": the token and its number, from 1.
std::optional<std::pair<std::string, std::size_t>> numbered(const std::string& typed)
{
    const auto mark = typed.rfind('#');
    if (mark == std::string::npos || mark == 0 || mark + 1 == typed.size())
        return std::nullopt;
    std::size_t number = 0;
    const auto parsed = std::from_chars(typed.data() + mark + 1, typed.data() + typed.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != typed.data() + typed.size() || number == 0)
        return std::nullopt;
    return std::pair{typed.substr(0, mark), number};
}

Result<std::vector<std::int64_t>> insideAxis(std::vector<std::int64_t> positions, const Axis& axis)
{
    for (const auto position : positions)
        if (!axis.itemAt(position))
            return Error{ErrorKind::Selection, fmt::format("there is no query {}: positions run from 0 to {}", position, lastPosition(axis))};
    return positions;
}

} // namespace

Result<std::vector<std::int64_t>> positionsOf(const std::string& typed, const Axis& axis)
{
    if (auto numbers = parseNumbers(typed))
        return insideAxis(*std::move(numbers), axis);
    auto positions = standing(typed, axis);
    if (positions.size() == 1)
        return positions;
    if (positions.size() > 1)
        return Error{ErrorKind::Selection,
                     fmt::format("\"{}\" stands at the positions {}", displayable(typed), formatNumbers(positions)),
                     {},
                     fmt::format("Write {0}#1 for the first of them, or its position", displayable(typed))};
    const auto choice = numbered(typed);
    if (!choice)
        return notThere(typed, axis);
    positions = standing(choice->first, axis);
    if (positions.empty())
        return notThere(choice->first, axis);
    if (choice->second > positions.size())
        return Error{ErrorKind::Selection,
                     fmt::format("\"{}\" stands {} {}, not {}", displayable(choice->first), positions.size(), positions.size() == 1 ? "time" : "times", choice->second)};
    return std::vector{positions[choice->second - 1]};
}

} // namespace headlight::cli
