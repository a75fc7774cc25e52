// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The charts of received attention driven by mouse and keys.

#include "support/query_dump.h"
#include "support/test_class.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/views/received_chart.h"
#include "ui/views/shown_view.h"
#include "ui/views/trends_view.h"
#include "ui/views/weights_chart.h"

namespace received_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<ReceivedChart>;

std::unique_ptr<Shown> chart(TrendKind kind, std::vector<Action> actions = {})
{
    auto dump = slopedDump(4, 3, words(9));
    headlight::Display display;
    display.trend = kind;
    actions.insert(actions.begin(), {SelectView{ViewKind::Trends}, SetDisplay{display}});
    return std::make_unique<Shown>(dump, QSize(1050, 800), std::move(actions));
}

const TrendFigure& figure(const Shown& shown)
{
    return std::get<TrendFigure>(*shown.view.figure());
}

QPointF at(const Shown& shown, std::int64_t line, std::int64_t column)
{
    return paint::placePoint(figure(shown), shown.view.layoutOnScreen(), {line, column});
}

HeadSet columnOf(const Shown& shown, std::int64_t head)
{
    return HeadSet::ofHead(shown.session.state().stackShape().heads, HeadIndex{head});
}

} // namespace

class tst_received_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget|QGraphics")));
        charts::useQtCharts();
    }

    void hoverSaysTheNumbersAndNeitherBuildsNorPaints()
    {
        const auto shown = chart(TrendKind::Score, {SetKey{KeyIndex{2}}});
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        shown->hover(at(*shown, 1, 2));
        shown->view.repaint();
        const auto& line = figure(*shown).lines[1];
        QVERIFY2(shown->said().startsWith(QStringLiteral("head 2, layer 3   word2 2   rank %1 of 9").arg(line.ranks[2])), qPrintable(shown->said()));
        QVERIFY(shown->session.hover().head == (HeadRef{LayerIndex{2}, HeadIndex{1}}));
        QVERIFY(shown->session.hover().cell->key == KeyIndex{2});
        shown->hover({3.0, 3.0});
        QVERIFY(!shown->session.hover().cell);
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void aClickSelectsTheHeadInEveryLayerAndAnotherAllHeads()
    {
        const auto shown = chart(TrendKind::Score, {SetKeys{{KeyIndex{2}, KeyIndex{5}}}});
        shown->click(at(*shown, 4, 1)); // the second head of the second key
        QCOMPARE(shown->selection().heads, columnOf(*shown, 1));
        QVERIFY(shown->selection().key == KeyIndex{5});
        QCOMPARE(shown->selection().keys().size(), std::size_t{2}); // the other one is followed still
        QVERIFY(figure(*shown).lines[4].emphasised && !figure(*shown).lines[3].emphasised);
        shown->click(at(*shown, 4, 1));
        QVERIFY(shown->selection().heads.isAll(shown->session.state().stackShape().heads));
    }

    void jAndKMoveTheMarkedLayerAndAClickOnALineSetsIt()
    {
        const auto shown = chart(TrendKind::Rank, {SetKey{KeyIndex{2}}});
        QVERIFY(shown->view.layoutOnScreen().positions);
        shown->click(at(*shown, 1, 0));
        QCOMPARE(figure(*shown).positions->layer, LayerIndex{0});
        const auto heads = shown->selection().heads;
        QTest::keyClick(&shown->view, Qt::Key_J);
        QTRY_COMPARE(figure(*shown).positions->layer, LayerIndex{1});
        QTest::keyClick(&shown->view, Qt::Key_K);
        QTRY_COMPARE(figure(*shown).positions->layer, LayerIndex{0});
        QTest::keyClick(&shown->view, Qt::Key_K); // there is none above
        QCOMPARE(shown->session.state().display.trends.layer, std::optional(LayerIndex{0}));
        QCOMPARE(shown->selection().heads, heads);
    }

    void aPositionOfTheChartBelowIsReadAndFollowed()
    {
        const auto shown = chart(TrendKind::Rank, {SetKey{KeyIndex{2}}});
        const auto part = *shown->view.layoutOnScreen().positions;
        const QPointF fifth(part.middleOf(5), part.plot.bottom() - 4.0);
        shown->hover(fifth);
        QVERIFY2(shown->said().startsWith(QStringLiteral("word5 5   column sum ")), qPrintable(shown->said()));
        shown->click(fifth);
        QVERIFY(shown->selection().key == KeyIndex{5});
        QTRY_VERIFY(figure(*shown).positions->focus == 5);
        shown->click({part.middleOf(3), part.plot.bottom() + 8.0}, Qt::ControlModifier); // its label
        QCOMPARE(shown->selection().keys().size(), std::size_t{2});
    }

    void ctrlClickAddsAHeadAndTakesItAway()
    {
        const auto shown = chart(TrendKind::Score, {SetKey{KeyIndex{2}}});
        shown->click(at(*shown, 0, 1));
        shown->click(at(*shown, 2, 1), Qt::ControlModifier);
        QCOMPARE(shown->selection().heads, columnOf(*shown, 0).united(columnOf(*shown, 2)));
        shown->click(at(*shown, 0, 1), Qt::ControlModifier);
        QCOMPARE(shown->selection().heads, columnOf(*shown, 2));
    }

    void aClickOnAPointSelectsItsHeadAndKey()
    {
        const auto shown = chart(TrendKind::Positions);
        shown->hover(at(*shown, 7, 3)); // layer 3, head 2
        QVERIFY2(shown->said().startsWith(QStringLiteral("L3 H2   word3 3   rank ")), qPrintable(shown->said()));
        shown->click(at(*shown, 7, 3));
        QCOMPARE(shown->selection().heads, HeadSet::one({LayerIndex{2}, HeadIndex{1}}));
        QVERIFY(shown->selection().key == KeyIndex{3});
        QVERIFY(figure(*shown).seriesOf[7] == std::size_t{0});
    }

    void theWheelZoomsAboutThePointerAndBesideAnAxisAlongIt()
    {
        const auto shown = chart(TrendKind::Positions);
        const auto& layout = shown->view.layoutOnScreen();
        const QPointF point = layout.pointOf(3.0, 0.4);
        shown->wheel(point, {0, 240});
        QVERIFY(layout.zoomed());
        QVERIFY(std::abs(layout.pointOf(3.0, 0.4).x() - point.x()) < 1e-6 && std::abs(layout.pointOf(3.0, 0.4).y() - point.y()) < 1e-6);
        shown->wheel(point, {0, -2400});
        QVERIFY(!layout.zoomed());
        shown->wheel({layout.plot.left() - 10.0, layout.plot.center().y()}, {0, 120});
        QCOMPARE(layout.shown.left, layout.whole.left);
        QVERIFY(layout.shown.high - layout.shown.low < layout.whole.high - layout.whole.low);
        shown->view.fit();
        shown->wheel({layout.plot.center().x(), layout.plot.bottom() + 10.0}, {0, 120});
        QCOMPARE(layout.shown.low, layout.whole.low);
        QVERIFY(layout.shown.right - layout.shown.left < layout.whole.right - layout.whole.left);
    }

    void aDraggedRectangleIsShownAndTheMiddleButtonMovesIt()
    {
        const auto shown = chart(TrendKind::Positions);
        const auto& layout = shown->view.layoutOnScreen();
        shown->drag(layout.pointOf(2.0, 0.2), layout.pointOf(6.0, 0.6));
        QVERIFY(std::abs(layout.shown.left - 2.0) < 0.05 && std::abs(layout.shown.right - 6.0) < 0.05 && std::abs(layout.shown.high - 0.6) < 0.01);
        const double before = layout.shown.left;
        shown->drag(layout.plot.center(), layout.plot.center() - QPointF(100.0, 0.0), Qt::MiddleButton);
        QVERIFY(layout.shown.left > before);
        shown->act(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{1}})}); // the same axes: the same part of them
        QVERIFY(layout.zoomed());
        shown->key(Qt::Key_Escape);
        shown->key(Qt::Key_Escape);
        QVERIFY(!layout.zoomed());
    }

    void theZoomIsPartOfTheState()
    {
        const auto shown = chart(TrendKind::Positions);
        const auto& layout = shown->view.layoutOnScreen();
        const int builds = shown->view.figureBuilds();
        shown->drag(layout.pointOf(2.0, 0.2), layout.pointOf(6.0, 0.6));
        const auto range = shown->selection().chartRange;
        QVERIFY(range && *range == layout.shown);
        QVERIFY2(layout.footerLines.front().contains(QStringLiteral("only keys ")), qPrintable(layout.footerLines.front()));
        const auto exported = buildFigure(shown->session.workspace(), shown->session.state(), {});
        QVERIFY(exported && paint::layoutTrend(std::get<TrendFigure>(*exported), QSizeF(640.0, 480.0), {}).shown == layout.shown);
        shown->act(SetChartRange{ChartRange{3.0, 5.0, 0.0, 1.0}}); // as Back does
        QCOMPARE(layout.shown.left, 3.0);
        shown->act(SetChartRange{});
        QVERIFY(!layout.zoomed() && !layout.footerLines.front().contains(QStringLiteral("only ")));
        QCOMPARE(shown->view.figureBuilds(), builds);
    }

    void arrowsWalkAlongALineAndToTheNextAndEnterChooses()
    {
        const auto shown = chart(TrendKind::Rank, {SetKey{KeyIndex{2}}});
        shown->key(Qt::Key_Right); // shows the first
        const auto first = shown->session.hover().head;
        QVERIFY(first && first->layer == LayerIndex{0});
        shown->key(Qt::Key_Right);
        QVERIFY(shown->session.hover().head->layer == LayerIndex{1} && shown->session.hover().head->head == first->head);
        shown->key(Qt::Key_End);
        QVERIFY(shown->session.hover().head->layer == LayerIndex{3});
        shown->key(Qt::Key_Down);
        shown->key(Qt::Key_Up);
        shown->key(Qt::Key_Return);
        QCOMPARE(shown->selection().heads.layers().size(), std::size_t{4});
        QVERIFY(!shown->selection().heads.isAll(shown->session.state().stackShape().heads));
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->session.hover().cell);
    }

    void downFromTheLastLineGoesToThePositions()
    {
        const auto shown = chart(TrendKind::Rank, {SetKey{KeyIndex{2}}});
        QVERIFY(shown->view.layoutOnScreen().positions);
        for (int line = 0; line < 6 && !shown->said().startsWith(QStringLiteral("word2 2")); ++line)
            shown->key(Qt::Key_Down);
        QVERIFY2(shown->said().startsWith(QStringLiteral("word2 2   column sum ")), qPrintable(shown->said())); // the key that is followed
        shown->key(Qt::Key_Right);
        QVERIFY2(shown->said().startsWith(QStringLiteral("word3 3   column sum ")), qPrintable(shown->said()));
        shown->key(Qt::Key_Return);
        QVERIFY(shown->selection().key == KeyIndex{3});
        shown->key(Qt::Key_Home);
        shown->key(Qt::Key_Left);
        QVERIFY2(shown->said().startsWith(QStringLiteral("word0 0")), qPrintable(shown->said()));
        shown->key(Qt::Key_Up);
        QVERIFY2(shown->said().startsWith(QStringLiteral("head ")), qPrintable(shown->said()));
        shown->key(Qt::Key_Escape);
        QVERIFY(shown->said().isEmpty());
    }

    void whatTheChartDoesNotShowDoesNotBuildItAnew()
    {
        const auto shown = chart(TrendKind::Rank, {SetKey{KeyIndex{2}}});
        const int builds = shown->view.figureBuilds();
        shown->act(SetQuery{QueryIndex{1}});
        shown->act(SetColourMap{"hot"});
        shown->act(SetAggregate{Aggregate::Max});
        QCOMPARE(shown->view.figureBuilds(), builds);
        shown->act(ToggleKey{KeyIndex{4}});
        QCOMPARE(shown->view.figureBuilds(), builds + 1);
        QCOMPARE(figure(*shown).lines.size(), std::size_t{6});
    }

    void theNumbersOnScreenAreSavedAsCsv()
    {
        const auto shown = chart(TrendKind::Rank, {SetKeys{{KeyIndex{2}, KeyIndex{4}}}});
        const auto lines = shown->view.csv()->split('\n');
        QCOMPARE(lines.size(), 1 + 2 * 12 + 1);
        QVERIFY(lines[0].startsWith("token,position,attention_scores,layer,head,rank"));
        QCOMPARE(chart(TrendKind::Positions)->view.csv()->count('\n'), 1 + 9 * 12);
    }

    void theChartThatTheStateNamesIsInFront()
    {
        Session session([] {
            auto world = Session::world();
            world.open = [](const std::filesystem::path&, const ReadingChoices&, const JobContext&) -> Result<SharedDump> { return slopedDump(3, 2, words(5)); };
            return world;
        }());
        TrendsView view(session);
        QSignalSpy opened(&session, &Session::dumpChanged);
        session.open(QStringLiteral("picture"));
        opened.wait();
        view.resize(900, 700);
        view.show();
        auto* weights = view.findChild<WeightsChart*>();
        auto* received = view.findChild<ReceivedChart*>();
        QVERIFY(weights->isVisible() && !received->isVisible());
        QTRY_VERIFY(weights->upToDate());
        auto display = session.state().display;
        display.trend = TrendKind::Positions;
        session.dispatch(SetDisplay{display});
        QVERIFY(!weights->isVisible() && received->isVisible());
        QTRY_VERIFY(received->upToDate());
        QVERIFY(view.figure() == received->figure());
        QVERIFY(view.focusProxy() == received);
        QCOMPARE(received->size(), view.size());
    }
};

HEADLIGHT_TEST(tst_received_view)

} // namespace received_view_test

#include "tst_received_view.moc"
