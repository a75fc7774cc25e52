// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/state_json.h"

#include "state/display_json.h"
#include "state/json_fields.h"

#include <cmath>

namespace headlight {

namespace {

constexpr std::array<std::string_view, kViewCount> kViews{"overview", "heatmap", "evolution", "text", "links", "image", "trends", "table", "heads"};
constexpr std::size_t kLongestState = std::size_t{16} << 20;

Json headsToJson(const HeadSet& heads)
{
    Json layers = Json::array();
    for (const auto layer : heads.layers()) {
        Json numbers = Json::array();
        for (const auto head : heads.headsIn(layer))
            numbers.push_back(head.value);
        layers.push_back(Json::array({layer.value, std::move(numbers)}));
    }
    return layers;
}

Json dumpToJson(const DumpReference& dump)
{
    return {{"file", dump.file}, {"fingerprint", dump.fingerprint}, {"path", dump.path}};
}

DumpReference dumpFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    DumpReference dump;
    fields.read("file", dump.file);
    fields.read("fingerprint", dump.fingerprint);
    fields.read("path", dump.path);
    return dump;
}

Json selectionToJson(const Selection& selection)
{
    Json json{{"stack", selection.stack.value}, {"sample", selection.sample.value}, {"heads", headsToJson(selection.heads)}, {"aggregate", nameOf(selection.aggregate)}};
    if (selection.query)
        json["query"] = selection.query->value;
    putNumbers(json, "moreQueries", selection.moreQueries);
    if (selection.key)
        json["key"] = selection.key->value;
    putNumbers(json, "moreKeys", selection.moreKeys);
    if (selection.layer)
        json["layer"] = selection.layer->value;
    if (selection.block.query)
        json["querySegment"] = *selection.block.query;
    if (selection.block.key)
        json["keySegment"] = *selection.block.key;
    if (const auto& window = selection.window)
        json["window"] = {window->firstQuery, window->queries, window->firstKey, window->keys};
    if (const auto& range = selection.chartRange)
        json["chartRange"] = {range->left, range->right, range->low, range->high};
    return json;
}

HeadSet headsFromJson(const Json& layers, const Fields& fields)
{
    std::vector<HeadRef> heads;
    for (const auto& entry : layers) {
        const bool good = entry.is_array() && entry.size() == 2 && entry[0].is_number_integer() && entry[1].is_array() && areIntegers(entry[1]);
        if (!good) {
            fields.ignore("heads: expected pairs of a layer and its heads");
            continue;
        }
        for (const auto& head : entry[1])
            heads.push_back({LayerIndex{entry[0].get<std::int64_t>()}, HeadIndex{head.get<std::int64_t>()}});
    }
    return HeadSet(std::move(heads));
}

Selection selectionFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    Selection selection;
    fields.read("stack", selection.stack);
    fields.read("sample", selection.sample);
    selection.heads = headsFromJson(fields.array("heads"), fields);
    fields.readName("aggregate", selection.aggregate, aggregateFromName);
    fields.read("query", selection.query);
    readNumbers(fields, "moreQueries", selection.moreQueries);
    fields.read("key", selection.key);
    readNumbers(fields, "moreKeys", selection.moreKeys);
    fields.read("layer", selection.layer);
    fields.read("querySegment", selection.block.query);
    fields.read("keySegment", selection.block.key);
    const Json window = fields.array("window");
    if (window.size() == 4 && areIntegers(window))
        selection.window = CellWindow{window[0].get<std::int64_t>(), window[1].get<std::int64_t>(), window[2].get<std::int64_t>(), window[3].get<std::int64_t>()};
    else if (!window.empty())
        fields.ignore("window: expected four whole numbers");
    const Json range = fields.array("chartRange");
    if (range.size() == 4 && std::ranges::all_of(range, [](const Json& number) { return number.is_number(); }))
        selection.chartRange = ChartRange{range[0].get<double>(), range[1].get<double>(), range[2].get<double>(), range[3].get<double>()};
    else if (!range.empty())
        fields.ignore("chartRange: expected four numbers");
    return selection;
}

Json measureToJson(const MeasureOptions& measure)
{
    return {{"kind", nameOf(measure.kind)},
            {"variant", nameOf(measure.variant)},
            {"residual", measure.residual},
            {"headFusion", nameOf(measure.fusion)},
            {"discard", measure.discard},
            {"normalise", nameOf(measure.normalise)},
            {"protect", nameOf(measure.protect)},
            {"gradientOrder", nameOf(measure.order)},
            {"firstLayer", measure.firstLayer},
            {"target", measure.target},
            {"importance", measure.importance}};
}

/// Switches that are left out are those of the variant.
MeasureOptions measureFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    auto kind = MeasureKind::Attention;
    fields.readName("kind", kind, measureFromName);
    auto variant = variantsOf(kind).front();
    fields.readName("variant", variant, variantFromName);
    MeasureOptions measure = measureOptions(kind, variant);
    fields.read("residual", measure.residual);
    fields.readName("headFusion", measure.fusion, headFusionFromName);
    fields.read("discard", measure.discard);
    fields.readName("normalise", measure.normalise, normalisationFromName);
    fields.readName("protect", measure.protect, protectionFromName);
    fields.readName("gradientOrder", measure.order, gradientOrderFromName);
    fields.read("firstLayer", measure.firstLayer);
    fields.read("target", measure.target);
    fields.read("importance", measure.importance);
    return measure;
}

} // namespace

std::string_view nameOf(ViewKind view)
{
    return wordOf(view, kViews);
}

std::optional<ViewKind> viewFromName(std::string_view name)
{
    return fromWord<ViewKind>(name, kViews);
}

std::string toJson(const State& state)
{
    Json json{{"headlightState", State::kVersion},
              {"dump", dumpToJson(state.dump)},
              {"view", nameOf(state.view)},
              {"selection", selectionToJson(state.selection)},
              {"measure", measureToJson(state.measure)},
              {"display", displayToJson(state.display)}};
    if (state.beside)
        json["beside"] = dumpToJson(*state.beside);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ReadState> stateFromJson(std::string_view text)
{
    if (text.size() > kLongestState)
        return Error{ErrorKind::Limit, fmt::format("a state of {} bytes, at most {} are read", text.size(), kLongestState)};
    int depth = 0;
    const auto shallow = [&depth](int level, Json::parse_event_t, Json&) {
        depth = std::max(depth, level);
        return level < 32;
    };
    const Json json = Json::parse(text, shallow, false);
    if (json.is_discarded() || !json.is_object() || depth >= 32)
        return Error{ErrorKind::Corrupt, "is not a state: expected a JSON object"};
    const auto version = json.find("headlightState");
    if (version == json.end() || !version->is_number_integer())
        return Error{ErrorKind::Corrupt, "is not a state of Headlight: it has no headlightState"};

    ReadState read;
    if (version->get<std::int64_t>() > State::kVersion)
        read.ignored.push_back(fmt::format("the state was written by a newer version ({}), what this one knows is used", version->get<std::int64_t>()));
    const Fields fields(json, read.ignored);
    read.state.dump = dumpFromJson(fields.object("dump"), read.ignored);
    if (json.contains("beside"))
        read.state.beside = dumpFromJson(fields.object("beside"), read.ignored);
    fields.readName("view", read.state.view, viewFromName);
    read.state.measure = measureFromJson(fields.object("measure"), read.ignored);
    read.state.selection = selectionFromJson(fields.object("selection"), read.ignored);
    read.state.display = displayFromJson(fields.object("display"), read.ignored);
    return read;
}

} // namespace headlight
