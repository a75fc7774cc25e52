// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Programs measured from outside: from before they are started until they have ended.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace headlight::bench {

struct Ran {
    double milliseconds = 0.0;
    double largestMegabytes = 0.0; ///< resident, pages of mapped files included
    std::string output;            ///< of its standard output
};

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Runs `words` (the first is a path) and waits. HEADLIGHT_BENCH_STARTED in its environment is the time of steadyMilliseconds() before it began. A program
/// that fails ends this one with a sentence: there is nothing to measure.
Ran run(const std::vector<std::string>& words, const Variables& variables = {});

/// Of one clock for all processes.
double steadyMilliseconds();
/// Since run() started this process; 0 when it was started by hand.
double sinceStarted();

} // namespace headlight::bench
