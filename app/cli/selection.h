// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Flags of the selection as actions: the same State comes out as from clicks in the window.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "dump/dump.h"
#include "state/state.h"

#include <vector>

namespace headlight::cli {

/// The dump shown, nothing selected: what a window starts with.
State firstState(const SharedDump& dump);

/// Selection, padding, labels and aggregates of the flags on top of `state`, for its sample. ErrorKind::Selection for what the dump lacks.
Result<State> withSelection(const Arguments& arguments, const Dump& dump, State state);

/// The same with the flags that depend on the sample (heads, queries) taken anew for another sample.
Result<State> forSample(const Arguments& arguments, const Dump& dump, const State& state, SampleIndex sample);

/// --samples, else the state's own one (or all of them).
Result<std::vector<SampleIndex>> selectedSamples(const Arguments& arguments, const Dump& dump, const State& state, bool allByDefault = false);

/// --query on this axis: positions in the file, several when it is repeated or a list. Empty without the flag.
Result<std::vector<std::int64_t>> queryPositions(const Arguments& arguments, const Axis& axis);

/// --queries or --keys: indices into Axis::items of the listed positions, all without the flag. ErrorKind::Selection where one is
/// not on the axis (or is padding that was dropped).
Result<std::vector<std::int64_t>> listedItems(const Arguments& arguments, std::string_view option, const Axis& axis);

/// --k, a whole number from 1.
Result<std::int64_t> largestCount(const Arguments& arguments, std::int64_t usual);

} // namespace headlight::cli
