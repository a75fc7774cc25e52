// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From the range options of a state and the values shown to the ends of the colour scale.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <span>
#include <string>

namespace headlight {

/// Ends, clipping and wording. RangeKind::Shared surveys all heads of the sample that are not known yet.
Result<ColourScale> colourScale(const Workspace& workspace, const State& state, std::span<const std::span<const float>> shown, const JobContext& job);

/// "scale 0–0.38, 99th percentile of this figure; larger values clipped"
std::string scaleWords(const ColourScale& scale);

/// Surveys these heads on all threads; errors of single heads stay in their summaries.
Result<void> surveyAll(const Workspace& workspace, const MapsKey& key, const HeadSet& heads, const JobContext& job);

} // namespace headlight
