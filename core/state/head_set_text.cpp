// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/head_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

namespace headlight {

namespace {

constexpr std::int64_t kMostNumbers = 1'000'000;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Error notUnderstood(std::string_view part, std::string_view expected)
{
    return Error{ErrorKind::Selection, fmt::format("\"{}\" was not understood, expected {}", part, expected)};
}

/// A whole number at the start of `text`, which is shortened by it. With `negative` a leading minus belongs to it.
std::optional<std::int64_t> takeNumber(std::string_view& text, bool negative)
{
    std::int64_t number = 0;
    if (!negative && text.starts_with('-'))
        return std::nullopt;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    return number;
}

/// "1,3-5", "*", "-1" (the last one) as indices from 0, for a list of `count` things.
Result<std::vector<std::int64_t>> indicesOf(std::string_view text, std::int64_t count, IndexBase base, std::string_view thing)
{
    std::vector<std::int64_t> indices;
    if (text == "*" || text == "all") {
        indices.resize(static_cast<std::size_t>(count));
        std::iota(indices.begin(), indices.end(), std::int64_t{0});
        return indices;
    }
    const std::int64_t offset = base == IndexBase::One ? 1 : 0;
    std::vector<std::int64_t> numbers;
    if (text.starts_with('-')) { // counted from the end: -1 is the last one
        auto rest = text;
        const auto number = takeNumber(rest, true);
        if (!number || !rest.empty() || *number >= 0)
            return notUnderstood(text, "-1 for the last one");
        numbers.push_back(count + *number + offset);
    } else {
        auto parsed = parseNumbers(text);
        if (!parsed)
            return parsed.error();
        numbers = std::move(*parsed);
    }
    for (const auto number : numbers) {
        if (number < offset || number >= count + offset)
            return Error{ErrorKind::Selection, fmt::format("there is no {} {}: they run from {} to {}", thing, number, offset, count - 1 + offset)};
        indices.push_back(number - offset);
    }
    std::ranges::sort(indices);
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end()); // else a short text could name more heads than there is memory for
    return indices;
}

std::int64_t mostHeads(const HeadGrid& grid)
{
    return grid.empty() ? 0 : *std::ranges::max_element(grid);
}

/// One part between semicolons: "L6 H1,7", "L1-4", "H*".
Result<HeadSet> parsePart(std::string_view part, const HeadGrid& grid, IndexBase base)
{
    std::optional<std::string_view> layerText;
    std::optional<std::string_view> headText;
    auto rest = part;
    while (!rest.empty()) {
        const auto space = rest.find_first_of(" \t");
        const auto word = rest.substr(0, space);
        rest = space == std::string_view::npos ? std::string_view{} : trimmed(rest.substr(space));
        const char kind = word.front();
        auto& target = kind == 'L' || kind == 'l' ? layerText : headText;
        const bool known = kind == 'L' || kind == 'l' || kind == 'H' || kind == 'h';
        if (!known || target || word.size() < 2)
            return notUnderstood(part, "layers and heads such as \"L6 H1,7\" or \"L1-4\"");
        target = word.substr(1);
    }
    const auto layers = indicesOf(layerText.value_or("*"), static_cast<std::int64_t>(grid.size()), base, "layer");
    if (!layers)
        return layers.error();
    const auto heads = indicesOf(headText.value_or("*"), mostHeads(grid), base, "head");
    if (!heads)
        return heads.error();
    std::vector<HeadRef> chosen;
    for (const auto layer : *layers)
        for (const auto head : *heads)
            chosen.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(std::move(chosen)).clampedTo(grid);
}

} // namespace

Result<std::vector<std::int64_t>> parseNumbers(std::string_view text)
{
    std::vector<std::int64_t> numbers;
    auto rest = trimmed(text);
    while (true) {
        const auto comma = rest.find(',');
        const auto part = trimmed(rest.substr(0, comma));
        auto left = part;
        const auto first = takeNumber(left, false);
        std::optional<std::int64_t> last = first;
        if (left.starts_with('-')) {
            left.remove_prefix(1);
            last = takeNumber(left, false);
        }
        if (!first || !last || !left.empty() || *last < *first)
            return notUnderstood(part.empty() ? text : part, "a list such as 1,3-5");
        if (*last - *first >= kMostNumbers - std::ssize(numbers))
            return Error{ErrorKind::Selection, fmt::format("with \"{}\" these are more than {} numbers", part, kMostNumbers)};
        for (std::int64_t more = 0; more <= *last - *first; ++more) // the last number may be the largest there is
            numbers.push_back(*first + more);
        if (comma == std::string_view::npos)
            return numbers;
        rest = rest.substr(comma + 1);
    }
}

std::string formatNumbers(std::span<const std::int64_t> numbers)
{
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] > numbers[end] && numbers[end + 1] - 1 == numbers[end])
            ++end;
        text += text.empty() ? "" : ",";
        if (end > i + 1)
            text += fmt::format("{}-{}", numbers[i], numbers[end]);
        else if (end == i + 1)
            text += fmt::format("{},{}", numbers[i], numbers[end]);
        else
            text += fmt::format("{}", numbers[i]);
        i = end + 1;
    }
    return text;
}

Result<HeadSet> parseHeads(std::string_view text, const HeadGrid& grid, IndexBase base)
{
    const auto whole = trimmed(text);
    if (whole == "all" || whole == "*")
        return HeadSet::all(grid);
    HeadSet chosen;
    auto rest = whole;
    while (true) {
        const auto semicolon = rest.find(';');
        const auto part = trimmed(rest.substr(0, semicolon));
        if (part.empty())
            return notUnderstood(text, "layers and heads such as \"L6 H1,7; L8 H3\"");
        auto some = parsePart(part, grid, base);
        if (!some)
            return some.error();
        if (some->empty())
            return Error{ErrorKind::Selection, fmt::format("\"{}\" names no head of this stack", part)};
        chosen = chosen.united(*some);
        if (semicolon == std::string_view::npos)
            return chosen;
        rest = rest.substr(semicolon + 1);
    }
}

std::string formatHeads(const HeadSet& heads, const HeadGrid& grid, IndexBase base)
{
    if (heads.isAll(grid))
        return "all";
    struct Group {
        std::vector<std::int64_t> layers;
        std::vector<std::int64_t> heads;
        bool whole = false;
    };
    std::vector<Group> groups;
    const std::int64_t offset = base == IndexBase::One ? 1 : 0;
    for (const auto layer : heads.layers()) {
        Group group;
        group.layers.push_back(layer.value + offset);
        for (const auto head : heads.headsIn(layer))
            group.heads.push_back(head.value + offset);
        group.whole = static_cast<std::int64_t>(group.heads.size()) == grid[static_cast<std::size_t>(layer.value)];
        const auto same = std::ranges::find_if(groups, [&](const Group& other) { return other.whole ? group.whole : other.heads == group.heads; });
        if (same != groups.end())
            same->layers.push_back(group.layers.front());
        else
            groups.push_back(std::move(group));
    }
    std::string text;
    for (const auto& group : groups) {
        text += text.empty() ? "" : "; ";
        const bool everyLayer = group.layers.size() == grid.size();
        if (!everyLayer)
            text += "L" + formatNumbers(group.layers);
        if (!group.whole)
            text += (everyLayer ? "H" : " H") + formatNumbers(group.heads);
    }
    return text;
}

} // namespace headlight
