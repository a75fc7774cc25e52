// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Jensen-Shannon distance of heads: closed forms, the laws of a metric, and what is left out.

#include "measure/head_distance.h"
#include "support/test_class.h"
#include "support/window_maps.h"

#include <array>
#include <cmath>
#include <limits>

namespace head_distance_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr MapIndex kFirst{LayerIndex{0}, HeadIndex{0}};

double distance(const std::vector<float>& one, const std::vector<float>& other)
{
    return rowDistance(one, other).value_or(-1.0);
}

#define COMPARE_NEAR(actual, expected) QVERIFY2(std::fabs((actual) - (expected)) < 1e-6, qPrintable(QString::number(actual, 'g', 9) + " for " + QString::number(expected, 'g', 9)))

} // namespace

class tst_head_distance : public QObject {
    Q_OBJECT
private slots:
    void rowsThatShareNoKeyAreAsFarAsCanBe()
    {
        COMPARE_NEAR(distance({1.0F, 0.0F}, {0.0F, 1.0F}), std::sqrt(std::log(2.0)));
        COMPARE_NEAR(distance({0.5F, 0.5F, 0.0F}, {0.0F, 0.0F, 1.0F}), kFarthestHeads);
    }

    void equalRowsHaveNoDistance()
    {
        QCOMPARE(distance({0.3F, 0.7F}, {0.3F, 0.7F}), 0.0);
        QCOMPARE(distance({0.1F, 0.2F, 0.7F}, {0.1F, 0.2F, 0.7F}), 0.0);
    }

    void byHand()
    {
        // p = (1, 0), q = (1/2, 1/2), m = (3/4, 1/4): ½ ln(4/3) + ½ (½ ln(2/3) + ½ ln 2)
        COMPARE_NEAR(distance({1.0F, 0.0F}, {0.5F, 0.5F}), std::sqrt(0.5 * std::log(4.0 / 3.0) + 0.25 * std::log(2.0 / 3.0) + 0.25 * std::log(2.0)));
    }

    void nearRowsKeepTheirDistance()
    {
        // for small differences the divergence is Σ (p - q)² / 8m
        const float step = 1.0e-4F;
        const double moved = static_cast<double>(0.5F + step) - 0.5;
        QVERIFY(std::fabs(distance({0.5F, 0.5F}, {0.5F + step, 0.5F - step}) / std::sqrt(2.0 * moved * moved / (8.0 * 0.5)) - 1.0) < 1e-3);
    }

    void rowsAreDividedByTheirSums()
    {
        COMPARE_NEAR(distance({2.0F, 2.0F}, {0.25F, 0.25F}), 0.0);
        COMPARE_NEAR(distance({2.0F, 0.0F}, {0.25F, 0.25F}), distance({1.0F, 0.0F}, {0.5F, 0.5F}));
    }

    void itIsAMetric()
    {
        const std::array<std::vector<float>, 4> rows{{{0.7F, 0.2F, 0.1F}, {0.1F, 0.1F, 0.8F}, {0.0F, 0.5F, 0.5F}, {1.0F, 0.0F, 0.0F}}};
        for (const auto& a : rows)
            for (const auto& b : rows) {
                COMPARE_NEAR(distance(a, b), distance(b, a));
                for (const auto& c : rows)
                    QVERIFY(distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9);
            }
    }

    void theOrderOfKeysDoesNotMatter()
    {
        COMPARE_NEAR(distance({0.7F, 0.2F, 0.1F}, {0.1F, 0.1F, 0.8F}), distance({0.1F, 0.7F, 0.2F}, {0.8F, 0.1F, 0.1F}));
    }

    void whatIsNoDistributionHasNoDistance()
    {
        for (const auto& row : {std::vector<float>{0.0F, 0.0F}, {-0.5F, 1.5F}, {std::nanf(""), 1.0F}, {std::numeric_limits<float>::infinity(), 0.0F}}) {
            QVERIFY(!rowDistance(row, std::vector<float>{0.5F, 0.5F}));
            QVERIFY(!rowDistance(std::vector<float>{0.5F, 0.5F}, row));
        }
    }

    void headsAreComparedByTheMeanOverTheirRows()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0}, {0.5, 0.5}}), map({{0.0, 1.0}, {0.5, 0.5}})}, {map({{1.0, 0.0}, {1.0, 0.0}}), map({{1.0, 0.0}, {0.5, 0.5}})}});
        const auto found = headDistances(*maps, kFirst, {});
        QVERIFY(found.has_value());
        const double part = distance({1.0F, 0.0F}, {0.5F, 0.5F});
        COMPARE_MAPS(found->values, map({{0.0, kFarthestHeads / 2.0}, {part / 2.0, 0.0}}));
        QCOMPARE(found->rowsLeftOut, std::int64_t{0});
    }

    void paddingAndRowsWithoutAttentionTakeNoPart()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {1.0, 0.0, 0.0}}), map({{0.5, 0.5, 0.0}, {1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}})}}, axisOf({"a", "b", "[PAD]"}));
        const auto found = headDistances(*maps, kFirst, {});
        COMPARE_NEAR(static_cast<double>(found->values(0, 1)), distance({1.0F, 0.0F}, {0.5F, 0.5F}));
        QCOMPARE(found->rowsLeftOut, std::int64_t{1});
    }

    void headsWithNothingToCompareHaveNoDistance()
    {
        const auto found = headDistances(*mapsOf({{map({{1.0, 0.0}, {0.0, 1.0}}), Matrix(2, 2)}}), kFirst, {});
        QVERIFY(std::isnan(found->values(0, 1)));
    }

    void layersOfAnotherSizeAreSaid()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0}, {0.0, 1.0}})}, {map({{1.0}})}}, numberedAxis(2));
        const auto found = headDistances(*maps, kFirst, {});
        QCOMPARE(found->otherSizes, std::int64_t{1});
        QVERIFY(std::isnan(found->values(1, 0)));
    }

    void aSlidingWindowIsComparedWithoutBeingExpanded()
    {
        const auto one = map({{0.5, 0.25, 0.25, 0.0, 0.0}, {0.25, 0.25, 0.5, 0.0, 0.0}, {0.125, 0.125, 0.25, 0.25, 0.25}, {0.0, 0.0, 0.5, 0.25, 0.25}, {0.0, 0.0, 0.25, 0.25, 0.5}});
        const auto other = map({{0.25, 0.5, 0.25, 0.0, 0.0}, {0.5, 0.5, 0.0, 0.0, 0.0}, {0.5, 0.125, 0.125, 0.125, 0.125}, {0.0, 0.0, 0.0, 1.0, 0.0}, {0.0, 0.0, 0.75, 0.25, 0.0}});
        const auto expected = headDistances(*mapsOf({{one, other}}), kFirst, {});
        const auto found = headDistances(WindowMaps({one, other}), kFirst, {});
        QVERIFY(found.has_value());
        COMPARE_MAPS(found->values, expected->values);
    }

    void itStopsWhenItIsTold()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(headDistances(*mapsOf({{map({{1.0}})}}), kFirst, JobContext(stop.get_token())).error().kind, ErrorKind::Cancelled);
    }

    void itTellsHowFarItIs()
    {
        double last = 0.0;
        const JobContext job({}, [&](std::string_view, double done) { last = done; });
        QVERIFY(headDistances(*mapsOf({{map({{1.0}}), map({{1.0}}), map({{1.0}})}}), kFirst, job).has_value());
        QCOMPARE(last, 1.0);
    }
};

HEADLIGHT_GUILESS_TEST(tst_head_distance)

} // namespace head_distance_test

#include "tst_head_distance.moc"
