// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One query through the layers: values by hand and by the reference results, and what the figure says about itself.

#include "core/figure/opened_dump.h"
#include "dump/dump.h"
#include "figure/build.h"
#include "formats/registry.h"
#include "state/action.h"
#include "state/state_json.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace evolution_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Three layers of two heads over four tokens, the last of them padding.
std::shared_ptr<PictureDump> threeLayers()
{
    const auto a = map({{1.0, 0.0, 0.0, 0.0}, {0.5, 0.5, 0.0, 0.0}, {0.2, 0.2, 0.6, 0.0}, {1.0, 0.0, 0.0, 0.0}});
    const auto b = map({{1.0, 0.0, 0.0, 0.0}, {0.0, 1.0, 0.0, 0.0}, {0.0, 1.0, 0.0, 0.0}, {1.0, 0.0, 0.0, 0.0}});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{a, b}, {b, a}, {a, a}}, axisOf({"[CLS]", "red", "square", "[PAD]"}))});
}

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Evolution) {}
    void display(bool Display::*field, bool on)
    {
        Display changed = state.display;
        changed.*field = on;
        act(SetDisplay{changed});
    }
    template <typename Kind = EvolutionFigure>
    [[nodiscard]] Kind figure() const
    {
        return figureOf<Kind>();
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

HeadSet ofHead(const State& state, std::int64_t head)
{
    return HeadSet::ofHead(state.stackShape().heads, HeadIndex{head});
}

SharedDump shared(const std::string& name)
{
    const char* folder = std::getenv("HEADLIGHT_SHARED_DATA");
    if (folder == nullptr)
        return nullptr;
    auto dump = openDump(std::filesystem::path(folder) / name);
    return dump ? *dump : nullptr;
}

std::vector<float> expectedValues(const std::string& file, const std::string& key)
{
    const auto document = formats::readFile(std::filesystem::path(std::getenv("HEADLIGHT_SHARED_DATA")) / "expected" / file);
    const auto* value = document ? document->root.find(key) : nullptr;
    if (value == nullptr || value->tensor() == nullptr)
        return {};
    std::vector<float> values(static_cast<std::size_t>(value->tensor()->count()));
    return value->tensor()->read(values) ? values : std::vector<float>{};
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0.0 : 1e9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

} // namespace

class tst_evolution : public QObject {
    Q_OBJECT
private slots:
    void theLastLayerStandsOnTopAndPaddingIsGone()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SelectHeads{ofHead(opened.state, 0)});
        const auto figure = opened.figure();
        QCOMPARE(figure.panels.size(), std::size_t{1});
        COMPARE_MAPS(*figure.panels[0].values, map({{0.2, 0.2, 0.6}, {0.0, 1.0, 0.0}, {0.2, 0.2, 0.6}}));
        QCOMPARE(figure.layers.labels.front().text, std::string("3"));
        QCOMPARE(figure.layers.labels.back().text, std::string("1"));
        QCOMPARE(figure.ownColumns, std::vector<std::int64_t>{2});
        QVERIFY(figure.keys.labels[2].emphasised);
    }

    void severalQueriesAreTheMeanOfTheirRowsWithoutTheirOwnColumnsInTheScale()
    {
        Opened opened(threeLayers());
        opened.act(SelectHeads{ofHead(opened.state, 0)});
        opened.act(SetQuery{QueryIndex{1}});
        const auto first = opened.figure();
        opened.act(SetQuery{QueryIndex{2}});
        const auto second = opened.figure();
        opened.act(ToggleQuery{QueryIndex{1}});
        const auto both = opened.figure();
        const auto& values = *both.panels[0].values;
        for (std::int64_t layer = 0; layer < values.rows(); ++layer)
            for (std::int64_t key = 0; key < values.columns(); ++key)
                QVERIFY(std::fabs(2.0F * values(layer, key) - (*first.panels[0].values)(layer, key) - (*second.panels[0].values)(layer, key)) < 1e-6F);
        QCOMPARE(both.query, std::int64_t{2}); // in focus, as before
        QCOMPARE(both.ownColumns, (std::vector<std::int64_t>{2, 1}));
        QVERIFY(both.keys.labels[1].emphasised && both.keys.labels[2].emphasised);
        QVERIFY(both.text.title.find("evolution of the mean of queries 1, 2, ") != std::string::npos);
        const auto cell = describeLayerCell(opened.workspace, opened.state, LayerIndex{2}, KeyIndex{0});
        QVERIFY(cell && std::fabs(cell->cell.value - static_cast<double>(values(0, 0))) < 1e-6);
    }

    void headsTogetherAreTheirMeanMaximumOrMinimumCellByCell_data()
    {
        QTest::addColumn<int>("aggregate");
        QTest::addColumn<double>("middle"); // layer 2, key "red": 1 and 0.2
        QTest::newRow("mean") << int(Aggregate::Mean) << 0.6;
        QTest::newRow("max") << int(Aggregate::Max) << 1.0;
        QTest::newRow("min") << int(Aggregate::Min) << 0.2;
    }
    void headsTogetherAreTheirMeanMaximumOrMinimumCellByCell()
    {
        QFETCH(int, aggregate);
        QFETCH(double, middle);
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SetAggregate{static_cast<Aggregate>(aggregate)});
        const auto figure = opened.figure();
        QVERIFY(std::fabs(static_cast<double>((*figure.panels[0].values)(1, 1)) - middle) < 1e-6);
        QCOMPARE(figure.strips.size(), std::size_t{2});
        COMPARE_MAPS(*figure.strips[1].values, map({{0.2, 0.2, 0.6}, {0.2, 0.2, 0.6}, {0.0, 1.0, 0.0}}));
    }

    void rolloutOfTwoLayersIsTheirProductByHand()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{1}});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.act(SelectHeads{ofHead(opened.state, 0)});
        const auto values = *opened.figure().panels[0].values;
        // Row 1 of (A+I)/2: layer 1 (0.25, 0.75, 0), layer 2 (0, 1, 0): R2 = row of R1; layer 3 (0.25, 0.75, 0) · R2.
        COMPARE_MAPS(values, map({{0.25 + 0.75 * 0.25, 0.75 * 0.75, 0.0}, {0.25, 0.75, 0.0}, {0.25, 0.75, 0.0}}));
    }

    void rowsOfARolloutSumToOneInEveryLayer()
    {
        const auto dump = shared("covr_blip2/attentions_0.pt");
        if (dump == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        Opened opened(dump);
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.act(SetAggregate{Aggregate::Mean});
        opened.act(SetQuery{QueryIndex{45}});
        const auto figure = opened.figure();
        for (std::int64_t row = 0; row < figure.panels[0].values->rows(); ++row) {
            double sum = 0.0;
            for (const float value : figure.panels[0].values->row(row))
                sum += static_cast<double>(value);
            QVERIFY2(std::fabs(sum - 1.0) < 2e-3, qPrintable(QString::number(sum))); // half precision; padding gets nothing
        }
    }

    void figuresShowTheReferenceEvolutions_data()
    {
        QTest::addColumn<int>("batch"); // of which sample batch is compared: sample 0 of batch 0, sample 1 of batch 1
        QTest::addColumn<int>("query");
        QTest::addColumn<bool>("oneHead");
        for (const int batch : {0, 1})
            for (const int query : {0, 31, 33, 50})
                for (const bool one : {false, true})
                    QTest::addRow("batch %d, query %d, %s", batch, query, one ? "head 1" : "mean") << batch << query << one;
    }
    void figuresShowTheReferenceEvolutions()
    {
        QFETCH(int, batch);
        QFETCH(int, query);
        QFETCH(bool, oneHead);
        const auto dump = shared(QStringLiteral("covr_blip2/attentions_%1.pt").arg(batch).toStdString());
        if (dump == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto expected = expectedValues(QStringLiteral("covr_blip2/batch%1_sample%1.npz").arg(batch).toStdString(),
                                             QStringLiteral("evolution_query%1_%2").arg(query).arg(oneHead ? "head1" : "mean").toStdString());
        Opened opened(dump);
        opened.act(SelectSample{SampleIndex{batch}});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.display(&Display::hidePadding, false);
        opened.act(SetQuery{QueryIndex{query}});
        opened.act(SetAggregate{Aggregate::Mean});
        if (oneHead)
            opened.act(SelectHeads{ofHead(opened.state, 0)});
        QVERIFY(largestDifference(opened.figure().panels[0].values->values(), expected) < 1e-5);
    }

    void theTitleAndTheFooterSayEverythingInOrder()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.act(SetAggregate{Aggregate::Mean});
        opened.act(SetRange{{RangeKind::Percentile, 99.5, 0.0, 1.0}});
        const auto figure = opened.figure();
        QCOMPARE(figure.text.title, std::string("Rollout evolution of the query “square”, mean of all 2 heads"));
        const auto footer = footerOf(figure.text);
        const std::string start = "rollout per head · layers 3 (top) to 1 · mean of all 2 heads · query 2 square · scale 0–";
        QVERIFY2(footer.starts_with(start), footer.c_str());
        QVERIFY2(footer.find("99.5th percentile of this figure without the query’s own column; larger values clipped") != std::string::npos, footer.c_str());
        QVERIFY2(footer.ends_with("1 padded positions hidden · pictures/picture.npy · sample 0"), footer.c_str());
        opened.act(SetMeasure{measureOptions(MeasureKind::FusedRollout)});
        QCOMPARE(opened.figure().text.title, std::string("Rollout, paper: evolution of the query “square”, all 2 heads together"));
    }

    void theOwnColumnCountsForTheScaleOnlyWhenItIsAskedFor()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SelectHeads{ofHead(opened.state, 0)});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.act(SetRange{{RangeKind::Figure, 99.0, 0.0, 1.0}});
        const auto without = opened.figure();
        const auto& values = *without.panels[0].values;
        float largest = 0.0F;
        for (std::int64_t row = 0; row < 3; ++row)
            for (std::int64_t column = 0; column < 2; ++column)
                largest = std::max(largest, values(row, column));
        QCOMPARE(without.scale.high, static_cast<double>(largest));
        QVERIFY(without.scale.clippedHigh); // the own column is larger, and the bar says so
        opened.display(&Display::leaveOutOwnColumn, false);
        const auto with = opened.figure();
        QVERIFY(std::fabs(with.scale.high - 0.8) < 1e-6);
        QVERIFY(with.scale.kind.find("own column") == std::string::npos);
    }

    void theOwnColumnCountsWhereNothingElseDiffers()
    {
        const auto causal = map({{1.0, 0.0}, {0.5, 0.5}});
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{causal}, {causal}}, numberedAxis(2))}));
        opened.act(SetQuery{QueryIndex{0}});
        const auto figure = opened.figure();
        QCOMPARE(figure.scale.high, 1.0);
        QVERIFY2(figure.scale.kind.find("own column") == std::string::npos, figure.scale.kind.c_str());
    }

    void headsShownEachGetAPanelAndNoStrips()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        const auto figure = opened.figure();
        QCOMPARE(figure.panels.size(), std::size_t{2});
        QVERIFY(figure.strips.empty());
        QCOMPARE(figure.panels[1].title, std::string("head 2"));
        QCOMPARE(figure.panels[1].note, std::string("to text 0.20")); // in the last layer, without the query itself
        std::vector<std::vector<Matrix>> many(2, std::vector<Matrix>(20, map({{1.0}})));
        Opened wide(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(many)}));
        wide.act(SetQuery{QueryIndex{0}});
        const auto limited = wide.figure();
        QCOMPARE(limited.panels.size(), std::size_t{16});
        QVERIFY(footerOf(limited.text).find("the first 16 of 20 heads") != std::string::npos);
    }

    void stripsShowEveryHeadAndMarkTheChosenOnes()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SelectHeads{ofHead(opened.state, 1)});
        QCOMPARE(opened.figure().stripSelected, (std::vector<bool>{false, true}));
        opened.act(SetAggregate{Aggregate::Mean});
        opened.act(SelectHeads{HeadSet::all(opened.state.stackShape().heads)});
        QCOMPARE(opened.figure().stripSelected, (std::vector<bool>{false, false}));
        opened.display(&Display::headStrips, false);
        QVERIFY(opened.figure().strips.empty());
    }

    void aSingleLayerIsMarkedAmongAll()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{0}})});
        const auto figure = opened.figure();
        QCOMPARE(figure.panels[0].values->rows(), 3);
        QVERIFY(figure.layers.labels[1].emphasised);
        QVERIFY(!figure.layers.labels[0].emphasised);
    }

    void severalLayersAreTheRows()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SelectHeads{HeadSet({{LayerIndex{0}, HeadIndex{0}}, {LayerIndex{2}, HeadIndex{0}}})});
        const auto figure = opened.figure();
        COMPARE_MAPS(*figure.panels[0].values, map({{0.2, 0.2, 0.6}, {0.2, 0.2, 0.6}}));
        QVERIFY(footerOf(figure.text).find("layers 3 (top), 1") != std::string::npos);
    }

    void withoutAQueryOneIsAskedFor()
    {
        Opened opened(threeLayers());
        const auto empty = opened.figure<EmptyFigure>();
        QCOMPARE(empty.sentence, std::string("Choose a query."));
        opened.act(*empty.action);
        QCOMPARE(opened.state.selection.query->value, 0);
        QVERIFY(!opened.figure().panels.empty());
    }

    void aQueryThatIsHiddenPaddingCanBeShown()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{3}});
        const auto empty = opened.figure<EmptyFigure>();
        QCOMPARE(empty.sentence, std::string("Query 3 is padding, which is hidden."));
        opened.act(*empty.action);
        QCOMPARE(opened.figure().panels[0].values->columns(), 4);
    }

    void aWindowKeepsKeysAndLeavesTheQueryAlone()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{0}});
        opened.act(SetWindow{CellWindow{2, 1, 1, 2}});
        const auto figure = opened.figure();
        QCOMPARE(figure.panels[0].values->columns(), 2);
        QVERIFY(figure.ownColumns.empty()); // [CLS] is not among the keys shown
        QVERIFY(footerOf(figure.text).find("2 of 3 keys") != std::string::npos);
    }

    void layersOfDifferentSizesHaveAttentionButNoRollout()
    {
        const auto small = map({{1.0, 0.0}, {0.5, 0.5}});
        const auto large = map({{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.5, 0.5}});
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{large}, {small}}, numberedAxis(3))}));
        opened.act(SetQuery{QueryIndex{1}});
        const auto figure = opened.figure();
        COMPARE_MAPS(*figure.panels[0].values, map({{0.5, 0.5, std::nan("")}, {0.0, 1.0, 0.0}}));
        QCOMPARE(figure.scale.notNumbers, 1);
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        const auto refused = buildFigure(opened.workspace, opened.state, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Shape || refused.error().kind == ErrorKind::NotSquare);
    }

    void aHeadThatALayerLacksIsLeftOutAndItIsSaid()
    {
        const auto one = map({{1.0, 0.0}, {0.5, 0.5}});
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{one, one}, {one}}, numberedAxis(2))}));
        opened.act(SetQuery{QueryIndex{1}});
        const auto figure = opened.figure();
        QCOMPARE(figure.panels.size(), std::size_t{1});
        QVERIFY(footerOf(figure.text).find("head 2 left out: layer 2 has only 1 head") != std::string::npos);
    }

    void thePointerCardKnowsTheCellOfALayer()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SetAggregate{Aggregate::Mean});
        const auto cell = describeLayerCell(opened.workspace, opened.state, LayerIndex{1}, KeyIndex{1});
        QVERIFY(cell.has_value());
        QVERIFY(std::fabs(cell->cell.value - 0.6) < 1e-6);
        QCOMPARE(cell->cell.rank, 1);
        QCOMPARE(cell->cell.keys, 3);
        QVERIFY(std::fabs(cell->cell.rowSum - 1.0) < 1e-6);
        QCOMPARE(cell->layer, std::string("2"));
        QCOMPARE(cell->lastLayer, std::string("3"));
        QVERIFY(std::fabs(cell->inLastLayer - 0.2) < 1e-6);
        const auto head = describeLayerCell(opened.workspace, opened.state, LayerIndex{1}, KeyIndex{1}, HeadIndex{1});
        QVERIFY(std::fabs(head->cell.value - 0.2) < 1e-6);
        QVERIFY(!describeLayerCell(opened.workspace, opened.state, LayerIndex{1}, KeyIndex{3})); // hidden padding
    }

    void aFileIsNamedAfterItsQuery()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        QCOMPARE(fileStem(opened.state), std::string("sample0_q2_evolution"));
    }

    void stoppedWorkEndsAsCancelled()
    {
        Opened opened(threeLayers());
        opened.act(SetQuery{QueryIndex{2}});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        std::stop_source stop;
        stop.request_stop();
        const auto built = buildFigure(opened.workspace, opened.state, JobContext(stop.get_token()));
        QVERIFY(!built);
        QVERIFY(built.error().kind == ErrorKind::Cancelled);
    }
};

HEADLIGHT_GUILESS_TEST(tst_evolution)

} // namespace evolution_test

#include "tst_evolution.moc"
