// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_run.h"

#include <memory>
#include <utility>

namespace headlight::ui {

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
            return paint::carryOut(order, dump, JobContext(either.get_token(), [&job](std::string_view label, double done) { job.progress(label, done); }));
        },
        [this, folder = QString::fromStdString(order.set.folder.string())](const paint::BatchReport& report) {
            m_session.jobs().end(this);
            emit finished(report, folder);
        },
        [this](std::string_view label, double done) { m_session.jobs().report(this, QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())), done); });
}

} // namespace headlight::ui
