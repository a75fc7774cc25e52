// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/batch_names.h"

#include "base/text.h"

#include <fmt/format.h>

#include <optional>

namespace headlight::paint {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestName = 120; ///< bytes of one name; file systems end at 255, and a suffix follows

std::optional<std::string_view> valueOf(std::string_view token, const NameParts& parts)
{
    if (token == "sample")
        return parts.sample;
    if (token == "layer")
        return parts.layer;
    if (token == "head")
        return parts.head;
    if (token == "query")
        return parts.query;
    return std::nullopt;
}

Error wrongPattern(std::string what)
{
    return Error{ErrorKind::Usage, std::move(what), {}, "Tokens are {sample}, {layer}, {head} and {query}"};
}

/// One folder or file name: what a token stands for makes no folders.
Result<std::string> filledIn(std::string_view pattern, const NameParts& parts)
{
    std::string name;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '}')
            return wrongPattern("the name has a } without {");
        if (pattern[i] != '{') {
            name += pattern[i];
            continue;
        }
        const auto end = pattern.find('}', i);
        if (end == std::string_view::npos)
            return wrongPattern("the name has a { without }");
        const auto token = pattern.substr(i + 1, end - i - 1);
        const auto value = valueOf(token, parts);
        if (!value)
            return wrongPattern(fmt::format("there is no {{{}}}", displayable(token)));
        name += *value;
        i = end;
    }
    return fitForFileName(name);
}

} // namespace

std::string fitForFileName(std::string_view name)
{
    std::string fit(name);
    for (char& c : fit) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unfit = byte < 0x20 || byte == 0x7f || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
        if (unfit)
            c = '-';
    }
    if (fit.size() <= kLongestName)
        return fit;
    std::size_t end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(fit[end]) & 0xc0U) == 0x80U) // inside a character
        --end;
    return fit.substr(0, end);
}

std::string sampleName(const Dump& dump, SampleIndex sample)
{
    const auto& id = dump.samples()[static_cast<std::size_t>(sample.value)].id;
    return id.empty() ? label(sample) : fmt::format("{}_{}", sample.value, id);
}

std::string queryName(const AxisItem& query)
{
    const auto number = std::to_string(query.position);
    if (query.token.empty() || query.label == number || query.label == "query " + number)
        return number;
    return fmt::format("{} {}{}", query.position, query.continues ? "##" : "", query.label);
}

Result<fs::path> pathFrom(std::string_view pattern, const NameParts& parts)
{
    fs::path path;
    while (!pattern.empty()) {
        const auto slash = pattern.find('/');
        auto name = filledIn(pattern.substr(0, slash), parts);
        if (!name)
            return name.error();
        if (*name == "." || *name == "..")
            return wrongPattern(fmt::format("\"{}\" is no name", *name));
        if (!name->empty())
            path /= *name;
        else if (slash == std::string_view::npos)
            return wrongPattern("the name is empty");
        pattern = slash == std::string_view::npos ? std::string_view() : pattern.substr(slash + 1);
        if (slash != std::string_view::npos && pattern.empty())
            return wrongPattern("the name is empty");
    }
    return path.empty() ? Result<fs::path>(wrongPattern("the name is empty")) : Result<fs::path>(std::move(path));
}

} // namespace headlight::paint
