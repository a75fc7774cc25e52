// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Text view: running text, coloured by where a word looks, who looks at it, or what it receives.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/axis.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// Some position of the axis is a word (or would be, had the dump tokens): no picture without text.
bool hasWords(const Axis& axis);

/// The selected heads taken together (Each: their mean) over all selected layers, of measures that add up over the layers in the last of them; below, the same in every layer, of the heads of the last selected
/// layer. The block of segments is kept, a window is not. EmptyFigure where there are no words.
Result<Figure> buildTextFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
