// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_run.h"

#include <QCoreApplication>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace headlight::ui {

namespace {

/// Waits for its turn in the main thread. Given up when the job stops before: the main thread may be waiting for the job's end.
bool doneInMainThread(const std::function<void()>& work, const JobContext& job)
{
    enum class Turn : std::uint8_t { Waiting, Begun, Done, GivenUp };
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;
        Turn turn = Turn::Waiting;
    };
    const auto shared = std::make_shared<Shared>();
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [shared, &work] {
            {
                const std::lock_guard lock(shared->mutex);
                if (shared->turn == Turn::GivenUp) // `work` is gone
                    return;
                shared->turn = Turn::Begun;
            }
            work();
            const std::lock_guard lock(shared->mutex);
            shared->turn = Turn::Done;
            shared->changed.notify_all();
        },
        Qt::QueuedConnection);
    std::unique_lock lock(shared->mutex);
    while (shared->turn != Turn::Done) {
        if (shared->turn == Turn::Waiting && job.stopped()) {
            shared->turn = Turn::GivenUp;
            return false;
        }
        shared->changed.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
}

} // namespace

BatchRun::BatchRun(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

BatchRun::~BatchRun()
{
    m_session.jobs().end(this);
    m_job.cancel();
    if (m_ended.valid())
        m_ended.wait();
}

void BatchRun::start(const paint::BatchOrder& order, const SharedDump& dump)
{
    m_stop = std::stop_source();
    auto here = std::make_shared<std::promise<void>>(); // its future is ready when the last owner, the work, is gone
    m_ended = here->get_future();
    m_session.jobs().begin(this, tr("Writing figures"), [this] { m_stop.request_stop(); }); // and still told what was written until then
    m_job.start(
        [order, dump, here = std::move(here), cancel = m_stop.get_token()](const JobContext& job) {
            // Stopped by people, or because the window ends: then nobody hears of it any more.
            std::stop_source either;
            const std::stop_callback asked(cancel, [&either] { either.request_stop(); });
            const std::stop_callback ended(job.stopToken(), [&either] { either.request_stop(); });
            paint::BatchChoices choices;
            choices.inMainThread = doneInMainThread;
            return paint::carryOut(order, dump, JobContext(either.get_token(), [&job](std::string_view label, double done) { job.progress(label, done); }), std::move(choices));
        },
        [this, folder = QString::fromStdString(order.set.folder.string())](const paint::BatchReport& report) {
            m_session.jobs().end(this);
            emit finished(report, folder);
        },
        [this](std::string_view label, double done) { m_session.jobs().report(this, QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())), done); });
}

} // namespace headlight::ui
