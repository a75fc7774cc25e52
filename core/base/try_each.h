// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Loops on all threads whose pieces can fail.
#pragma once

#include "base/job_context.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace headlight {

/// Calls `work(i)` for i in [0, count) as parallelFor() does, and tells the job how many are done. Nothing is begun after an error, which is that of the
/// whole (of several the first to come), or after the job is stopped: ErrorKind::Cancelled.
Result<void> tryEach(std::int64_t count, std::string_view label, const JobContext& job, const std::function<Result<void>(std::int64_t)>& work);

} // namespace headlight
