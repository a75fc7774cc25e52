// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Evolution: how one query's row changes from layer to layer.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// The heads taken together with a strip for each of them, or a panel for each; a dump must be open.
Result<Figure> buildEvolutionFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
