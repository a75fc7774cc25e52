// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words of JSON Schema that our own schema uses, and no others: what a document does that its schema does not allow.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <regex>
#include <string>

namespace headlight::test {

class JsonSchema {
public:
    explicit JsonSchema(nlohmann::json root) : m_root(std::move(root)) {}

    /// The first place and rule that is broken; empty where the document is valid.
    [[nodiscard]] std::string problem(const nlohmann::json& document) const { return check(m_root, document, "$"); }

private:
    using Json = nlohmann::json;

    static bool hasType(const Json& value, const std::string& type)
    {
        return type == "null"      ? value.is_null()
               : type == "boolean" ? value.is_boolean()
               : type == "integer" ? value.is_number_integer() || (value.is_number_float() && value.get<double>() == std::trunc(value.get<double>()))
               : type == "number"  ? value.is_number()
               : type == "string"  ? value.is_string()
               : type == "array"   ? value.is_array()
                                   : type == "object" && value.is_object();
    }

    [[nodiscard]] std::string check(const Json& schema, const Json& value, const std::string& place) const
    {
        for (const auto& [word, rule] : schema.items())
            if (auto broken = checkWord(schema, word, rule, value, place); !broken.empty())
                return broken;
        return {};
    }

    [[nodiscard]] std::string checkWord(const Json& schema, const std::string& word, const Json& rule, const Json& value, const std::string& place) const
    {
        const std::string broken = place + ": " + word + " " + rule.dump().substr(0, 80);
        if (word == "$ref")
            return check(m_root.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, place);
        if (word == "type") {
            const auto types = rule.is_array() ? rule : Json::array({rule});
            return std::ranges::any_of(types, [&](const Json& type) { return hasType(value, type); }) ? std::string() : broken;
        }
        if (word == "const")
            return value == rule ? std::string() : broken;
        if (word == "enum")
            return std::ranges::find(rule, value) != rule.end() ? std::string() : broken;
        if (word == "anyOf" || word == "oneOf") {
            const auto fits = std::ranges::count_if(rule, [&](const Json& one) { return check(one, value, place).empty(); });
            return fits == 1 || (fits > 1 && word == "anyOf") ? std::string() : broken;
        }
        if (word == "allOf")
            return std::ranges::all_of(rule, [&](const Json& one) { return check(one, value, place).empty(); }) ? std::string() : broken;
        if (word == "not")
            return check(rule, value, place).empty() ? broken : std::string();
        if (word == "minimum")
            return !value.is_number() || value >= rule ? std::string() : broken;
        if (word == "maximum")
            return !value.is_number() || value <= rule ? std::string() : broken;
        if (word == "minLength")
            return !value.is_string() || value.get_ref<const std::string&>().size() >= rule.get<std::size_t>() ? std::string() : broken;
        if (word == "pattern")
            return !value.is_string() || std::regex_search(value.get_ref<const std::string&>(), std::regex(rule.get<std::string>())) ? std::string() : broken;
        return checkParts(schema, word, rule, value, place, broken);
    }

    [[nodiscard]] std::string checkParts(const Json& schema, const std::string& word, const Json& rule, const Json& value, const std::string& place,
                                         const std::string& broken) const
    {
        if (word == "minItems")
            return !value.is_array() || value.size() >= rule.get<std::size_t>() ? std::string() : broken;
        if (word == "maxItems")
            return !value.is_array() || value.size() <= rule.get<std::size_t>() ? std::string() : broken;
        if (word == "minProperties")
            return !value.is_object() || value.size() >= rule.get<std::size_t>() ? std::string() : broken;
        if (word == "contains" && value.is_array()) {
            const auto many = static_cast<std::size_t>(std::ranges::count_if(value, [&](const Json& entry) { return check(rule, entry, place).empty(); }));
            return many >= schema.value("minContains", std::size_t{1}) && many <= schema.value("maxContains", many) ? std::string() : broken;
        }
        if (word == "required")
            return !value.is_object() || std::ranges::all_of(rule, [&](const Json& name) { return value.contains(name.get<std::string>()); }) ? std::string() : broken;
        if (word == "items" && value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                if (auto inside = check(rule, value[i], place + "[" + std::to_string(i) + "]"); !inside.empty())
                    return inside;
        if ((word == "properties" || word == "additionalProperties") && value.is_object())
            for (const auto& [name, entry] : value.items()) {
                const bool known = schema.contains("properties") && schema["properties"].contains(name);
                if (known != (word == "properties"))
                    continue;
                if (auto inside = known               ? check(rule[name], entry, place + "." + name)
                                  : rule.is_boolean() ? (rule.get<bool>() ? std::string() : place + "." + name + " is not known")
                                                      : check(rule, entry, place + "." + name);
                    !inside.empty())
                    return inside;
            }
        const bool passed = word == "items" || word == "contains" || word == "minContains" || word == "maxContains" || word == "properties" || word == "additionalProperties" || word == "description" || word == "title" || word == "$schema"
                            || word == "$id" || word == "$defs";
        return passed ? std::string() : place + ": the schema uses " + word + ", which is not checked here";
    }

    Json m_root;
};

} // namespace headlight::test
