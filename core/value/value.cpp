// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/value.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

struct Describe {
    std::string operator()(std::monostate) const { return "None"; }
    std::string operator()(bool value) const { return value ? "True" : "False"; }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::shared_ptr<const std::string>&) const { return "string"; }
    std::string operator()(const std::shared_ptr<const Bytes>& value) const { return fmt::format("{} bytes", value->size()); }
    std::string operator()(const std::shared_ptr<const List>& value) const { return fmt::format("list of {}", value->size()); }
    std::string operator()(const std::shared_ptr<const Dictionary>& value) const { return fmt::format("dictionary of {}", value->size()); }
    std::string operator()(const std::shared_ptr<const Tensor>& value) const
    {
        return fmt::format("{} tensor {}", nameOf(value->dtype()), toString(value->shape()));
    }
    std::string operator()(const std::shared_ptr<const Opaque>& value) const { return "object of class " + value->className; }
};

} // namespace

const Value* Value::find(std::string_view key) const
{
    const auto* entries = dictionary();
    if (entries == nullptr)
        return nullptr;
    const auto found = std::ranges::find_if(*entries, [key](const auto& entry) {
        const auto* name = entry.first.string();
        return name != nullptr && *name == key;
    });
    return found == entries->end() ? nullptr : &found->second;
}

std::string Value::description() const
{
    return std::visit(Describe{}, m_content);
}

const void* Value::identity() const
{
    return std::visit(
        [](const auto& content) -> const void* {
            if constexpr (requires { content.get(); })
                return content.get();
            else
                return nullptr;
        },
        m_content);
}

std::optional<std::vector<std::string>> stringsOf(const Value& value)
{
    const auto* list = value.list();
    if (list == nullptr)
        return std::nullopt;
    std::vector<std::string> strings;
    strings.reserve(list->size());
    for (const auto& item : *list) {
        if (item.string() == nullptr)
            return std::nullopt;
        strings.push_back(*item.string());
    }
    return strings;
}

std::optional<std::vector<std::int64_t>> integersOf(const Value& value, std::size_t limit)
{
    std::vector<std::int64_t> integers;
    if (const auto* list = value.list()) {
        if (list->size() > limit)
            return std::nullopt;
        for (const auto& item : *list) {
            if (item.integer() == nullptr)
                return std::nullopt;
            integers.push_back(*item.integer());
        }
        return integers;
    }
    const auto* tensor = value.tensor();
    if (tensor == nullptr || isFloating(tensor->dtype()) || isComplex(tensor->dtype()))
        return std::nullopt;
    const auto longer = std::ranges::count_if(tensor->shape(), [](std::int64_t size) { return size != 1; });
    if (longer > 1 || static_cast<std::size_t>(tensor->count()) > limit)
        return std::nullopt;
    std::vector<double> values(static_cast<std::size_t>(tensor->count()));
    if (!tensor->read(std::span<double>(values)))
        return std::nullopt;
    for (const double number : values)
        integers.push_back(static_cast<std::int64_t>(number));
    return integers;
}

std::string keyText(const Value& key)
{
    return key.string() != nullptr ? *key.string() : key.description();
}

} // namespace headlight
