// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Charts of received attention: which lines and points there are, their numbers, what stands out, and what is said.

#include "core/figure/opened_dump.h"
#include "figure/build.h"
#include "formats/registry.h"
#include "measure/received.h"
#include "state/action.h"
#include "support/query_dump.h"
#include "support/test_class.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace trend_test {

using namespace headlight;
using namespace headlight::test;

namespace {

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump, TrendKind kind = TrendKind::Rank) : OpenedDump(dump, ViewKind::Trends) { show(kind); }
    void show(TrendKind kind, const TrendOptions& trends = {})
    {
        auto display = state.display;
        display.trend = kind;
        display.trends = trends;
        act(SetDisplay{display});
    }
    void follow(std::initializer_list<std::int64_t> keys)
    {
        std::vector<KeyIndex> wanted;
        for (const auto key : keys)
            wanted.emplace_back(key);
        act(SetKeys{std::move(wanted)});
    }
    [[nodiscard]] TrendFigure figure() const { return figureOf<TrendFigure>(); }
};

/// Three layers of two heads of three tokens, sums of columns in thirds of the scale 0 to 3.
SharedDump twoHeads()
{
    const auto all = [](double a, double b, double c) { return evenRows({a, b, c}); };
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{all(1.0, 0.0, 0.0), all(0.25, 0.5, 0.25)}, {all(0.0, 1.0, 0.0), all(0.5, 0.25, 0.25)}, {all(0.0, 0.0, 1.0), all(0.25, 0.25, 0.5)}},
                                                                  axisOf({"a", "b", "c"}))});
}

std::vector<float> numbersOf(const Value& root, const std::string& key)
{
    const auto* found = root.find(key);
    if (found == nullptr || found->tensor() == nullptr)
        return {};
    std::vector<float> numbers(static_cast<std::size_t>(found->tensor()->count()));
    return found->tensor()->read(std::span<float>(numbers)) ? numbers : std::vector<float>{};
}

} // namespace

class tst_trend : public QObject {
    Q_OBJECT
private slots:
    void aLinePerHeadHasARankInEveryLayer()
    {
        Opened opened(twoHeads());
        opened.follow({0});
        const auto figure = opened.figure();
        QCOMPARE(figure.columns, (std::vector<std::string>{"1", "2", "3"}));
        QCOMPARE(figure.lines.size(), std::size_t{2});
        QCOMPARE(figure.lines[0].ranks, (std::vector<float>{1.0F, 2.0F, 2.0F})); // of equal ones the lowest position ranks first: c, then a
        QCOMPARE(figure.lines[1].ranks, (std::vector<float>{2.0F, 1.0F, 2.0F}));
        QCOMPARE(figure.lines[1].scores, (std::vector<float>{0.25F, 0.5F, 0.25F}));
        QCOMPARE(figure.lines[1].sums[1], 1.5);
        QCOMPARE(figure.lines[1].label, std::string("head 2"));
        QCOMPARE(figure.lowest, 1.0);
        QCOMPARE(figure.highest, 3.0);
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Rank of the key “a” by attention received, over layers"));
    }

    /// Rows sum to 1, so what the keys of a layer receive sums to the number of queries, in every head and in the mean.
    void belowTheLinesStandThePositionsOfTheLayerThatTellsMost()
    {
        Opened opened(twoHeads());
        opened.follow({1});
        const auto figure = opened.figure();
        QVERIFY(figure.positions);
        const auto& positions = *figure.positions;
        QCOMPARE(positions.layer, LayerIndex{1}); // where head 1 gives b everything
        QCOMPARE(QString::fromStdString(positions.title), QStringLiteral("Attention received by position, layer 2"));
        QCOMPARE(positions.means, (std::vector<float>{0.75F, 1.875F, 0.375F})); // of (0, 3, 0) and (1.5, 0.75, 0.75)
        QCOMPARE(positions.uniform, 1.0);
        QCOMPARE(positions.highest, 3.0);
        QVERIFY(positions.focus == 1);
        QCOMPARE(positions.dots.size(), std::size_t{2});
        for (const auto& dots : positions.dots) {
            const auto line = std::ranges::find(figure.lines, dots.head, &TrendFigure::Line::head);
            QCOMPARE(line->series, std::optional(dots.series));
            QCOMPARE(static_cast<double>(dots.values[1]), line->sums[1]);
            QCOMPARE(dots.values[0] + dots.values[1] + dots.values[2], 3.0F);
        }
    }

    void theMarkedLayerGoesBeforeAndTheChartCanBeLeftOut()
    {
        Opened opened(twoHeads());
        opened.follow({1});
        opened.show(TrendKind::Rank, {.layer = LayerIndex{2}});
        QCOMPARE(opened.figure().positions->layer, LayerIndex{2});
        QCOMPARE(opened.figure().positions->means, (std::vector<float>{0.375F, 0.375F, 2.25F}));
        opened.show(TrendKind::Rank, {.layer = LayerIndex{7}}); // of a deeper model
        QCOMPARE(opened.figure().positions->layer, LayerIndex{1});
        opened.show(TrendKind::Score, {.positions = false});
        QVERIFY(!opened.figure().positions);
        opened.show(TrendKind::Positions);
        QVERIFY(!opened.figure().positions); // which shows them all
    }

    void tiesAreMarkedAndTheLowestPositionRanksFirst()
    {
        Opened opened(twoHeads());
        opened.follow({2});
        const auto figure = opened.figure();
        QCOMPARE(figure.lines[0].ranks, (std::vector<float>{3.0F, 3.0F, 1.0F}));
        QCOMPARE(figure.lines[0].tied, (std::vector<bool>{true, true, false}));
        QVERIFY(says(figure.text.footerEnd, "hollow: tied, another key receives the same; the lowest position ranks first"));
    }

    void severalKeysAreALineEachAndColoursTellWhatIsAsked()
    {
        Opened opened(twoHeads(), TrendKind::Score);
        opened.follow({0, 2});
        const auto byHead = opened.figure();
        QCOMPARE(byHead.lines.size(), std::size_t{4});
        QCOMPARE(byHead.lines[3].label, std::string("head 2, c"));
        QCOMPARE(byHead.lines[0].series, byHead.lines[2].series); // one head
        QVERIFY(byHead.lines[0].dash != byHead.lines[2].dash);
        QVERIFY(!byHead.spread);
        QCOMPARE(byHead.highest, 1.0);
        opened.show(TrendKind::Score, {TrendColour::Key, {}});
        const auto byKey = opened.figure();
        QCOMPARE(byKey.lines[0].series, byKey.lines[1].series); // one key
        QVERIFY(byKey.lines[0].dash != byKey.lines[1].dash);
        QCOMPARE(QString::fromStdString(byKey.text.title), QStringLiteral("Attention received by 2 keys, over layers"));
    }

    void selectedHeadsStandOutAndNamedOnesBeforeThem()
    {
        Opened opened(twoHeads());
        opened.follow({0});
        QVERIFY(opened.figure().lines[0].emphasised && opened.figure().lines[1].emphasised);
        opened.act(SelectHeads{HeadSet::ofHead(opened.state.stackShape().heads, HeadIndex{1})});
        const auto selected = opened.figure();
        QVERIFY(!selected.lines[0].emphasised && selected.lines[1].emphasised && selected.lines[1].selected);
        QCOMPARE(selected.lines[1].series, std::optional<std::size_t>(0));
        opened.show(TrendKind::Rank, {TrendColour::Head, {HeadIndex{0}}});
        const auto named = opened.figure();
        QVERIFY(named.lines[0].emphasised && !named.lines[1].emphasised && named.lines[1].selected);
    }

    void withoutAKeyItSaysSoAndOffersTheMostAttended()
    {
        Opened opened(queryDump());
        const auto empty = std::get<EmptyFigure>(opened.any());
        QCOMPARE(empty.sentence, std::string("Choose a key."));
        opened.act(*empty.action);
        QVERIFY(opened.state.selection.key == KeyIndex{5}); // 1 in layer 1 and 0.045 in layer 2
        QCOMPARE(opened.figure().lines.size(), std::size_t{1});
    }

    void everyPositionOfEveryHeadIsAPoint()
    {
        Opened opened(twoHeads(), TrendKind::Positions);
        const auto figure = opened.figure();
        QVERIFY(figure.points());
        QCOMPARE(figure.scores->rows(), 6);
        QCOMPARE(figure.scores->columns(), 3);
        QCOMPARE((*figure.scores)(3, 0), 0.5F); // layer 2, head 2
        QVERIFY(figure.heads[3] == (HeadRef{LayerIndex{1}, HeadIndex{1}}));
        QCOMPARE(figure.headNames[3], std::string("L2 H2"));
        QVERIFY(figure.allSelected && !figure.seriesOf[3]);
        opened.act(SelectHeads{HeadSet({{LayerIndex{1}, HeadIndex{1}}, {LayerIndex{0}, HeadIndex{0}}})});
        const auto some = opened.figure();
        QCOMPARE(some.seriesOf[0], std::optional<std::size_t>(0));
        QCOMPARE(some.seriesOf[3], std::optional<std::size_t>(1));
        QVERIFY(!some.seriesOf[1]);
    }

    void moreLinesThanCanBeToldApartHaveABand()
    {
        std::vector<std::vector<Matrix>> layers(2);
        for (std::size_t layer = 0; layer < 2; ++layer)
            for (int head = 0; head < 80; ++head)
                layers[layer].push_back(evenRows({head / 80.0, 1.0 - head / 80.0}));
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(layers), axisOf({"a", "b"}))}), TrendKind::Score);
        opened.follow({0});
        const auto figure = opened.figure();
        QCOMPARE(figure.lines.size(), std::size_t{80});
        QVERIFY(figure.spread && figure.spread->band);
        QVERIFY(std::abs(figure.spread->median[0] - 39.5F / 80.0F) < 1e-6F); // between the two in the middle
        QVERIFY(std::abs(figure.spread->low[1] - 7.9F / 80.0F) < 1e-5F);
        QCOMPARE(std::ranges::count_if(figure.lines, &TrendFigure::Line::emphasised), 3);
    }

    void oneLayerIsShownByHead()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.25, 0.75}), evenRows({0.5, 0.5})}}, axisOf({"a", "b"}))}), TrendKind::Score);
        opened.follow({1});
        const auto figure = opened.figure();
        QVERIFY(figure.ofHeads);
        QCOMPARE(figure.columnName, std::string("head"));
        QCOMPARE(figure.columns.size(), std::size_t{2});
        QCOMPARE(figure.lines.front().sums, (std::vector<double>{1.5, 1.0}));
    }

    void oddNumbersAreSaidAndLeftOut()
    {
        auto odd = evenRows({0.5, 0.5});
        odd(1, 0) = std::nanf("");
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{odd}, {evenRows({0.25, 0.75})}}, axisOf({"a", "b"}))}));
        opened.follow({0});
        const auto figure = opened.figure();
        QVERIFY(std::isnan(figure.lines[0].values[0]));
        QCOMPARE(figure.lines[0].values[1], 2.0F);
        QVERIFY(says(figure.text.footerEnd, "1 column sums are no numbers and left out"));
    }

    void oneTokenAndSumsThatAreAllTheSameAreShown()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1.0}})}, {map({{1.0}})}})}), TrendKind::Score);
        opened.follow({0});
        const auto figure = opened.figure();
        QCOMPARE(figure.lines[0].values, (std::vector<float>{0.0F, 0.0F}));
        QVERIFY(says(figure.text.footerEnd, "all column sums are the same, 1.0000"));
    }

    void paddingThatReceivesNothingHasTheLastRanks()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.5, 0.5, 0.0, 0.0})}, {evenRows({0.75, 0.25, 0.0, 0.0})}}, axisOf({"a", "b", "[PAD]", "[PAD]"}))}));
        opened.follow({0});
        QCOMPARE(opened.figure().paddedRanks, 0); // hidden
        QCOMPARE(opened.figure().ranked, 2);
        auto display = opened.state.display;
        display.hidePadding = false;
        opened.act(SetDisplay{display});
        QCOMPARE(opened.figure().paddedRanks, 2);
        QCOMPARE(opened.figure().ranked, 4);
    }

    void aKeyThatIsNotShownAnyMoreIsNotFollowed()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.5, 0.5, 0.0})}, {evenRows({0.75, 0.25, 0.0})}}, axisOf({"a", "b", "[PAD]"}))}));
        opened.follow({2});
        QVERIFY(std::holds_alternative<EmptyFigure>(opened.any()));
        opened.follow({2, 0});
        QCOMPARE(opened.figure().lines.size(), std::size_t{1});
    }

    void thePointerReadsTheNumbersOfTheFigure()
    {
        Opened opened(twoHeads());
        opened.follow({0});
        const auto found = describeReceived(opened.workspace, opened.state, {LayerIndex{1}, HeadIndex{1}}, KeyIndex{0});
        QVERIFY(found.has_value());
        QCOMPARE(found->key, std::string("a"));
        QCOMPARE(found->sum, 1.5);
        QCOMPARE(found->score, 0.5);
        QCOMPARE(found->rank, 1);
        QCOMPARE(found->count, 3);
        QCOMPARE(found->bestLayer, std::string("2"));
        QCOMPARE(found->medianRank, 1.5); // the other head of the layer ranks it second
        QVERIFY(!describeReceived(opened.workspace, opened.state, {LayerIndex{7}, HeadIndex{0}}, KeyIndex{0}));
    }

    void ranksAndScoresAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("reference");
        QTest::newRow("a sliding window of 512") << "longformer/window512" << "longformer/window512";
        QTest::newRow("learned queries and text") << "covr_blip2" << "covr_blip2/batch0_sample0";
    }
    void ranksAndScoresAreThoseOfTheReference()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QString, reference);
        const auto opening = openDump(std::filesystem::path(shared) / dump.toStdString());
        const auto expected = formats::readFile(std::filesystem::path(shared) / "expected" / (reference + ".npz").toStdString());
        QVERIFY(opening && expected);
        Opened opened(*opening, TrendKind::Positions);
        auto display = opened.state.display;
        display.hidePadding = false;
        opened.act(SetDisplay{display});
        const auto figure = opened.figure();
        const auto scores = numbersOf(expected->root, "column_sums_minmax");
        const auto sums = numbersOf(expected->root, "column_sums");
        const auto ranks = numbersOf(expected->root, "ranks");
        const auto keys = static_cast<std::size_t>(figure.scores->columns());
        QCOMPARE(figure.scores->values().size(), scores.size());
        for (std::size_t i = 0; i < scores.size(); ++i) {
            QVERIFY(std::abs(figure.scores->values()[i] - scores[i]) < 1e-5F);
            std::size_t close = 0; // sums that differ by rounding only may change places
            for (std::size_t other = i / keys * keys; other < (i / keys + 1) * keys; ++other)
                close += std::abs(sums[i] - sums[other]) <= 1e-5F * std::max(1.0F, std::abs(sums[i])) ? 1U : 0U;
            QVERIFY(std::abs(static_cast<float>(figure.received->ranks[i / keys].ranks[i % keys]) - ranks[i]) < static_cast<float>(close));
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_trend)

} // namespace trend_test

#include "tst_trend.moc"
