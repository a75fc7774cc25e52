// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/difference.h"

#include "base/text.h"
#include "state/state_json.h"
#include "ui/paint/export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

namespace headlight::cli {

namespace {

/// A figure, whatever it holds, or a JSON file that is a state.
bool choosesItself(const std::string& file)
{
    const auto suffix = std::filesystem::path(file).extension();
    if (suffix == ".png" || suffix == ".pdf" || suffix == ".svg")
        return true;
    if (suffix != ".json")
        return false;
    const auto json = paint::stateIn(file);
    return json && stateFromJson(*json);
}

} // namespace

Result<Arguments> argumentsOfMinus(const Arguments& arguments, const std::string& file)
{
    if (choosesItself(file)) {
        auto saved = arguments.withPaths({}, [](const Option& option) { return option.group == OptionGroup::Output || option.group == OptionGroup::Reduction; });
        saved.add("--state", file);
        return saved;
    }
    for (const std::string_view ofOneDump : {"--gradients", "--importance"})
        if (arguments.has(ofOneDump))
            return wrongUsage(arguments.command(), fmt::format("{} belongs to one dump, and --minus {} is another one: save a state of each, and subtract those", ofOneDump, displayable(file)));
    return arguments.withPaths({file}, [](const Option&) { return true; });
}

Result<NumberArray> difference(NumberArray a, const NumberArray& b)
{
    if (a.shape() != b.shape())
        return Error{ErrorKind::Selection, fmt::format("A is [{}], B is [{}]: {} has no difference", fmt::join(a.shape(), ", "), fmt::join(b.shape(), ", "), a.name), {},
                     "Choose as many layers, heads and positions of both"};
    for (std::size_t i = 0; i < a.values.size(); ++i)
        a.values[i] -= b.values[i];
    return a;
}

} // namespace headlight::cli
