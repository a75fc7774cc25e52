// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/state_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace headlight {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, kViewCount> kViews{"overview", "heatmap", "evolution", "text", "links", "image", "trends", "table", "heads"};
constexpr std::array<std::string_view, 4> kRanges{"fixed", "shared", "figure", "percentile"};
constexpr std::array<std::string_view, 3> kColumnProfiles{"mean", "max", "sum"};
constexpr std::array<std::string_view, 3> kRowProfiles{"entropy", "max", "sum"};
constexpr std::array<std::string_view, 3> kImageShows{"overlay", "patches", "side"};
constexpr std::array<std::string_view, kTableCount> kTables{"top-attended", "most-attended", "position", "all-positions", "trend", "weights"};
constexpr std::array<std::string_view, kTrendCount> kTrends{"rank", "score", "positions", "weights"};
constexpr std::size_t kLongestState = std::size_t{16} << 20;

template <typename Enum, std::size_t N>
std::string_view wordOf(Enum value, const std::array<std::string_view, N>& words)
{
    return words[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t N>
std::optional<Enum> fromWord(std::string_view word, const std::array<std::string_view, N>& words)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word)
            return static_cast<Enum>(i);
    return std::nullopt;
}

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

Json selectionToJson(const Selection& selection)
{
    Json json{{"stack", selection.stack.value}, {"sample", selection.sample.value}, {"heads", headsToJson(selection.heads)}, {"aggregate", nameOf(selection.aggregate)}};
    if (selection.query)
        json["query"] = selection.query->value;
    if (!selection.moreQueries.empty()) {
        auto& more = json["moreQueries"] = Json::array();
        for (const auto query : selection.moreQueries)
            more.push_back(query.value);
    }
    if (selection.key)
        json["key"] = selection.key->value;
    if (selection.layer)
        json["layer"] = selection.layer->value;
    if (selection.block.query)
        json["querySegment"] = *selection.block.query;
    if (selection.block.key)
        json["keySegment"] = *selection.block.key;
    if (const auto& window = selection.window)
        json["window"] = {window->firstQuery, window->queries, window->firstKey, window->keys};
    return json;
}

Json tableToJson(const TableOptions& table)
{
    Json json{{"kind", wordOf(table.kind, kTables)}, {"descending", table.descending}, {"filters", table.filters}};
    if (table.sortedBy)
        json["sortedBy"] = *table.sortedBy;
    return json;
}

Json weightsToJson(const WeightOptions& weights)
{
    return {{"temperatures", weights.temperatures}, {"threshold", weights.threshold}, {"segment", weights.segment}};
}

Json displayToJson(const Display& display)
{
    return {{"colourMap", display.colourMap},
            {"range", {{"kind", nameOf(display.range.kind)}, {"percentile", display.range.percentile}, {"low", display.range.low}, {"high", display.range.high}}},
            {"hidePadding", display.hidePadding},
            {"mergeWords", display.mergeWords},
            {"tokenLabels", display.tokenLabels},
            {"cleanTokens", display.cleanTokens},
            {"profiles", display.profiles},
            {"cellNumbers", display.cellNumbers},
            {"meanPooling", display.meanPooling},
            {"keepPinnedCell", display.keepPinnedCell},
            {"columnProfile", wordOf(display.columnProfile, kColumnProfiles)},
            {"rowProfile", wordOf(display.rowProfile, kRowProfiles)},
            {"layerProfile", display.layerProfile},
            {"rankTiles", display.rankTiles},
            {"dimUnselected", display.dimUnselected},
            {"onlySelected", display.onlySelected},
            {"headStrips", display.headStrips},
            {"segmentBrackets", display.segmentBrackets},
            {"leaveOutOwnColumn", display.leaveOutOwnColumn},
            {"imageShow", wordOf(display.imageShow, kImageShows)},
            {"overlayStrength", display.overlayStrength},
            {"enlargement", nameOf(display.enlargement)},
            {"patchGrid", display.patchGrid},
            {"greyPicture", display.greyPicture},
            {"trend", wordOf(display.trend, kTrends)},
            {"weights", weightsToJson(display.weights)},
            {"table", tableToJson(display.table)},
            {"metric", nameOf(display.metric)},
            {"indexBase", display.indexBase == IndexBase::One ? 1 : 0}};
}

/// Reads fields one by one; a field that is absent keeps its default, one with nonsense is listed.
class Fields {
public:
    Fields(const Json& object, std::vector<std::string>& ignored) : m_object(object), m_ignored(ignored) {}

    void read(const char* name, bool& value) const
    {
        if (const auto* field = find(name, &Json::is_boolean, "true or false"))
            value = field->get<bool>();
    }
    void read(const char* name, std::string& value) const
    {
        if (const auto* field = find(name, &Json::is_string, "a string"))
            value = field->get<std::string>();
    }
    void read(const char* name, double& value) const
    {
        if (const auto* field = find(name, &Json::is_number, "a number"))
            value = field->get<double>();
    }
    void read(const char* name, std::int64_t& value) const
    {
        if (const auto* field = find(name, &Json::is_number_integer, "a whole number"))
            value = field->get<std::int64_t>();
    }
    void read(const char* name, std::optional<std::int64_t>& value) const
    {
        if (const auto* field = find(name, &Json::is_number_integer, "a whole number"))
            value = field->get<std::int64_t>();
    }
    template <typename Tag>
    void read(const char* name, Index<Tag>& value) const
    {
        read(name, value.value);
    }
    template <typename Tag>
    void read(const char* name, std::optional<Index<Tag>>& value) const
    {
        std::optional<std::int64_t> number;
        read(name, number);
        if (number)
            value = Index<Tag>{*number};
    }
    template <typename Enum, typename FromName>
    void readName(const char* name, Enum& value, FromName fromName) const
    {
        std::string word;
        read(name, word);
        if (word.empty())
            return;
        if (const auto known = fromName(word))
            value = *known;
        else
            m_ignored.push_back(fmt::format("{}: \"{}\" is not known here", name, word));
    }
    [[nodiscard]] Json object(const char* name) const
    {
        const auto* field = find(name, &Json::is_object, "an object");
        return field == nullptr ? Json::object() : *field;
    }
    [[nodiscard]] Json array(const char* name) const
    {
        const auto* field = find(name, &Json::is_array, "a list");
        return field == nullptr ? Json::array() : *field;
    }
    void ignore(std::string sentence) const { m_ignored.push_back(std::move(sentence)); }

private:
    const Json* find(const char* name, bool (Json::*kind)() const noexcept, const char* expected) const
    {
        const auto found = m_object.find(name);
        if (found == m_object.end())
            return nullptr;
        if (((*found).*kind)())
            return &*found;
        m_ignored.push_back(fmt::format("{}: expected {}, found {}", name, expected, found->type_name()));
        return nullptr;
    }

    const Json& m_object;
    std::vector<std::string>& m_ignored;
};

bool areIntegers(const Json& list)
{
    for (const auto& item : list)
        if (!item.is_number_integer())
            return false;
    return true;
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
    const Json more = fields.array("moreQueries");
    if (areIntegers(more))
        std::ranges::transform(more, std::back_inserter(selection.moreQueries), [](const Json& query) { return QueryIndex{query.get<std::int64_t>()}; });
    else
        fields.ignore("moreQueries: expected whole numbers");
    fields.read("key", selection.key);
    fields.read("layer", selection.layer);
    fields.read("querySegment", selection.block.query);
    fields.read("keySegment", selection.block.key);
    const Json window = fields.array("window");
    if (window.size() == 4 && areIntegers(window))
        selection.window = CellWindow{window[0].get<std::int64_t>(), window[1].get<std::int64_t>(), window[2].get<std::int64_t>(), window[3].get<std::int64_t>()};
    else if (!window.empty())
        fields.ignore("window: expected four whole numbers");
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

WeightOptions weightsFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    WeightOptions weights;
    fields.read("threshold", weights.threshold);
    fields.read("segment", weights.segment);
    const Json temperatures = fields.array("temperatures");
    if (temperatures.empty())
        return weights;
    weights.temperatures.clear();
    for (const auto& temperature : temperatures)
        if (temperature.is_number())
            weights.temperatures.push_back(temperature.get<double>());
        else
            fields.ignore("temperatures: expected numbers");
    return weights;
}

TableOptions tableFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    TableOptions table;
    fields.readName("kind", table.kind, tableFromName);
    fields.read("sortedBy", table.sortedBy);
    fields.read("descending", table.descending);
    for (const auto& filter : fields.array("filters"))
        table.filters.push_back(filter.is_string() ? filter.get<std::string>() : std::string());
    return table;
}

Display displayFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    Display display;
    fields.read("colourMap", display.colourMap);
    const Json rangeJson = fields.object("range");
    const Fields range(rangeJson, ignored);
    range.readName("kind", display.range.kind, [](std::string_view word) { return fromWord<RangeKind>(word, kRanges); });
    range.read("percentile", display.range.percentile);
    range.read("low", display.range.low);
    range.read("high", display.range.high);
    fields.read("hidePadding", display.hidePadding);
    fields.read("mergeWords", display.mergeWords);
    fields.read("tokenLabels", display.tokenLabels);
    fields.read("cleanTokens", display.cleanTokens);
    fields.read("profiles", display.profiles);
    fields.read("cellNumbers", display.cellNumbers);
    fields.read("meanPooling", display.meanPooling);
    fields.read("keepPinnedCell", display.keepPinnedCell);
    fields.readName("columnProfile", display.columnProfile, [](std::string_view word) { return fromWord<ColumnProfile>(word, kColumnProfiles); });
    fields.readName("rowProfile", display.rowProfile, [](std::string_view word) { return fromWord<RowProfile>(word, kRowProfiles); });
    fields.read("layerProfile", display.layerProfile);
    fields.read("rankTiles", display.rankTiles);
    fields.read("dimUnselected", display.dimUnselected);
    fields.read("onlySelected", display.onlySelected);
    fields.read("headStrips", display.headStrips);
    fields.read("segmentBrackets", display.segmentBrackets);
    fields.read("leaveOutOwnColumn", display.leaveOutOwnColumn);
    fields.readName("imageShow", display.imageShow, [](std::string_view word) { return fromWord<ImageShow>(word, kImageShows); });
    fields.read("overlayStrength", display.overlayStrength);
    fields.readName("enlargement", display.enlargement, enlargementFromName);
    fields.read("patchGrid", display.patchGrid);
    fields.read("greyPicture", display.greyPicture);
    fields.readName("trend", display.trend, [](std::string_view word) { return fromWord<TrendKind>(word, kTrends); });
    display.weights = weightsFromJson(fields.object("weights"), ignored);
    display.table = tableFromJson(fields.object("table"), ignored);
    fields.readName("metric", display.metric, headMetricFromName);
    std::int64_t base = 1;
    fields.read("indexBase", base);
    display.indexBase = base == 0 ? IndexBase::Zero : IndexBase::One;
    return display;
}

} // namespace

std::string_view nameOf(ViewKind view)
{
    return wordOf(view, kViews);
}

std::string_view nameOf(RangeKind kind)
{
    return wordOf(kind, kRanges);
}

std::string_view nameOf(TableKind kind)
{
    return wordOf(kind, kTables);
}

std::optional<TableKind> tableFromName(std::string_view name)
{
    return fromWord<TableKind>(name, kTables);
}

std::optional<ViewKind> viewFromName(std::string_view name)
{
    return fromWord<ViewKind>(name, kViews);
}

std::string toJson(const State& state)
{
    const Json json{{"headlightState", State::kVersion},
                    {"dump", {{"file", state.dump.file}, {"fingerprint", state.dump.fingerprint}, {"path", state.dump.path}}},
                    {"view", nameOf(state.view)},
                    {"selection", selectionToJson(state.selection)},
                    {"measure", measureToJson(state.measure)},
                    {"display", displayToJson(state.display)}};
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
    const Json dumpJson = fields.object("dump");
    const Fields dump(dumpJson, read.ignored);
    dump.read("file", read.state.dump.file);
    dump.read("fingerprint", read.state.dump.fingerprint);
    dump.read("path", read.state.dump.path);
    fields.readName("view", read.state.view, viewFromName);
    read.state.measure = measureFromJson(fields.object("measure"), read.ignored);
    read.state.selection = selectionFromJson(fields.object("selection"), read.ignored);
    read.state.display = displayFromJson(fields.object("display"), read.ignored);
    return read;
}

} // namespace headlight
