// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The largest values of rows, found without sorting all of them, are those that sorting finds.

#include "core/measure/banded_maps.h"
#include "measure/largest.h"
#include "support/test_class.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace largest_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr MapIndex kMap{LayerIndex{0}, HeadIndex{0}};

/// By a stable sort of the whole row.
LargestValues sorted(const std::vector<float>& row, std::int64_t k)
{
    std::vector<std::int32_t> order(row.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) {
        const float left = row[static_cast<std::size_t>(a)];
        const float right = row[static_cast<std::size_t>(b)];
        return std::isnan(right) ? !std::isnan(left) : left > right;
    });
    LargestValues largest;
    for (std::size_t i = 0; i < std::min(order.size(), static_cast<std::size_t>(k)); ++i) {
        const float value = row[static_cast<std::size_t>(order[i])];
        largest.positions.push_back(order[i]);
        largest.tied.push_back(std::ranges::count(row, value) > 1);
    }
    return largest;
}

std::vector<float> randomRow(std::mt19937& random, std::size_t size, int kinds)
{
    std::vector<float> row(size);
    for (float& value : row)
        value = static_cast<float>(static_cast<int>(random() % static_cast<unsigned>(kinds)) - kinds / 4) / 16.0F;
    return row;
}

void compareWithSorting(const std::vector<float>& row, std::int64_t k)
{
    const auto found = largestOf(row, k);
    const auto expected = sorted(row, k);
    QCOMPARE(found.positions, expected.positions);
    QCOMPARE(found.tied, expected.tied);
}

} // namespace

class tst_largest : public QObject {
    Q_OBJECT
private slots:
    void rowsOfAnyLengthWithTiesAreThoseThatSortingFinds()
    {
        std::mt19937 random(1);
        for (const std::size_t size : {1U, 5U, 31U, 127U, 128U, 129U, 160U, 513U, 2048U})
            for (const int kinds : {2, 9, 1'000'000})
                for (const std::int64_t k : {1, 2, 10, 30, 31, 64})
                    compareWithSorting(randomRow(random, size, kinds), k);
    }

    void whatIsNoNumberStandsLastAndInfinitiesAreNumbers()
    {
        std::mt19937 random(2);
        auto row = randomRow(random, 300, 50);
        for (std::size_t i = 0; i < row.size(); i += 7)
            row[i] = std::nanf("");
        row[100] = std::numeric_limits<float>::infinity();
        row[200] = -std::numeric_limits<float>::infinity();
        compareWithSorting(row, 10);
        std::ranges::fill(row, std::nanf(""));
        row[250] = -1.0F;
        compareWithSorting(row, 10);
        std::ranges::fill(row, -std::numeric_limits<float>::infinity());
        compareWithSorting(row, 10);
        QVERIFY(largestOf({}, 3).positions.empty());
    }

    void rowsOfZerosGiveTheFirstPositionsAsTied()
    {
        const std::vector<float> zeros(2048, 0.0F);
        const auto found = largestOf(zeros, 10);
        for (std::int32_t i = 0; i < 10; ++i)
            QCOMPARE(found.positions[static_cast<std::size_t>(i)], i);
        QCOMPARE(std::ranges::count(found.tied, true), 10);
    }

    void aWindowGivesTheLargestOfItsRowsWithoutBeingExpanded_data()
    {
        QTest::addColumn<int>("reach");
        QTest::addColumn<QList<int>>("globals");
        QTest::newRow("a narrow one") << 3 << QList<int>{0};
        QTest::newRow("a wide one, three global tokens") << 80 << QList<int>{0, 7, 250};
        QTest::newRow("without global tokens") << 70 << QList<int>{};
        QTest::newRow("wider than the text") << 400 << QList<int>{5};
    }
    void aWindowGivesTheLargestOfItsRowsWithoutBeingExpanded()
    {
        QFETCH(int, reach);
        QFETCH(QList<int>, globals);
        const WindowForm form{reach, {globals.begin(), globals.end()}, false};
        const auto dense = windowPicture(300, form);
        const auto found = largestOfRows(BandedMaps(dense, form), kMap, 10, {});
        const auto expected = largestOfRows(*mapsOf({{dense}}), kMap, 10, {});
        QVERIFY(found.has_value() && expected.has_value());
        QCOMPARE(found->each, 10);
        QCOMPARE(found->positions, expected->positions);
        QCOMPARE(found->values, expected->values);
        QCOMPARE(found->tied, expected->tied);
        for (std::int64_t query = 0; query < 300; ++query) {
            const auto one = sorted({dense.row(query).begin(), dense.row(query).end()}, 10);
            QVERIFY(std::equal(one.positions.begin(), one.positions.end(), found->positions.begin() + query * 10));
        }
    }

    void fewerKeysThanWantedAreAllOfThem()
    {
        const auto found = largestOfRows(*mapsOf({{map({{0.25, 0.75}, {0.5, 0.5}})}}), kMap, 10, {});
        QVERIFY(found.has_value());
        QCOMPARE(found->each, 2);
        QCOMPARE(found->positions, (std::vector<std::int32_t>{1, 0, 0, 1}));
        QCOMPARE(found->tied, (std::vector<bool>{false, false, true, true}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_largest)

} // namespace largest_test

#include "tst_largest.moc"
