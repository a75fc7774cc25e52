// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Wall-clock times of repeated work, and the memory a process has for itself.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace headlight::bench {

class Stopwatch {
public:
    [[nodiscard]] double milliseconds() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// Value below which `percent` percent of the times lie, nearest rank.
inline double percentileOf(std::vector<double> times, double percent)
{
    if (times.empty())
        return 0.0;
    std::ranges::sort(times);
    const auto rank = static_cast<std::size_t>(percent / 100.0 * static_cast<double>(times.size()));
    return times[std::min(times.size() - 1, rank)];
}

inline void report(const char* what, const std::vector<double>& times)
{
    std::printf("%-44s min %8.2f   median %8.2f   95th %8.2f ms   (%zu)\n", what, percentileOf(times, 0), percentileOf(times, 50), percentileOf(times, 95), times.size());
}

/// Anonymous memory in use, in MB: what the process has for itself, without mapped files.
inline double ownMegabytes()
{
    std::ifstream rollup("/proc/self/smaps_rollup");
    std::string word;
    while (rollup >> word)
        if (word == "Anonymous:") {
            double kilobytes = 0.0;
            rollup >> kilobytes;
            return kilobytes / 1024.0;
        }
    return 0.0;
}

} // namespace headlight::bench
