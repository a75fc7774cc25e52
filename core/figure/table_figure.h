// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A table as people look at it: sorted, filtered, with a title and a footer.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// No rows where none passes the filters; EmptyFigure where the table itself has none. The table of the figure before (null: there is none) is taken
/// over where only its order and its filters are others.
Result<Figure> buildTableFigure(const Workspace& workspace, const State& state, const JobContext& job, const Figure* before = nullptr);

/// What pins the thing that a row of the table is about; nothing where it is about nothing that can be pinned.
std::optional<Action> pinOf(const Table& table, std::int64_t row, const State& state);

} // namespace headlight
