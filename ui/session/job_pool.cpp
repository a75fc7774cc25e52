// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/job_pool.h"

#include <QCoreApplication>

#include <algorithm>

namespace headlight::ui {

namespace {

void waitForJobs()
{
    jobPool().waitForDone();
}

class JobPool : public QThreadPool {
public:
    JobPool()
    {
        constexpr int kJobsAtOnce = 8; // an export, a figure, previews and estimates
        setMaxThreadCount(std::max(kJobsAtOnce, maxThreadCount()));
        qAddPostRoutine(waitForJobs);
    }
};

} // namespace

QThreadPool& jobPool()
{
    static JobPool pool;
    return pool;
}

} // namespace headlight::ui
