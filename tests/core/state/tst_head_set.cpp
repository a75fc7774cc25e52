// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/head_set.h"
#include "support/test_class.h"

#include <limits>

namespace head_set_test {

using namespace headlight;

namespace {

const HeadGrid kGrid{12, 12, 12, 12, 12, 12, 12, 12};

QByteArray text(const HeadSet& heads, const HeadGrid& grid = kGrid)
{
    return QByteArray::fromStdString(formatHeads(heads, grid, IndexBase::One));
}

HeadSet parsed(const char* typed, const HeadGrid& grid = kGrid, IndexBase base = IndexBase::One)
{
    const auto heads = parseHeads(typed, grid, base);
    return heads ? *heads : HeadSet{};
}

} // namespace

class tst_head_set : public QObject {
    Q_OBJECT
private slots:
    void typedFormsAreReadAndEchoedInTheShortestForm_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("echoed");
        QTest::newRow("heads of a layer") << QByteArray("L6 H1,7,10") << 3 << QByteArray("L6 H1,7,10");
        QTest::newRow("layers") << QByteArray("L1-4") << 48 << QByteArray("L1-4");
        QTest::newRow("all heads") << QByteArray("H*") << 96 << QByteArray("all");
        QTest::newRow("last layer") << QByteArray("L-1") << 12 << QByteArray("L8");
        QTest::newRow("last head of the last layer") << QByteArray("L-1 H-1") << 1 << QByteArray("L8 H12");
        QTest::newRow("union") << QByteArray("L6 H1,7; L8 H3") << 3 << QByteArray("L6 H1,7; L8 H3");
        QTest::newRow("head in every layer") << QByteArray("H3") << 8 << QByteArray("H3");
        QTest::newRow("small letters") << QByteArray(" l2   h4-5 ") << 2 << QByteArray("L2 H4,5");
        QTest::newRow("all") << QByteArray("all") << 96 << QByteArray("all");
        QTest::newRow("same heads in two layers") << QByteArray("L2 H4; L3 H4") << 2 << QByteArray("L2,3 H4");
    }
    void typedFormsAreReadAndEchoedInTheShortestForm()
    {
        QFETCH(QByteArray, typed);
        QFETCH(int, size);
        QFETCH(QByteArray, echoed);
        const auto heads = parsed(typed.constData());
        QCOMPARE(heads.size(), size);
        QCOMPARE(text(heads), echoed);
        QCOMPARE(parsed(echoed.constData()), heads);
    }

    void nonsenseIsRefusedWithASentence_data()
    {
        QTest::addColumn<QByteArray>("typed");
        for (const char* typed : {"", "L", "L0", "L9", "L6 H13", "X3", "L6 H", "L6,", "L6-", "L4-1", "L1 L2", "L6 H1;", "L6 H1.5", "L1-999999999999", "L--1", "L-9", "\xff\xfe"})
            QTest::addRow("%s", QByteArray(typed).toPercentEncoding().constData()) << QByteArray(typed);
    }
    void nonsenseIsRefusedWithASentence()
    {
        QFETCH(QByteArray, typed);
        const auto heads = parseHeads(typed.constData(), kGrid, IndexBase::One);
        QVERIFY(!heads);
        QCOMPARE(heads.error().kind, ErrorKind::Selection);
        QVERIFY(!heads.error().what.empty());
    }

    void countingFromZeroIsAMatterOfLabels()
    {
        QCOMPARE(parsed("L0 H0", kGrid, IndexBase::Zero), parsed("L1 H1"));
        QCOMPARE(formatHeads(parsed("L1 H1"), kGrid, IndexBase::Zero), std::string("L0 H0"));
    }

    void layersWithFewerHeadsLoseOnlyWhatTheyLack()
    {
        const HeadGrid ragged{4, 2};
        QCOMPARE(parsed("H3", ragged), HeadSet::one({LayerIndex{0}, HeadIndex{2}}));
        QCOMPARE(HeadSet::all(ragged).size(), 6);
        QVERIFY(HeadSet::all(ragged).isAll(ragged));
    }

    void aLayerOfWhichAllHeadsAreChosenSaysNothingAboutALargerOne()
    {
        const HeadGrid growing{2, 4};
        const HeadGrid shrinking{4, 2};
        const HeadSet firstTwo({{LayerIndex{0}, HeadIndex{0}}, {LayerIndex{0}, HeadIndex{1}}, {LayerIndex{1}, HeadIndex{0}}, {LayerIndex{1}, HeadIndex{1}}});
        QCOMPARE(text(firstTwo, growing), QByteArray("L1; L2 H1,2"));
        QCOMPARE(parsed("L1; L2 H1,2", growing), firstTwo);
        QCOMPARE(text(firstTwo, shrinking), QByteArray("H1,2"));
        QCOMPARE(parsed("H1,2", shrinking), firstTwo);
    }

    void shiftingStopsAtTheEdgeAsAWhole()
    {
        const auto edge = parsed("L8 H1,2");
        QCOMPARE(edge.shifted(kGrid, 1, 0), edge);
        QCOMPARE(text(edge.shifted(kGrid, 0, 3)), QByteArray("L8 H4,5"));
    }

    void rectanglesAreInclusiveInBothDirections()
    {
        const HeadRef a{LayerIndex{4}, HeadIndex{2}};
        const HeadRef b{LayerIndex{2}, HeadIndex{3}};
        QCOMPARE(HeadSet::rectangle(kGrid, a, b), HeadSet::rectangle(kGrid, b, a));
        QCOMPARE(text(HeadSet::rectangle(kGrid, a, b)), QByteArray("L3-5 H3,4"));
    }

    void numberListsKeepTheirOrder()
    {
        QCOMPARE(parseNumbers("5,1-3").value(), (std::vector<std::int64_t>{5, 1, 2, 3}));
        QVERIFY(!parseNumbers("1,,2"));
        QVERIFY(!parseNumbers("0-99999999"));
        QCOMPARE(formatNumbers(std::vector<std::int64_t>{1, 2, 3, 5, 7, 8}), std::string("1-3,5,7,8"));
    }

    void theLargestNumberEndsAList()
    {
        constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
        const std::vector<std::int64_t> numbers{kLargest - 1, kLargest, 0};
        QCOMPARE(parseNumbers("9223372036854775806-9223372036854775807,0").value(), numbers);
        QCOMPARE(formatNumbers(numbers), std::string("9223372036854775806,9223372036854775807,0"));
        QCOMPARE(parseHeads("L9223372036854775807", kGrid, IndexBase::One).error().kind, ErrorKind::Selection);
    }

    void aShortTextCannotAskForMoreThanThereIsMemoryFor()
    {
        std::string ranges = "0-999999";
        for (int i = 0; i < 1000; ++i)
            ranges += ",0-999999";
        QCOMPARE(parseNumbers(ranges).error().kind, ErrorKind::Selection);
        std::string twice = "1-8";
        for (int i = 0; i < 20'000; ++i)
            twice += ",1-8";
        QCOMPARE(parseHeads("L" + twice + " H" + twice, kGrid, IndexBase::One).value().size(), std::int64_t{64});
    }
};

HEADLIGHT_GUILESS_TEST(tst_head_set)

} // namespace head_set_test

#include "tst_head_set.moc"
