// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/difference.h"
#include "app/cli/input.h"
#include "app/cli/measure_quantities.h"
#include "app/cli/number_choice.h"
#include "app/cli/number_text.h"
#include "app/cli/numpy_files.h"
#include "app/cli/output.h"
#include "app/cli/quantities.h"
#include "app/cli/received_quantities.h"
#include "app/cli/saved_state.h"
#include "app/cli/selection.h"
#include "app/cli/weight_choice.h"
#include "base/text.h"
#include "formats/registry.h"
#include "measure/axis_parts.h"
#include "state/action.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace headlight::cli {

namespace {

/// One of kNames or "metric:NAME".
struct Quantity {
    std::string name;
    std::optional<MetricChoice> metric;
};

constexpr std::array<std::string_view, 11> kNames{"map", "row", "evolution", "received", "received-minmax", "ranks", "topk", "shade", "column-means", "weights", "mask"};

Result<Quantity> quantityNamed(const Command& command, const std::string& name)
{
    if (std::ranges::find(kNames, name) != kNames.end())
        return Quantity{name, std::nullopt};
    if (name.starts_with("metric:")) {
        const auto metricName = std::string_view(name).substr(7);
        if (auto metric = metricFromName(metricName))
            return Quantity{name, std::move(metric)};
        return wrongUsage(command, fmt::format("there is no metric {}, only {}", displayable(metricName), metricNames()));
    }
    return wrongUsage(command, fmt::format("there is no quantity {}, only {} and metric:NAME", displayable(name), fmt::join(kNames, ", ")));
}

Result<std::vector<Quantity>> quantities(const Arguments& arguments)
{
    const auto text = arguments.value("--quantity");
    if (!text)
        return wrongUsage(arguments.command(), "which numbers? --quantity is missing");
    std::vector<Quantity> found;
    std::string_view rest = *text;
    while (true) {
        const auto comma = rest.find(',');
        auto quantity = quantityNamed(arguments.command(), std::string(rest.substr(0, comma)));
        if (!quantity)
            return quantity.error();
        const bool known = std::ranges::any_of(found, [&](const Quantity& other) { return other.name == quantity->name; });
        if (!known)
            found.push_back(*std::move(quantity));
        if (comma == std::string_view::npos)
            return found;
        rest = rest.substr(comma + 1);
    }
}

/// The format of the output, by --format or by suffix.
Result<std::string> numbersFormat(const Arguments& arguments, const Output& output, std::size_t arrays)
{
    std::string format = arguments.value("--format").value_or(output.isStandardOutput() ? "csv" : suffixOf(output.path()));
    if (output.isFolder())
        return wrongUsage(arguments.command(), "-o names a folder, a file is expected");
    if (format == "h5" || format == "hdf5")
        return Error{ErrorKind::Usage, ".h5 is not part of this version", {}, "Write .npy, .npz, .csv or .json"};
    if (format != "npy" && format != "npz" && format != "csv" && format != "json")
        return wrongUsage(arguments.command(), fmt::format("\"{}\" is no format for numbers, only .npy, .npz, .csv and .json are", displayable(format)));
    if (arrays > 1 && (format == "npy" || format == "csv"))
        return wrongUsage(arguments.command(), fmt::format("{} arrays do not fit into one .{}: use .npz or .json", arrays, format));
    if (output.isStandardOutput() && (format == "npy" || format == "npz"))
        return wrongUsage(arguments.command(), fmt::format("-o - writes csv or json, not {}", format));
    return format;
}

Result<void> writeArrays(const Invocation& invocation, const Output& output, const std::string& format, std::span<const NumberArray> arrays)
{
    if (invocation.job.stopped())
        return cancelled();
    if (output.isStandardOutput())
        return invocation.console.print(format == "csv" ? csvText(arrays.front()) : jsonText(arrays));
    Result<QByteArray> content = QByteArray();
    if (format == "npy")
        content = npyFile(arrays.front());
    else if (format == "npz")
        content = npzFile(arrays);
    else
        content = QByteArray::fromStdString(format == "csv" ? csvText(arrays.front()) : jsonText(arrays));
    if (!content)
        return Error{ErrorKind::Usage, content.error().what, {}, content.error().remedy};
    return output.write(output.path(), *content, invocation.job);
}

/// --tensor: as it stands in the file, without recognition.
Result<NumberArray> rawTensor(const std::filesystem::path& path, const std::string& address, const JobContext& job)
{
    const auto document = formats::readFile(path, {}, job);
    if (!document)
        return inFile(document.error(), path.string());
    const auto value = valueAt(*document, address);
    if (!value) {
        auto error = inFile(value.error(), path.string());
        if (error.kind == ErrorKind::NotFound)
            error.kind = ErrorKind::Selection;
        return error;
    }
    const auto* tensor = value->tensor();
    if (tensor == nullptr) {
        const auto* opaque = value->opaque();
        if (opaque != nullptr && opaque->why)
            return inFile(*opaque->why, path.string());
        Error error{ErrorKind::Selection, fmt::format("this is no tensor but {}", value->description()), {}, "headlight info --tensors lists the tensors"};
        error.place = {path.string(), {}, address.empty() ? "the root" : address, {}};
        return error;
    }
    NumberArray array;
    array.name = "tensor";
    for (std::int64_t axis = 0; axis < tensor->rank(); ++axis) {
        NumberAxis out{fmt::format("axis{}", axis), {}, {}};
        out.numbers.resize(static_cast<std::size_t>(tensor->size(axis)));
        std::iota(out.numbers.begin(), out.numbers.end(), std::int64_t{0});
        array.axes.push_back(std::move(out));
    }
    array.values.resize(static_cast<std::size_t>(tensor->count()));
    if (auto read = tensor->read(std::span<float>(array.values)); !read)
        return inFile(read.error(), path.string());
    return array;
}

template <typename Enum>
Result<Enum> choice(const Arguments& arguments, std::string_view option, std::optional<Enum> (*fromName)(std::string_view), Enum usual)
{
    const auto text = arguments.value(option);
    if (!text)
        return usual;
    if (const auto value = fromName(*text))
        return *value;
    return wrongUsage(arguments.command(), fmt::format("{} is {}, not {}", option, optionNamed(option)->argument, displayable(*text)));
}

/// Row of --query, of the state, of the first prefix token, or the first one.
Result<std::vector<std::int64_t>> rowItems(const Arguments& arguments, const State& state, const Axis& axis)
{
    auto positions = queryPositions(arguments, axis);
    if (!positions)
        return positions;
    if (positions->empty() && state.selection.query)
        positions->push_back(state.selection.query->value);
    if (positions->empty())
        positions->push_back(usualQuery(axis));
    std::vector<std::int64_t> items;
    for (const auto position : *positions) {
        const auto item = axis.itemAt(position);
        if (!item)
            return Error{ErrorKind::Selection, fmt::format("there is no query {} among those that are kept", position)};
        items.push_back(*item);
    }
    return items;
}

/// --temperature, --threshold and --segment, or the keys that were chosen.
Result<void> readWeights(const Arguments& arguments, QuantityPlan& plan)
{
    auto wantedTemperatures = temperatures(arguments, std::move(plan.temperatures));
    if (!wantedTemperatures)
        return wantedTemperatures.error();
    plan.temperatures = *std::move(wantedTemperatures);
    plan.threshold = plan.state.display.weights.threshold;
    if (auto read = readNumber(arguments, "--threshold", plan.threshold); !read)
        return read.error();
    plan.weightItems = plan.keyItems;
    if (arguments.has("--keys") && !arguments.has("--segment"))
        return {};
    const auto& axis = *plan.maps->axes().keys;
    const auto wanted = arguments.value("--segment");
    std::string names;
    for (std::size_t i = 0; i < axis.segments.size(); ++i) {
        const auto& segment = axis.segments[i];
        names += (names.empty() ? "" : ", ") + segment.name;
        if (wanted ? segment.name != *wanted : segment.kind != SegmentKind::Text)
            continue;
        std::erase_if(plan.weightItems, [&](std::int64_t item) { return axis.items[static_cast<std::size_t>(item)].segment != static_cast<std::int64_t>(i); });
        return {};
    }
    if (wanted)
        return Error{ErrorKind::Selection, fmt::format("there is no segment {} among the keys, only {}", displayable(*wanted), displayable(names))};
    return {}; // no text: all keys
}

/// --size 640x480: width, then height.
Result<void> readSize(const Arguments& arguments, QuantityPlan& plan)
{
    constexpr std::int64_t kMost = 16384;
    const auto text = arguments.value("--size");
    if (!text)
        return {};
    const char* end = text->data() + text->size();
    const auto width = std::from_chars(text->data(), end, plan.maskColumns);
    const bool more = width.ec == std::errc{} && width.ptr != end && *width.ptr == 'x';
    const auto height = more ? std::from_chars(width.ptr + 1, end, plan.maskRows) : width;
    const auto good = [](std::int64_t size) { return size >= 1 && size <= kMost; };
    if (!more || height.ec != std::errc{} || height.ptr != end || !good(plan.maskRows) || !good(plan.maskColumns))
        return wrongUsage(arguments.command(), fmt::format("--size \"{}\" is not a size such as 224x224, at most {} pixels each way", displayable(*text), kMost));
    return {};
}

Result<QuantityPlan> planFor(const Invocation& invocation, const Workspace& workspace, const Dump& dump, const State& state, SampleIndex sample)
{
    const auto& arguments = invocation.arguments;
    QuantityPlan plan;
    auto chosen = forSample(arguments, dump, state, sample);
    if (!chosen)
        return chosen.error();
    plan.state = *std::move(chosen);
    auto maps = workspace.maps(mapsKey(plan.state));
    if (!maps) {
        auto error = maps.error();
        if (error.kind == ErrorKind::Shape) // the file is whole, but this stack has no such measure
            error.kind = ErrorKind::Selection;
        return error;
    }
    plan.maps = *std::move(maps);
    const auto layers = choice(arguments, "--layer-aggregate", layerAggregateFromName, LayerAggregate::Each);
    const auto scale = choice(arguments, "--scale", valueScaleFromName, ValueScale::None);
    if (!layers || !scale)
        return layers ? scale.error() : layers.error();
    plan.layers = *layers;
    plan.scale = *scale;
    auto queries = listedItems(arguments, "--queries", *plan.maps->axes().queries);
    auto keys = listedItems(arguments, "--keys", *plan.maps->axes().keys);
    auto rows = rowItems(arguments, plan.state, *plan.maps->axes().queries);
    if (!queries || !keys || !rows)
        return !queries ? queries.error() : !keys ? keys.error() : rows.error();
    plan.queryItems = *std::move(queries);
    plan.keyItems = *std::move(keys);
    plan.rowItems = *std::move(rows);
    plan.scaleNamed = arguments.has("--scale");
    if (auto read = readWeights(arguments, plan); !read)
        return read.error();
    if (auto read = readSize(arguments, plan); !read)
        return read.error();
    const auto k = largestCount(arguments, plan.k);
    if (!k)
        return k.error();
    plan.k = *k;
    return plan;
}

/// Quantities that are one array each.
constexpr std::array<std::pair<std::string_view, Result<NumberArray> (*)(const QuantityPlan&, const JobContext&)>, 9> kSingle{{
    {"map", mapValues},
    {"row", rowValues},
    {"evolution", evolutionValues},
    {"received", receivedValues},
    {"received-minmax", scaledReceivedValues},
    {"shade", shadeValues},
    {"column-means", columnMeanValues},
    {"weights", weightValues},
    {"mask", maskValues},
}};

std::size_t partsOf(const Quantity& quantity)
{
    return quantity.name == "ranks" ? 2 : quantity.name == "topk" ? 3 : 1;
}

Result<std::vector<NumberArray>> valuesOf(const Workspace& workspace, const QuantityPlan& plan, const Quantity& quantity, const JobContext& job)
{
    if (quantity.name == "ranks")
        return rankValues(plan, job);
    if (quantity.name == "topk")
        return largestValues(plan, job);
    const auto single = std::ranges::find(kSingle, std::string_view(quantity.name), [](const auto& entry) { return entry.first; });
    auto array = quantity.metric ? metricValues(workspace, plan, *quantity.metric, job) : single->second(plan, job);
    if (!array)
        return array.error();
    return std::vector{*std::move(array)};
}

Result<std::vector<NumberArray>> compute(const Workspace& workspace, const QuantityPlan& plan, const Quantity& quantity, const JobContext& job)
{
    auto array = valuesOf(workspace, plan, quantity, job);
    if (!array && array.error().kind == ErrorKind::Shape) {
        auto error = array.error();
        error.kind = ErrorKind::Selection;
        return error;
    }
    return array;
}

void sayMeanOfRows(const Invocation& invocation, const QuantityPlan& plan)
{
    if (plan.rowItems.size() < 2)
        return;
    std::vector<std::int64_t> positions;
    for (const auto item : plan.rowItems)
        positions.push_back(plan.maps->axes().queries->items[static_cast<std::size_t>(item)].position);
    invocation.console.say(fmt::format("The row is the mean of the rows of {} queries: {}.", positions.size(), formatNumbers(positions)));
}

void sayMetricRemark(const Invocation& invocation, const std::string& remark, SampleIndex sample, std::size_t samples)
{
    if (!remark.empty())
        invocation.console.say(samples > 1 ? fmt::format("sample {}: {}", label(sample), remark) : remark);
}

Result<std::vector<NumberArray>> computeAll(const Invocation& invocation, const std::vector<Quantity>& wanted)
{
    const auto& arguments = invocation.arguments;
    auto shown = openShown(invocation);
    if (!shown)
        return shown.error();
    const auto& dump = *shown->dump;
    Display display = shown->state.display;
    display.cleanTokens = arguments.has("--clean-tokens");
    if (!arguments.has("--state"))
        display.hidePadding = false;
    auto state = withSelection(arguments, dump, update(shown->state, SetDisplay{display}));
    if (!state)
        return state.error();
    const auto samples = selectedSamples(arguments, dump, *state);
    if (!samples)
        return samples.error();
    Workspace workspace;
    workspace.open(shown->dump);
    std::vector<std::vector<NumberArray>> bySample; // [array][sample]
    for (const auto sample : *samples) {
        const auto plan = planFor(invocation, workspace, dump, *state, sample);
        if (!plan)
            return plan.error();
        std::size_t place = 0;
        for (const auto& quantity : wanted) {
            auto parts = compute(workspace, *plan, quantity, invocation.job);
            if (!parts)
                return inFile(parts.error(), dump.path().string());
            bySample.resize(std::max(bySample.size(), place + parts->size()));
            if (quantity.metric)
                sayMetricRemark(invocation, metricRemark(workspace, *plan, parts->front()), sample, samples->size());
            for (auto& part : *parts)
                bySample[place++].push_back(std::move(part));
        }
        if (sample == samples->front() && std::ranges::any_of(wanted, [](const Quantity& quantity) { return quantity.name == "row"; }))
            sayMeanOfRows(invocation, *plan);
    }
    std::vector<NumberArray> arrays;
    for (auto& parts : bySample) {
        if (parts.size() == 1) {
            arrays.push_back(std::move(parts.front()));
            continue;
        }
        auto whole = stacked(std::move(parts), *samples);
        if (!whole)
            return whole.error();
        arrays.push_back(*std::move(whole));
    }
    return arrays;
}

/// A and B have no largest values in common, and the difference of two ranks says nothing about ties.
Result<void> canBeSubtracted(const Arguments& arguments, const std::vector<Quantity>& wanted)
{
    if (!arguments.has("--minus"))
        return {};
    for (const auto& quantity : wanted)
        if (partsOf(quantity) > 1)
            return wrongUsage(arguments.command(), fmt::format("{} has no difference: with --minus choose a quantity that is one array, such as map or received", quantity.name));
    return {};
}

Result<std::vector<NumberArray>> computeDifference(const Invocation& invocation, const std::vector<Quantity>& wanted)
{
    const auto file = invocation.arguments.value("--minus");
    if (!file)
        return computeAll(invocation, wanted);
    const auto arguments = argumentsOfMinus(invocation.arguments, *file);
    if (!arguments)
        return arguments.error();
    auto a = computeAll(invocation, wanted);
    if (!a)
        return a.error();
    const auto b = computeAll({*arguments, invocation.console, invocation.job}, wanted);
    if (!b)
        return b.error();
    std::vector<NumberArray> differences;
    for (std::size_t i = 0; i < a->size(); ++i) {
        auto less = difference(std::move((*a)[i]), (*b)[i]);
        if (!less)
            return less.error();
        differences.push_back(*std::move(less));
    }
    return differences;
}

} // namespace

Result<ExitStatus> runValues(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    const auto address = arguments.value("--tensor");
    std::vector<Quantity> wanted;
    if (address && arguments.has("--quantity"))
        return wrongUsage(arguments.command(), "--tensor gives a raw tensor and --quantity what was understood: use one of them");
    if (!address) {
        auto named = quantities(arguments);
        if (!named)
            return named.error();
        wanted = *std::move(named);
        if (auto can = canBeSubtracted(arguments, wanted); !can)
            return can.error();
    } else if (arguments.has("--minus")) {
        return wrongUsage(arguments.command(), "--tensor gives a raw tensor, and --minus is of what was understood: use it with --quantity");
    }
    const bool fromState = arguments.has("--state") && !address && arguments.paths().empty();
    const auto path = fromState ? Result<std::filesystem::path>(std::filesystem::path()) : onePath(arguments);
    if (!path)
        return path.error();
    const auto output = Output::open(arguments);
    if (!output)
        return output.error();
    std::size_t arrays = 1;
    if (!address)
        arrays = std::transform_reduce(wanted.begin(), wanted.end(), std::size_t{0}, std::plus<>(), partsOf);
    const auto format = numbersFormat(arguments, *output, arrays);
    if (!format)
        return format.error();

    std::vector<NumberArray> computed;
    if (address) {
        auto tensor = rawTensor(*path, *address, invocation.job);
        if (!tensor)
            return tensor.error();
        computed.push_back(*std::move(tensor));
    } else {
        auto all = computeDifference(invocation, wanted);
        if (!all)
            return all.error();
        computed = *std::move(all);
    }
    if (auto written = writeArrays(invocation, *output, *format, computed); !written)
        return written.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
