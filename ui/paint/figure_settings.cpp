// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/figure_settings.h"

#include "state/state_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <system_error>

namespace headlight::paint {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

// Millimetres and dots per inch that figures can have.
constexpr double kLongest = 5080.0;
constexpr double kFinest = 4800.0;
constexpr double kLargestLetters = 500.0;
constexpr const char* kField = "export";

struct PartName {
    std::string_view name;
    bool Parts::*part;
};
constexpr std::array kParts{PartName{"title", &Parts::title}, PartName{"profiles", &Parts::profiles}, PartName{"bar", &Parts::bar}, PartName{"footer", &Parts::footer},
                            PartName{"pinned", &Parts::pinnedCell}};

std::string namesOf(const Parts& parts)
{
    std::string names;
    for (const auto& known : kParts)
        if (parts.*known.part)
            names += (names.empty() ? "" : ",") + std::string(known.name);
    return names.empty() ? "none" : names;
}

std::optional<double> positive(const Json& json, const char* name, double most)
{
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number())
        return std::nullopt;
    const auto value = found->get<double>();
    return value > 0.0 && value <= most ? std::optional(value) : std::nullopt;
}

Json jsonOf(const FigureSettings& settings)
{
    const auto& paper = settings.paper;
    Json saved{{"widthMm", paper.widthMm}, {"dpi", paper.dpi}, {"parts", namesOf(paper.parts)}, {"theme", paper.background == Background::Dark ? "dark" : "light"}};
    if (paper.heightMm)
        saved["heightMm"] = *paper.heightMm;
    if (paper.fontPt)
        saved["fontPt"] = *paper.fontPt;
    if (settings.title)
        saved["title"] = *settings.title;
    return saved;
}

} // namespace

std::optional<Parts> partsIn(std::string_view text)
{
    Parts parts;
    if (text == "all")
        return parts;
    for (const auto& known : kParts)
        parts.*known.part = false;
    if (text == "none")
        return parts;
    while (true) {
        const auto comma = text.find(',');
        const auto name = text.substr(0, comma);
        const auto found = std::ranges::find(kParts, name, &PartName::name);
        if (found == kParts.end())
            return std::nullopt;
        parts.*found->part = true;
        if (comma == std::string_view::npos)
            return parts;
        text = text.substr(comma + 1);
    }
}

FigureSettings settingsIn(const std::string& stateJson)
{
    FigureSettings settings;
    const Json json = Json::parse(stateJson, nullptr, false);
    if (!json.is_object() || !json.contains(kField) || !json[kField].is_object())
        return settings;
    const Json& saved = json[kField];
    settings.paper.widthMm = positive(saved, "widthMm", kLongest).value_or(settings.paper.widthMm);
    settings.paper.heightMm = positive(saved, "heightMm", kLongest);
    settings.paper.dpi = positive(saved, "dpi", kFinest).value_or(settings.paper.dpi);
    settings.paper.fontPt = positive(saved, "fontPt", kLargestLetters);
    if (saved.value("theme", Json()) == "dark")
        settings.paper.background = Background::Dark;
    if (const auto parts = saved.find("parts"); parts != saved.end() && parts->is_string())
        settings.paper.parts = partsIn(parts->get<std::string>()).value_or(settings.paper.parts);
    if (const auto title = saved.find("title"); title != saved.end() && title->is_string())
        settings.title = title->get<std::string>();
    return settings;
}

std::string stateFor(const State& state, const FigureSettings& settings, const Dump& dump, const fs::path& target)
{
    std::error_code problem;
    const auto folder = fs::weakly_canonical(fs::absolute(target, problem).parent_path(), problem);
    const auto path = fs::weakly_canonical(fs::absolute(dump.path(), problem), problem);
    State named = state;
    named.dump.path = path.lexically_relative(folder).generic_string();
    Json json = Json::parse(toJson(named), nullptr, false);
    json[kField] = jsonOf(settings);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace headlight::paint
