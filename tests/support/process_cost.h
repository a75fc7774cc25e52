// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What this process has used of the machine, whoever else uses it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <sys/resource.h>

namespace headlight::test {

#ifdef HEADLIGHT_SANITIZED
inline constexpr int kSlowdown = 10;
#else
inline constexpr int kSlowdown = 1;
#endif

/// Of the processor, by this process and the children that it has waited for.
inline double processorSeconds()
{
    double seconds = 0.0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        ::getrusage(who, &used);
        for (const auto& time : {used.ru_utime, used.ru_stime})
            seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
    return seconds;
}

/// The most memory that was resident at once: of this process since forgetPeak(), of its children the largest one's.
inline std::int64_t peakBytes(int who = RUSAGE_SELF)
{
    rusage used{};
    ::getrusage(who, &used);
    return std::int64_t{1024} * used.ru_maxrss;
}

/// False where the system has no such thing.
inline bool forgetPeak()
{
    std::FILE* const file = std::fopen("/proc/self/clear_refs", "w");
    const bool written = file != nullptr && std::fputs("5", file) >= 0;
    return file != nullptr && std::fclose(file) == 0 && written;
}

} // namespace headlight::test
