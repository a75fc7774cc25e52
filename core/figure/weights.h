// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Token weights as a chart: the CoVR notebook's softmax over learned queries and over text.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// The last selected layer, its selected heads' mean; a part for every segment of the keys that has more than one position. EmptyFigure where
/// there is none, or where the segment that is chosen is not there.
Result<Figure> buildWeightsFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
