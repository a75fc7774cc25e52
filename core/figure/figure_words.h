// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words around a figure: which heads, which sample, which file, in the order of the design.
#pragma once

#include "dump/dump.h"
#include "dump/map_source.h"
#include "state/state.h"

#include <cstdint>
#include <string>
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
/// "Attention, layer 6, mean of heads 1, 7, 10"
std::string titleFor(const State& state);
/// "Attention, all layers and heads".
std::string overviewTitle(const State& state);

/// The measure, and whether sub-words were put together: "attention, words".
std::string measurePhrase(const State& state);
/// Caption of the sample, or its id, or nothing.
std::string subtitleFor(const Dump& dump, const State& state);
/// {"bert_sst2/sample0.h5", "sample 0"}
std::vector<std::string> originWords(const Dump& dump, const State& state);

} // namespace headlight
