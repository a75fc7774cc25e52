// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// State to figure: the only way anything gets on screen, into a file or onto the terminal.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headlight {

/// Builds what the state shows. Uses what the workspace has computed already; an Overview in a window may leave tiles
/// pending (`waitForTiles` false), files and the command line wait for all of them.
struct BuildOptions {
    bool waitForTiles = true;
    std::shared_ptr<const Figure> before = {};  ///< the figure on screen: what it has already is not made again
};
Result<Figure> buildFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options = {});

/// Those that buildFigure knows, and as people read them: "overview, heatmap or evolution".
std::span<const ViewKind> builtViews();
std::string builtViewWords();

/// The pointer card: everything known about one cell of the Heatmap.
struct CellDescription {
    std::string query;                  ///< label
    std::string key;
    CellIndex cell;
    double value = 0.0;
    std::int64_t rank = 0;              ///< in its row, 1 = largest; equal values: lowest position first
    std::int64_t keys = 0;              ///< how many take part
    bool tied = false;
    double rowSum = 0.0;
    double rowEntropy = 0.0;            ///< nats
    double columnMean = 0.0;
    std::vector<std::pair<std::string, double>> perHead; ///< label of the head ("7", or "L6 H7" over several layers) and its value
};
/// Over several panels (Aggregate::Each), pass a state whose selection is the one head under the pointer.
/// Reads from the workspace's cache what the figure has read already; a millisecond for maps of ordinary size.
Result<CellDescription> describeCell(const Workspace& workspace, const State& state, CellIndex cell, const JobContext& job = {});

/// The pointer card: one cell of the Evolution, for the query in focus.
struct LayerCellDescription {
    CellDescription cell;              ///< without columnMean and perHead, which are of a whole map
    std::string layer;                 ///< as people count
    std::string lastLayer;             ///< the uppermost row
    double inLastLayer = 0.0;          ///< the same key there
};
/// `head`: of a panel or a strip; else the heads of the state taken together. ErrorKind::Selection when the cell is not shown.
Result<LayerCellDescription> describeLayerCell(const Workspace& workspace, const State& state, LayerIndex layer, KeyIndex key, std::optional<HeadIndex> head = {},
                                               const JobContext& job = {});

/// The pointer card over a bar of the token weights, or over a row of their table.
struct WeightDescription {
    std::string segment;                                   ///< "text"
    std::string key;                                       ///< label
    std::int64_t position = 0;
    std::vector<std::pair<double, double>> weights;        ///< temperature and weight
    double mean = 0.0;                                     ///< of its column
    double threshold = 0.0;
    std::int64_t rank = 0;                                 ///< in the segment, 1 = heaviest; equal ones: lowest position first
    std::int64_t count = 0;                                ///< positions of the segment
};
/// ErrorKind::Selection when the key is in none of the segments that are shown.
Result<WeightDescription> describeWeight(const Workspace& workspace, const State& state, KeyIndex key, const JobContext& job = {});

/// The pointer card over a line or a point of received attention.
struct ReceivedDescription {
    HeadRef head;
    std::string layerLabel;             ///< as people count
    std::string headLabel;              ///< empty: the measure has no heads
    std::string key;                    ///< label
    std::int64_t position = 0;
    double sum = 0.0;                   ///< of its column
    double score = 0.0;                 ///< scaled to 0..1 over all layers and heads of the sample
    std::int64_t rank = 0;              ///< in its layer and head, 1 = largest; equal ones: lowest position first
    std::int64_t count = 0;             ///< keys that are ranked
    bool tied = false;
    std::string bestLayer;              ///< of this head, where the key ranks first; the lowest of several
    std::int64_t bestRank = 0;
    double medianRank = 0.0;            ///< over the heads of this layer
};
/// ErrorKind::Selection when there is no such head or the key is not shown.
Result<ReceivedDescription> describeReceived(const Workspace& workspace, const State& state, HeadRef head, KeyIndex key, const JobContext& job = {});

/// The pointer card over a tile or a cell of the picker.
struct HeadDescription {
    HeadRef head;
    std::vector<std::pair<MetricChoice, double>> metrics; ///< that of the state first, then those that say something here; empty while they are not known
    std::shared_ptr<const Matrix> tile;
};
HeadDescription describeHead(const Workspace& workspace, const State& state, HeadRef head);

/// The segments panel: how the axis is divided and which share of attention goes where.
struct SegmentDescription {
    struct Part {
        std::string name;                              ///< "learned queries", "special", "text", "patches", "padding"
        std::int64_t count = 0;                        ///< positions
        bool hidden = false;                           ///< padding that is not shown
    };
    std::vector<Part> keys;                            ///< along the key axis, for the strip; numbered as in SegmentBlock, padding last
    std::vector<std::string> queryNames;               ///< rows of the matrix, numbered as in SegmentBlock::query
    std::vector<std::string> keyNames;                 ///< columns, as in SegmentBlock::key
    Matrix shares;                                     ///< [query segment, key segment] mean share; empty while unknown
};

/// Shares are means over the selected heads; the matrix is read from the file, so ask in the background.
Result<SegmentDescription> describeSegments(const Workspace& workspace, const State& state, const JobContext& job = {});

/// Number on figures, cards and in the status bar: four digits after the point, more where the value is small; U+2212 for minus.
std::string formatValue(double value);
/// Ends and ticks of a colour bar: as many digits as the range needs.
std::string formatTick(double value, double range);

/// Where the view cannot show the heads as the selection takes them together, what it shows instead; else empty.
std::string aggregateNote(const State& state);

/// Default file name without suffix: "sample0_L6_H1-7-10_heatmap". Characters unfit for file names become '-'.
std::string fileStem(const State& state);

} // namespace headlight
