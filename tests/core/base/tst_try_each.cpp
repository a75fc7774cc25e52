// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Loops on all threads whose pieces can fail.

#include "base/try_each.h"
#include "support/test_class.h"

#include <atomic>
#include <stop_token>

namespace try_each_test {

using namespace headlight;

class tst_try_each : public QObject {
    Q_OBJECT
private slots:
    void everyPieceIsDoneOnceAndProgressEndsAtOne()
    {
        std::atomic<std::int64_t> sum{0};
        std::atomic<double> most{0.0};
        const JobContext job({}, [&](std::string_view, double done) {
            double before = most;
            while (done > before && !most.compare_exchange_weak(before, done)) {
            }
        });
        const auto done = tryEach(1000, "adding", job, [&](std::int64_t i) -> Result<void> {
            sum += i;
            return {};
        });
        QVERIFY(done.has_value());
        QCOMPARE(sum.load(), 499500);
        QCOMPARE(most.load(), 1.0);
        QVERIFY(tryEach(0, "nothing", {}, [](std::int64_t) -> Result<void> { return Error{ErrorKind::Io, "never"}; }).has_value());
    }

    void anErrorIsThatOfTheWholeAndNothingIsBegunAfterIt()
    {
        std::atomic<int> begun{0};
        const auto done = tryEach(100'000, "failing", {}, [&](std::int64_t) -> Result<void> {
            ++begun;
            return Error{ErrorKind::Io, "gone"};
        });
        QVERIFY(!done && done.error().what == "gone");
        QVERIFY(begun < 100'000);
    }

    void stoppedWorkIsCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto done = tryEach(10, "stopped", JobContext(stop.get_token()), [](std::int64_t) -> Result<void> { return {}; });
        QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
    }
};

HEADLIGHT_GUILESS_TEST(tst_try_each)

} // namespace try_each_test

#include "tst_try_each.moc"
