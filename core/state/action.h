// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can happen to a State. Every mouse click, key, menu entry and command-line flag is one of these.
#pragma once

#include "state/state.h"

#include <string>
#include <variant>
#include <vector>

namespace headlight {

struct ShowDump { DumpReference dump; std::shared_ptr<const DumpShape> shape; };  ///< selection starts anew, display stays
struct CloseDump {};
struct SelectView { ViewKind view; };
struct SelectStack { StackIndex stack; };
struct SelectSample { SampleIndex sample; };
struct StepSample { std::int64_t by; };
struct SelectHeads { HeadSet heads; };
struct StepHeads { std::int64_t layers; std::int64_t heads; bool extend = false; }; ///< J K H L; with Shift the selection grows
struct SelectAllHeads {};                                                          ///< of the layers that are selected
struct SelectAllLayers {};                                                         ///< of the heads that are selected
struct SetAggregate { Aggregate aggregate; };
struct NextAggregate {};
struct SetQuery { std::optional<QueryIndex> query; };     ///< alone
struct SetQueries { std::vector<QueryIndex> queries; };   ///< taken together; the first is the one in focus
struct ToggleQuery { QueryIndex query; };                 ///< one more, or one less; the last one stays
struct SetKey { std::optional<KeyIndex> key; };           ///< alone
struct SetKeys { std::vector<KeyIndex> keys; };           ///< followed together; the first is the one that is pinned
struct ToggleKey { KeyIndex key; };                       ///< one more, or one less
struct StepQuery { std::int64_t by; };
struct PinCell { CellIndex cell; };
struct PinInLayer { LayerIndex layer; KeyIndex key; }; ///< of the query in focus
struct Unpin {};
struct SetBlock { SegmentBlock block; };
struct SetWindow { std::optional<CellWindow> window; };
struct SetChartRange { std::optional<ChartRange> range; };
struct SetMeasure { MeasureOptions measure; };
struct SetColourMap { std::string name; };
struct SetRange { RangeOptions range; };
struct NextRange {};
struct SetBeside { std::optional<DumpReference> dump; };
struct SetDisplay { Display display; };   ///< all switches at once; callers change a copy
struct ReplaceState { State state; };     ///< a bookmark, Back, `--state`; clamped to the dump that is open

using Action = std::variant<ShowDump, CloseDump, SelectView, SelectStack, SelectSample, StepSample, SelectHeads, StepHeads, SelectAllHeads, SelectAllLayers,
                            SetAggregate, NextAggregate, SetQuery, SetQueries, ToggleQuery, SetKey, SetKeys, ToggleKey, StepQuery, PinCell, PinInLayer, Unpin, SetBlock, SetWindow, SetChartRange,
                            SetMeasure, SetColourMap, SetRange, NextRange, SetBeside, SetDisplay, ReplaceState>;

/// For the undo menu: "Colour map", "Range". Empty for what is not an edit (selections and views belong to Back and Forward).
std::string editName(const Action& action);

/// Pure and total: clamps to state.shape, ignores nonsense, never fails. The selection of heads is never empty while a dump is open.
State update(State state, const Action& action);

} // namespace headlight
