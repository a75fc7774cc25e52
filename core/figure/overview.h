// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Overview: every layer and head at once, at one scale.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/build.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// Tiles come from the survey. With options.waitForTiles what is missing is computed first.
Result<Figure> buildOverviewFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options);

} // namespace headlight
