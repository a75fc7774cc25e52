// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that decides what is on screen, as one small value. Bookmarks, Back and Forward, session files, slides,
// `--state FILE` and the golden tests are all this value.
#pragma once

#include "base/indices.h"
#include "measure/enlargement.h"
#include "measure/measure.h"
#include "measure/measure_options.h"
#include "state/head_set.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

enum class ViewKind : std::uint8_t { Overview, Heatmap, Evolution, Text, Links, Image, Trends, Table, Heads };
inline constexpr int kViewCount = 9;

enum class RangeKind : std::uint8_t {
    Fixed,      ///< low to high as typed
    Shared,     ///< smallest to largest over all layers and heads of the sample
    Figure,     ///< smallest to largest of what is shown
    Percentile, ///< 0 (or its negative, for signed measures) to a percentile of what is shown, nearest rank
};

/// Sizes of one stack of one sample, as far as clamping needs them.
struct StackShape {
    std::string name;
    HeadGrid heads;              ///< per layer
    std::int64_t queries = 0;    ///< of the largest layer
    std::int64_t keys = 0;
    std::int64_t querySegments = 0;
    std::int64_t keySegments = 0;
    bool operator==(const StackShape&) const = default;
};

/// What exists in the open dump. Empty: none is open.
struct DumpShape {
    std::vector<std::vector<StackShape>> samples; ///< [sample][stack]
    bool operator==(const DumpShape&) const = default;
};

/// How a state names its dump: never by an absolute path.
struct DumpReference {
    std::string file;        ///< name for people: "attentions_0.pt"
    std::string fingerprint; ///< Dump::fingerprint()
    std::string path;        ///< relative to the file that holds the state, with '/'; empty in a running window
    bool operator==(const DumpReference&) const = default;
};

/// One cell of a map, by positions in the file.
struct CellIndex {
    QueryIndex query;
    KeyIndex key;
    bool operator==(const CellIndex&) const = default;
};

/// Rows and columns that a map shows, by position in the file, inclusive of `first`, `count` long. Zoom and filters are this.
struct CellWindow {
    std::int64_t firstQuery = 0;
    std::int64_t queries = 0;
    std::int64_t firstKey = 0;
    std::int64_t keys = 0;
    bool operator==(const CellWindow&) const = default;
};

/// Part of a chart of received attention, in its own numbers: columns (layers, heads or keys) stand at 0, 1, ..., values as the chart has them.
struct ChartRange {
    double left = 0.0;
    double right = 1.0;
    double low = 0.0;
    double high = 1.0;
    bool operator==(const ChartRange&) const = default;
};

/// Query segment to key segment; an absent side keeps all.
struct SegmentBlock {
    std::optional<std::int64_t> query;
    std::optional<std::int64_t> key;
    bool operator==(const SegmentBlock&) const = default;
};

struct Selection {
    StackIndex stack;
    SampleIndex sample;
    HeadSet heads;                          ///< never empty while a dump is open
    Aggregate aggregate = Aggregate::Each;
    std::optional<QueryIndex> query;        ///< the row in focus; query and key together are the pinned cell
    std::vector<QueryIndex> moreQueries;    ///< taken together with `query`: the mean of their rows; ascending, none without `query`
    std::optional<KeyIndex> key;
    std::vector<KeyIndex> moreKeys;         ///< followed beside `key`, where several can be; ascending, none without `key`
    std::optional<LayerIndex> layer;        ///< with query and key: the pinned cell where rows are layers
    SegmentBlock block;
    std::optional<CellWindow> window;
    std::optional<ChartRange> chartRange;   ///< what the Trends view is zoomed to; charts with other axes show everything
    bool operator==(const Selection&) const = default;

    /// `query` and moreQueries, ascending.
    [[nodiscard]] std::vector<QueryIndex> queries() const;
    /// `key` and moreKeys, ascending.
    [[nodiscard]] std::vector<KeyIndex> keys() const;
};

struct RangeOptions {
    RangeKind kind = RangeKind::Percentile;
    double percentile = 99.0;
    double low = 0.0;   ///< Fixed only
    double high = 1.0;
    bool operator==(const RangeOptions&) const = default;
};

/// What the Image view draws: the mask over the picture, the mask alone, or both side by side.
enum class ImageShow : std::uint8_t { Overlay, Patches, Side };

/// Tables of numbers, named as in the notebooks.
enum class TableKind : std::uint8_t { TopAttended, MostAttended, Position, AllPositions, Trend, Weights };
inline constexpr int kTableCount = 6;

/// Charts of the Trends view.
enum class TrendKind : std::uint8_t { Rank, Score, Positions, Weights };
inline constexpr int kTrendCount = 4;

/// What token weights are a softmax of: the column means of one segment of the keys.
struct WeightOptions {
    static constexpr std::size_t kMost = 8;             ///< temperatures

    std::vector<double> temperatures{1.0, 0.2};         ///< positive, 1 to kMost of them
    double threshold = 0.01;                            ///< a smaller column mean has weight 0
    std::string segment;                                ///< empty: all of them, each by itself; of a table: the text
    bool operator==(const WeightOptions&) const = default;
};

struct TableOptions {
    static constexpr std::int64_t kMostColumns = 64;

    TableKind kind = TableKind::Weights;
    std::optional<std::int64_t> sortedBy;               ///< column; none: as built
    bool descending = false;
    std::vector<std::string> filters;                   ///< per column, such as "the" or "> 0.1"; missing ones are empty
    bool operator==(const TableOptions&) const = default;
};

/// What colours the running text.
enum class TextShow : std::uint8_t {
    Query,    ///< where the query looks: its row over the keys
    Key,      ///< who looks at the key: its column over the queries
    Received, ///< column sums over the queries
    Shade,    ///< received attention of each head, scaled over all layers and heads of the sample, summed over those selected
};
inline constexpr int kTextShowCount = 4;

/// The running text has colours of its own: dark letters stand on a light ground.
struct TextOptions {
    TextShow show = TextShow::Query;
    std::string colourMap = "paper-blue";
    RangeOptions range{RangeKind::Figure};  ///< of the words that are coloured
    bool layerRows = true;                  ///< the same in every layer, below
    bool largest = true;                    ///< list of the largest weights
    bool colourSpecial = false;             ///< special tokens are coloured and count for the scale
    bool operator==(const TextOptions&) const = default;
};

/// Which links of a head are drawn.
enum class LinkKeep : std::uint8_t {
    Value, ///< weight at least `least`
    Count, ///< the `count` largest of every query
    Mass,  ///< of every query the fewest that together hold `mass` of its row
};
inline constexpr int kLinkKeepCount = 3;

struct LinkOptions {
    static constexpr std::int64_t kMostPerQuery = 100;

    LinkKeep keep = LinkKeep::Count;
    double least = 0.1;
    std::int64_t count = 3;                 ///< 1 to kMostPerQuery
    double mass = 0.5;                      ///< in [0, 1]
    bool operator==(const LinkOptions&) const = default;
};

/// What tells the lines of a trend apart by colour; dashes tell the other.
enum class TrendColour : std::uint8_t { Head, Key };

struct TrendOptions {
    static constexpr std::size_t kMostHighlighted = 4;

    TrendColour colour = TrendColour::Head;
    std::vector<HeadIndex> highlighted = {}; ///< at most kMostHighlighted, in the order of their colours; empty: those that stand out
    bool positions = true;                  ///< below ranks and scores: what every position receives in one layer
    std::optional<LayerIndex> layer = {};   ///< that layer; none: the one that tells most
    bool operator==(const TrendOptions&) const = default;
};

/// What stands beside the map of the Heads view.
enum class HeadsShow : std::uint8_t { Sorted, Layers, Scatter, Nearest };
inline constexpr int kHeadsShowCount = 4;

struct HeadsOptions {
    HeadsShow show = HeadsShow::Sorted;
    MetricChoice other = HeadMetric::Distance; ///< second axis of the scatter
    bool operator==(const HeadsOptions&) const = default;
};

enum class ColumnProfile : std::uint8_t { MeanReceived, Maximum, Sum };
enum class RowProfile : std::uint8_t { Entropy, Maximum, Sum };

struct Display {
    std::string colourMap = "viridis";
    RangeOptions range;
    bool hidePadding = true;
    bool mergeWords = false;               ///< sub-words as words: to a word the sum, from a word the mean
    bool tokenLabels = true;
    bool cleanTokens = true;
    bool profiles = true;
    bool cellNumbers = false;              ///< from 28 px
    bool meanPooling = false;              ///< cells smaller than a pixel: mean instead of maximum
    bool keepPinnedCell = false;           ///< in exports
    ColumnProfile columnProfile = ColumnProfile::MeanReceived;
    RowProfile rowProfile = RowProfile::Entropy;
    bool layerProfile = true;              ///< Overview: one strip of the metric per layer
    bool rankTiles = false;                ///< Overview: heads of a layer ordered by the metric
    bool dimUnselected = false;            ///< Overview
    bool onlySelected = false;             ///< Overview, in exports: only the selected tiles
    bool headStrips = true;                ///< Evolution: a small map per head below the main one
    bool segmentBrackets = true;           ///< Evolution
    bool leaveOutOwnColumn = true;         ///< Evolution: the query's own column does not count for the scale
    ImageShow imageShow = ImageShow::Overlay;
    double overlayStrength = 0.85;         ///< Image: opacity of the largest value, in [0, 1]
    Enlargement enlargement = Enlargement::Bilinear; ///< Image: between patches
    bool patchGrid = true;                 ///< Image: lines between patches
    bool greyPicture = true;               ///< Image: the picture without its colours under an overlay
    TrendKind trend = TrendKind::Weights;
    WeightOptions weights;
    TrendOptions trends;
    TableOptions table;
    TextOptions text;
    LinkOptions links;
    HeadsOptions heads;
    MetricChoice metric;                   ///< of the picker, the Overview's strip and the Heads view
    IndexBase indexBase = IndexBase::One;
    bool operator==(const Display&) const = default;
};

struct State {
    static constexpr int kVersion = 1;

    DumpReference dump;
    std::shared_ptr<const DumpShape> shape; ///< not written to files; null when no dump is open
    ViewKind view = ViewKind::Overview;
    Selection selection;
    MeasureOptions measure;
    Display display;
    std::optional<DumpReference> beside; ///< another open dump: the text that belongs to the picture

    bool operator==(const State& other) const;

    [[nodiscard]] bool hasDump() const { return shape != nullptr && !shape->samples.empty(); }
    /// Of the selected sample and stack; a dump must be open.
    [[nodiscard]] const StackShape& stackShape() const;
};

/// Colours of the view that is shown: the running text has its own.
const std::string& colourMapOf(const State& state);
const RangeOptions& rangeOf(const State& state);

/// One entry per map of the measure in the stack: all heads; head 0 of each layer where the measure takes heads together.
HeadSet everyMap(const State& state);
/// Those of them that are selected.
HeadSet selectedMaps(const State& state);

} // namespace headlight
