// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Background work of which only the newest answer counts.
#pragma once

#include "base/job_context.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrent/QtConcurrentRun>

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

namespace headlight::ui {

/// Runs one job at a time for one owner. A newer start() tells the older to stop and drops its result. Results arrive in the owner's
/// thread; none after the owner is gone. Work gets values and shared pointers to const only, and touches no widget.
template <typename T>
class LatestJob {
public:
    using Work = std::function<T(const JobContext&)>;
    using Done = std::function<void(T)>;

    LatestJob() = default;
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;
    ~LatestJob() { cancel(); }

    void start(Work work, Done done, JobContext::Progress progress = {})
    {
        cancel();
        m_stop = std::stop_source();
        const JobContext context(m_stop.get_token(), std::move(progress));
        auto watcher = std::make_unique<QFutureWatcher<std::shared_ptr<T>>>();
        QObject::connect(watcher.get(), &QFutureWatcherBase::finished, watcher.get(), [this, raw = watcher.get(), done = std::move(done)] {
            if (raw != m_watcher.get())
                return;
            const auto result = raw->result();
            retire();
            done(std::move(*result));
        });
        m_watcher = std::move(watcher);
        m_watcher->setFuture(QtConcurrent::run([work = std::move(work), context] { return std::make_shared<T>(work(context)); }));
    }

    [[nodiscard]] bool running() const { return m_watcher != nullptr; }

    void cancel()
    {
        m_stop.request_stop();
        retire();
    }

private:
    void retire()
    {
        if (m_watcher != nullptr)
            m_watcher.release()->deleteLater(); // it may be the sender of the signal being delivered
    }

    std::stop_source m_stop;
    std::unique_ptr<QFutureWatcher<std::shared_ptr<T>>> m_watcher;
};

} // namespace headlight::ui
