// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Heatmap: one map, or up to 16 in a grid.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// The selected heads taken together, or each by itself; a dump must be open.
Result<Figure> buildHeatmapFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
