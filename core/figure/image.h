// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Image view: where one query looks in a picture.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <optional>
#include <vector>

namespace headlight {

/// The patches of an axis; null where it has none.
const Segment* patchesOf(const Axis& axis);

/// The queries an image is shown for, as items of the query axis: the chosen ones, first that in focus; else usualQuery().
std::vector<std::int64_t> imageQueries(const MapAxes& axes, const Selection& selection);

/// The key that says nothing in an Image because the measure starts from the identity (relevance): the query itself, as an item of the key
/// axis. It is shown as 0.
std::optional<std::int64_t> ownKey(const State& state, const MapAxes& axes, std::int64_t query);

/// The state as an Image shows it: only the heads of the last selected layer; Each becomes their mean.
State imageState(State state);

/// The last selected layer, its selected heads taken together (Each: their mean), the row of one query or the mean of several. EmptyFigure where the keys of the
/// stack are no patches. Beside it: the same query in every variant, for every target and in every layer.
Result<Figure> buildImageFigure(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
