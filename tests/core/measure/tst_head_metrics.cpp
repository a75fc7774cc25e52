// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The metrics of a head, against calculation by hand and against maps whose metrics are known: uniform attention, attention to itself,
// attention to one key; and their independence of the order of keys.

#include "measure/head_metrics.h"
#include "support/test_class.h"
#include "support/window_maps.h"

#include <cmath>
#include <limits>

namespace head_metrics_test {

using namespace headlight;
using namespace headlight::test;

namespace {

const float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr MapIndex kHead{LayerIndex{0}, HeadIndex{0}};

HeadPass passOver(const MapSource& maps)
{
    auto pass = passOverHead(maps, kHead, 96, false, {});
    return pass ? *std::move(pass) : HeadPass{};
}

HeadNumbers numbersOf(const Matrix& matrix, SharedAxis axis = nullptr)
{
    return passOver(*mapsOf({{matrix}}, std::move(axis))).numbers;
}

Matrix uniform(std::int64_t size)
{
    return Matrix(size, size, 1.0F / static_cast<float>(size));
}

Matrix identity(std::int64_t size)
{
    Matrix matrix(size, size);
    for (std::int64_t i = 0; i < size; ++i)
        matrix(i, i) = 1.0F;
    return matrix;
}

/// Every query looks at key 0.
Matrix sink(std::int64_t size)
{
    Matrix matrix(size, size);
    for (std::int64_t i = 0; i < size; ++i)
        matrix(i, 0) = 1.0F;
    return matrix;
}

/// Some stochastic map without zeros.
Matrix lively(std::int64_t size)
{
    Matrix matrix(size, size);
    for (std::int64_t q = 0; q < size; ++q) {
        double sum = 0.0;
        for (std::int64_t k = 0; k < size; ++k)
            sum += static_cast<double>((q * 7 + k * 3) % 11 + 1);
        for (std::int64_t k = 0; k < size; ++k)
            matrix(q, k) = static_cast<float>(static_cast<double>((q * 7 + k * 3) % 11 + 1) / sum);
    }
    return matrix;
}

/// Two learned queries and two words.
SharedAxis twoSegments()
{
    auto axis = std::make_shared<Axis>(*numberedAxis(4));
    axis->segments = {{"queries", SegmentKind::Queries, 0, 2, std::nullopt}, {"text", SegmentKind::Text, 2, 2, std::nullopt}};
    axis->items[2].segment = axis->items[3].segment = 1;
    return axis;
}

#define COMPARE_NEAR(actual, expected) QVERIFY2(std::fabs((actual) - (expected)) < 1e-6, qPrintable(QString::number(actual, 'g', 9) + " for " + QString::number(expected, 'g', 9)))

} // namespace

class tst_head_metrics : public QObject {
    Q_OBJECT
private slots:
    void evenAttentionHasClosedForms()
    {
        const auto numbers = numbersOf(uniform(8));
        COMPARE_NEAR(numbers[HeadMetric::Entropy], std::log(8.0));
        COMPARE_NEAR(numbers[HeadMetric::EntropyNormalised], 1.0);
        COMPARE_NEAR(numbers[HeadMetric::Distance], (64.0 - 1.0) / (3.0 * 8.0)); // mean of |i - j| over a square of n: (n² - 1)/3n
        COMPARE_NEAR(numbers[HeadMetric::ToItself], 0.125);
        COMPARE_NEAR(numbers[HeadMetric::ToPrevious], 0.125);
        COMPARE_NEAR(numbers[HeadMetric::ToNext], 0.125);
        COMPARE_NEAR(numbers[HeadMetric::FirstToken], 0.125);
        COMPARE_NEAR(numbers[HeadMetric::Largest], 0.125);
        COMPARE_NEAR(numbers[HeadMetric::Concentration], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::RowSum], 0.0);
    }

    void attentionToItselfHasClosedForms()
    {
        const auto numbers = numbersOf(identity(5));
        COMPARE_NEAR(numbers[HeadMetric::Entropy], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::EntropyNormalised], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::Distance], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::ToItself], 1.0);
        COMPARE_NEAR(numbers[HeadMetric::ToPrevious], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::ToNext], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::FirstToken], 0.2); // the first query alone
        COMPARE_NEAR(numbers[HeadMetric::Concentration], 0.0); // every key receives 1
    }

    void attentionToOneKeyIsAsConcentratedAsCanBe()
    {
        const auto numbers = numbersOf(sink(5));
        COMPARE_NEAR(numbers[HeadMetric::Concentration], 0.8); // 1 - 1/K
        COMPARE_NEAR(numbers[HeadMetric::FirstToken], 1.0);
        COMPARE_NEAR(numbers[HeadMetric::ToPrevious], 0.25); // of four queries with a key before them the second
        COMPARE_NEAR(numbers[HeadMetric::Distance], 2.0);
    }

    void concentrationByHand()
    {
        // keys receive 1, 0.5 and 0.5: in order 0.5, 0.5, 1; (-2·0.5 + 0·0.5 + 2·1) / (3·2) = 1/6
        COMPARE_NEAR(numbersOf(map({{0.5, 0.5, 0.0}, {0.5, 0.0, 0.5}, {0.0, 0.0, 0.0}}))[HeadMetric::Concentration], 1.0 / 6.0);
    }

    void rowsThatDoNotSumToOneAreMeasured()
    {
        const auto numbers = numbersOf(map({{0.5, 0.25}, {0.75, 0.75}}));
        COMPARE_NEAR(numbers[HeadMetric::RowSum], (0.25 + 0.5) / 2.0); // one too small, one too large: no cancelling
        COMPARE_NEAR(numbers[HeadMetric::ToNext], 0.25);
        COMPARE_NEAR(numbers[HeadMetric::ToPrevious], 0.75);
    }

    void theOrderOfKeysDoesNotChangeWhatIsNotAboutTheirPlace()
    {
        const auto one = lively(6);
        Matrix other(6, 6);
        const std::array<std::int64_t, 6> places{3, 0, 5, 1, 4, 2};
        for (std::int64_t q = 0; q < 6; ++q)
            for (std::int64_t k = 0; k < 6; ++k)
                other(q, places[static_cast<std::size_t>(k)]) = one(q, k);
        for (const auto metric : {HeadMetric::Entropy, HeadMetric::EntropyNormalised, HeadMetric::Largest, HeadMetric::Concentration, HeadMetric::RowSum})
            COMPARE_NEAR(numbersOf(one)[metric], numbersOf(other)[metric]);
    }

    void sharesOfSegmentsByHandAndTheirSum()
    {
        const auto axis = twoSegments();
        const auto maps = mapsOf({{map({{0.5, 0.25, 0.25, 0.0}, {0.25, 0.25, 0.25, 0.25}, {0.125, 0.125, 0.5, 0.25}, {0.0, 0.0, 0.0, 1.0}})}}, axis);
        QCOMPARE(segmentPairs(maps->axes()), (std::vector<std::string>{"queries:queries", "queries:text", "text:queries", "text:text"}));
        const auto shares = passOver(*maps).numbers.shares;
        QCOMPARE(shares.size(), std::size_t{4});
        COMPARE_NEAR(shares[0], 0.625); // (0.75 + 0.5) / 2
        COMPARE_NEAR(shares[1], 0.375);
        COMPARE_NEAR(shares[2], 0.125); // (0.25 + 0) / 2
        COMPARE_NEAR(shares[3], 0.875);
        COMPARE_NEAR(shares[0] + shares[1], 1.0); // rows sum to one
    }

    void oneSegmentHasNoPairs()
    {
        QVERIFY(segmentPairs(mapsOf({{uniform(3)}})->axes()).empty());
        QVERIFY(passOver(*mapsOf({{uniform(3)}})).numbers.shares.empty());
    }

    void paddedQueriesTakeNoPart()
    {
        const auto numbers = numbersOf(map({{0.0, 1.0, 0.0}, {1.0, 0.0, 0.0}, {0.0, 0.0, 0.25}}), axisOf({"a", "b", "[PAD]"}));
        COMPARE_NEAR(numbers[HeadMetric::RowSum], 0.0);
        COMPARE_NEAR(numbers[HeadMetric::Concentration], 1.0 / 3.0); // received 1, 1, 0
        COMPARE_NEAR(numbers[HeadMetric::ToNext], 0.5);
    }

    void rowsWithNaNAreLeftOutAndCounted()
    {
        const auto pass = passOver(*mapsOf({{map({{kNaN, 1.0}, {0.5, 0.5}})}}));
        QCOMPARE(pass.rowsLeftOut, std::int64_t{1});
        COMPARE_NEAR(pass.numbers[HeadMetric::Entropy], std::log(2.0));
        COMPARE_NEAR(pass.numbers[HeadMetric::Largest], 0.5); // not what stands beside the NaN
        const auto nothing = passOver(*mapsOf({{map({{kNaN, 1.0}, {std::numeric_limits<double>::infinity(), 0.5}})}}));
        QCOMPARE(nothing.rowsLeftOut, std::int64_t{2});
        for (int i = 0; i < kHeadMetricCount; ++i)
            QVERIFY(std::isnan(nothing.numbers.metrics[static_cast<std::size_t>(i)]));
    }

    void nothingReceivedIsNoConcentration()
    {
        QVERIFY(std::isnan(numbersOf(Matrix(3, 3))[HeadMetric::Concentration]));
        COMPARE_NEAR(numbersOf(Matrix(3, 3))[HeadMetric::RowSum], 1.0);
    }

    void oneTokenHasNoNeighboursAndNoNormalisedEntropy()
    {
        const auto numbers = numbersOf(map({{1.0}}));
        QVERIFY(std::isnan(numbers[HeadMetric::ToPrevious]));
        QVERIFY(std::isnan(numbers[HeadMetric::ToNext]));
        QVERIFY(std::isnan(numbers[HeadMetric::EntropyNormalised]));
        COMPARE_NEAR(numbers[HeadMetric::ToItself], 1.0);
        COMPARE_NEAR(numbers[HeadMetric::Entropy], 0.0);
    }

    void twoSequencesHaveNoNeighbours()
    {
        auto keys = std::make_shared<Axis>(*numberedAxis(2));
        keys->sequence = "encoder";
        const PictureMaps maps({{map({{0.5, 0.5}, {0.25, 0.75}})}}, numberedAxis(2), keys);
        const auto numbers = passOver(maps).numbers;
        for (const auto metric : {HeadMetric::Distance, HeadMetric::ToItself, HeadMetric::ToPrevious, HeadMetric::ToNext})
            QVERIFY(std::isnan(numbers[metric]));
        COMPARE_NEAR(numbers[HeadMetric::FirstToken], 0.375);
    }

    void aSlidingWindowGivesTheSameWithoutBeingExpanded()
    {
        const auto dense = map({{0.5, 0.25, 0.25, 0.0, 0.0}, {0.25, 0.25, 0.5, 0.0, 0.0}, {0.125, 0.125, 0.25, 0.25, 0.25}, {0.0, 0.0, 0.5, 0.25, 0.25}, {0.0, 0.0, 0.25, 0.25, 0.5}});
        const auto expected = passOver(*mapsOf({{dense}}));
        const auto pass = passOver(WindowMaps(dense));
        for (int i = 0; i < kHeadMetricCount; ++i) {
            const auto metric = static_cast<HeadMetric>(i);
            if (std::isnan(expected.numbers[metric]))
                QVERIFY(std::isnan(pass.numbers[metric]));
            else
                COMPARE_NEAR(pass.numbers[metric], expected.numbers[metric]);
        }
        COMPARE_MAPS(pass.tile, expected.tile);
        QCOMPARE(pass.smallest, 0.0F);
        QCOMPARE(pass.largest, 0.5F);
        auto small = passOverHead(WindowMaps(dense), kHead, 2, false, {});
        auto smallDense = passOverHead(*mapsOf({{dense}}), kHead, 2, false, {});
        COMPARE_MAPS(small->tile, smallDense->tile);
    }

    void gradientTimesAttentionByHand()
    {
        // rows: 1·0.5 - 2·0.5 = -0.5 and 0.25·4 + 0.75·0 = 1; the third is padding
        const auto axis = axisOf({"a", "b", "[PAD]"});
        const auto attention = mapsOf({{map({{0.5, 0.5, 0.0}, {0.25, 0.75, 0.0}, {1.0, 0.0, 0.0}})}}, axis);
        const auto gradients = mapsOf({{map({{1.0, -2.0, 9.0}, {4.0, 0.0, 9.0}, {5.0, 5.0, 5.0}})}}, axis);
        const auto product = gradientAttention(*attention, *gradients, kHead, {});
        QVERIFY(product.has_value());
        COMPARE_NEAR(*product, 0.25);
    }

    void gradientOfAGateIsTheSumOverAllRows()
    {
        // L = Σ W ⊙ (s A) has dL/dA = s W and dL/ds = Σ W ⊙ A: the mean over rows times their number, as Michel et al. have it
        const auto attention = lively(5);
        Matrix weights(5, 5);
        double derivative = 0.0;
        for (std::int64_t q = 0; q < 5; ++q)
            for (std::int64_t k = 0; k < 5; ++k) {
                weights(q, k) = static_cast<float>((q - k) * (q + 2 * k));
                derivative += static_cast<double>(weights(q, k)) * static_cast<double>(attention(q, k));
            }
        const auto product = gradientAttention(*mapsOf({{attention}}), *mapsOf({{weights}}), kHead, {});
        COMPARE_NEAR(5.0 * *product, derivative);
    }

    void metricsHaveNamesThatAreReadAgain()
    {
        for (int i = 0; i < kHeadMetricCount; ++i) {
            const MetricChoice metric = static_cast<HeadMetric>(i);
            QCOMPARE(metricFromName(nameOf(metric)), std::optional(metric));
            QVERIFY(!titleOf(metric).empty());
        }
        const auto pair = metricFromName("segment:queries:text");
        QVERIFY(pair.has_value());
        QCOMPARE(nameOf(*pair), std::string("segment:queries:text"));
        QCOMPARE(titleOf(*pair), std::string("Queries to text"));
        for (const auto* nonsense : {"segment:", "segment:a", "segment::b", "segment:a:", "segment", "Entropy", ""})
            QVERIFY(!metricFromName(nonsense));
    }
};

HEADLIGHT_GUILESS_TEST(tst_head_metrics)

} // namespace head_metrics_test

#include "tst_head_metrics.moc"
