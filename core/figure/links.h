// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Links view: lines from queries to the keys they attend to.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// The state as links show it: of a measure that adds up over the layers only the last selected one, and the mean where more heads than
/// LinksFigure::kMostHeads would be shown each.
State linksState(State state);

/// What the options say as a rule for rows of a map.
LinkRule ruleOf(const LinkOptions& options);

/// The rule holds over whole rows, without padding that is hidden; block and window then choose which of the links are shown. With queries or keys in focus
/// only their links are drawn. EmptyFigure where the rule keeps no link of those shown, with a rule that does.
Result<Figure> buildLinksFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
