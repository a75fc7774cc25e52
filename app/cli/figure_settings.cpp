// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/figure_settings.h"

#include "app/cli/number_choice.h"
#include "base/text.h"
#include "ui/paint/paper.h"

#include <fmt/format.h>


namespace headlight::cli {

namespace {

// Millimetres and dots per inch that figures can have.
constexpr double kShortest = 10.0;
constexpr double kLongest = 5080.0;
constexpr double kFinest = 4800.0;

/// "8.5cm" in millimetres.
std::optional<double> lengthIn(std::string_view text, double dpi)
{
    std::string_view unit;
    const auto number = numberIn(text, &unit);
    if (!number || *number <= 0.0)
        return std::nullopt;
    if (unit == "mm")
        return *number;
    if (unit == "cm")
        return *number * 10.0;
    if (unit == "in")
        return *number * paint::kMmPerInch;
    if (unit == "px")
        return *number * paint::kMmPerInch / dpi;
    return std::nullopt;
}

Result<std::optional<double>> length(const Arguments& arguments, std::string_view option, double dpi)
{
    const auto text = arguments.value(option);
    if (!text)
        return std::optional<double>();
    const auto millimetres = lengthIn(*text, dpi);
    if (!millimetres || *millimetres < kShortest || *millimetres > kLongest)
        return wrongUsage(arguments.command(), fmt::format("{} {} is no length from 1cm to 508cm such as 8.5cm, 85mm, 3.3in or 1200px", option, displayable(*text)));
    return millimetres;
}

Result<std::optional<double>> number(const Arguments& arguments, std::string_view option, double least, double most)
{
    const auto text = arguments.value(option);
    if (!text)
        return std::optional<double>();
    const auto value = numberIn(*text);
    if (!value || *value < least || *value > most)
        return wrongUsage(arguments.command(), fmt::format("{} is a number from {} to {}, not {}", option, least, most, displayable(*text)));
    return value;
}

Result<void> readSizes(const Arguments& arguments, paint::ExportOptions& paper)
{
    const auto dpi = number(arguments, "--dpi", 10.0, kFinest);
    if (!dpi)
        return dpi.error();
    paper.dpi = dpi->value_or(paper.dpi);
    const auto width = length(arguments, "--width", paper.dpi);
    const auto height = length(arguments, "--height", paper.dpi);
    const auto font = number(arguments, "--font-size", 1.0, 500.0);
    if (!width || !height || !font)
        return !width ? width.error() : !height ? height.error() : font.error();
    paper.widthMm = width->value_or(paper.widthMm);
    if (*height)
        paper.heightMm = *height;
    if (*font)
        paper.fontPt = *font;
    return {};
}

} // namespace

Result<FigureSettings> figureSettings(const Arguments& arguments, const std::string& savedState)
{
    FigureSettings settings = paint::settingsIn(savedState);
    if (auto read = readSizes(arguments, settings.paper); !read)
        return read.error();
    if (const auto theme = arguments.value("--theme")) {
        if (*theme != "light" && *theme != "dark")
            return wrongUsage(arguments.command(), fmt::format("--theme is light or dark, not {}", displayable(*theme)));
        settings.paper.background = *theme == "dark" ? paint::Background::Dark : paint::Background::White;
    }
    if (const auto text = arguments.value("--parts")) {
        const auto parts = paint::partsIn(*text);
        if (!parts)
            return wrongUsage(arguments.command(), fmt::format("--parts {}: the parts are title, profiles, bar, footer, pinned; or all, none", displayable(*text)));
        settings.paper.parts = *parts;
    }
    if (const auto title = arguments.value("--title"))
        settings.title = *title;
    return settings;
}

} // namespace headlight::cli
