// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tables of the Longformer notebook: attention received, its rank, and what each token attends to most.
#pragma once

#include "figure/table.h"

namespace headlight {

// All of them have a row per selected layer and head, and what is named. `attention_scores` is the sum over queries scaled by the smallest and
// largest of all layers and heads of the sample, in the table of top attended tokens the attention itself. `rank` is 1 for the largest of its
// layer and head. ErrorKind::Selection where a position is wanted and none is named.

/// One position (or several, of TableKind::Trend): those of the request, else the pinned key.
Result<Table> buildPositionTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request);
/// Every position.
Result<Table> buildAllPositionsTable(const Workspace& workspace, const State& state, const JobContext& job);
/// The request's k positions that receive most; `tied` where an equal sum exists.
Result<Table> buildMostAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request);
/// The request's k keys that each query attends to most; `tied` where an equal value exists.
Result<Table> buildTopAttendedTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request);

} // namespace headlight
