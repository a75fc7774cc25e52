// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/job_board.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace headlight::ui {

JobBoard::JobBoard(QObject* parent) : QObject(parent)
{
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    connect(&m_due, &QTimer::timeout, this, &JobBoard::refresh);
}

void JobBoard::begin(const void* owner, const QString& label, std::function<void()> cancel)
{
    std::erase_if(m_jobs, [owner](const Job& job) { return job.owner == owner; });
    m_jobs.push_back({owner, {label, 0.0}, std::move(cancel), {}});
    m_jobs.back().since.start();
    refresh();
}

void JobBoard::report(const void* owner, const QString& label, double done)
{
    const auto job = std::ranges::find(m_jobs, owner, &Job::owner);
    if (job == m_jobs.end())
        return;
    if (!label.isEmpty())
        job->status.label = label;
    job->status.done = std::clamp(done, 0.0, 1.0);
    refresh();
}

void JobBoard::end(const void* owner)
{
    if (std::erase_if(m_jobs, [owner](const Job& job) { return job.owner == owner; }) > 0)
        refresh();
}

void JobBoard::cancelShown()
{
    if (const Job* job = toShow()) {
        const auto cancel = job->cancel; // it may end the job
        if (cancel)
            cancel();
    }
}

const JobBoard::Job* JobBoard::toShow() const
{
    for (const Job& job : m_jobs | std::views::reverse)
        if (job.since.hasExpired(kQuietMs - 1))
            return &job;
    return nullptr;
}

void JobBoard::refresh()
{
    qint64 next = -1; // until the youngest job is due
    for (const Job& job : m_jobs)
        if (const qint64 left = kQuietMs - job.since.elapsed(); left > 0)
            next = next < 0 ? left : std::min(next, left);
    if (next >= 0)
        m_due.start(static_cast<int>(next));
    else
        m_due.stop();

    const Job* job = toShow();
    const JobStatus status = job != nullptr ? job->status : JobStatus{};
    if (status == m_shown)
        return;
    m_shown = status;
    emit changed(status);
}

} // namespace headlight::ui
