// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/weight_choice.h"

#include "app/cli/number_choice.h"
#include "base/text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace headlight::cli {

Result<std::vector<double>> temperatures(const Arguments& arguments, std::vector<double> usual)
{
    const auto text = arguments.value("--temperature");
    if (!text)
        return usual;
    std::vector<double> found;
    for (std::size_t first = 0; first <= text->size();) {
        const std::size_t comma = std::min(text->find(',', first), text->size());
        double number = 0.0;
        const auto read = std::from_chars(text->data() + first, text->data() + comma, number);
        if (read.ec != std::errc{} || read.ptr != text->data() + comma || !(number > 0.0) || !std::isfinite(number))
            return wrongUsage(arguments.command(), fmt::format("--temperature \"{}\" is not a list of positive numbers such as 1,0.2", displayable(*text)));
        found.push_back(number);
        first = comma + 1;
    }
    return found;
}

Result<WeightOptions> weightChoice(const Arguments& arguments, WeightOptions weights)
{
    auto wanted = temperatures(arguments, std::move(weights.temperatures));
    if (!wanted)
        return wanted.error();
    if (wanted->size() > WeightOptions::kMost)
        return wrongUsage(arguments.command(), fmt::format("--temperature names {} temperatures, at most {} go side by side", wanted->size(), WeightOptions::kMost));
    weights.temperatures = *std::move(wanted);
    if (auto read = readNumber(arguments, "--threshold", weights.threshold); !read)
        return read.error();
    weights.segment = arguments.value("--segment").value_or(weights.segment);
    return weights;
}

} // namespace headlight::cli
