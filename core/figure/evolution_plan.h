// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which layers, heads and keys an Evolution shows, for the figure and for the card of its cells.
#pragma once

#include "dump/map_source.h"
#include "figure/figure.h"
#include "state/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace headlight {

struct EvolutionPlan {
    std::vector<std::int64_t> items;              ///< of the queries, indices into Axis::items; first the one in focus
    std::vector<LayerIndex> layers;               ///< rows, the last layer first
    std::vector<std::optional<HeadIndex>> heads;  ///< taken together, or a panel each; no head: the measure takes them together itself
    bool each = false;
    std::vector<std::optional<HeadIndex>> strips; ///< every head of the layers; empty: none
    std::vector<std::int64_t> columns;            ///< indices into Axis::items of the keys
    std::vector<std::string> leftOut;             ///< for the footer
};

/// The layers are those selected, all of them where only one is: one row is no evolution. The heads are those selected in any layer.
/// Without a query, and where nothing is left to show, the sentence that says so.
std::variant<EvolutionPlan, EmptyFigure> planEvolution(const State& state, const MapAxes& axes);

/// Only one layer is selected, and all are shown: that layer.
std::optional<LayerIndex> onlyLayer(const State& state, const MapAxes& axes);

} // namespace headlight
