// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/manifest.h"
#include "dump/manifest_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headlight {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const ManifestArray& array)
{
    Json address = array.addresses.size() == 1 ? Json(array.addresses.front()) : Json(array.addresses);
    return array.file.empty() ? address : Json{{"array", std::move(address)}, {"file", array.file}};
}

template <typename T>
Json oneOrAll(const std::vector<T>& values)
{
    return values.size() == 1 ? Json(values.front()) : Json(values);
}

Json jsonOf(const ManifestTokens& tokens)
{
    if (tokens.numbers)
        return nullptr;
    if (!tokens.lists.empty())
        return oneOrAll(tokens.lists);
    Json json = Json::object();
    if (!tokens.file.empty())
        json["file"] = tokens.file;
    if (tokens.idsAt)
        json["ids"] = jsonOf(*tokens.idsAt);
    else if (!tokens.ids.empty())
        json["ids"] = oneOrAll(tokens.ids);
    if (!tokens.vocabulary.empty())
        json["vocabulary"] = tokens.vocabulary;
    return json;
}

Json jsonOf(const ManifestSegments& segments)
{
    Json list = Json::array();
    for (const auto& segment : segments) {
        Json json{{"name", segment.name}};
        if (segment.name != manifestWord(segment.kind))
            json["kind"] = manifestWord(segment.kind);
        if (segment.count > 0)
            json["count"] = segment.count;
        if (segment.grid)
            json["grid"] = {segment.grid->rows, segment.grid->columns};
        list.push_back(std::move(json));
    }
    return list;
}

Json jsonOf(const ManifestLengths& lengths)
{
    return oneOrAll(lengths);
}

Json jsonOf(const std::string& text)
{
    return text;
}

template <typename T>
void addSides(Json& json, const char* name, const BySide<T>& sides)
{
    if (sides.query && sides.key && *sides.query == *sides.key) {
        json[name] = jsonOf(*sides.query);
        return;
    }
    if (!sides.given())
        return;
    Json both = Json::object();
    if (sides.query)
        both["query"] = jsonOf(*sides.query);
    if (sides.key)
        both["key"] = jsonOf(*sides.key);
    json[name] = std::move(both);
}

Json jsonOf(const ManifestStack& stack)
{
    Json json = Json::object();
    if (!stack.name.empty())
        json["name"] = stack.name;
    if (stack.kind)
        json["kind"] = manifestWord(*stack.kind);
    json["array"] = oneOrAll(stack.array.addresses);
    if (!stack.array.file.empty())
        json["file"] = stack.array.file;
    for (const auto role : stack.axes)
        json["axes"].push_back(manifestWord(role));
    for (const auto& [target, gradient] : stack.gradients)
        json["gradients"][target] = jsonOf(gradient);
    if (stack.importance)
        json["importance"] = jsonOf(*stack.importance);
    if (stack.storage)
        json["storage"] = manifestWord(*stack.storage);
    if (stack.window)
        json["window"] = *stack.window;
    if (stack.globals)
        json["globals"] = jsonOf(*stack.globals);
    if (!stack.globalPositions.empty())
        json["globalPositions"] = oneOrAll(stack.globalPositions);
    if (stack.firstQuery)
        json["firstQuery"] = *stack.firstQuery;
    addSides(json, "sequences", stack.sequences);
    addSides(json, "segments", stack.segments);
    addSides(json, "lengths", stack.lengths);
    addSides(json, "tokens", stack.tokens);
    return json;
}

Json jsonOf(const ManifestSample& sample)
{
    Json json = Json::object();
    if (!sample.id.empty())
        json["id"] = sample.id;
    if (!sample.caption.empty())
        json["caption"] = sample.caption;
    if (!sample.picture.empty())
        json["picture"] = sample.picture;
    for (const auto& [name, value] : sample.fields)
        json["fields"][name] = value;
    return json;
}

std::string compact(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool isFlat(const Json& json)
{
    return std::ranges::all_of(json, [](const Json& item) { return item.is_primitive(); });
}

/// Lists of plain values on one line each, everything else a line for every entry.
void appendPretty(std::string& text, const Json& json, std::size_t depth)
{
    if (!json.is_structured() || json.empty() || (json.is_array() && isFlat(json))) {
        text += compact(json);
        return;
    }
    const std::string indent(2 * (depth + 1), ' ');
    text += json.is_object() ? "{" : "[";
    const char* separator = "\n";
    for (const auto& [name, value] : json.items()) {
        text += separator + indent;
        if (json.is_object())
            text += compact(Json(name)) + ": ";
        appendPretty(text, value, depth + 1);
        separator = ",\n";
    }
    text += "\n" + std::string(2 * depth, ' ') + (json.is_object() ? "}" : "]");
}

} // namespace

std::string toJson(const Manifest& manifest)
{
    Json json{{"headlight", Manifest::kVersion}};
    if (!manifest.files.empty())
        json["files"] = manifest.files;
    for (const auto& stack : manifest.stacks)
        json["stacks"].push_back(jsonOf(stack));
    if (manifest.tokens)
        json["tokens"] = jsonOf(*manifest.tokens);
    if (manifest.segments)
        json["segments"] = jsonOf(*manifest.segments);
    if (manifest.lengths)
        json["lengths"] = jsonOf(*manifest.lengths);
    for (const auto& sample : manifest.samples)
        json["samples"].push_back(jsonOf(sample));
    std::string text;
    appendPretty(text, json, 0);
    return text + "\n";
}

} // namespace headlight
