// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers in flags.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "base/text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace headlight::cli {

/// The finite number that `text` is, or with `rest` begins with; what follows goes there.
inline std::optional<double> numberIn(std::string_view text, std::string_view* rest = nullptr)
{
    double number = 0.0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{} || !std::isfinite(number))
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    if (rest != nullptr)
        *rest = text;
    else if (!text.empty())
        return std::nullopt;
    return number;
}

/// Sets `number` where the flag was given; ErrorKind::Usage unless the whole of its text is one (finite) number.
template <typename T>
Result<void> readNumber(const Arguments& arguments, std::string_view option, T& number)
{
    const auto text = arguments.value(option);
    if (!text)
        return {};
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    bool good = read.ec == std::errc{} && read.ptr == text->data() + text->size();
    if constexpr (std::is_floating_point_v<T>)
        good = good && std::isfinite(number);
    if (!good)
        return wrongUsage(arguments.command(), fmt::format("{} \"{}\" is not a number", option, displayable(*text)));
    return {};
}

} // namespace headlight::cli
