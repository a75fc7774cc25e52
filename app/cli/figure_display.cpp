// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/figure_display.h"

#include "app/cli/selection.h"
#include "app/cli/weight_choice.h"
#include "base/text.h"
#include "figure/build.h"
#include "state/action.h"
#include "state/state_json.h"
#include "ui/paint/colour_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace headlight::cli {

namespace {

std::optional<double> numberIn(std::string_view text)
{
    double number = 0.0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

/// "fixed", "shared", "figure", "percentile:95", "0,0.5".
std::optional<RangeOptions> rangeIn(std::string_view text)
{
    RangeOptions range;
    if (text == "fixed") {
        range.kind = RangeKind::Fixed;
        return range;
    }
    if (text == "shared" || text == "figure") {
        range.kind = text == "shared" ? RangeKind::Shared : RangeKind::Figure;
        return range;
    }
    if (text == "percentile")
        return range;
    if (text.starts_with("percentile:")) {
        const auto percent = numberIn(text.substr(11));
        if (!percent || *percent <= 0.0 || *percent > 100.0)
            return std::nullopt;
        range.percentile = *percent;
        return range;
    }
    const auto comma = text.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const auto low = numberIn(text.substr(0, comma));
    const auto high = numberIn(text.substr(comma + 1));
    if (!low || !high || !(*low < *high))
        return std::nullopt;
    range.kind = RangeKind::Fixed;
    range.low = *low;
    range.high = *high;
    return range;
}

Result<ViewKind> viewNamed(const Arguments& arguments, const std::string& name)
{
    const auto view = viewFromName(name);
    if (!view)
        return wrongUsage(arguments.command(), fmt::format("there is no view {}, only {}", displayable(name), builtViewWords()));
    if (std::ranges::find(builtViews(), *view) == builtViews().end())
        return Error{ErrorKind::Usage, fmt::format("the view {} is not part of this version", name), {}, "Use " + builtViewWords()};
    return *view;
}

Result<std::string> colourMapNamed(const Arguments& arguments, const std::string& name)
{
    std::vector<std::string_view> names;
    std::string all;
    for (const auto& map : paint::colourMaps()) {
        if (map.name == name)
            return name;
        names.emplace_back(map.name);
        all += (all.empty() ? "" : ", ") + map.name;
    }
    auto error = wrongUsage(arguments.command(), fmt::format("there is no colour map {}, only {}", displayable(name), all));
    if (const auto close = nearest(name, names); !close.empty())
        error.remedy = fmt::format("Did you mean {}?", close);
    return error;
}

struct Run {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

Result<Run> runOf(const Arguments& arguments, std::string_view option, const Axis& axis)
{
    const auto items = listedItems(arguments, option, axis);
    if (!items)
        return items.error();
    if (items->empty())
        return Run{0, axis.size()};
    for (std::size_t i = 1; i < items->size(); ++i)
        if ((*items)[i] != (*items)[i - 1] + 1)
            return Error{ErrorKind::Usage, fmt::format("{} has gaps: a figure shows one range such as 3-17", option)};
    const auto first = axis.items[static_cast<std::size_t>(items->front())].position;
    return Run{first, axis.items[static_cast<std::size_t>(items->back())].position - first + 1};
}

/// Text shows everything; --keys is the one key that is looked at.
Result<State> withTextKey(const Arguments& arguments, const Axis& keys, State state)
{
    if (arguments.has("--queries"))
        return Error{ErrorKind::Usage, "a text shows all its words: --queries chooses nothing", {}, "Use --query, several times for the mean of several"};
    const auto items = listedItems(arguments, "--keys", keys);
    if (!items)
        return items.error();
    if (items->size() != 1 || state.display.text.show != TextShow::Key)
        return Error{ErrorKind::Usage, "a text is coloured by one key", {}, "Use --colour-by key with --keys N"};
    return update(std::move(state), SetKey{KeyIndex{keys.items[static_cast<std::size_t>(items->front())].position}});
}

} // namespace

Result<State> withFigureFlags(const Arguments& arguments, State state)
{
    if (const auto name = arguments.value("--view")) {
        const auto view = viewNamed(arguments, *name);
        if (!view)
            return view.error();
        state = update(std::move(state), SelectView{*view});
    }
    if (const auto name = arguments.value("--colour-map")) {
        const auto map = colourMapNamed(arguments, *name);
        if (!map)
            return map.error();
        state = update(std::move(state), SetColourMap{*map});
    }
    if (const auto text = arguments.value("--range")) {
        const auto range = rangeIn(*text);
        if (!range)
            return wrongUsage(arguments.command(), fmt::format("--range is fixed, shared, figure, percentile:P or A,B, not {}", displayable(*text)));
        state = update(std::move(state), SetRange{*range});
    }
    Display display = state.display;
    auto weights = weightChoice(arguments, display.weights);
    if (!weights)
        return weights.error();
    if (weights->temperatures.size() > WeightsFigure::kMostTemperatures && arguments.has("--temperature") && state.view == ViewKind::Trends)
        return Error{ErrorKind::Usage, fmt::format("a figure shows at most {} temperatures side by side", WeightsFigure::kMostTemperatures), {}, "Use headlight table"};
    display.weights = *std::move(weights);
    if (const auto name = arguments.value("--colour-by")) {
        const auto show = textShowFromName(*name);
        if (!show)
            return wrongUsage(arguments.command(), fmt::format("--colour-by is query, key, received or shade, not {}", displayable(*name)));
        display.text.show = *show;
    }
    return display == state.display ? state : update(std::move(state), SetDisplay{display});
}

Result<State> withWindow(const Arguments& arguments, const Axis& queries, const Axis& keys, State state)
{
    if (!arguments.has("--queries") && !arguments.has("--keys"))
        return state;
    if (state.view == ViewKind::Text)
        return withTextKey(arguments, keys, std::move(state));
    if (state.view == ViewKind::Trends || state.view == ViewKind::Table)
        return Error{ErrorKind::Usage, "token weights are those of whole segments: --queries and --keys choose nothing in this figure", {}, "Use --segment"};
    const auto rows = runOf(arguments, "--queries", queries);
    const auto columns = runOf(arguments, "--keys", keys);
    if (!rows || !columns)
        return rows ? columns.error() : rows.error();
    return update(std::move(state), SetWindow{CellWindow{rows->first, rows->count, columns->first, columns->count}});
}

} // namespace headlight::cli
