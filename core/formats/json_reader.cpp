// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .json and .jsonl files.
#include "formats/json_parser.h"
#include "formats/pickle_document.h"

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
    return document;
}

} // namespace headlight::formats
