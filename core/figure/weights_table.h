// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of interesting tokens of the CoVR notebook.
#pragma once

#include "figure/table.h"

namespace headlight {

/// temperature, index (in the segment), token, weight: the positions of one segment whose weight is above 0, for every temperature.
/// ErrorKind::Selection where the segment that the state names is not there.
Result<Table> buildWeightsTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request);

} // namespace headlight
