// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/token_file.h"

#include "base/mapped_file.h"
#include "base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>

namespace headlight {

namespace {

constexpr std::uint64_t kLongestFile = std::uint64_t{256} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

Result<std::string> textOfFile(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return inFile(file.error(), path.string());
    if ((*file)->size() > kLongestFile)
        return inFile(Error{ErrorKind::Limit, fmt::format("a text of {} bytes, at most {} are read", (*file)->size(), kLongestFile)}, path.string());
    std::string text(static_cast<std::size_t>((*file)->size()), '\0');
    if (auto read = (*file)->read(0, std::as_writable_bytes(std::span(text))); !read)
        return inFile(read.error(), path.string());
    if (text.starts_with(kByteOrderMark))
        text.erase(0, kByteOrderMark.size());
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

Result<std::vector<std::string>> tokensInFile(const std::filesystem::path& path)
{
    const auto refused = [&path](std::string what, std::string remedy) { return inFile(Error{ErrorKind::NotADump, std::move(what), {}, std::move(remedy)}, path.string()); };
    constexpr auto kExpected = "Give one list of strings, or one token a line";
    const auto text = textOfFile(path);
    if (!text)
        return text.error();
    const auto start = text->find_first_not_of(" \t\r\n");
    if (start == std::string::npos)
        return refused("holds no tokens", kExpected);
    const char first = (*text)[start];
    if ((first != '[' && first != '{') || !nlohmann::json::accept(*text))
        return linesOf(*text);
    if (first == '{')
        return refused("is a JSON object and no list of tokens", "A vocabulary for token ids is given with --vocabulary");
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    std::vector<std::string> tokens;
    for (const auto& item : json) {
        if (item.is_number_integer())
            return refused(fmt::format("token {} is the number {}", tokens.size(), item.dump()), "Ids belong into the dump or beside it as input_ids, with a vocabulary");
        if (!item.is_string())
            return refused(fmt::format("token {} is no string", tokens.size()), kExpected);
        tokens.push_back(item.get<std::string>());
    }
    if (tokens.empty())
        return refused("holds no tokens", kExpected);
    return tokens;
}

} // namespace headlight
