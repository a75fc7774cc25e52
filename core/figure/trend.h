// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Attention received as a chart: ranks and scores of chosen tokens over the layers, and the scores of all positions.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "measure/received.h"
#include "state/state.h"
#include "workspace/workspace.h"

namespace headlight {

/// All layers and heads of the stack; those that are selected stand out. EmptyFigure where lines are wanted and no key is chosen.
Result<Figure> buildTrendFigure(const Workspace& workspace, const State& state, const JobContext& job);

/// Lines of the keys of `figure`, one per head and key, with their values, colours and spread. `items` are the keys among those of the maps.
void addTrendLines(TrendFigure& figure, const State& state, const MapAxes& axes, const ReceivedByMap& received, const std::vector<std::int64_t>& items);

/// What all positions receive in the marked layer: that of the state, else the one that is selected alone, else the one where the first of the keys
/// receives most from a coloured head. After addTrendLines().
void addPositions(TrendFigure& figure, const State& state, const MapAxes& axes, const ReceivedByMap& received, const std::vector<std::int64_t>& items);

/// "triangle", of a position without a token "key 45"
std::string keyWords(const FigureLabel& label);

} // namespace headlight
