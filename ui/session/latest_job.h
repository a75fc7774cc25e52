// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Background work of which only the newest answer counts.
#pragma once

#include "base/error.h"
#include "base/job_context.h"
#include "ui/session/job_pool.h"
#include "ui/session/progress_post.h"

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrent/QtConcurrentRun>

#include <functional>
#include <memory>
#include <new>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace headlight::ui {

/// Runs one job at a time for one owner. A newer start() tells the older to stop and drops its result; work that was told to stop
/// before it began is never called. Results and progress arrive in the owner's thread; none after the owner is gone, which may
/// happen at any moment, also inside `done` and `progress`. Work gets values and shared pointers to const only, touches no widget
/// and does not throw; only want of memory becomes an Error where T can hold one.
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
        m_watcher = std::make_unique<Watcher>();
        m_progress = std::make_shared<ProgressPost>(m_watcher.get(), std::move(progress));
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(), [this, done = std::move(done)]() mutable { deliver(std::move(done)); });
        const JobContext context(m_stop.get_token(), [post = m_progress](std::string_view label, double part) { post->post(label, part); });
        m_watcher->setFuture(QtConcurrent::run(&jobPool(), [work = std::move(work), context] { return answer(work, context); }));
    }

    [[nodiscard]] bool running() const { return m_watcher != nullptr; }

    void cancel()
    {
        m_stop.request_stop();
        if (m_watcher == nullptr)
            return;
        m_progress->close();
        m_watcher->disconnect();
        if (m_progress->telling())
            m_watcher.release()->deleteLater(); // the progress being told is an event of the watcher
        else
            m_watcher.reset();
    }

private:
    using Watcher = QFutureWatcher<std::shared_ptr<T>>;

    static std::shared_ptr<T> answer(const Work& work, const JobContext& context) noexcept
    {
        if (context.stopped())
            return nullptr;
        if constexpr (std::is_constructible_v<T, Error>) {
            try {
                return std::make_shared<T>(work(context));
            } catch (const std::bad_alloc&) {
                return std::make_shared<T>(Error{ErrorKind::Limit, "there is not enough memory for this"});
            }
        } else {
            return std::make_shared<T>(work(context));
        }
    }

    /// Last thing that touches this: `done` may start the next job or delete the owner.
    void deliver(Done done)
    {
        const std::shared_ptr<T> result = m_watcher->result();
        m_progress->close();
        m_watcher.release()->deleteLater(); // sender of the signal being delivered
        if (result != nullptr)
            done(std::move(*result));
    }

    std::stop_source m_stop;
    std::unique_ptr<Watcher> m_watcher;
    std::shared_ptr<ProgressPost> m_progress;
};

} // namespace headlight::ui
