// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is to be drawn: values and words, no pixels. Builders make it from a State; painters draw it anywhere.
#pragma once

#include "base/indices.h"
#include "base/matrix.h"
#include "dump/axis.h"
#include "dump/picture_array.h"
#include "figure/metric_range.h"
#include "measure/kept_links.h"
#include "state/action.h"
#include "state/state.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace headlight {

struct ReceivedByMap;
struct Table;

/// Words around a figure. The footer's parts stand in the order of the design: measure, layers, heads, block, scale, thinning, file, sample;
/// painters add what only they know (pooling, thinning of labels) after the scale and join with " · ".
struct FigureText {
    std::string title;
    std::string subtitle;
    std::vector<std::string> footerStart; ///< up to and including the scale
    std::vector<std::string> footerEnd;   ///< filtering, file, sample
};

/// How values become colours.
struct ColourScale {
    std::string map = "viridis";
    double low = 0.0;
    double high = 1.0;
    bool clippedLow = false;   ///< smaller values exist: the end is written "≤"
    bool clippedHigh = false;  ///< larger values exist: the end is written "≥"
    bool diverging = false;    ///< low == -high, neutral colour at zero
    std::string name;          ///< of what is coloured: "attention"
    std::string kind;          ///< "99th percentile of this figure"
    std::int64_t notNumbers = 0; ///< NaN and infinite cells, counted in the legend
};

/// One label at an axis.
struct FigureLabel {
    std::int64_t position = 0;  ///< in the file
    std::string text;           ///< clean or raw by choice of the state
    bool continues = false;     ///< a sub-word: drawn with a quiet "##"
    bool special = false;
    bool padding = false;
    bool alwaysShown = false;   ///< segment edges, the query, the pinned key: neighbours yield when labels are thinned
    bool emphasised = false;    ///< the query and the pinned key: bold, accent
};

/// A named part of an axis, in rows or columns of the figure.
struct FigureSegment {
    std::string name;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

struct FigureAxis {
    std::string name;                     ///< "query", "key", "query, decoder"
    std::vector<FigureLabel> labels;      ///< one per row or column shown
    std::vector<FigureSegment> segments;  ///< empty when there is only one
    bool showLabels = true;
};

/// Bars along one side of a map.
struct Profile {
    std::string name;                ///< "received, column mean", "row entropy"
    std::string unit;                ///< "nats" or empty
    std::vector<float> values;       ///< one per column or row shown; NaN: no bar
    double largest = 0.0;            ///< length of the full bar
};

/// One map. The matrix is shared with the workspace's cache: as large as what is shown, before any pooling.
struct MapPanel {
    std::string title;                         ///< "layer 3, head 7"; empty when the figure has one panel
    std::string shortTitle;                    ///< "L3 H7", where the panels are narrow
    std::string note;                          ///< beside the title: "to text 0.27"
    std::optional<MapIndex> map;               ///< which head it is, when it is a single one
    std::shared_ptr<const Matrix> values;      ///< [rows of the figure, columns of the figure]
    std::optional<Profile> columns;
    std::optional<Profile> rows;
};

struct HeatmapFigure {
    FigureText text;
    ColourScale scale;
    FigureAxis queries;                        ///< rows
    FigureAxis keys;                           ///< columns
    std::vector<MapPanel> panels;              ///< 1, or up to 16 in a grid when heads are shown each
    std::int64_t panelColumns = 1;
    std::optional<std::int64_t> queryRow;      ///< row of the query in focus
    std::optional<std::int64_t> keyColumn;     ///< column of the pinned key
    bool cellNumbers = false;
    bool meanPooling = false;
    bool pinnedCellInExport = false;
};

/// One tile of the Overview. Values are pooled by block to at most kTileCells per side; null while they are being computed.
struct OverviewTile {
    HeadRef head;
    std::shared_ptr<const Matrix> values;
    std::string problem;                       ///< why it cannot be read; empty when it can
    bool selected = false;
};

struct OverviewFigure {
    static constexpr std::int64_t kTileCells = 96;

    FigureText text;
    ColourScale scale;
    std::int64_t layers = 0;
    std::int64_t heads = 0;                       ///< of the layer with the most
    std::vector<std::string> layerLabels;
    std::vector<std::string> headLabels;
    std::vector<OverviewTile> tiles;              ///< row by row; position in the grid: see columnOf
    std::vector<std::int64_t> columnOf;           ///< column of each tile (differs from the head when tiles are ranked)
    bool allSelected = true;
    bool dimUnselected = false;
    /// The metric's strip at the right: one dot per head and the layer mean.
    struct Strip {
        std::string name;                         ///< "row entropy"
        double low = 0.0;
        double high = 1.0;
        std::vector<float> values;                ///< one per tile, NaN while unknown
    };
    std::optional<Strip> strip;
    double aspect = 1.0;                          ///< keys / queries of the maps
    std::int64_t pending = 0;                     ///< tiles not known yet
};

/// One query in every layer: rows are layers, the last one on top.
struct EvolutionFigure {
    FigureText text;
    ColourScale scale;
    FigureAxis layers;                         ///< rows; FigureLabel::position is the layer, from 0
    FigureAxis keys;                           ///< columns
    std::vector<MapPanel> panels;              ///< 1, or up to 16 heads side by side
    std::vector<MapPanel> strips;              ///< every head by itself at the same scale, below the one panel
    std::vector<bool> stripSelected;           ///< one per strip; all false where every head is selected
    std::int64_t query = 0;                    ///< position in the file, of the one in focus
    std::string queryText;                     ///< its token; of several "mean of queries 3, 5–7"
    bool keysAreQueries = false;               ///< one sequence: any key can become the query
    std::vector<std::int64_t> ownColumns;      ///< columns of the queries themselves, that of the one in focus first
    std::optional<std::int64_t> keyColumn;     ///< column of the pinned key
    std::optional<std::int64_t> layerRow;      ///< row of the pinned cell
    bool meanPooling = false;
    bool pinnedCellInExport = false;

    [[nodiscard]] std::optional<std::int64_t> ownColumn() const { return ownColumns.empty() ? std::nullopt : std::optional(ownColumns.front()); }
};

/// Running text, coloured by what its words weigh.
struct TextFigure {
    /// A word or a piece of one, a special token, or a position that is no word.
    struct Token {
        FigureLabel label;
        bool spaced = true;                       ///< a space stands before it; else it touches the token before
        bool endsLine = false;                    ///< its text ends with a line feed
        bool square = false;                      ///< a learned query or a patch: a square of the strip above the text
        bool coloured = true;                     ///< counts for the scale; special tokens do not unless they are asked for
        bool framed = false;                      ///< the query, or the key
    };
    /// The same text in one layer.
    struct Row {
        LayerIndex layer;
        std::string label;                        ///< "12"
        bool selected = false;
        double special = 0.0;                     ///< share of what goes to tokens that are not coloured; NaN: there is none
    };

    FigureText text;
    TextShow show = TextShow::Query;
    bool tokensAreQueries = false;                ///< the words are the queries, as they are where a key is looked at
    bool bothWays = false;                        ///< one sequence: a word can be the query and the key
    std::vector<Token> tokens;
    std::vector<FigureLabel> others;              ///< words of the other sequence, to choose the query (or the key) from; empty where there is one sequence
    std::string othersName;                       ///< "query, decoder"
    std::vector<float> weights;                   ///< per token, of the selected heads
    ColourScale scale;
    std::vector<Row> rows;                        ///< last layer on top; empty: not shown
    std::shared_ptr<const Matrix> layers;         ///< [row, token]
    ColourScale rowScale;
    std::string rowsTitle;                        ///< "The same query in every layer"
    std::string rowsNote;                         ///< "mean of heads 1, 7, 10; last layer on top"
    std::string specialName;                      ///< what Row::special is the share of: "[CLS] + [SEP]"
    std::vector<std::int64_t> largest;            ///< tokens by weight, then by position; empty: the list is not shown
    bool rightToLeft = false;                     ///< most of its letters are
};

/// Two columns of tokens, and a line from a query to every key that it attends to enough.
struct LinksFigure {
    static constexpr std::int64_t kMostHeads = 16; ///< that have links of their own
    static constexpr std::int64_t kHues = 4;       ///< heads that have a colour of their own; the others share one

    /// One map, or several taken together.
    struct Head {
        std::string name;                        ///< "head 7", "L6 H7"; of several "mean of heads 1, 7, 10"
        std::optional<HeadRef> head;             ///< where it is a single one
        std::optional<std::int64_t> hue;         ///< below kHues; none: the colour of all others
        std::shared_ptr<const KeptLinks> links;  ///< of all queries and keys, by item
    };

    FigureText text;
    FigureAxis queries;                          ///< the left column
    FigureAxis keys;                             ///< the right column
    std::vector<std::int32_t> queryItems;        ///< items of the left column, ascending
    std::vector<std::int32_t> keyItems;
    std::vector<std::int32_t> rowOf;             ///< per item of the queries: its place in the left column, -1 where it is not shown
    std::vector<std::int32_t> columnOf;          ///< per item of the keys: its place in the right column
    bool together = false;                       ///< both columns are the same tokens: they scroll as one
    bool bothWays = false;                       ///< one sequence: a key can become the query
    ColourScale scale;                           ///< of what the strength of a line says
    std::vector<Head> heads;                     ///< never empty
    std::vector<std::int64_t> chosenQueries;     ///< places in the left column; the one in focus first
    std::vector<std::int64_t> chosenKeys;
    std::int64_t kept = 0;                       ///< links between the tokens shown
    std::int64_t cells = 0;                      ///< and how many there could be
    std::string layer;                           ///< "layer 6" where a single one is shown
    std::int64_t firstQuery = 0;                 ///< place from which paper shows the left column, where it is too long and no token is chosen
    std::int64_t firstKey = 0;

    /// Where tokens are chosen, only their links are drawn.
    [[nodiscard]] bool onlyChosen() const { return !chosenQueries.empty() || !chosenKeys.empty(); }
};

/// The row of one query over the patches of a picture.
struct ImageFigure {
    /// One of several small masks beside the picture, each divided by its own maximum.
    struct Item {
        std::string label;                       ///< "12", "As published"
        std::shared_ptr<const Matrix> mask;      ///< [grid rows, grid columns]
        bool chosen = false;
        Action action;                           ///< what a click does
    };
    struct Strip {
        std::string name;                        ///< "Layers"
        std::string note;                        ///< "rollout per head, query class, mean of 12 heads"
        std::vector<Item> items;
    };
    /// A query that is no patch: the class token, or a word that looks at the picture.
    struct Chip {
        std::string label;
        QueryIndex query;                        ///< position in the file
        bool chosen = false;
    };

    FigureText text;
    ColourScale scale;
    Grid grid;
    std::shared_ptr<const Matrix> mask;          ///< [grid rows, grid columns]
    std::filesystem::path picture;               ///< file of the picture; empty: none
    std::optional<PictureArray> pixels;          ///< where there is no file
    ImageShow show = ImageShow::Overlay;         ///< Patches where there is no picture
    double strength = 0.85;
    Enlargement enlargement = Enlargement::Bilinear;
    bool gridLines = true;
    bool grey = true;
    std::string query;                           ///< label; of several "mean of queries 3, 5–7"
    std::vector<std::int64_t> queryPatches;      ///< row by row in the grid, where queries are patches of this picture; first the one in focus
    std::optional<std::int64_t> keyPatch;        ///< the pinned key
    std::optional<std::int64_t> firstQueryPatch; ///< position of patch 0 as a query; none: patches are no queries
    std::int64_t firstKeyPatch = 0;              ///< position of patch 0 as a key
    std::vector<Chip> chips;
    std::vector<Strip> strips;                   ///< on screen only
    std::shared_ptr<const TextFigure> pair;      ///< the text that belongs to the picture, under the same measure; null: none

    [[nodiscard]] bool hasPicture() const { return !picture.empty() || pixels.has_value(); }
};

/// What the positions of each segment weigh: a softmax of their column means, at one or more temperatures.
struct WeightsFigure {
    static constexpr std::size_t kMostTemperatures = 4;

    struct Part {
        std::string name;                         ///< "text, 23 tokens"
        bool words = false;                       ///< its positions are words: what people look for first
        FigureAxis keys;                          ///< a label per position
        std::vector<double> means;                ///< column mean of each position
        std::vector<std::vector<double>> weights; ///< [temperature][position]; those of one temperature sum to one
        std::vector<bool> above;                  ///< the column mean reaches the threshold
        bool uniform = false;                     ///< none does: all weights are the same
        std::vector<std::int64_t> heaviest;       ///< positions whose weight is above 0, by weight, then by position
    };

    FigureText text;
    std::vector<double> temperatures;             ///< 1 to kMostTemperatures
    double threshold = 0.0;
    double largest = 0.0;                         ///< of all weights: both charts have one scale
    std::vector<Part> parts;                      ///< never empty
    bool keysAreQueries = false;                  ///< one sequence: a key can become the query
};

/// Attention received, by layer (a line for every head and key that is followed) or by position (a point for every key of every head).
struct TrendFigure {
    static constexpr std::size_t kMostSeries = 4;  ///< with colours of their own
    static constexpr std::size_t kMostPlain = 64;  ///< lines: beyond, the band of most of them is drawn

    /// Over the layers; where there is one layer only, a value per head.
    struct Line {
        HeadIndex head;                            ///< of all columns, unless those are heads
        std::int64_t key = 0;                      ///< among `keys`
        std::string label;                         ///< "head 6", of several keys "head 6, triangle"
        std::vector<float> values;                 ///< per column: what is drawn; NaN: there is no such head or key, or no number
        std::vector<float> ranks;                  ///< per column, 1 = largest of its layer and head; NaN as above
        std::vector<float> scores;                 ///< per column, scaled to 0..1 over all layers and heads of the sample
        std::vector<double> sums;                  ///< per column, as they are
        std::vector<bool> tied;                    ///< per column: another key receives the same
        double mean = 0.0;                         ///< of the values that are numbers
        std::optional<std::size_t> series;         ///< its colour and marker; none: one of the others
        std::size_t dash = 0;
        bool emphasised = false;                   ///< thick, with markers and its name at its end
        bool selected = false;                     ///< its head is among those selected, and not all are
    };
    /// Over all lines, per column.
    struct Spread {
        std::vector<float> low, median, high;      ///< 10th, 50th and 90th percentile
        bool band = false;                         ///< low and high are drawn, for there are many lines
    };

    /// What every position receives in one layer, below the lines: column sums, on a square-root scale.
    struct Positions {
        struct Dots {
            std::size_t series = 0;                ///< colour and marker of the head's lines
            HeadIndex head;
            std::vector<float> values;             ///< per key; NaN: no number
        };
        LayerIndex layer;
        std::string title;                         ///< "Attention received by position, layer 3"
        std::string note;                          ///< what bars and markers are
        FigureAxis keys;                           ///< all of the layer
        std::vector<float> means;                  ///< per key: over the heads of the layer; NaN: no number
        std::vector<Dots> dots;
        double uniform = 1.0;                      ///< what each would receive of queries that look everywhere alike
        double highest = 1.0;
        std::optional<std::int64_t> focus;         ///< the first of the keys that are followed, among `keys`
    };

    FigureText text;
    TrendKind kind = TrendKind::Rank;
    std::optional<ChartRange> shown;               ///< zoomed to; none: everything
    bool ofHeads = false;                          ///< columns are heads: the stack has one layer
    std::string columnName;                        ///< "layer", "head", "key"
    std::vector<std::string> columns;              ///< names of the layers or heads; of positions see `keys`
    std::string valueName;                         ///< "rank, 1 on top"
    double lowest = 0.0;                           ///< of the values that the axis shows
    double highest = 1.0;
    std::int64_t ranked = 0;                       ///< keys: the last rank
    std::int64_t paddedRanks = 0;                  ///< the last ranks, which padding has
    FigureAxis keys;                               ///< those followed; of positions all
    std::vector<Line> lines;
    std::optional<Spread> spread;                  ///< lines of one key only
    std::optional<Positions> positions;            ///< below the lines, where wanted
    std::vector<HeadRef> heads;                    ///< of every map, where points are drawn
    std::vector<std::string> headNames;            ///< [map] "L3 H7", "layer 3" of a measure without heads
    std::vector<std::optional<std::size_t>> seriesOf; ///< [map] its colour; none: one of the others
    std::shared_ptr<const Matrix> scores;          ///< [map, key]; NaN: there is no such key, or no number
    std::shared_ptr<const ReceivedByMap> received; ///< [map] in the order of `heads`
    bool allSelected = true;
    std::optional<std::int64_t> focus;             ///< the pinned key, among `keys`

    [[nodiscard]] bool points() const { return scores != nullptr; }
};

/// Numbers in rows and columns.
struct TableFigure {
    FigureText text;
    std::shared_ptr<const Table> table;
    std::shared_ptr<const std::vector<std::uint32_t>> rows; ///< of the table, those that are shown, in their order
    TableOptions options;
    std::vector<std::string> problems;            ///< per column: why its filter was not understood; empty: it was
    std::vector<std::uint32_t> pinned;            ///< places among `rows` that are about the pinned key
    std::shared_ptr<const State> source;          ///< what the table was built from: another order or filter needs no other table
    std::shared_ptr<const void> maps;             ///< the maps it was built from
};

/// Every head by one metric, and beside the map a list, a spread by layer or a second metric.
struct HeadsFigure {
    struct Head {
        HeadRef head;
        std::string name;                         ///< "L6 H7"
        double value = 0.0;                       ///< of the metric; NaN: it does not apply, or is not known yet
        double other = 0.0;                       ///< of the second metric; Scatter only
        double distance = 0.0;                    ///< from the focused head; NaN: not compared; Nearest only
        bool known = false;                       ///< the survey has been there
        bool selected = false;
        std::string problem = {};                 ///< why it cannot be read; empty: it can
    };
    struct MetricAxis {
        std::string name;                         ///< "row entropy"
        std::string unit;                         ///< "nats" or empty
        double low = 0.0;                         ///< below high
        double high = 1.0;
    };

    FigureText text;
    ColourScale scale;                            ///< of the map
    HeadsShow show = HeadsShow::Sorted;
    MetricAxis metric;
    std::optional<MetricAxis> other;              ///< Scatter
    std::vector<std::string> layerLabels;
    std::vector<std::string> headLabels;          ///< of the layer with the most
    std::vector<Head> heads;                      ///< layer by layer
    std::vector<std::int64_t> order;              ///< Sorted, Nearest: indices of `heads` as the list has them
    std::vector<std::optional<Spread>> spreads;   ///< Layers: one per layer; nothing where no head has a number
    std::vector<std::int64_t> outliers;           ///< Scatter: indices of those that are named, the farthest first
    std::int64_t outlierCount = 0;                ///< how many there are
    std::optional<std::int64_t> focus;            ///< Nearest: index of the head whose neighbours are listed
    bool allSelected = true;
    std::int64_t pending = 0;                     ///< heads not known yet
};

/// Nothing to draw, said in words, with what would help.
struct EmptyFigure {
    std::string sentence;
    std::string button;              ///< empty: none
    std::optional<Action> action;    ///< what the button does
};

using Figure = std::variant<EmptyFigure, HeatmapFigure, OverviewFigure, EvolutionFigure, TextFigure, LinksFigure, ImageFigure, WeightsFigure, TrendFigure, TableFigure, HeadsFigure>;

} // namespace headlight
