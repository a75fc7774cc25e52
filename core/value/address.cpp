// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/address.h"

#include "base/text.h"

#include <fmt/format.h>

namespace headlight {

namespace {

std::string pythonQuoted(const std::string& key)
{
    const char quote = key.find('\'') == std::string::npos ? '\'' : '"';
    return fmt::format("{}{}{}", quote, key, quote);
}

std::string asPython(const std::vector<AddressStep>& steps)
{
    std::string text;
    for (const auto& step : steps) {
        if (const auto* key = std::get_if<std::string>(&step))
            text += fmt::format("[{}]", pythonQuoted(*key));
        else
            text += fmt::format("[{}]", std::get<std::int64_t>(step));
    }
    return text;
}

std::string asJson(const std::vector<AddressStep>& steps, std::size_t first = 0)
{
    std::string text;
    for (std::size_t i = first; i < steps.size(); ++i) {
        if (const auto* key = std::get_if<std::string>(&steps[i]))
            text += (text.empty() ? "" : ".") + *key;
        else
            text += fmt::format("[{}]", std::get<std::int64_t>(steps[i]));
    }
    return text;
}

std::string asNames(const std::vector<AddressStep>& steps, const char* separator, const char* lead)
{
    std::string text;
    for (const auto& step : steps) {
        text += text.empty() ? lead : separator;
        if (const auto* key = std::get_if<std::string>(&step))
            text += *key;
        else
            text += fmt::format("{}", std::get<std::int64_t>(step));
    }
    return text;
}

} // namespace

Address Address::child(std::string key) const
{
    auto steps = m_steps;
    steps.emplace_back(std::move(key));
    return Address(std::move(steps));
}

Address Address::child(std::int64_t index) const
{
    auto steps = m_steps;
    steps.emplace_back(index);
    return Address(std::move(steps));
}

std::string Address::toString(AddressStyle style) const
{
    switch (style) {
    case AddressStyle::Python:
        return asPython(m_steps);
    case AddressStyle::Name:
        return asNames(m_steps, ".", "");
    case AddressStyle::Path:
        return asNames(m_steps, "/", "/");
    case AddressStyle::Json:
        return asJson(m_steps);
    case AddressStyle::JsonLines:
        if (!m_steps.empty() && std::holds_alternative<std::int64_t>(m_steps.front()))
            return fmt::format("line {}: {}", std::get<std::int64_t>(m_steps.front()), asJson(m_steps, 1));
        return asJson(m_steps);
    }
    return {};
}

} // namespace headlight
