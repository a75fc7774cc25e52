// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/try_each.h"

#include "base/parallel.h"

#include <atomic>
#include <mutex>

namespace headlight {

Result<void> tryEach(std::int64_t count, std::string_view label, const JobContext& job, const std::function<Result<void>(std::int64_t)>& work)
{
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed{false};
    std::atomic<std::int64_t> done{0};
    parallelFor(count, [&](std::int64_t i) {
        if (failed)
            return;
        Result<void> result = job.stopped() ? Result<void>(cancelled()) : work(i);
        job.progress(label, static_cast<double>(++done) / static_cast<double>(count));
        if (result)
            return;
        const std::lock_guard lock(mutex);
        if (!failed.exchange(true))
            outcome = std::move(result);
    });
    return outcome;
}

} // namespace headlight
