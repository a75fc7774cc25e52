// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

std::string withMinus(std::string text)
{
    if (text.starts_with('-'))
        text.replace(0, 1, "\u2212");
    return text;
}

} // namespace

std::string formatValue(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return withMinus(value > 0 ? "∞" : "-∞");
    const double size = std::fabs(value);
    if (size != 0.0 && size < 0.00005)
        return withMinus(fmt::format("{:.1e}", value));
    if (size != 0.0 && size < 0.001)
        return withMinus(fmt::format("{:.5f}", value));
    if (size < 10.0)
        return withMinus(fmt::format("{:.4f}", value));
    if (size < 100'000.0)
        return withMinus(fmt::format("{:.2f}", value));
    return withMinus(fmt::format("{:.3e}", value));
}

std::string formatTick(double value, double range)
{
    const double size = std::fabs(range);
    if (size == 0.0 || !std::isfinite(size) || !std::isfinite(value))
        return formatValue(value);
    if (size < 1e-5 || size >= 1e6)
        return withMinus(fmt::format("{:.1e}", value));
    const int decimals = size >= 100.0 ? 0 : size >= 10.0 ? 1 : std::max(2, 1 - static_cast<int>(std::floor(std::log10(size))));
    auto text = fmt::format("{:.{}f}", value, decimals);
    const bool zero = text.find_first_not_of("-0.") == std::string::npos;
    return zero ? text.substr(text.starts_with('-') ? 1 : 0) : withMinus(std::move(text));
}

} // namespace headlight
