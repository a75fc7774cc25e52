// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whoever clicks fast must see the answer to the last click, and closing a window must never wait or crash.

#include "base/result.h"
#include "support/test_class.h"
#include "ui/session/job_board.h"
#include "ui/session/job_pool.h"
#include "ui/session/latest_job.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <memory>
#include <new>
#include <semaphore>
#include <vector>

namespace latest_job_test {

using namespace headlight;
using namespace headlight::ui;

namespace {

/// Work that waits until the test lets it go on, or until it is told to stop.
struct Gate {
    std::binary_semaphore started{0};
    std::binary_semaphore open{0};
    std::atomic<bool> wasStopped{false};

    void pass(const JobContext& job)
    {
        started.release();
        open.acquire();
        wasStopped = job.stopped();
    }
};

} // namespace

class tst_latest_job : public QObject {
    Q_OBJECT
private slots:
    void whatQtPaintsWithItsThreadsNeverWaitsForJobs()
    {
        std::vector<std::shared_ptr<Gate>> gates;
        std::vector<std::unique_ptr<LatestJob<int>>> jobs;
        for (int i = 0; i < std::max(2, QThreadPool::globalInstance()->maxThreadCount()); ++i) {
            const auto gate = gates.emplace_back(std::make_shared<Gate>());
            jobs.emplace_back(std::make_unique<LatestJob<int>>())->start([gate](const JobContext& context) { return gate->pass(context), 0; }, [](int) {});
            gate->started.acquire();
        }
        QSemaphore painted;
        QThreadPool::globalInstance()->start([&painted] { painted.release(); }); // as QPainter does with a large fill
        const bool inTime = painted.tryAcquire(1, 20000);
        for (const auto& gate : gates)
            gate->open.release();
        QVERIFY(inTime);
    }

    void theResultArrivesInTheThreadOfTheOwner()
    {
        LatestJob<int> job;
        QThread* delivered = nullptr;
        QThread* worked = nullptr;
        int result = 0;
        job.start(
            [&worked](const JobContext&) {
                worked = QThread::currentThread();
                return 7;
            },
            [&](int value) {
                result = value;
                delivered = QThread::currentThread();
            });
        QVERIFY(job.running());
        QTRY_COMPARE(result, 7);
        QVERIFY(!job.running());
        QCOMPARE(delivered, QThread::currentThread());
        QVERIFY(worked != QThread::currentThread());
    }

    void onlyTheNewestResultIsDelivered()
    {
        const auto gate = std::make_shared<Gate>();
        LatestJob<int> job;
        QList<int> results;
        job.start(
            [gate](const JobContext& context) {
                gate->pass(context);
                return 1;
            },
            [&](int value) { results << value; });
        gate->started.acquire();
        job.start([](const JobContext&) { return 2; }, [&](int value) { results << value; });
        QTRY_COMPARE(results, QList<int>{2});
        gate->open.release();
        QVERIFY(jobPool().waitForDone(5000));
        QCoreApplication::processEvents();
        QVERIFY(gate->wasStopped);
        QCOMPARE(results, QList<int>{2});
    }

    void anOldResultThatIsAlreadyOnItsWayIsDroppedToo()
    {
        LatestJob<int> job;
        QList<int> results;
        job.start([](const JobContext&) { return 1; }, [&](int value) { results << value; });
        QVERIFY(jobPool().waitForDone(5000)); // finished, and its event waits in our queue
        job.start([](const JobContext&) { return 2; }, [&](int value) { results << value; });
        QTRY_COMPARE(results, QList<int>{2});
        QCoreApplication::processEvents();
        QCOMPARE(results, QList<int>{2});
    }

    void workThatWasCancelledBeforeItBeganIsNeverCalled()
    {
        QThreadPool* pool = &jobPool();
        std::vector<std::shared_ptr<Gate>> busy;
        for (int i = 0; i < pool->maxThreadCount(); ++i) {
            busy.push_back(std::make_shared<Gate>());
            pool->start([gate = busy.back()] { gate->pass({}); });
            busy.back()->started.acquire();
        }
        std::atomic<int> calls{0};
        LatestJob<int> job;
        job.start([&calls](const JobContext&) { return ++calls; }, [](int) {});
        job.cancel();
        QVERIFY(!job.running());
        for (const auto& gate : busy)
            gate->open.release();
        QVERIFY(pool->waitForDone(5000));
        QCOMPARE(calls.load(), 0);
    }

    void anOwnerMayDieWhileItsJobRuns()
    {
        const auto gate = std::make_shared<Gate>();
        auto job = std::make_unique<LatestJob<int>>();
        bool told = false;
        job->start(
            [gate](const JobContext& context) {
                gate->pass(context);
                context.progress("too late", 0.5);
                return 1;
            },
            [&](int) { told = true; }, [&](std::string_view, double) { told = true; });
        gate->started.acquire();
        job.reset(); // at once: it does not wait for the worker
        gate->open.release();
        QVERIFY(jobPool().waitForDone(5000));
        QCoreApplication::processEvents();
        QVERIFY(gate->wasStopped);
        QVERIFY(!told);
    }

    void anOwnerMayDieInsideItsOwnResult()
    {
        auto job = std::make_unique<LatestJob<int>>();
        bool done = false;
        job->start([](const JobContext&) { return 1; },
                   [&](int) {
                       job.reset();
                       done = true;
                   });
        QTRY_VERIFY(done);
    }

    void anOwnerMayDieInsideItsOwnProgress()
    {
        auto job = std::make_unique<LatestJob<int>>();
        bool finished = false;
        job->start(
            [](const JobContext& context) {
                context.progress("half", 0.5);
                return 1;
            },
            [&](int) { finished = true; }, [&](std::string_view, double) { job.reset(); });
        QTRY_VERIFY(job == nullptr);
        QVERIFY(jobPool().waitForDone(5000));
        QCoreApplication::processEvents();
        QVERIFY(!finished);
    }

    void aResultMayStartTheNextJob()
    {
        LatestJob<int> job;
        int last = 0;
        job.start([](const JobContext&) { return 1; },
                  [&](int first) { job.start([first](const JobContext&) { return first + 1; }, [&](int second) { last = second; }); });
        QTRY_COMPARE(last, 2);
    }

    void progressArrivesInTheThreadOfTheOwnerBeforeTheResult()
    {
        LatestJob<int> job;
        QStringList told;
        job.start(
            [](const JobContext& context) {
                context.progress("layer 3 of 12", 0.25);
                return 1;
            },
            [&](int) { told << QStringLiteral("done"); },
            [&](std::string_view label, double done) {
                QCOMPARE(QThread::currentThread(), qApp->thread());
                told << QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())) + QString::number(done);
            });
        QTRY_COMPARE(told, QStringList({QStringLiteral("layer 3 of 120.25"), QStringLiteral("done")}));
    }

    void manyProgressCallsOfOneJobAreToldAsOne()
    {
        LatestJob<int> job;
        int told = 0;
        double last = 0.0;
        bool finished = false;
        job.start(
            [](const JobContext& context) {
                for (int i = 1; i <= 100000; ++i)
                    context.progress("rows", i / 100000.0);
                return 1;
            },
            [&](int) { finished = true; },
            [&](std::string_view, double done) {
                ++told;
                last = done;
            });
        QVERIFY(jobPool().waitForDone(20000)); // the owner's thread was busy meanwhile
        QTRY_VERIFY(finished);
        QCOMPARE(told, 1);
        QCOMPARE(last, 1.0);
    }

    void wantOfMemoryIsAnErrorAndNotACrash()
    {
        LatestJob<Result<int>> job;
        std::optional<ErrorKind> kind;
        job.start([](const JobContext&) -> Result<int> { throw std::bad_alloc(); }, [&](const Result<int>& result) { kind = result.error().kind; });
        QTRY_VERIFY(kind.has_value());
        QCOMPARE(*kind, ErrorKind::Limit);
    }

    void resultsNeedNoDefaultConstructor()
    {
        struct Number {
            explicit Number(int v) : value(v) {}
            int value;
        };
        LatestJob<Number> job;
        int got = 0;
        job.start([](const JobContext&) { return Number(3); }, [&](const Number& number) { got = number.value; });
        QTRY_COMPARE(got, 3);
    }

    void aQuickJobIsNeverShown()
    {
        JobBoard board;
        const QSignalSpy changed(&board, &JobBoard::changed);
        board.begin(this, QStringLiteral("Opening a.pt"), {});
        board.report(this, QStringLiteral("Reading"), 0.5);
        board.end(this);
        QCOMPARE(changed.count(), 0);
        QVERIFY(board.shown().label.isEmpty());
    }

    void aJobIsShownAfter200MillisecondsAndTheYoungestFirst()
    {
        JobBoard board;
        QSignalSpy changed(&board, &JobBoard::changed);
        const int older = 0;
        const int younger = 0;
        int cancelled = 0;
        board.begin(&older, QStringLiteral("Row entropy"), [] {});
        QVERIFY(changed.wait());
        QCOMPARE(board.shown().label, QStringLiteral("Row entropy"));
        board.begin(&younger, QStringLiteral("Opening"), [&] {
            ++cancelled;
            board.end(&younger);
        });
        QCOMPARE(board.shown().label, QStringLiteral("Row entropy"));
        QVERIFY(changed.wait());
        QCOMPARE(board.shown().label, QStringLiteral("Opening"));
        board.cancelShown();
        QCOMPARE(cancelled, 1);
        QCOMPARE(board.shown().label, QStringLiteral("Row entropy"));
        board.end(&older);
        QVERIFY(board.shown().label.isEmpty());
    }
};

HEADLIGHT_GUILESS_TEST(tst_latest_job)

} // namespace latest_job_test

#include "tst_latest_job.moc"
