// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps that many figures need, computed once before them.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "state/head_set.h"
#include "workspace/workspace.h"

#include <functional>
#include <memory>

namespace headlight::paint {

/// Work that leaves the whole maps of these heads, and what an Overview shows of them, in the workspace. On all threads. Called layer by layer from
/// the first one, each map of a rollout is one product, from that of the layer below.
std::function<Result<void>(const JobContext&)> wholeMapsOf(std::shared_ptr<const Workspace> workspace, MapsKey key, HeadSet heads);

} // namespace headlight::paint
