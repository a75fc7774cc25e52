// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/figure_display.h"

#include "app/cli/number_choice.h"
#include "app/cli/selection.h"
#include "app/cli/weight_choice.h"
#include "base/text.h"
#include "figure/build.h"
#include "state/action.h"
#include "state/head_set.h"
#include "state/state_json.h"
#include "ui/paint/colour_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight::cli {

namespace {

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

/// "top:3", "value:0.1", "mass:0.5".
std::optional<LinkOptions> linksIn(std::string_view text, LinkOptions links)
{
    const auto colon = text.find(':');
    const auto number = colon == std::string_view::npos ? std::nullopt : numberIn(text.substr(colon + 1));
    if (!number)
        return std::nullopt;
    const auto kind = text.substr(0, colon);
    if (kind == "value" && *number >= 0.0) {
        links.keep = LinkKeep::Value;
        links.least = *number;
    } else if (kind == "top" && *number >= 1.0 && *number <= static_cast<double>(LinkOptions::kMostPerQuery) && std::floor(*number) == *number) {
        links.keep = LinkKeep::Count;
        links.count = static_cast<std::int64_t>(*number);
    } else if (kind == "mass" && *number > 0.0 && *number <= 1.0) {
        links.keep = LinkKeep::Mass;
        links.mass = *number;
    } else {
        return std::nullopt;
    }
    return links;
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

Result<void> readMetric(const Arguments& arguments, std::string_view option, MetricChoice& metric)
{
    const auto name = arguments.value(option);
    if (!name)
        return {};
    auto known = metricFromName(*name);
    if (!known)
        return wrongUsage(arguments.command(), fmt::format("{} is {}, not {}", option, metricNames(), displayable(*name)));
    metric = *std::move(known);
    return {};
}

/// --metric, and what stands beside the map of the heads; a second metric alone asks for the scatter.
Result<void> readHeadsFlags(const Arguments& arguments, Display& display)
{
    if (auto read = readMetric(arguments, "--metric", display.metric); !read)
        return read;
    if (auto read = readMetric(arguments, "--other-metric", display.heads.other); !read)
        return read;
    if (arguments.has("--other-metric"))
        display.heads.show = HeadsShow::Scatter;
    const auto name = arguments.value("--heads-show");
    if (!name)
        return {};
    const auto show = headsShowFromName(*name);
    if (!show)
        return wrongUsage(arguments.command(), fmt::format("--heads-show is list, layers, scatter or nearest, not {}", displayable(*name)));
    if (arguments.has("--other-metric") && *show != HeadsShow::Scatter)
        return wrongUsage(arguments.command(), "--other-metric is the second axis of a scatter: use --heads-show scatter, or leave it out");
    display.heads.show = *show;
    return {};
}

/// Lines of a chart are those of the keys that are named.
Result<State> withFollowedKeys(const Arguments& arguments, const Axis& keys, State state)
{
    if (arguments.has("--queries") || state.display.trend == TrendKind::Positions)
        return Error{ErrorKind::Usage, "received attention is a sum over all queries: --queries chooses nothing, and --keys only which keys lines are drawn of", {}, "Use --chart rank or --chart score with --keys"};
    const auto items = listedItems(arguments, "--keys", keys);
    if (!items)
        return items.error();
    std::vector<KeyIndex> followed;
    for (const auto item : *items)
        followed.emplace_back(keys.items[static_cast<std::size_t>(item)].position);
    return update(std::move(state), SetKeys{std::move(followed)});
}

/// What colours tell, of a text or of a chart.
Result<void> readColourBy(const Arguments& arguments, ViewKind view, Display& display)
{
    const auto name = arguments.value("--colour-by");
    if (!name)
        return {};
    if (view == ViewKind::Trends) {
        const auto colour = trendColourFromName(*name);
        if (!colour)
            return wrongUsage(arguments.command(), fmt::format("--colour-by is head or key in a chart, not {}", displayable(*name)));
        display.trends.colour = *colour;
        return {};
    }
    const auto show = textShowFromName(*name);
    if (!show)
        return wrongUsage(arguments.command(), fmt::format("--colour-by is query, key, received or shade, not {}", displayable(*name)));
    display.text.show = *show;
    return {};
}

/// What the words "L99 H*" name is there; asked of a state without a dump, anything may be.
Result<void> headsAreThere(const State& state, const std::string& words)
{
    if (!state.hasDump())
        return {};
    const auto heads = parseHeads(words, state.stackShape().heads, state.display.indexBase);
    return heads ? Result<void>{} : heads.error();
}

/// Options of the lines over layers say nothing in other figures.
Result<void> belongToLines(const Arguments& arguments, const State& state, const Display& display)
{
    const bool lines = state.view == ViewKind::Trends && (display.trend == TrendKind::Rank || display.trend == TrendKind::Score);
    if (!state.hasDump() || lines)
        return {};
    for (const std::string_view option : {"--position-layer", "--highlight"})
        if (arguments.has(option))
            return wrongUsage(arguments.command(), fmt::format("{} belongs to --view trends --chart rank and --chart score", option));
    return {};
}

Result<void> readChart(const Arguments& arguments, const State& state, Display& display)
{
    if (const auto name = arguments.value("--chart")) {
        const auto kind = trendFromName(*name);
        if (!kind)
            return wrongUsage(arguments.command(), fmt::format("--chart is rank, score, positions or weights, not {}", displayable(*name)));
        display.trend = *kind;
    }
    if (const auto text = arguments.value("--position-layer")) {
        const auto layers = parseNumbers(*text);
        if (*text != "none" && (!layers || layers->size() != 1))
            return wrongUsage(arguments.command(), fmt::format("--position-layer is one layer, or none, not {}", displayable(*text)));
        display.trends.positions = *text != "none";
        if (display.trends.positions) {
            if (auto there = headsAreThere(state, fmt::format("L{} H*", *text)); !there)
                return there;
            display.trends.layer = layerFromNumber(layers->front(), display.indexBase);
        }
    }
    if (const auto text = arguments.value("--highlight")) {
        const auto numbers = parseNumbers(*text);
        if (!numbers || numbers->size() > TrendOptions::kMostHighlighted)
            return wrongUsage(arguments.command(), fmt::format("--highlight is a list of at most {} heads such as 1,7,10, not {}", TrendOptions::kMostHighlighted, displayable(*text)));
        if (auto there = headsAreThere(state, fmt::format("L* H{}", *text)); !there)
            return there;
        display.trends.highlighted.clear();
        for (const auto number : *numbers)
            display.trends.highlighted.push_back(headFromNumber(number, display.indexBase));
    }
    return belongToLines(arguments, state, display);
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
    if (auto read = readColourBy(arguments, state.view, display); !read)
        return read.error();
    if (const auto rule = arguments.value("--links")) {
        const auto links = linksIn(*rule, display.links);
        if (!links)
            return wrongUsage(arguments.command(),
                              fmt::format("--links is top:K with K from 1 to {}, value:W with W from 0, or mass:S with S above 0 and at most 1, not {}", LinkOptions::kMostPerQuery, displayable(*rule)));
        display.links = *links;
    }
    if (auto read = readHeadsFlags(arguments, display); !read)
        return read.error();
    if (auto read = readChart(arguments, state, display); !read)
        return read.error();
    return display == state.display ? state : update(std::move(state), SetDisplay{display});
}

Result<State> withWindow(const Arguments& arguments, const Axis& queries, const Axis& keys, State state)
{
    const bool lines = state.view == ViewKind::Trends && (state.display.trend == TrendKind::Rank || state.display.trend == TrendKind::Score);
    if (lines && !arguments.has("--keys") && !state.selection.key)
        return Error{ErrorKind::Usage, fmt::format("the chart {} is about chosen keys, and none is named", nameOf(state.display.trend)), {}, "Name some with --keys"};
    if (!arguments.has("--queries") && !arguments.has("--keys"))
        return state;
    if (state.view == ViewKind::Text)
        return withTextKey(arguments, keys, std::move(state));
    if (state.view == ViewKind::Trends && state.display.trend != TrendKind::Weights)
        return withFollowedKeys(arguments, keys, std::move(state));
    if (state.view == ViewKind::Trends || state.view == ViewKind::Table)
        return Error{ErrorKind::Usage, "token weights are those of whole segments: --queries and --keys choose nothing in this figure", {}, "Use --segment"};
    const auto rows = runOf(arguments, "--queries", queries);
    const auto columns = runOf(arguments, "--keys", keys);
    if (!rows || !columns)
        return rows ? columns.error() : rows.error();
    return update(std::move(state), SetWindow{CellWindow{rows->first, rows->count, columns->first, columns->count}});
}

} // namespace headlight::cli
