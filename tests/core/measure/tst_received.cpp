// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Attention received, of dense maps and of sliding windows, and ranks with ties.

#include "core/measure/banded_maps.h"
#include "measure/received.h"
#include "support/test_class.h"

#include <cmath>
#include <numeric>
#include <stop_token>

namespace received_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr MapIndex kMap{LayerIndex{0}, HeadIndex{0}};

} // namespace

class tst_received : public QObject {
    Q_OBJECT
private slots:
    void aKeyReceivesTheSumOfItsColumn()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0, 0.0}, {0.25, 0.75, 0.0}, {0.5, 0.25, 0.25}})}});
        const auto sums = receivedAttention(*maps, kMap, {});
        QVERIFY(sums.has_value());
        QCOMPARE(*sums, (std::vector<double>{1.75, 1.0, 0.25}));
    }

    void aSlidingWindowIsSummedOnItsBandAndGivesTheSameToTheLastBit_data()
    {
        QTest::addColumn<bool>("stored");
        QTest::addColumn<QList<int>>("globals");
        QTest::newRow("in parts") << false << QList<int>{2};
        QTest::newRow("in parts, several global tokens") << false << QList<int>{0, 40, 41, 129};
        QTest::newRow("as it is stored") << true << QList<int>{2};
        QTest::newRow("as it is stored, several global tokens") << true << QList<int>{0, 40, 41, 129};
        QTest::newRow("as it is stored, without") << true << QList<int>{};
    }
    void aSlidingWindowIsSummedOnItsBandAndGivesTheSameToTheLastBit()
    {
        QFETCH(bool, stored);
        QFETCH(QList<int>, globals);
        const WindowForm form{9, {globals.begin(), globals.end()}, stored};
        const auto dense = windowPicture(130, form);
        const auto expected = receivedAttention(*mapsOf({{dense}}), kMap, {});
        const auto sums = receivedAttention(BandedMaps(dense, form), kMap, {});
        QVERIFY(sums.has_value() && expected.has_value());
        QCOMPARE(*sums, *expected);
        QCOMPARE(columnSums(dense), *expected);
        double total = 0.0;
        for (const float value : dense.values())
            total += static_cast<double>(value);
        QVERIFY(std::abs(std::accumulate(sums->begin(), sums->end(), 0.0) - total) < 1e-9);
    }

    void sumsOfAllMapsAreScaledByTheSmallestAndLargestOfAll()
    {
        const auto maps = mapsOf({{map({{0.5, 0.5, 0.0}, {0.5, 0.5, 0.0}, {0.0, 0.5, 0.5}})}, {map({{1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}}), map({{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}})}});
        const auto received = receivedByMap(maps->axes(), [&](MapIndex index) { return receivedAttention(*maps, index, {}); }, {});
        QVERIFY(received.has_value());
        QCOMPARE(received->maps.size(), std::size_t{3});
        QCOMPARE(received->smallest, 0.0);
        QCOMPARE(received->largest, 3.0);
        QCOMPARE(received->scaled(0, 1), 0.5F);
        QCOMPARE(received->find(LayerIndex{1}, HeadIndex{1}), std::optional<std::size_t>(2));
        QVERIFY(!received->find(LayerIndex{0}, HeadIndex{1}));
        QCOMPARE(received->ranks[0].ranks, (std::vector<std::int32_t>{2, 1, 3}));
        QCOMPARE(received->ranks[2].tied, (std::vector<bool>{true, true, true}));
    }

    void whereAllSumsAreTheSameAllScoresAreNought()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0}, {0.0, 1.0}})}});
        const auto received = receivedByMap(maps->axes(), [&](MapIndex index) { return receivedAttention(*maps, index, {}); }, {});
        QCOMPARE(received->scaled(0, 1), 0.0F);
        const auto odd = mapsOf({{map({{std::nan(""), 0.25}, {0.0, 0.75}})}});
        const auto sums = receivedByMap(odd->axes(), [&](MapIndex index) { return receivedAttention(*odd, index, {}); }, {});
        QVERIFY(std::isnan(sums->scaled(0, 0)));
        QCOMPARE(sums->ranks[0].ranks, (std::vector<std::int32_t>{2, 1}));
        QCOMPARE(sums->largest, 1.0);
    }

    void aMapThatCannotBeReadIsTheErrorOfTheWhole()
    {
        const auto maps = mapsOf({{map({{1.0}}), map({{1.0}})}});
        const auto received = receivedByMap(maps->axes(), [](MapIndex index) -> Result<std::vector<double>> {
            return index.head == HeadIndex{1} ? Result<std::vector<double>>(Error{ErrorKind::Io, "gone"}) : std::vector<double>{1.0};
        }, {});
        QVERIFY(!received && received.error().what == "gone");
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = receivedByMap(maps->axes(), [](MapIndex) -> Result<std::vector<double>> { return std::vector<double>{1.0}; }, JobContext(stop.get_token()));
        QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
    }

    void ranksCountFromTheLargestAndMarkEqualOnes()
    {
        const std::vector<float> values{0.5F, 0.0F, 0.75F, 0.5F, std::nanf(""), 0.0F};
        const auto ranks = ranksOf(values);
        QCOMPARE(ranks.ranks, (std::vector<std::int32_t>{2, 4, 1, 3, 6, 5}));
        QCOMPARE(ranks.tied, (std::vector<bool>{true, true, false, true, false, true}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_received)

} // namespace received_test

#include "tst_received.moc"
