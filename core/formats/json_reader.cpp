// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .json and .jsonl files.
#include "formats/json_parser.h"
#include "formats/pickle_document.h"

#include "base/text.h"

#include <fmt/format.h>

#include <optional>
#include <set>

namespace headlight::formats {

namespace {

/// The first character that is no space and no byte order mark.
char firstCharacter(std::string_view head)
{
    if (head.starts_with("\xEF\xBB\xBF"))
        head.remove_prefix(3);
    const auto first = head.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? '\0' : head[first];
}

/// What Transformers writes beside a model in several safetensors files: which tensor is in which.
std::optional<Error> listOfParts(const Value& root)
{
    const Value* map = root.find("weight_map");
    const Dictionary* entries = map == nullptr ? nullptr : map->dictionary();
    if (entries == nullptr || root.find("metadata") == nullptr)
        return std::nullopt;
    std::set<std::string> files;
    for (const auto& [tensor, file] : *entries) {
        if (file.string() == nullptr)
            return std::nullopt;
        files.insert(displayable(*file.string(), 80));
    }
    const std::string first = files.empty() ? std::string("none") : *files.begin();
    return Error{ErrorKind::Unsupported, fmt::format("lists {} tensors of a model in {} files ({}{}), which are not opened because a file names them", entries->size(), files.size(), first, files.size() > 1 ? ", ..." : ""), {},
                 "Open such a file itself, or the folder they are in"};
}

} // namespace

Result<Document> readJson(const Opening& opening)
{
    const char first = firstCharacter(opening.head);
    if (first != '{' && first != '[')
        return notThisFormat();
    auto parsed = parseJson(opening.source, opening.limits, {}, opening.job);
    if (!parsed)
        return parsed.error();
    const std::string suffix = opening.suffix();
    const bool lines = parsed->documents.size() > 1 || suffix == ".jsonl" || suffix == ".ndjson";
    Document document = documentOf(opening, lines ? "JSON lines" : "JSON", lines ? AddressStyle::JsonLines : AddressStyle::Json);
    document.root = lines ? Value(std::move(parsed->documents)) : std::move(parsed->documents.front());
    document.warnings = std::move(parsed->warnings);
    if (auto list = listOfParts(document.root))
        return *std::move(list);
    return document;
}

} // namespace headlight::formats
