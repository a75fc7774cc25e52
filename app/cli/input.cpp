// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/input.h"

#include "base/mapped_file.h"
#include "base/text.h"
#include "state/head_set.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLongestTokenFile = std::uint64_t{256} << 20;

Result<std::string> textOf(const fs::path& path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return inFile(file.error(), path.string());
    if ((*file)->size() > kLongestTokenFile)
        return inFile(Error{ErrorKind::Limit, fmt::format("a list of tokens of {} bytes", (*file)->size())}, path.string());
    std::string text(static_cast<std::size_t>((*file)->size()), '\0');
    if (auto read = (*file)->read(0, std::as_writable_bytes(std::span(text))); !read)
        return inFile(read.error(), path.string());
    return text;
}

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(repairedUtf8(line));
    }
    return lines;
}

Result<std::vector<std::string>> tokensIn(const fs::path& path)
{
    const auto text = textOf(path);
    if (!text)
        return text.error();
    const auto start = text->find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (start == std::string::npos)
        return inFile(Error{ErrorKind::NotADump, "holds no tokens"}, path.string());
    if ((*text)[start] != '[' || !nlohmann::json::accept(*text))
        return linesOf(*text);
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    std::vector<std::string> tokens;
    for (const auto& item : json) {
        if (!item.is_string())
            return inFile(Error{ErrorKind::NotADump, fmt::format("token {} is no string", tokens.size()), {}, "Give one list of strings, or one token a line"},
                          path.string());
        tokens.push_back(item.get<std::string>());
    }
    return tokens;
}

} // namespace

Result<fs::path> onePath(const Arguments& arguments)
{
    const auto& paths = arguments.paths();
    if (paths.empty())
        return wrongUsage(arguments.command(), "which file or folder? PATH is missing");
    if (paths.size() > 1)
        return wrongUsage(arguments.command(), fmt::format("one PATH is expected, found {} (the second is {})", paths.size(), displayable(paths[1])));
    if (paths.front().empty())
        return wrongUsage(arguments.command(), "PATH is empty");
    return fs::path(paths.front());
}

Result<ReadingChoices> readingChoices(const Arguments& arguments)
{
    ReadingChoices choices;
    if (const auto file = arguments.value("--tokens")) {
        auto tokens = tokensIn(*file);
        if (!tokens)
            return tokens.error();
        choices.tokens = *std::move(tokens);
    }
    if (const auto list = arguments.value("--global-positions")) {
        auto positions = parseNumbers(*list);
        if (!positions)
            return wrongUsage(arguments.command(), fmt::format("--global-positions \"{}\" is not a list such as 0,12", displayable(*list)));
        choices.globalPositions = *std::move(positions);
    }
    return choices;
}

Result<SharedDump> openInput(const Arguments& arguments, const fs::path& path, const JobContext& job)
{
    const auto choices = readingChoices(arguments);
    if (!choices)
        return choices.error();
    auto dump = openDump(path, *choices, job);
    if (!dump)
        return inFile(std::move(dump).error(), path.string());
    return dump;
}

Result<IndexBase> indexBase(const Arguments& arguments, IndexBase usual)
{
    const auto base = arguments.value("--index-base");
    if (!base)
        return usual;
    if (*base != "0" && *base != "1")
        return wrongUsage(arguments.command(), fmt::format("--index-base is 0 or 1, not {}", displayable(*base)));
    return *base == "0" ? IndexBase::Zero : IndexBase::One;
}

} // namespace headlight::cli
