// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A batch export in the background: progress and cancel in the status bar, then its report.
#pragma once

#include "ui/paint/batch_order.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QObject>

#include <future>
#include <stop_token>

namespace headlight::ui {

class BatchRun : public QObject {
    Q_OBJECT
public:
    explicit BatchRun(Session& session, QObject* parent = nullptr);
    ~BatchRun() override; ///< waits for the figure being painted: fonts live as long as the application

    [[nodiscard]] bool running() const { return m_job.running(); }
    void start(const paint::BatchOrder& order, const SharedDump& dump); ///< none is running

signals:
    void finished(const headlight::paint::BatchReport& report, const QString& folder);

private:
    Session& m_session;
    std::stop_source m_stop;
    std::future<void> m_ended; ///< ready once the work is gone
    LatestJob<paint::BatchReport> m_job;
};

} // namespace headlight::ui
