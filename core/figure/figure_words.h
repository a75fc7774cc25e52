// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words around a figure: which heads, which sample, which file, in the order of the design.
#pragma once

#include "dump/dump.h"
#include "dump/map_source.h"
#include "figure/figure.h"
#include "figure/shown_cells.h"
#include "state/state.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headlight {

/// "layer 6" · "layers 1–4"; empty when the selection is no product of layers and heads.
std::string layersPhrase(const State& state);
/// The same of a view that shows fewer layers than are selected: "layer 12, the last of 12 selected".
std::string layersPhrase(const State& shown, const State& selected);
/// "head 7" · "mean of heads 1, 7, 10" · "mean of all 12 heads"; for other sets "mean of L6 H1,7; L8 H3".
std::string headsPhrase(const State& state);
/// Of queries taken together, as items of their axis: "query class", "query 45 triangle", "mean of queries 3, 5–7".
std::string queriesPhrase(const Axis& queries, const std::vector<std::int64_t>& items, const Display& display);
/// Items of an axis by themselves: "query 45 triangle", "keys 3, 5–7". The words are for one and for several.
std::string itemsPhrase(const Axis& axis, const std::vector<std::int64_t>& items, std::string_view one, std::string_view several, const Display& display);
/// "Attention, layer 6, mean of heads 1, 7, 10"
std::string titleFor(const State& state);
/// "Attention, all layers and heads".
std::string overviewTitle(const State& state);

/// "row entropy", "queries to text": a metric within a sentence.
std::string metricPhrase(const MetricChoice& metric);
/// The measure, and whether sub-words were put together: "attention, words".
std::string measurePhrase(const State& state);
/// Caption of the sample, or its id, or nothing.
std::string subtitleFor(const Dump& dump, const State& state);
/// What padding, block and window leave out of the maps: {"3 padded positions hidden", "3 of 42 queries × 31 of 42 keys"}.
std::vector<std::string> filterWords(const State& state, const MapAxes& all, const MapAxes& shownAxes, const ShownCells& shown);
/// "2 of 12 heads left out: their layers are not 42 × 42"; empty where every head was taken.
std::string leftOutWords(const LayerShape& taken, std::int64_t takenHeads, std::int64_t selectedHeads);
/// "No query is left by the filter.", with the button that clears it.
EmptyFigure nothingLeft(const ShownCells& shown, const State& state);
/// {"bert_sst2/sample0.h5", "sample 0"}
std::vector<std::string> originWords(const Dump& dump, const State& state);

} // namespace headlight
