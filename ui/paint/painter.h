// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Figures on any QPainter. Layout and painting are pure: the same for screen, PNG, PDF and SVG. Units are 1/96 inch.
#pragma once

#include "figure/figure.h"
#include "ui/paint/tokens.h"
#include "ui/paint/trend_layout.h"

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>
#include <QString>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

class QPainter;

namespace headlight::paint {

/// Parts of a figure that can be left out.
struct Parts {
    bool title = true;
    bool profiles = true;
    bool bar = true;
    bool footer = true;
    bool pinnedCell = true;
};

struct PaintStyle {
    Tokens tokens = lightTokens();
    Parts parts;
    double textScale = 1.0;        ///< 1: labels of 11; presentation and posters use more
    double devicePixelRatio = 1.0; ///< of what is painted on, so that cells cover whole pixels
    bool vector = false;           ///< PDF and SVG: maps up to 128 x 128 cells as rectangles without seams
    bool transparent = false;      ///< no ground behind the figure
    bool textAsOutlines = false;   ///< words as paths, for files whose readers lack the fonts
    bool onScreen = false;         ///< headers in the accent colour say that all heads are selected; on paper that means nothing
    bool steady = true;            ///< room for every key label that could be shown, so that nothing moves with the query; files save it
    double margin = 28.0;          ///< around the figure; files have less
    double largestCell = 28.0;     ///< side at text scale 1, so that small maps do not become posters
};

/// A cell of a figure by panel, row and column of what is shown (not by position in the file).
struct FigureCell {
    std::int64_t panel = 0;
    std::int64_t row = 0;
    std::int64_t column = 0;
    bool operator==(const FigureCell&) const = default;
};

/// Where the parts of a Heatmap are. cellAt and cellRect are inverse.
struct HeatmapLayout {
    struct Panel {
        QRectF map;
        QRectF title;
        QRectF columnProfile;
        QRectF rowProfile;
    };
    QSizeF size;
    QRectF title, subtitle, footer, bar, barLabels;
    QRectF queryLabels, keyLabels, queryName, keyName; ///< of the first panel in a row; panels share them
    std::vector<Panel> panels;
    double cell = 0.0; ///< side of a cell; below 1 / devicePixelRatio cells are pooled
    double cellWidth = 0.0;
    double cellHeight = 0.0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t panelColumns = 1;
    int queryLabelStep = 1; ///< every n-th label
    int keyLabelStep = 1;
    bool keyLabelsRotated = false;
    std::int64_t pooledRows = 1; ///< cells per device pixel
    std::int64_t pooledColumns = 1;
    QSize mapPixels;                        ///< device pixels of one map
    std::vector<std::int64_t> shownQueries; ///< rows that carry a label
    std::vector<std::int64_t> shownKeys;
    std::vector<QString> footerLines;

    [[nodiscard]] std::optional<FigureCell> cellAt(QPointF point) const;
    [[nodiscard]] QRectF cellRect(FigureCell cell) const;
    /// Labels of the keys stand below this panel.
    [[nodiscard]] bool lowestInColumn(std::size_t panel) const { return panel + static_cast<std::size_t>(panelColumns) >= panels.size(); }
    [[nodiscard]] bool firstInRow(std::size_t panel) const { return panel % static_cast<std::size_t>(panelColumns) == 0; }
    /// Row whose label (or row profile bar) is under the pointer; likewise columns.
    [[nodiscard]] std::optional<std::int64_t> queryLabelAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> keyLabelAt(QPointF point) const;
};

struct OverviewLayout {
    QSizeF size;
    QRectF title, subtitle, footer, bar, strips;
    QRectF grid; ///< all tiles
    QSizeF tile; ///< size of one tile
    double gap = 3.0;
    double contentHeight = 0.0; ///< larger than size.height() when it must be scrolled
    double scroll = 0.0;        ///< 0 to contentHeight - size.height(), set by the view: tiles and layer headers move, the rest stays
    QRectF viewport;            ///< where tiles are visible; equals the grid when all fit
    QRectF layerHeaders, headHeaders;
    QRectF stripLegend; ///< what dots and bars of the strips are: beside the footer, or on a line above it
    std::vector<std::int64_t> columnOf, rowOf; ///< of each tile
    std::vector<QString> footerLines;

    [[nodiscard]] std::optional<std::int64_t> tileAt(QPointF point) const; ///< index into OverviewFigure::tiles
    [[nodiscard]] QRectF tileRect(std::int64_t tile) const;
    [[nodiscard]] std::optional<std::int64_t> layerHeaderAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> headHeaderAt(QPointF point) const;
};

/// Where the parts of an Evolution are. cellAt and cellRect are inverse; strips are told from panels by stripAt.
struct EvolutionLayout {
    struct Panel {
        QRectF map;
        QRectF title;
    };
    QSizeF size;
    QRectF title, subtitle, footer, bar, barLabels;
    QRectF layerLabels, keyLabels, layerName, keyName; ///< of the first panel in a row; panels share them
    QRectF brackets; ///< segments' names and brackets, above the map; empty: none
    QRectF stripsHead;
    std::vector<Panel> panels;
    std::vector<Panel> strips; ///< empty where there is no room for them
    double cellWidth = 0.0;
    double cellHeight = 0.0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t panelColumns = 1;
    int layerLabelStep = 1;
    int keyLabelStep = 1;
    bool keyLabelsRotated = false;
    std::int64_t pooledRows = 1; ///< cells per device pixel
    std::int64_t pooledColumns = 1;
    QSize mapPixels; ///< device pixels of one map
    std::vector<std::int64_t> shownLayers; ///< rows that carry a label
    std::vector<std::int64_t> shownKeys;
    std::vector<QString> footerLines;

    [[nodiscard]] std::optional<FigureCell> cellAt(QPointF point) const;
    [[nodiscard]] QRectF cellRect(FigureCell cell) const;
    [[nodiscard]] std::optional<std::int64_t> stripAt(QPointF point) const; ///< its title counts as the strip
    [[nodiscard]] std::optional<std::int64_t> layerLabelAt(QPointF point) const;
    /// The column whose label, or whose place between brackets and map, is under the pointer: where queries are scrubbed.
    [[nodiscard]] std::optional<std::int64_t> keyLabelAt(QPointF point) const;
    /// The column nearest to the point, of the panel that is nearest.
    [[nodiscard]] std::int64_t columnNear(QPointF point) const;
    [[nodiscard]] bool lowestInColumn(std::size_t panel) const { return panel + static_cast<std::size_t>(panelColumns) >= panels.size(); }
    [[nodiscard]] bool firstInRow(std::size_t panel) const { return panel % static_cast<std::size_t>(panelColumns) == 0; }
};

/// A token of a running text, or of one of the rows below it.
struct TextPlace {
    std::int64_t token = 0;
    std::optional<std::int64_t> row = {}; ///< none: the text itself
    bool operator==(const TextPlace&) const = default;
};

/// Where the parts of a running text are. What scrolls is given as it stands with `scroll` 0. placeAt and placeRect are inverse.
struct TextLayout {
    struct Row {
        QRectF frame;                  ///< all of it
        QPointF text;                  ///< upper left corner of its words
        QRectF share;                  ///< bar of what goes to special tokens; empty: none
    };
    QSizeF size;
    QRectF title, subtitle, footer;
    QRectF bar, rowBar;                ///< colour scales of the text and of the rows; empty: not there
    QRectF viewport;                   ///< what is seen of the text, its list and its rows
    double contentHeight = 0.0;        ///< larger than the viewport's when it must be scrolled
    double scroll = 0.0;               ///< 0 to contentHeight - viewport.height(), set by the view
    QRectF othersTitle, squaresTitle, listTitle, rowsTitle;
    QRectF paper;                      ///< around the words
    std::vector<QRectF> tokens;        ///< null: it does not stand in the text
    std::vector<QRectF> others;        ///< words of the other sequence
    std::vector<QRectF> list;          ///< one per entry, of TextFigure::largest from its first
    std::vector<Row> rows;
    std::vector<QRectF> small;         ///< tokens from Row::text
    double rowHeight = 0.0;            ///< of the words of a row
    double rowWidth = 0.0;
    std::vector<QString> footerLines;

    [[nodiscard]] bool scrolls() const { return contentHeight > viewport.height() + 0.5; }
    [[nodiscard]] std::optional<TextPlace> placeAt(QPointF point) const; ///< entries of the list are places of the text
    [[nodiscard]] QRectF placeRect(TextPlace place) const;               ///< scrolled; null: it does not stand there
    [[nodiscard]] std::optional<std::int64_t> otherAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> rowAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> listAt(QPointF point) const;
};

/// A token of one of the two columns of links.
struct LinkEnd {
    bool isKey = false;
    std::int64_t place = 0; ///< in its column
    bool operator==(const LinkEnd&) const = default;
};

/// A link as it is drawn.
struct LinkLine {
    std::int32_t head = 0;  ///< of LinksFigure::heads
    std::int32_t query = 0; ///< place in the left column
    std::int32_t key = 0;   ///< place in the right column
    float weight = 0.0F;
    bool operator==(const LinkLine&) const = default;
};

/// Where the two columns of links are, and which lines are drawn between them. Only what is in view has a place: endAt and endRect are inverse there.
struct LinksLayout {
    static constexpr std::size_t kMostLines = 4000;

    struct Column {
        QRectF labels;               ///< the tokens in view
        QRectF weights;              ///< numbers and bars at the outer side; empty: no room
        QRectF brackets;             ///< segments, outermost; empty: none
        double edge = 0.0;           ///< where lines end
        std::int64_t count = 0;      ///< tokens in all
        double scroll = 0.0;         ///< 0 to mostScroll()
    };
    QSizeF size;
    QRectF title, subtitle, footer, bar;
    QRectF headings;                 ///< names of the columns, above them
    QRectF layerBefore, layerAfter;  ///< arrows that step the layer, on screen
    QRectF viewport;                 ///< what is seen of the columns
    std::vector<QRectF> legend;      ///< one per head; empty: a single one
    Column queries, keys;
    double pitch = 0.0;              ///< of the tokens
    double apart = 0.0;              ///< between the lines of heads with neighbouring hues, so that none hides another
    std::int64_t hues = 0;           ///< the first heads, which have one
    std::vector<LinkLine> lines;     ///< the strongest kMostLines that have an end in view, the weakest first
    std::int64_t inView = 0;         ///< links that have an end in view
    std::vector<QString> footerLines;

    [[nodiscard]] const Column& column(bool isKey) const { return isKey ? keys : queries; }
    [[nodiscard]] double mostScroll(bool isKey) const;
    [[nodiscard]] bool scrolls() const { return mostScroll(false) > 0.0 || mostScroll(true) > 0.0; }
    /// First and one past the last place of a column that is seen, be it in part.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> seen(bool isKey) const;
    /// Middle of a token's line, in view or not.
    [[nodiscard]] double middle(LinkEnd end) const;
    [[nodiscard]] std::optional<LinkEnd> endAt(QPointF point) const;      ///< its label or what stands beside it
    [[nodiscard]] QRectF endRect(LinkEnd end) const;                      ///< of its label; null: not in view
    [[nodiscard]] std::optional<std::int64_t> legendAt(QPointF point) const;
    [[nodiscard]] std::optional<std::size_t> lineAt(QPointF point) const; ///< of `lines`, the nearest within three units
};

/// Where the parts of an Image figure are. patchAt and patchRect are inverse.
struct ImageLayout {
    struct Strip {
        QRectF title;
        std::vector<QRectF> items; ///< their masks; the label stands below
    };
    QSizeF size;
    QRectF title, subtitle, footer, bar;
    QRectF mask;      ///< overlay or mask alone
    QRectF beside;    ///< the picture by itself, with ImageShow::Side
    QRectF small;     ///< the picture beside an overlay, on screen; with its title above
    QRectF words;     ///< what a click does, beside the small picture
    QRectF pairTitle; ///< of the text that belongs to the picture, below it
    TextLayout pair;  ///< its words and their colour scale; empty: none
    std::vector<QRectF> chips;
    std::vector<Strip> strips;
    QSize maskPixels;  ///< device pixels of the mask
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<QString> footerLines;

    [[nodiscard]] std::optional<std::int64_t> patchAt(QPointF point) const; ///< row by row; also on the picture beside
    [[nodiscard]] QRectF patchRect(std::int64_t patch) const;               ///< on the mask
    [[nodiscard]] std::optional<std::int64_t> chipAt(QPointF point) const;
    /// Strip and item under the pointer.
    [[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> itemAt(QPointF point) const;
};

/// A position of a chart of token weights: which part, which of its positions.
struct WeightPlace {
    std::int64_t part = 0;
    std::int64_t position = 0;
    bool operator==(const WeightPlace&) const = default;
};

/// Where the parts of a chart of token weights are. placeAt and columnRect are inverse.
struct WeightsLayout {
    struct Chart {
        QRectF title;
        QRectF plot;
        double pitch = 0.0;               ///< of a position
        std::int64_t pooled = 1;          ///< positions that share a bar
        int labelStep = 1;
        bool labelsRotated = false;
        std::vector<std::int64_t> shownKeys; ///< positions that carry a label
    };
    /// The tokens of one part that weigh anything, heaviest first.
    struct List {
        QRectF title;
        std::vector<QRectF> rows;         ///< of Part::heaviest, from its first; fewer where there is no room
        QRectF more;                      ///< the line that says how many are not shown; empty: none
    };
    QSizeF size;
    QRectF title, subtitle, footer, weightName, keyName;
    QRectF listHead;                      ///< names of the columns of numbers
    std::vector<Chart> charts;            ///< one per part
    std::vector<List> lists;              ///< one per part
    std::vector<double> columns;          ///< right edges of position, mean and the weights, from the left of a list
    double top = 1.0;                     ///< weight at the upper edge of the charts
    std::vector<double> ticks;            ///< weights from 0 to `top`
    std::vector<QString> footerLines;

    [[nodiscard]] std::optional<WeightPlace> placeAt(QPointF point) const;     ///< in a chart or at the label below it
    [[nodiscard]] QRectF columnRect(WeightPlace place) const;                  ///< in the plot
    [[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> rowAt(QPointF point) const; ///< part and row of its list
};

/// Where the parts of a table are.
struct TableLayout {
    struct Column {
        double left = 0.0;
        double width = 0.0;
    };
    QSizeF size;
    QRectF title, subtitle, footer;
    QRectF body;                          ///< header and rows; on screen of the widget that scrolls
    double headerHeight = 0.0;
    double rowHeight = 0.0;
    std::vector<Column> columns;          ///< side by side from the left edge of the body
    std::int64_t shownRows = 0;           ///< that have room
    std::vector<QString> footerLines;
};

/// Where the parts of the view of heads are. A head has a cell, and beside the map a row of a list or a dot.
struct HeadsLayout {
    struct Tick {
        double place = 0.0;               ///< x or y
        QString text;
    };
    QSizeF size;
    QRectF title, subtitle, footer, bar;
    QRectF grid;                          ///< all cells
    QSizeF cell;
    QRectF layerHeaders, headHeaders;
    int layerStep = 1, headStep = 1;      ///< every how many have their number
    bool numbers = false;                 ///< there is room for them in the cells
    std::vector<QRectF> cells;            ///< one per head
    QRectF panel;                         ///< all that stands beside the map, or below it
    QRectF panelTitle;
    bool beside = true;
    QRectF list;                          ///< what is seen of its rows; empty: there is no list
    double rowHeight = 0.0;
    double scroll = 0.0;                  ///< 0 to hidden(), set by the view
    std::int64_t rows = 0;                ///< of HeadsFigure::order, from its first; fewer on paper, which does not scroll
    QRectF more;                          ///< the line that says how many are not shown; empty: none
    QRectF plot;                          ///< frame of the scatter, or all strips; empty: there is none
    double inset = 0.0;                   ///< between the edges of the plot and its ends
    double stripHeight = 0.0;             ///< of a layer
    std::vector<QPointF> dots;            ///< one per head; outside of everything where it has none
    std::vector<Tick> across, up;         ///< of the plot
    QRectF acrossName, upName, legend;    ///< of the plot; the legend is that of the scatter's colours
    std::vector<QString> footerLines;

    [[nodiscard]] double hidden() const { return std::max(0.0, rowHeight * static_cast<double>(rows) - list.height()); }
    [[nodiscard]] double placeAcross(double value, const HeadsFigure::MetricAxis& axis) const; ///< x in the plot
    [[nodiscard]] double placeUp(double value, const HeadsFigure::MetricAxis& axis) const;     ///< y
    [[nodiscard]] QRectF rowRect(std::int64_t row) const;                         ///< scrolled
    [[nodiscard]] std::optional<std::int64_t> rowAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> cellAt(QPointF point) const;        ///< index of a head
    [[nodiscard]] std::optional<std::int64_t> dotAt(QPointF point) const;         ///< the nearest, where one is near
    [[nodiscard]] std::optional<std::int64_t> layerHeaderAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> headHeaderAt(QPointF point) const;
};

HeatmapLayout layoutHeatmap(const HeatmapFigure& figure, QSizeF size, const PaintStyle& style);
OverviewLayout layoutOverview(const OverviewFigure& figure, QSizeF size, const PaintStyle& style);
EvolutionLayout layoutEvolution(const EvolutionFigure& figure, QSizeF size, const PaintStyle& style);
TextLayout layoutText(const TextFigure& figure, QSizeF size, const PaintStyle& style);
/// On paper, columns that are too long are cut, and the footer says so.
LinksLayout layoutLinks(const LinksFigure& figure, QSizeF size, const PaintStyle& style);
/// Moves the columns, within what there is, and chooses the lines in view. Columns of the same tokens go together, with the queries.
void scrollTo(LinksLayout& layout, const LinksFigure& figure, double queries, double keys);
ImageLayout layoutImage(const ImageFigure& figure, QSizeF size, const PaintStyle& style);
WeightsLayout layoutWeights(const WeightsFigure& figure, QSizeF size, const PaintStyle& style);
TrendLayout layoutTrend(const TrendFigure& figure, QSizeF size, const PaintStyle& style);
/// The same plot with another part of the chart in it; what leaves the whole is pushed back into it.
void showRange(TrendLayout& layout, const TrendFigure& figure, const ChartRange& range, const PaintStyle& style);
TableLayout layoutTable(const TableFigure& figure, QSizeF size, const PaintStyle& style);
HeadsLayout layoutHeads(const HeadsFigure& figure, QSizeF size, const PaintStyle& style);

void paint(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const OverviewFigure& figure, const OverviewLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const EvolutionFigure& figure, const EvolutionLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const TextFigure& figure, const TextLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const ImageFigure& figure, const ImageLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const WeightsFigure& figure, const WeightsLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const TableFigure& figure, const TableLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style);
void paint(QPainter& painter, const EmptyFigure& figure, QSizeF size, const PaintStyle& style);
/// Any figure, laid out for `size`.
void paint(QPainter& painter, const Figure& figure, QSizeF size, const PaintStyle& style);

/// The height at which a figure of this width needs neither scrolling nor empty margins; what exports use when no height is given.
double naturalHeight(const Figure& figure, double width, const PaintStyle& style);

/// Where the lowest part ends.
double endOf(const EvolutionLayout& layout);
double endOf(const TextLayout& layout);
double endOf(const LinksLayout& layout);
double endOf(const ImageLayout& layout);
double endOf(const WeightsLayout& layout);
double endOf(const TrendLayout& layout);
double endOf(const TableLayout& layout);
double endOf(const HeadsLayout& layout);

/// Where a point of a line or of the cloud stands: the middle of its column, or beside it where points of a position stand side by side.
QPointF placePoint(const TrendFigure& figure, const TrendLayout& layout, TrendPlace place);
/// The nearest point within `reach` units, of lines also where the pointer is near the stroke between two of them. Asks the columns around the pointer only.
std::optional<TrendPlace> trendPlaceAt(const TrendFigure& figure, const TrendLayout& layout, QPointF point, double reach);

/// Charts are drawn by Qt Charts, which needs a QApplication and its thread.
bool needsMainThread(const Figure& figure);

// Overlays, drawn over a finished figure when the pointer moves; never part of it.
void paintCrosshair(QPainter& painter, const HeatmapLayout& layout, FigureCell cell, const PaintStyle& style);
void paintPinned(QPainter& painter, const HeatmapLayout& layout, FigureCell cell, const PaintStyle& style);
void paintCrosshair(QPainter& painter, const EvolutionLayout& layout, FigureCell cell, const PaintStyle& style);
void paintPinned(QPainter& painter, const EvolutionLayout& layout, FigureCell cell, const PaintStyle& style);
void paintStripHover(QPainter& painter, const EvolutionLayout& layout, std::int64_t strip, const PaintStyle& style);
void paintTileHover(QPainter& painter, const OverviewLayout& layout, std::int64_t tile, const PaintStyle& style);
/// The words of a text alone, with what frames them.
void paintWords(QPainter& painter, const TextFigure& figure, const TextLayout& layout, const PaintStyle& style);
/// A token under the pointer: the same in the text, in every row and in the list.
void paintTextHover(QPainter& painter, const TextFigure& figure, const TextLayout& layout, TextPlace place, const PaintStyle& style);
/// What is pointed at among links: a token, a line or a head of the legend.
struct LinksPointed {
    std::optional<LinkEnd> end;
    std::optional<LinkLine> line;
    std::optional<std::int64_t> head;
    bool operator==(const LinksPointed&) const = default;
};
/// Its links alone, with their numbers; everything else is veiled.
void paintLinksHover(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, const LinksPointed& pointed, const PaintStyle& style);
/// A patch under the pointer, white inside black.
void paintPatchHover(QPainter& painter, const ImageLayout& layout, std::int64_t patch, const PaintStyle& style);
/// The column of a position, and its row in the list where it is there.
void paintWeightHover(QPainter& painter, const WeightsFigure& figure, const WeightsLayout& layout, WeightPlace place, const PaintStyle& style);
/// A head under the pointer: its cell, and its row or dot. `linked`: another view points at it.
void paintHeadHover(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, std::int64_t head, bool linked, const PaintStyle& style);
/// A point of a line or of the cloud: a ring around it, its line as a whole, and a card with these words beside it.
void paintTrendHover(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, TrendPlace place, const std::vector<QString>& words, const PaintStyle& style);
/// What is pointed at in another view: dashed.
void paintLinkedHead(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, HeadRef head, const PaintStyle& style);
void paintLinkedTile(QPainter& painter, const OverviewLayout& layout, std::int64_t tile, const PaintStyle& style);
void paintLinkedPanel(QPainter& painter, const HeatmapLayout& layout, std::int64_t panel, const PaintStyle& style);
void paintLinkedHead(QPainter& painter, const EvolutionFigure& figure, const EvolutionLayout& layout, HeadIndex head, const PaintStyle& style);

} // namespace headlight::paint
