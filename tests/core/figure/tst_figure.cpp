// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"
#include "state/action.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>

namespace figure_test {

using namespace headlight;
using namespace headlight::test;

namespace {

const std::vector<std::string> kTokens{"[CLS]", "the", "pit", "##falls", "[SEP]", "[PAD]"};

/// 2 layers of 3 heads over kTokens; head h of layer l looks h + 3 l back, at most to the start; padding gets nothing.
std::shared_ptr<PictureDump> sentence()
{
    std::vector<std::vector<Matrix>> layers;
    for (std::int64_t layer = 0; layer < 2; ++layer) {
        auto& heads = layers.emplace_back();
        for (std::int64_t head = 0; head < 3; ++head) {
            Matrix one(6, 6);
            for (std::int64_t q = 0; q < 6; ++q)
                one(q, std::max<std::int64_t>(0, std::min<std::int64_t>(q, 4) - head - 3 * layer)) = 1.0F;
            heads.push_back(std::move(one));
        }
    }
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(layers), axisOf(kTokens))});
}

struct Opened {
    Workspace workspace;
    State state;

    explicit Opened(const std::shared_ptr<PictureDump>& dump)
    {
        workspace.open(dump);
        state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
    }
    void act(const Action& action) { state = update(state, action); }
    template <typename Kind>
    Kind figure()
    {
        auto built = buildFigure(workspace, state, {});
        if (!built)
            qFatal("%s", headlight::sentence(built.error()).c_str());
        return std::get<Kind>(*built);
    }
};

std::string footerOf(const FigureText& text)
{
    std::string joined;
    for (const auto* parts : {&text.footerStart, &text.footerEnd})
        for (const auto& part : *parts)
            joined += (joined.empty() ? "" : " · ") + part;
    return joined;
}

HeadSet heads(std::initializer_list<std::pair<int, int>> pairs)
{
    std::vector<HeadRef> refs;
    for (const auto& [layer, head] : pairs)
        refs.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(std::move(refs));
}

} // namespace

class tst_figure : public QObject {
    Q_OBJECT
private slots:
    void oneHeadIsShownAsStoredWithoutItsPadding()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 1}})});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.panels.size(), std::size_t{1});
        COMPARE_MAPS(*figure.panels[0].values, map({{1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}}));
        QCOMPARE(figure.text.title, std::string("Attention, layer 1, head 2"));
        QCOMPARE(footerOf(figure.text),
                 std::string("attention · layer 1 · head 2 · scale 0–1, 99th percentile of this figure · 1 padded positions hidden · pictures/picture.npy · sample 0"));
        QCOMPARE(figure.keys.labels[3].text, std::string("falls"));
        QVERIFY(figure.keys.labels[3].continues);
        QVERIFY(figure.keys.labels[0].special);
    }

    void paddingCanBeShown()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 0}})});
        Display display = opened.state.display;
        display.hidePadding = false;
        opened.act(SetDisplay{display});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.panels[0].values->columns(), 6);
        QVERIFY(figure.keys.labels[5].padding);
    }

    void selectedHeadsTogetherAreNamedInTitleAndFooter()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SetAggregate{Aggregate::Mean});
        opened.act(SelectHeads{heads({{0, 0}, {0, 2}})});
        auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.text.title, std::string("Attention, layer 1, mean of heads 1, 3"));
        QCOMPARE((*figure.panels[0].values)(2, 0), 0.5F);
        opened.act(SelectHeads{heads({{0, 0}, {1, 2}})});
        QCOMPARE(opened.figure<HeatmapFigure>().text.title, std::string("Attention, mean of L1 H1; L2 H3"));
        opened.act(SelectHeads{HeadSet::all(opened.state.stackShape().heads)});
        QCOMPARE(opened.figure<HeatmapFigure>().text.title, std::string("Attention, all 2 layers, mean of all 3 heads"));
    }

    void headsShownEachGetAPanelAndOneScale()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.panels.size(), std::size_t{6});
        QCOMPARE(figure.panelColumns, 3);
        QCOMPARE(figure.panels[4].title, std::string("layer 2, head 2"));
        QVERIFY(!figure.panels[0].columns);
    }

    void moreThanSixteenHeadsAreNotAllShownAndItIsSaid()
    {
        std::vector<Matrix> many(20, map({{1.0}}));
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({many})}));
        opened.act(SelectView{ViewKind::Heatmap});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.panels.size(), std::size_t{16});
        QVERIFY(footerOf(figure.text).find("the first 16 of 20 heads") != std::string::npos);
    }

    void rangesSayWhatTheyAre_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("clipped");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("fixed") << int(RangeKind::Fixed) << 0.0 << 0.25 << true << QByteArray("scale 0–0.25, fixed; larger values clipped");
        QTest::newRow("figure") << int(RangeKind::Figure) << 0.1 << 0.4 << false << QByteArray("scale 0.10–0.40, smallest to largest of this figure");
        QTest::newRow("shared") << int(RangeKind::Shared) << 0.0 << 0.9 << false << QByteArray("scale 0–0.90, smallest to largest of all layers and heads");
        QTest::newRow("percentile") << int(RangeKind::Percentile) << 0.0 << 0.2 << true << QByteArray("scale 0–0.20, 50th percentile of this figure; larger values clipped");
    }
    void rangesSayWhatTheyAre()
    {
        QFETCH(int, kind);
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, clipped);
        QFETCH(QByteArray, words);
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{0.1, 0.2}, {0.3, 0.4}}), map({{0.9, 0.0}, {0.1, 0.2}})}})}));
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 0}})});
        opened.act(SetRange{{static_cast<RangeKind>(kind), 50.0, 0.0, 0.25}});
        const auto figure = opened.figure<HeatmapFigure>();
        QVERIFY(std::fabs(figure.scale.low - low) < 1e-6);
        QVERIFY(std::fabs(figure.scale.high - high) < 1e-6);
        QCOMPARE(figure.scale.clippedHigh, clipped);
        QVERIFY2(footerOf(figure.text).find(words.toStdString()) != std::string::npos, footerOf(figure.text).c_str());
    }

    void aConstantMapSaysThatAllIsEqual()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{0.5, 0.5}, {0.5, 0.5}})}})}));
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SetRange{{RangeKind::Figure, 99.0, 0.0, 1.0}});
        const auto figure = opened.figure<HeatmapFigure>();
        QVERIFY(figure.scale.high > figure.scale.low);
        QVERIFY(figure.scale.kind.find("all equal 0.5000") != std::string::npos);
    }

    void valuesBelowZeroMakeTheScaleSymmetric()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{-0.5, 0.1}, {0.2, 0.0}})}})}));
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SetRange{{RangeKind::Percentile, 100.0, 0.0, 1.0}});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.scale.low, -0.5);
        QCOMPARE(figure.scale.high, 0.5);
        QVERIFY(figure.scale.diverging);
    }

    void notNumbersAreCountedAndLeftOutOfTheRange()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{std::nan(""), 0.1}, {0.2, 0.7}})}})}));
        opened.act(SelectView{ViewKind::Heatmap});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.scale.notNumbers, 1);
        QCOMPARE(float(figure.scale.high), 0.7F);
        QVERIFY(footerOf(figure.text).find("1 cell is no number") != std::string::npos);
    }

    void blocksAndWindowsShrinkTheMap()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 0}})});
        opened.act(SetBlock{{0, 1}}); // special tokens to text
        auto figure = opened.figure<HeatmapFigure>();
        COMPARE_MAPS(*figure.panels[0].values, map({{0, 0, 0}, {0, 0, 0}}));
        QCOMPARE(figure.queries.labels[1].text, std::string("[SEP]"));
        opened.act(SetBlock{});
        opened.act(SetWindow{CellWindow{1, 2, 1, 2}});
        figure = opened.figure<HeatmapFigure>();
        COMPARE_MAPS(*figure.panels[0].values, map({{1, 0}, {0, 1}}));
        QVERIFY(footerOf(figure.text).find("2 of 5 queries × 2 of 5 keys") != std::string::npos);
    }

    void nothingLeftSaysSoAndOffersTheWayBack()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 0}})});
        opened.act(SetBlock{{2, std::nullopt}}); // padding, which is hidden
        const auto empty = opened.figure<EmptyFigure>();
        QCOMPARE(empty.sentence, std::string("No query is left by the filter."));
        opened.act(*empty.action);
        QCOMPARE(opened.figure<HeatmapFigure>().panels.size(), std::size_t{1});
    }

    void profilesAreMeansOfColumnsAndEntropiesOfRows()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1.0, 0.0}, {0.5, 0.5}})}})}));
        opened.act(SelectView{ViewKind::Heatmap});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(figure.panels[0].columns->values, (std::vector<float>{0.75F, 0.25F}));
        QCOMPARE(figure.panels[0].rows->values[0], 0.0F);
        QVERIFY(std::fabs(double(figure.panels[0].rows->values[1]) - std::log(2.0)) < 1e-6);
        QVERIFY(std::fabs(figure.panels[0].rows->largest - std::log(2.0)) < 1e-12);
    }

    void theQueryAndThePinnedKeyAreMarked()
    {
        Opened opened(sentence());
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{0, 0}})});
        opened.act(PinCell{{QueryIndex{3}, KeyIndex{2}}});
        const auto figure = opened.figure<HeatmapFigure>();
        QCOMPARE(*figure.queryRow, 3);
        QCOMPARE(*figure.keyColumn, 2);
        QVERIFY(figure.queries.labels[3].emphasised && figure.queries.labels[3].alwaysShown);
    }

    void theOverviewShowsEveryHeadAndItsMetric()
    {
        Opened opened(sentence());
        opened.act(SelectHeads{heads({{1, 2}})});
        const auto figure = opened.figure<OverviewFigure>();
        QCOMPARE(figure.tiles.size(), std::size_t{6});
        QCOMPARE(figure.pending, 0);
        QVERIFY(figure.tiles[5].selected && !figure.tiles[0].selected);
        QCOMPARE(figure.tiles[0].values->rows(), 5);
        QCOMPARE(figure.strip->values[0], 0.0F);
        QCOMPARE(figure.text.subtitle, std::string("2 layers × 3 heads, 5 × 5 tokens each; padding hidden"));
    }

    void aFileMayHoldOnlyTheSelectedTilesOnTheScaleOfAll()
    {
        Opened opened(sentence());
        opened.act(SelectHeads{heads({{0, 1}, {1, 2}})});
        const auto all = opened.figure<OverviewFigure>();
        Display display = opened.state.display;
        display.onlySelected = true;
        opened.act(SetDisplay{display});
        const auto figure = opened.figure<OverviewFigure>();
        QCOMPARE(figure.tiles.size(), std::size_t{2});
        QVERIFY(figure.tiles[0].head == (HeadRef{LayerIndex{0}, HeadIndex{1}}) && figure.tiles[1].head == (HeadRef{LayerIndex{1}, HeadIndex{2}}));
        QCOMPARE(figure.columnOf, (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(figure.strip->values.size(), std::size_t{2});
        QCOMPARE(figure.scale.high, all.scale.high);
        QVERIFY(std::ranges::find(figure.text.footerEnd, "only the 2 selected heads") != figure.text.footerEnd.end());
        const auto onScreen = buildFigure(opened.workspace, opened.state, {}, {false});
        QCOMPARE(std::get<OverviewFigure>(*onScreen).tiles.size(), std::size_t{6}); // the others are there to be chosen
    }

    void aWindowNeverWaitsForTiles()
    {
        Opened opened(sentence());
        opened.act(SetRange{{RangeKind::Shared, 99.0, 0.0, 1.0}});
        const auto built = buildFigure(opened.workspace, opened.state, {}, {false});
        QCOMPARE(std::get<OverviewFigure>(*built).pending, 6);
    }

    void tilesCanBeOrderedByTheMetric()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1.0, 0.0}, {0.0, 1.0}}), map({{0.5, 0.5}, {0.5, 0.5}}), map({{1.0, 0.0}, {0.5, 0.5}})}})}));
        Display display = opened.state.display;
        display.rankTiles = true;
        opened.act(SetDisplay{display});
        QCOMPARE(opened.figure<OverviewFigure>().columnOf, (std::vector<std::int64_t>{2, 0, 1}));
    }

    void thePointerCardKnowsTheCell()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{0.6, 0.3, 0.1}, {0.2, 0.2, 0.6}, {1.0, 0.0, 0.0}}), map({{0.0, 1.0, 0.0}, {0.4, 0.0, 0.6}, {1.0, 0.0, 0.0}})}})}));
        opened.act(SetAggregate{Aggregate::Mean});
        const auto cell = describeCell(opened.workspace, opened.state, {QueryIndex{1}, KeyIndex{0}});
        QVERIFY(cell.has_value());
        QVERIFY(std::fabs(cell->value - 0.3) < 1e-6);
        QCOMPARE(cell->rank, 2);
        QCOMPARE(cell->keys, 3);
        QVERIFY(std::fabs(cell->rowSum - 1.0) < 1e-6);
        QVERIFY(std::fabs(cell->columnMean - (0.3 + 0.3 + 1.0) / 3.0) < 1e-6);
        QCOMPARE(cell->perHead.size(), std::size_t{2});
        QVERIFY(std::fabs(cell->perHead[1].second - 0.4) < 1e-6);
        QVERIFY(!describeCell(opened.workspace, opened.state, {QueryIndex{7}, KeyIndex{0}}));
    }

    void segmentSharesOfARowAddUpToItsSum()
    {
        Opened opened(sentence());
        opened.act(SelectHeads{heads({{0, 0}, {0, 1}})});
        const auto segments = describeSegments(opened.workspace, opened.state);
        QCOMPARE(segments->keys.back().name, std::string("padding"));
        QVERIFY(segments->keys.back().hidden);
        COMPARE_MAPS(segments->shares, map({{0.75, 0.25}, {1.0 / 6.0, 5.0 / 6.0}}));
    }

    void numbersAreWrittenForPeople_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("usual") << 0.0501 << QByteArray("0.0501");
        QTest::newRow("zero") << 0.0 << QByteArray("0.0000");
        QTest::newRow("small") << 0.000123 << QByteArray("0.00012");
        QTest::newRow("tiny") << 1.5e-9 << QByteArray("1.5e-09");
        QTest::newRow("negative") << -0.25 << QByteArray("\u22120.2500");
        QTest::newRow("large") << 1234.5 << QByteArray("1234.50");
        QTest::newRow("no number") << std::nan("") << QByteArray("NaN");
    }
    void numbersAreWrittenForPeople()
    {
        QFETCH(double, value);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(formatValue(value)), text);
    }

    void fileNamesAreTheTypedSelection()
    {
        Opened opened(sentence());
        QCOMPARE(fileStem(opened.state), std::string("sample0_overview"));
        opened.act(SelectView{ViewKind::Heatmap});
        opened.act(SelectHeads{heads({{1, 0}, {1, 2}})});
        QCOMPARE(fileStem(opened.state), std::string("sample0_L2_H1-3_heatmap"));
        opened.act(SetAggregate{Aggregate::Mean});
        QCOMPARE(fileStem(opened.state), std::string("sample0_L2_H1-3_mean_heatmap"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_figure)

} // namespace figure_test

#include "tst_figure.moc"
