// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which rows and columns of a map are shown, once padding, block and window have had their say.
#pragma once

#include "dump/map_source.h"
#include "figure/figure.h"
#include "state/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// Indices into Axis::items of the maps (those without hidden padding), ascending.
struct ShownCells {
    std::vector<std::int64_t> rows;
    std::vector<std::int64_t> columns;
    bool everything = false; ///< the whole map of `layer`

    [[nodiscard]] bool empty() const { return rows.empty() || columns.empty(); }
};

ShownCells shownCells(const MapAxes& axes, LayerIndex layer, const Selection& selection);

/// The last selected layer alone: what views of one layer show.
State ofLastLayer(State state);

/// The shown part of a whole map; the map itself where everything is shown.
std::shared_ptr<const Matrix> cut(std::shared_ptr<const Matrix> map, const ShownCells& shown);

/// The row of `position` among the shown ones.
std::optional<std::int64_t> rowOf(const Axis& axis, const std::vector<std::int64_t>& items, std::int64_t position);

/// The label of one position: clean, or raw where people want it so and there is a token.
std::string labelOf(const AxisItem& item, const Display& display);

/// Labels, segments and name of one axis. `focus` is the position that is emphasised.
FigureAxis figureAxis(const Axis& axis, const std::vector<std::int64_t>& items, std::string name, std::optional<std::int64_t> focus, const Display& display);

/// "query", or "query, decoder" where queries and keys are different sequences.
std::string queryAxisName(const MapAxes& axes);
std::string keyAxisName(const MapAxes& axes);
/// Queries and keys are different sequences.
bool isCross(const MapAxes& axes);

} // namespace headlight
