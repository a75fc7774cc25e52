// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Flags of the figure's content (view, colours, range, rows and columns) as actions.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "dump/axis.h"
#include "state/state.h"

#include <string_view>

namespace headlight::cli {

/// --view, --colour-map and --range on top of `state`.
Result<State> withFigureFlags(const Arguments& arguments, State state);

/// --queries and --keys as the window of a map: each one range without gaps.
Result<State> withWindow(const Arguments& arguments, const Axis& queries, const Axis& keys, State state);

} // namespace headlight::cli
