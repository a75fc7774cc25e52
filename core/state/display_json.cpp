// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/display_json.h"

#include "state/json_fields.h"
#include "state/state_json.h"

namespace headlight {

namespace {

constexpr std::array<std::string_view, 4> kRanges{"fixed", "shared", "figure", "percentile"};
constexpr std::array<std::string_view, 3> kColumnProfiles{"mean", "max", "sum"};
constexpr std::array<std::string_view, 3> kRowProfiles{"entropy", "max", "sum"};
constexpr std::array<std::string_view, 3> kImageShows{"overlay", "patches", "side"};
constexpr std::array<std::string_view, kTableCount> kTables{"top-attended", "most-attended", "position", "all-positions", "trend", "weights"};
constexpr std::array<std::string_view, kTrendCount> kTrends{"rank", "score", "positions", "weights"};
constexpr std::array<std::string_view, kTextShowCount> kTextShows{"query", "key", "received", "shade"};
constexpr std::array<std::string_view, kLinkKeepCount> kLinkKeeps{"value", "count", "mass"};
constexpr std::array<std::string_view, 2> kTrendColours{"head", "key"};
constexpr std::array<std::string_view, kHeadsShowCount> kHeadsShows{"list", "layers", "scatter", "nearest"};

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

Json rangeToJson(const RangeOptions& range)
{
    return {{"kind", nameOf(range.kind)}, {"percentile", range.percentile}, {"low", range.low}, {"high", range.high}};
}

Json textToJson(const TextOptions& text)
{
    return {{"show", nameOf(text.show)}, {"colourMap", text.colourMap}, {"range", rangeToJson(text.range)}, {"layerRows", text.layerRows}, {"largest", text.largest}, {"colourSpecial", text.colourSpecial}};
}

Json linksToJson(const LinkOptions& links)
{
    return {{"keep", wordOf(links.keep, kLinkKeeps)}, {"least", links.least}, {"count", links.count}, {"mass", links.mass}};
}

Json trendsToJson(const TrendOptions& trends)
{
    Json json{{"colour", wordOf(trends.colour, kTrendColours)}, {"positions", trends.positions}};
    if (trends.layer)
        json["layer"] = trends.layer->value;
    putNumbers(json, "highlighted", trends.highlighted);
    return json;
}

Json headsViewToJson(const HeadsOptions& heads)
{
    return {{"show", wordOf(heads.show, kHeadsShows)}, {"other", nameOf(heads.other)}};
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

RangeOptions rangeFromJson(const Json& json, RangeOptions range, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    fields.readName("kind", range.kind, [](std::string_view word) { return fromWord<RangeKind>(word, kRanges); });
    fields.read("percentile", range.percentile);
    fields.read("low", range.low);
    fields.read("high", range.high);
    return range;
}

TextOptions textFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    TextOptions text;
    fields.readName("show", text.show, textShowFromName);
    fields.read("colourMap", text.colourMap);
    text.range = rangeFromJson(fields.object("range"), text.range, ignored);
    fields.read("layerRows", text.layerRows);
    fields.read("largest", text.largest);
    fields.read("colourSpecial", text.colourSpecial);
    return text;
}

LinkOptions linksFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    LinkOptions links;
    fields.readName("keep", links.keep, [](std::string_view word) { return fromWord<LinkKeep>(word, kLinkKeeps); });
    fields.read("least", links.least);
    fields.read("count", links.count);
    fields.read("mass", links.mass);
    return links;
}

TrendOptions trendsFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    TrendOptions trends;
    fields.readName("colour", trends.colour, [](std::string_view word) { return fromWord<TrendColour>(word, kTrendColours); });
    readNumbers(fields, "highlighted", trends.highlighted);
    fields.read("positions", trends.positions);
    fields.read("layer", trends.layer);
    return trends;
}

HeadsOptions headsViewFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    HeadsOptions heads;
    fields.readName("show", heads.show, headsShowFromName);
    fields.readName("other", heads.other, metricFromName);
    return heads;
}

} // namespace

Json displayToJson(const Display& display)
{
    return {{"colourMap", display.colourMap},
            {"range", rangeToJson(display.range)},
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
            {"trends", trendsToJson(display.trends)},
            {"table", tableToJson(display.table)},
            {"text", textToJson(display.text)},
            {"links", linksToJson(display.links)},
            {"heads", headsViewToJson(display.heads)},
            {"metric", nameOf(display.metric)},
            {"indexBase", display.indexBase == IndexBase::One ? 1 : 0}};
}

Display displayFromJson(const Json& json, std::vector<std::string>& ignored)
{
    const Fields fields(json, ignored);
    Display display;
    fields.read("colourMap", display.colourMap);
    display.range = rangeFromJson(fields.object("range"), display.range, ignored);
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
    fields.readName("trend", display.trend, trendFromName);
    display.weights = weightsFromJson(fields.object("weights"), ignored);
    display.trends = trendsFromJson(fields.object("trends"), ignored);
    display.table = tableFromJson(fields.object("table"), ignored);
    display.text = textFromJson(fields.object("text"), ignored);
    display.links = linksFromJson(fields.object("links"), ignored);
    display.heads = headsViewFromJson(fields.object("heads"), ignored);
    fields.readName("metric", display.metric, metricFromName);
    std::int64_t base = 1;
    fields.read("indexBase", base);
    display.indexBase = base == 0 ? IndexBase::Zero : IndexBase::One;
    return display;
}

std::string_view nameOf(RangeKind kind)
{
    return wordOf(kind, kRanges);
}

std::string_view nameOf(HeadsShow show)
{
    return wordOf(show, kHeadsShows);
}

std::optional<HeadsShow> headsShowFromName(std::string_view name)
{
    return fromWord<HeadsShow>(name, kHeadsShows);
}

std::string_view nameOf(TextShow show)
{
    return wordOf(show, kTextShows);
}

std::optional<TextShow> textShowFromName(std::string_view name)
{
    return fromWord<TextShow>(name, kTextShows);
}

std::string_view nameOf(TrendKind kind)
{
    return wordOf(kind, kTrends);
}

std::optional<TrendKind> trendFromName(std::string_view name)
{
    return fromWord<TrendKind>(name, kTrends);
}

std::optional<TrendColour> trendColourFromName(std::string_view name)
{
    return fromWord<TrendColour>(name, kTrendColours);
}

std::string_view nameOf(TableKind kind)
{
    return wordOf(kind, kTables);
}

std::optional<TableKind> tableFromName(std::string_view name)
{
    return fromWord<TableKind>(name, kTables);
}

} // namespace headlight
