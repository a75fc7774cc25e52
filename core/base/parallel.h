// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A pool of threads that block while idle, and loops over it whose results do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <functional>

namespace headlight {

/// How many threads parallelFor may use: the processors this process may run on, or HEADLIGHT_THREADS.
int threadCount();

/// Calls `work(i)` for i in [0, count), in any order, on several threads; returns when all are done. The calling thread
/// takes part, and may itself be inside another parallelFor. Work must not throw. Split so that one call takes 0.1 ms or more.
void parallelFor(std::int64_t count, const std::function<void(std::int64_t)>& work);

} // namespace headlight
