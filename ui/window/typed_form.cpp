// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/typed_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>

namespace headlight::ui {

namespace {

Error notThere(std::string what)
{
    return Error{ErrorKind::Selection, std::move(what)};
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// Position of a token by number, label or raw text.
Result<std::int64_t> position(std::string_view text, const Axis& axis, std::string_view what)
{
    if (const auto wanted = number(text)) {
        if (axis.itemAt(*wanted))
            return *wanted;
        return notThere(fmt::format("there is no {} {}", what, *wanted));
    }
    const std::string wanted = lower(text);
    for (const auto& item : axis.items) {
        if (lower(item.label) == wanted || lower(item.token) == wanted)
            return item.position;
    }
    return notThere(fmt::format("no {} is called \"{}\"", what, text));
}

/// Queries that are taken together.
Result<Action> positions(const std::vector<std::int64_t>& wanted, const Axis& axis)
{
    std::vector<QueryIndex> queries;
    for (const auto one : wanted) {
        if (!axis.itemAt(one))
            return notThere(fmt::format("there is no query {}", one));
        queries.emplace_back(one);
    }
    return Action{SetQueries{std::move(queries)}};
}

Result<Action> sample(std::string_view text, const std::vector<Sample>& samples)
{
    const auto named = std::find_if(samples.begin(), samples.end(), [text](const Sample& s) { return s.id == text; });
    if (named != samples.end())
        return Action{SelectSample{SampleIndex{named - samples.begin()}}};
    const auto wanted = number(text);
    if (wanted && *wanted >= 0 && *wanted < static_cast<std::int64_t>(samples.size()))
        return Action{SelectSample{SampleIndex{*wanted}}};
    return notThere(fmt::format("there is no sample {}", text));
}

Result<std::optional<std::int64_t>> segment(std::string_view text, const Axis& axis)
{
    if (text.empty() || text == "*" || text == "all")
        return std::optional<std::int64_t>{};
    for (std::size_t i = 0; i < axis.segments.size(); ++i) {
        const bool learned = text == "learned" && axis.segments[i].kind == SegmentKind::Queries;
        if (learned || lower(axis.segments[i].name) == lower(text))
            return std::optional<std::int64_t>{static_cast<std::int64_t>(i)};
    }
    return notThere(fmt::format("no segment is called \"{}\"", text));
}

} // namespace

Result<Action> parseTyped(std::string_view text, const TypedContext& context)
{
    text = trimmed(text);
    if (!context.state.hasDump())
        return notThere("nothing is open");
    if (text.starts_with("s="))
        return sample(trimmed(text.substr(2)), context.samples);
    const bool query = text.starts_with("q=");
    const auto arrow = text.find('>');
    if (query || text.starts_with("k=") || arrow != std::string_view::npos) {
        if (context.axes == nullptr)
            return notThere("the tokens of this sample cannot be read");
        const Axis& queries = *context.axes->queries;
        const Axis& keys = *context.axes->keys;
        if (const auto several = parseNumbers(trimmed(text.substr(2))); query && several && several->size() > 1)
            return positions(*several, queries);
        if (query)
            return position(trimmed(text.substr(2)), queries, "query").transform([](std::int64_t p) { return Action{SetQuery{QueryIndex{p}}}; });
        if (arrow == std::string_view::npos)
            return position(trimmed(text.substr(2)), keys, "key").transform([](std::int64_t p) { return Action{SetKey{KeyIndex{p}}}; });
        const auto from = segment(trimmed(text.substr(0, arrow)), queries);
        if (!from)
            return from.error();
        const auto to = segment(trimmed(text.substr(arrow + 1)), keys);
        if (!to)
            return to.error();
        return Action{SetBlock{SegmentBlock{*from, *to}}};
    }
    return parseHeads(text, context.state.stackShape().heads, context.state.display.indexBase).transform([](HeadSet heads) {
        return Action{SelectHeads{std::move(heads)}};
    });
}

} // namespace headlight::ui
