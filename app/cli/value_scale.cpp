// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/value_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace headlight::cli {

std::optional<LayerAggregate> layerAggregateFromName(std::string_view name)
{
    constexpr std::array<std::string_view, 3> kNames{"each", "mean", "sum"};
    const auto found = std::ranges::find(kNames, name);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<LayerAggregate>(found - kNames.begin()));
}

std::optional<ValueScale> valueScaleFromName(std::string_view name)
{
    constexpr std::array<std::string_view, 5> kNames{"none", "sum", "max", "minmax", "percent"};
    const auto found = std::ranges::find(kNames, name);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<ValueScale>(found - kNames.begin()));
}

void scaleValues(std::span<float> values, ValueScale scale)
{
    if (scale == ValueScale::None)
        return;
    double sum = 0.0;
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    for (const float value : values) {
        if (!std::isfinite(value))
            continue;
        sum += static_cast<double>(value);
        low = std::min(low, static_cast<double>(value));
        high = std::max(high, static_cast<double>(value));
    }
    const bool toRange = scale == ValueScale::MinMax || scale == ValueScale::Percent;
    const double from = toRange ? low : 0.0;
    const double unit = toRange ? high - low : scale == ValueScale::Sum ? sum : high;
    const double factor = scale == ValueScale::Percent ? 100.0 : 1.0;
    for (float& value : values)
        if (std::isfinite(value))
            value = unit == 0.0 ? 0.0F : static_cast<float>((static_cast<double>(value) - from) / unit * factor);
}

} // namespace headlight::cli
