// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A State as JSON, for bookmarks, sessions, exported figures and `--state`. Older versions open.
#pragma once

#include "base/result.h"
#include "state/state.h"

#include <string>
#include <string_view>
#include <vector>

namespace headlight {

/// One line of JSON, without the dump's shape.
std::string toJson(const State& state);

struct ReadState {
    State state;
    std::vector<std::string> ignored; ///< fields of newer versions or with nonsense in them, one sentence each
};
/// ErrorKind::Corrupt when it is no JSON or not a state of ours; single bad fields keep their default and are listed.
Result<ReadState> stateFromJson(std::string_view json);

// Names used in JSON, on the command line and in tests.
std::string_view nameOf(ViewKind view);          ///< "overview", "heatmap", ...
std::string_view nameOf(RangeKind kind);         ///< "fixed", "shared", "figure", "percentile"
std::string_view nameOf(TableKind kind);         ///< "top-attended", "most-attended", "position", "all-positions", "trend", "weights"
std::optional<TableKind> tableFromName(std::string_view name);
std::string_view nameOf(HeadsShow show);         ///< "list", "layers", "scatter", "nearest"
std::optional<HeadsShow> headsShowFromName(std::string_view name);
std::string_view nameOf(TextShow show);          ///< "query", "key", "received", "shade"
std::optional<TextShow> textShowFromName(std::string_view name);
std::string_view nameOf(TrendKind kind);         ///< "rank", "score", "positions", "weights"
std::optional<TrendKind> trendFromName(std::string_view name);
std::optional<TrendColour> trendColourFromName(std::string_view name); ///< "head", "key"
std::optional<ViewKind> viewFromName(std::string_view name);

} // namespace headlight
