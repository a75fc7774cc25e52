// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the parts of a state are written as JSON and read again, field by field.
#pragma once

#include "base/indices.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight {

using Json = nlohmann::json;

template <typename Enum, std::size_t N>
std::string_view wordOf(Enum value, const std::array<std::string_view, N>& words)
{
    return words[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t N>
std::optional<Enum> fromWord(std::string_view word, const std::array<std::string_view, N>& words)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word)
            return static_cast<Enum>(i);
    return std::nullopt;
}

/// Absent where there are none.
template <typename Tag>
void putNumbers(Json& json, const char* name, const std::vector<Index<Tag>>& indices)
{
    for (const auto index : indices)
        json[name].push_back(index.value);
}

/// Reads fields one by one; a field that is absent keeps its default, one with nonsense is listed.
class Fields {
public:
    Fields(const Json& object, std::vector<std::string>& ignored) : m_object(object), m_ignored(ignored) {}

    void read(const char* name, bool& value) const
    {
        if (const auto* field = find(name, &Json::is_boolean, "true or false"))
            value = field->get<bool>();
    }
    void read(const char* name, std::string& value) const
    {
        if (const auto* field = find(name, &Json::is_string, "a string"))
            value = field->get<std::string>();
    }
    void read(const char* name, double& value) const
    {
        if (const auto* field = find(name, &Json::is_number, "a number"))
            value = field->get<double>();
    }
    void read(const char* name, std::int64_t& value) const
    {
        if (const auto* field = find(name, &Json::is_number_integer, "a whole number"))
            value = field->get<std::int64_t>();
    }
    void read(const char* name, std::optional<std::int64_t>& value) const
    {
        if (const auto* field = find(name, &Json::is_number_integer, "a whole number"))
            value = field->get<std::int64_t>();
    }
    template <typename Tag>
    void read(const char* name, Index<Tag>& value) const
    {
        read(name, value.value);
    }
    template <typename Tag>
    void read(const char* name, std::optional<Index<Tag>>& value) const
    {
        std::optional<std::int64_t> number;
        read(name, number);
        if (number)
            value = Index<Tag>{*number};
    }
    template <typename Enum, typename FromName>
    void readName(const char* name, Enum& value, FromName fromName) const
    {
        std::string word;
        read(name, word);
        if (word.empty())
            return;
        if (const auto known = fromName(word))
            value = *known;
        else
            m_ignored.push_back(fmt::format("{}: \"{}\" is not known here", name, word));
    }
    [[nodiscard]] Json object(const char* name) const
    {
        const auto* field = find(name, &Json::is_object, "an object");
        return field == nullptr ? Json::object() : *field;
    }
    [[nodiscard]] Json array(const char* name) const
    {
        const auto* field = find(name, &Json::is_array, "a list");
        return field == nullptr ? Json::array() : *field;
    }
    void ignore(std::string sentence) const { m_ignored.push_back(std::move(sentence)); }

private:
    const Json* find(const char* name, bool (Json::*kind)() const noexcept, const char* expected) const
    {
        const auto found = m_object.find(name);
        if (found == m_object.end())
            return nullptr;
        if (((*found).*kind)())
            return &*found;
        m_ignored.push_back(fmt::format("{}: expected {}, found {}", name, expected, found->type_name()));
        return nullptr;
    }

    const Json& m_object;
    std::vector<std::string>& m_ignored;
};

inline bool areIntegers(const Json& list)
{
    for (const auto& item : list)
        if (!item.is_number_integer())
            return false;
    return true;
}

template <typename Tag>
void readNumbers(const Fields& fields, const char* name, std::vector<Index<Tag>>& indices)
{
    const Json list = fields.array(name);
    if (areIntegers(list))
        std::ranges::transform(list, std::back_inserter(indices), [](const Json& number) { return Index<Tag>{number.get<std::int64_t>()}; });
    else
        fields.ignore(fmt::format("{}: expected whole numbers", name));
}

} // namespace headlight
