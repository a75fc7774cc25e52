// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/input.h"

#include "base/text.h"
#include "dump/token_file.h"
#include "dump/vocabulary.h"
#include "state/head_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

/// "12x16"
std::optional<Grid> gridIn(std::string_view text)
{
    Grid grid;
    const char* const end = text.data() + text.size();
    const auto rows = std::from_chars(text.data(), end, grid.rows);
    if (rows.ec != std::errc{} || rows.ptr == end || (*rows.ptr != 'x' && *rows.ptr != 'X'))
        return std::nullopt;
    const auto columns = std::from_chars(rows.ptr + 1, end, grid.columns);
    const bool complete = columns.ec == std::errc{} && columns.ptr == end;
    return complete && grid.rows > 0 && grid.columns > 0 && grid.rows < 100'000 && grid.columns < 100'000 ? std::optional(grid) : std::nullopt;
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
    choices.ignoreManifest = arguments.has("--no-manifest");
    if (const auto file = arguments.value("--tokens")) {
        auto tokens = tokensInFile(*file);
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
    choices.gradients = arguments.value("--gradients").value_or("");
    choices.importance = arguments.value("--importance").value_or("");
    if (const auto file = arguments.value("--picture")) {
        if (std::error_code none; !fs::is_regular_file(*file, none))
            return Error{ErrorKind::NotFound, fmt::format("--picture {} is no file", displayable(*file)), {}, "Check the path"};
        choices.pictures = {{-1, *file}};
    }
    if (const auto text = arguments.value("--grid")) {
        const auto grid = gridIn(*text);
        if (!grid)
            return wrongUsage(arguments.command(), fmt::format("--grid \"{}\" is no number of rows and of columns such as 12x16", displayable(*text)));
        choices.grid = *grid;
    }
    if (const auto vocabulary = arguments.value("--vocabulary")) {
        if (auto read = Vocabulary::read(*vocabulary); !read) // before the dump, so that it is told as it is
            return read.error();
        choices.vocabulary = *vocabulary;
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

std::vector<std::string> remarksOnTokens(const Arguments& arguments, const Dump& dump)
{
    std::vector<std::string> remarks;
    for (const auto& note : dump.notes())
        if (arguments.has("--tokens") && note.weight == NoteWeight::Warning && std::ranges::find(note.offers, NoteOffer::LoadTokens) != note.offers.end())
            remarks.push_back(displayable(fmt::format("{}: {}", *arguments.value("--tokens"), note.text)));
    return remarks;
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
