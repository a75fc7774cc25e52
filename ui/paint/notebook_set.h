// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole set of figures that the notebooks wrote for every sample, with their names and folders.
#pragma once

#include "ui/paint/batch.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::paint {

/// Resolution of the set's PNG files where nobody asks for another.
inline constexpr double kNotebookDpi = 150.0;

/// The same selection as a notebook shows it: hot, 0 to 1, tokens on both axes, padding kept.
State notebookState(State state);

/// The set of the state's sample, for its selected layers and heads, below `folder`: "sample_0_12060/attention/...", "sample_0_12060/rollout/...".
/// Rollouts are computed layer by layer, each map once. A sample that can have none gets its attention, and a remark says why.
void addNotebookSet(Batch& batch, const State& state, const FigureSettings& settings, const std::filesystem::path& folder);

} // namespace headlight::paint
