// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/number_text.h"

#include "figure/table_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace headlight::cli {

namespace {

void appendValue(std::string& text, float value)
{
    if (std::isnan(value))
        text += "NaN";
    else if (std::isinf(value))
        text += value > 0.0F ? "Infinity" : "-Infinity";
    else
        fmt::format_to(std::back_inserter(text), "{}", value);
}

std::string labelOf(const NumberAxis& axis, std::size_t index)
{
    return axis.labels.empty() ? fmt::format("{}", axis.numbers[index]) : csvCell(axis.labels[index]);
}

bool isOneMap(const NumberArray& array)
{
    const auto shape = array.shape();
    return shape.size() >= 2 && array.axes[shape.size() - 2].name == "query" && array.axes.back().name == "key"
           && std::all_of(shape.begin(), shape.end() - 2, [](std::int64_t size) { return size == 1; });
}

std::string csvOfMap(const NumberArray& array)
{
    const auto& queries = array.axes[array.axes.size() - 2];
    const auto& keys = array.axes.back();
    const std::size_t columns = keys.numbers.size();
    std::string text = "query";
    for (std::size_t key = 0; key < columns; ++key)
        text += "," + labelOf(keys, key);
    text += "\n";
    for (std::size_t query = 0; query < queries.numbers.size(); ++query) {
        text += labelOf(queries, query);
        for (std::size_t key = 0; key < columns; ++key) {
            text += ',';
            appendValue(text, array.values[query * columns + key]);
        }
        text += "\n";
    }
    return text;
}

void appendNested(std::string& text, const NumberArray& array, const std::vector<std::int64_t>& shape, std::size_t axis, std::size_t& next)
{
    if (axis == shape.size()) {
        appendValue(text, array.values[next++]);
        return;
    }
    text += '[';
    for (std::int64_t i = 0; i < shape[axis]; ++i) {
        if (i > 0)
            text += ',';
        appendNested(text, array, shape, axis + 1, next);
    }
    text += ']';
}

std::string jsonOf(const nlohmann::json& json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

std::string csvText(const NumberArray& array)
{
    if (isOneMap(array))
        return csvOfMap(array);
    std::string text;
    for (const auto& axis : array.axes)
        text += axis.name + ",";
    text += "value\n";
    std::vector<std::size_t> at(array.axes.size(), 0);
    for (const float value : array.values) {
        for (std::size_t axis = 0; axis < at.size(); ++axis)
            fmt::format_to(std::back_inserter(text), "{},", array.axes[axis].numbers[at[axis]]);
        appendValue(text, value);
        text += '\n';
        for (std::size_t axis = at.size(); axis-- > 0;) {
            if (++at[axis] < array.axes[axis].numbers.size())
                break;
            at[axis] = 0;
        }
    }
    return text;
}

std::string jsonText(std::span<const NumberArray> arrays)
{
    std::string text = "{";
    for (const auto& array : arrays) {
        text += text.size() > 1 ? ",\n " : "";
        nlohmann::json names = nlohmann::json::array();
        for (const auto& axis : array.axes)
            names.push_back(axis.name);
        text += fmt::format("{}: {{\"axes\": {}, \"shape\": {},\n", jsonOf(array.name), jsonOf(names), jsonOf(array.shape()));
        for (const auto& axis : array.axes) {
            text += fmt::format("  {}: {},\n", jsonOf(axis.name), jsonOf(axis.numbers));
            if (!axis.labels.empty())
                text += fmt::format("  {}: {},\n", jsonOf(axis.name + "_labels"), jsonOf(axis.labels));
        }
        text += "  \"values\": ";
        std::size_t next = 0;
        appendNested(text, array, array.shape(), 0, next);
        text += "}";
    }
    return text + "}\n";
}

} // namespace headlight::cli
