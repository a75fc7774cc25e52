// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/whole_maps.h"

#include "base/parallel.h"

#include <mutex>
#include <utility>

namespace headlight::paint {

namespace {

Result<void> compute(const Workspace& workspace, const MapsKey& key, HeadRef head, const JobContext& job)
{
    if (const auto map = workspace.map(key, {head.layer, head.head}, job); !map)
        return map.error();
    if (const auto summary = workspace.survey(key, head, job); !summary)
        return summary.error();
    return {};
}

} // namespace

std::function<Result<void>(const JobContext&)> wholeMapsOf(std::shared_ptr<const Workspace> workspace, MapsKey key, HeadSet heads)
{
    return [workspace = std::move(workspace), key = std::move(key), heads = std::move(heads)](const JobContext& job) {
        std::mutex mutex;
        Result<void> outcome;
        parallelFor(heads.size(), [&](std::int64_t i) {
            auto done = job.stopped() ? Result<void>(cancelled()) : compute(*workspace, key, heads.heads()[static_cast<std::size_t>(i)], job);
            if (done)
                return;
            const std::lock_guard lock(mutex);
            if (outcome)
                outcome = std::move(done);
        });
        return outcome;
    };
}

} // namespace headlight::paint
