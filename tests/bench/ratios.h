// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ratios of a run, kept for comparison with another run (run_all.py and compare.py beside this file).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace headlight::bench {

/// How many times as fast as the other side of the same run; larger is better. `name` holds no quotation marks and is the same in every run.
/// Appended as a line to the file that HEADLIGHT_BENCH_RATIOS names; nothing is kept without it.
inline void keepRatio(const std::string& name, double ratio)
{
    const char* path = std::getenv("HEADLIGHT_BENCH_RATIOS");
    if (path == nullptr)
        return;
    if (std::FILE* file = std::fopen(path, "a")) {
        std::fprintf(file, "%.4g\t%s\n", ratio, name.c_str());
        std::fclose(file);
    }
}

} // namespace headlight::bench
