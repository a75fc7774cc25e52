// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/axis_names.h"

#include "dump/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace headlight {

namespace {

struct Call {
    AxisRole role;
    std::array<std::string_view, 8> words;
};

constexpr std::array<Call, 5> kCalls{{
    {AxisRole::Layer, {"layer", "layers", "block", "blocks", "l", "depth"}},
    {AxisRole::Sample, {"sample", "samples", "batch", "b", "n", "example", "examples"}},
    {AxisRole::Head, {"head", "heads", "h"}},
    {AxisRole::Query, {"query", "queries", "q", "from", "target", "tgt", "destination", "dest"}},
    {AxisRole::Key, {"key", "keys", "k", "to", "source", "src"}},
}};

/// Words of "layer,head,query,key", "[L, H, Q, K]", "(batch) head query key", "layer x head x query x key".
std::vector<std::string> wordsIn(std::string_view text)
{
    constexpr std::size_t kLongest = 200;
    std::vector<std::string> words;
    if (text.size() > kLongest)
        return words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty() && word != "x")
            words.push_back(word);
        word.clear();
    };
    for (const char c : lowercase(text)) {
        if ((c >= 'a' && c <= 'z') || (c == '_' && !word.empty()))
            word += c;
        else
            finish();
    }
    finish();
    return words;
}

std::vector<std::string> wordsOf(const Value& value)
{
    if (const auto* text = value.string())
        return wordsIn(*text);
    std::vector<std::string> words;
    if (const auto strings = stringsOf(value))
        for (const auto& text : *strings)
            words.push_back(lowercase(text));
    return words;
}

/// The dictionary an address stands in, and the key there; nothing for the root and for entries of lists.
std::optional<std::pair<const Value*, std::string>> placeOf(const Value& root, const Address& address)
{
    const auto& steps = address.steps();
    if (steps.empty() || !std::holds_alternative<std::string>(steps.back()))
        return std::nullopt;
    const Value* at = &root;
    for (std::size_t i = 0; i + 1 < steps.size() && at != nullptr; ++i) {
        const auto* key = std::get_if<std::string>(&steps[i]);
        at = key != nullptr ? at->find(*key) : nullptr;
    }
    if (at == nullptr)
        return std::nullopt;
    return std::pair{at, std::get<std::string>(steps.back())};
}

/// Every word a role, none twice, query and key among them.
std::optional<std::vector<AxisRole>> rolesOf(const std::vector<std::string>& words)
{
    std::vector<AxisRole> roles;
    for (const auto& word : words) {
        const auto role = roleCalled(word);
        if (!role || std::ranges::find(roles, *role) != roles.end())
            return std::nullopt;
        roles.push_back(*role);
    }
    const auto has = [&](AxisRole role) { return std::ranges::find(roles, role) != roles.end(); };
    if (!has(AxisRole::Query) || !has(AxisRole::Key))
        return std::nullopt;
    return roles;
}

} // namespace

std::optional<AxisRole> roleCalled(std::string_view word)
{
    for (const auto& call : kCalls)
        if (std::ranges::find(call.words, word) != call.words.end() && !word.empty())
            return call.role;
    return std::nullopt;
}

std::optional<WrittenRoles> writtenRoles(const Value& root, const Nest& nest)
{
    const auto place = placeOf(root, nest.address);
    if (!place)
        return std::nullopt;
    const auto& [parent, key] = *place;
    for (const auto& name : {key + "@axes", key + "@dims", key + "@DIMENSION_LABELS", key + "_axes", key + "_dims", std::string("axes"), std::string("dims")}) {
        const auto* written = parent->find(name);
        if (written == nullptr)
            continue;
        const auto words = wordsOf(*written);
        const auto roles = rolesOf(words);
        if (!roles || static_cast<std::int64_t>(roles->size()) != nest.axes())
            continue;
        const auto lists = static_cast<std::ptrdiff_t>(nest.lists.size());
        const bool mapsInLists = std::any_of(roles->begin(), roles->begin() + lists, [](AxisRole role) { return role == AxisRole::Query || role == AxisRole::Key; });
        if (!mapsInLists)
            return WrittenRoles{*roles, fmt::format("{} says {}", name, fmt::join(words, ", "))};
    }
    return std::nullopt;
}

} // namespace headlight
