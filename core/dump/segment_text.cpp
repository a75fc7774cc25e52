// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/segment_text.h"

#include "base/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace headlight {

namespace {

constexpr std::array<std::pair<std::string_view, SegmentKind>, 4> kKinds{
    {{"text", SegmentKind::Text}, {"queries", SegmentKind::Queries}, {"patches", SegmentKind::Patches}, {"prefix", SegmentKind::Prefix}}};
constexpr std::int64_t kMost = 1'000'000'000;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::int64_t> positive(std::string_view text)
{
    std::int64_t number = 0;
    text = trimmed(text);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() && number > 0 && number <= kMost ? std::optional(number) : std::nullopt;
}

Error notUnderstood(std::string_view part, std::string_view why)
{
    return {ErrorKind::Usage, fmt::format("\"{}\" {}", displayable(std::string(part), 60), why), {}, "Type segments such as: queries 32, text; or: prefix 1, patches 14x14"};
}

/// One part between commas; a count of 0 where none is given.
Result<Segment> segmentFrom(std::string_view part)
{
    const auto space = part.find(' ');
    const auto word = part.substr(0, space);
    Segment segment;
    bool known = false;
    for (const auto& [name, kind] : kKinds)
        if (word == name) {
            segment.name = name;
            segment.kind = kind;
            known = true;
        }
    if (!known)
        return notUnderstood(part, "names no segment");
    if (space == std::string_view::npos)
        return segment;
    const auto number = trimmed(part.substr(space));
    const auto cross = number.find('x');
    if (cross != std::string_view::npos && segment.kind == SegmentKind::Patches) {
        const auto rows = positive(number.substr(0, cross));
        const auto columns = positive(number.substr(cross + 1));
        if (!rows || !columns || *rows > kMost / *columns)
            return notUnderstood(part, "has no rows and columns");
        segment.grid = Grid{*rows, *columns};
        segment.count = *rows * *columns;
        return segment;
    }
    const auto count = positive(number);
    if (!count)
        return notUnderstood(part, "has no count of positions");
    segment.count = *count;
    return segment;
}

} // namespace

Result<std::vector<Segment>> segmentsFromText(std::string_view text)
{
    std::vector<Segment> segments;
    std::int64_t first = 0;
    while (true) {
        const auto comma = text.find(',');
        auto segment = segmentFrom(trimmed(text.substr(0, comma)));
        if (!segment)
            return segment.error();
        const bool last = comma == std::string_view::npos;
        if (segment->count == 0 && !last)
            return notUnderstood(segment->name, "needs a count, only the last segment takes the rest");
        segment->first = first;
        first += segment->count;
        if (first > kMost)
            return notUnderstood(segment->name, "ends beyond any axis");
        segments.push_back(*std::move(segment));
        if (last)
            return segments;
        text.remove_prefix(comma + 1);
    }
}

std::string segmentText(const std::vector<Segment>& segments)
{
    std::string text;
    for (const auto& segment : segments) {
        std::string_view word;
        for (const auto& [name, kind] : kKinds)
            word = kind == segment.kind ? name : word;
        text += fmt::format("{}{} ", text.empty() ? "" : ", ", word);
        text += segment.grid ? fmt::format("{}x{}", segment.grid->rows, segment.grid->columns) : fmt::format("{}", segment.count);
    }
    return text;
}

} // namespace headlight
