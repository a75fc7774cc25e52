// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which weights are links, by hand: by value, the largest of every query, and the largest that hold a share of its row.

#include "measure/aggregate.h"
#include "measure/kept_links.h"
#include "support/test_class.h"
#include "support/window_maps.h"

#include <cmath>
#include <limits>

namespace kept_links_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr auto kLeast = LinkRule::Kind::Least;
constexpr auto kLargest = LinkRule::Kind::Largest;
constexpr auto kMass = LinkRule::Kind::Mass;

KeptLinks kept(const Matrix& map, LinkRule rule, std::int64_t most = kMostKeptLinks)
{
    auto links = keptLinks(map, rule, most, {});
    if (!links)
        qFatal("%s", sentence(links.error()).c_str());
    return *std::move(links);
}

/// Keys of the links of one query, in their order.
std::vector<std::int32_t> keysOf(const KeptLinks& links, std::size_t query)
{
    std::vector<std::int32_t> keys;
    for (auto i = links.ofQuery[query]; i < links.ofQuery[query + 1]; ++i) {
        const auto& link = links.links[static_cast<std::size_t>(i)];
        if (link.query != static_cast<std::int32_t>(query))
            qFatal("a link stands at another query");
        keys.push_back(link.key);
    }
    return keys;
}

std::vector<std::int32_t> queriesOf(const KeptLinks& links, std::size_t key)
{
    std::vector<std::int32_t> queries;
    for (auto i = links.ofKey[key]; i < links.ofKey[key + 1]; ++i) {
        const auto& link = links.links[static_cast<std::size_t>(links.byKey[static_cast<std::size_t>(i)])];
        if (link.key != static_cast<std::int32_t>(key))
            qFatal("a link stands at another key");
        queries.push_back(link.query);
    }
    return queries;
}

using Keys = std::vector<std::int32_t>;

/// Zero away from the diagonal, but for row and column 2: what a window of one neighbour and one global token can hold.
Matrix windowed(double seed)
{
    Matrix matrix(7, 7);
    for (std::int64_t r = 0; r < 7; ++r)
        for (std::int64_t c = 0; c < 7; ++c)
            if (std::abs(r - c) <= 1 || r == 2 || c == 2)
                matrix(r, c) = static_cast<float>(std::fmod(seed * static_cast<double>(3 * r + 5 * c + 1), 1.0));
    return matrix;
}

} // namespace

class tst_kept_links : public QObject {
    Q_OBJECT
private slots:
    void theLargestOfEveryQueryAreKept()
    {
        const auto links = kept(map({{0.1, 0.6, 0.3, 0.0}, {0.25, 0.25, 0.25, 0.25}, {0.0, 0.0, 1.0, 0.0}}), {kLargest, 2});
        QCOMPARE(keysOf(links, 0), (Keys{1, 2}));
        QCOMPARE(keysOf(links, 1), (Keys{0, 1})); // equal ones: the lowest positions
        QCOMPARE(keysOf(links, 2), Keys{2});      // zeros are no links
        QVERIFY(!links.rows[0].tied && links.rows[1].tied && !links.rows[2].tied);
        QVERIFY(std::abs(links.rows[0].share - 0.9) < 1e-6 && links.rows[1].share == 0.5 && links.rows[2].share == 1.0);
        QCOMPARE(links.rows[2].kept, std::int64_t{1});
        QCOMPARE(queriesOf(links, 1), (Keys{0, 1}));
        QCOMPARE(queriesOf(links, 2), (Keys{0, 2}));
        QCOMPARE(queriesOf(links, 3), Keys{});
        QCOMPARE(links.largest, 1.0F);
        QVERIFY(std::abs(links.received[2] - (0.3F + 0.25F + 1.0F) / 3.0F) < 1e-6F);
    }

    void weightsFromAValueAreKept()
    {
        const auto links = kept(map({{0.1, 0.6, 0.3, 0.0}, {0.25, 0.25, 0.25, 0.25}}), {kLeast, 0.25});
        QCOMPARE(keysOf(links, 0), (Keys{1, 2}));
        QCOMPARE(keysOf(links, 1), (Keys{0, 1, 2, 3}));
        QVERIFY(!links.rows[1].tied); // nothing equal is left out
        QVERIFY(kept(map({{0.1, 0.6, 0.3, 0.0}}), {kLeast, 0.7}).links.empty());
        QCOMPARE(keysOf(kept(map({{0.0, 0.5, 0.0}}), {kLeast, 0.0}), 0), Keys{1}); // zeros are no links, whatever the value
    }

    void theFewestThatHoldTheShareAreKept()
    {
        const auto row = map({{0.1, 0.4, 0.2, 0.3}});
        QCOMPARE(keysOf(kept(row, {kMass, 0.4}), 0), Keys{1});
        QCOMPARE(keysOf(kept(row, {kMass, 0.5}), 0), (Keys{1, 3}));
        QCOMPARE(keysOf(kept(row, {kMass, 0.7}), 0), (Keys{1, 3}));
        QCOMPARE(keysOf(kept(row, {kMass, 0.75}), 0), (Keys{1, 3, 2}));
        QCOMPARE(keysOf(kept(row, {kMass, 1.0}), 0), (Keys{1, 3, 2, 0}));
        QVERIFY(kept(row, {kMass, 0.0}).links.empty());
        // The share is that of the row, also where rows do not sum to one.
        QCOMPARE(keysOf(kept(map({{3.0, 1.0, 1.0, 1.0}}), {kMass, 0.5}), 0), Keys{0});
    }

    void equalWeightsAtTheCutOfAShareAreTied()
    {
        const auto links = kept(map({{0.2, 0.2, 0.2, 0.4}, {0.4, 0.2, 0.2, 0.2}}), {kMass, 0.6});
        QCOMPARE(keysOf(links, 0), (Keys{3, 0}));
        QCOMPARE(keysOf(links, 1), (Keys{0, 1}));
        QVERIFY(links.rows[0].tied && links.rows[1].tied);
        const auto wide = kept(Matrix(1, 200, 0.005F), {kMass, 0.5}); // more than a first guess
        QCOMPARE(wide.rows[0].kept, std::int64_t{100});
        QCOMPARE(keysOf(wide, 0).back(), 99);
        QVERIFY(wide.rows[0].tied);
    }

    void whatIsNoNumberIsNoLink()
    {
        const auto links = kept(map({{0.5, kNan, 0.2, 0.3}, {kNan, kNan, kNan, kNan}, {0.0, 0.0, 0.0, 0.0}, {1.0, 0.0, INFINITY, 0.0}}), {kLargest, 3});
        QCOMPARE(keysOf(links, 0), (Keys{0, 3, 2}));
        QCOMPARE(keysOf(links, 1), Keys{});
        QCOMPARE(keysOf(links, 2), Keys{});
        QCOMPARE(keysOf(links, 3), Keys{0});
        QCOMPARE(links.rows[1].notNumbers, std::int64_t{4});
        QVERIFY(links.rows[2].zero && !links.rows[1].zero);
        QVERIFY(links.rows[2].share == 0.0 && links.rows[2].notNumbers == 0);
        QCOMPARE(links.rows[3].notNumbers, std::int64_t{1});
        QCOMPARE(links.received[0], 0.5F);  // of the three rows that have a number there
        QCOMPARE(links.received[1], 0.0F);
    }

    void negativeWeightsCountByMagnitude()
    {
        const auto links = kept(map({{0.2, -0.5, 0.1, -0.05}}), {kLargest, 2});
        QCOMPARE(keysOf(links, 0), (Keys{1, 0}));
        QCOMPARE(links.links[0].weight, -0.5F);
    }

    void oneTokenHasOneLink()
    {
        const auto links = kept(map({{1.0}}), {kMass, 0.5});
        QCOMPARE(keysOf(links, 0), Keys{0});
        QCOMPARE(links.rows[0].share, 1.0);
    }

    void aLimitOfMemoryLeavesTheStrongestAndCountsAll()
    {
        Matrix map(3, 50);
        for (std::int64_t r = 0; r < 3; ++r)
            for (std::int64_t c = 0; c < 50; ++c)
                map(r, c) = static_cast<float>(c + 1);
        const auto links = kept(map, {kLeast, 1.0}, 60);
        QCOMPARE(links.mostOfQuery, std::int64_t{20});
        QCOMPARE(links.rows[1].kept, std::int64_t{50});
        QCOMPARE(links.rows[1].share, 1.0);
        const auto keys = keysOf(links, 1);
        QCOMPARE(keys.size(), std::size_t{20});
        QVERIFY(keys.front() == 49 && keys.back() == 30);
    }

    void windowsAreReadOnTheirBand_data()
    {
        QTest::addColumn<int>("aggregate");
        QTest::newRow("one head") << static_cast<int>(Aggregate::Each);
        QTest::newRow("mean") << static_cast<int>(Aggregate::Mean);
        QTest::newRow("max") << static_cast<int>(Aggregate::Max);
        QTest::newRow("min") << static_cast<int>(Aggregate::Min);
    }
    void windowsAreReadOnTheirBand()
    {
        QFETCH(int, aggregate);
        const std::vector<Matrix> heads{windowed(0.37), windowed(0.11), windowed(0.73)};
        const WindowMaps windows(heads);
        const auto dense = mapsOf({heads});
        std::vector<MapIndex> maps;
        for (std::int64_t head = 0; head < 3; ++head)
            maps.push_back({LayerIndex{0}, HeadIndex{head}});
        for (const auto& rule : {LinkRule{kLargest, 3}, LinkRule{kLeast, 0.3}, LinkRule{kMass, 0.8}}) {
            const auto ofBand = keptLinks(windows, maps, static_cast<Aggregate>(aggregate), rule, kMostKeptLinks, {});
            const auto ofMap = keptLinks(*dense, maps, static_cast<Aggregate>(aggregate), rule, kMostKeptLinks, {});
            QVERIFY(ofBand && ofMap);
            QVERIFY(ofBand->links == ofMap->links);
            QVERIFY(!ofBand->links.empty());
            for (std::size_t key = 0; key < 7; ++key)
                QVERIFY(std::abs(ofBand->received[key] - ofMap->received[key]) < 1e-6F);
        }
    }

    void manyRowsAreThoseOfTheirParts()
    {
        Matrix map(300, 11);
        for (std::int64_t r = 0; r < 300; ++r)
            for (std::int64_t c = 0; c < 11; ++c)
                map(r, c) = static_cast<float>((r * 31 + c * 17) % 101 + 1);
        const auto links = kept(map, {kLargest, 4});
        QCOMPARE(links.links.size(), std::size_t{1200});
        for (const std::int64_t r : {0, 63, 64, 299}) {
            Matrix row(1, 11);
            std::ranges::copy(map.row(r), row.row(0).begin());
            QCOMPARE(keysOf(links, static_cast<std::size_t>(r)), keysOf(kept(row, {kLargest, 4}), 0));
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_kept_links)

} // namespace kept_links_test

#include "tst_kept_links.moc"
