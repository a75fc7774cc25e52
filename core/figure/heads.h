// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Heads by a metric: which of them do what, which stand out, which are alike.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/build.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <optional>

namespace headlight {

/// Every layer and head by the metric of the display, and beside them what HeadsOptions::show says. Of a measure that takes heads together the
/// attention's. A metric that does not apply here is an EmptyFigure that says why. With HeadsShow::Nearest the maps of the focused head are
/// compared with all others (Workspace::distances).
Result<Figure> buildHeadsFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options);

/// The head whose neighbours are listed: the first one selected.
std::optional<HeadRef> focusedHead(const State& state);

} // namespace headlight
