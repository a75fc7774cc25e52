// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The chart of token weights driven by mouse and keys.

#include "support/query_dump.h"
#include "support/test_class.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/views/shown_view.h"
#include "ui/views/weights_chart.h"

namespace weights_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<WeightsChart>;

std::unique_ptr<Shown> trends(std::vector<Action> actions = {})
{
    actions.insert(actions.begin(), SelectView{ViewKind::Trends});
    return std::make_unique<Shown>(queryDump(), QSize(1050, 800), std::move(actions));
}

QPointF bar(const Shown& shown, std::int64_t part, std::int64_t position)
{
    return shown.view.layoutOnScreen().columnRect({part, position}).center();
}

} // namespace

class tst_weights_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget|QGraphics")));
        charts::useQtCharts();
    }

    void hoverSaysTheNumbersAndNeitherBuildsNorPaints()
    {
        const auto shown = trends();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        shown->hover(bar(*shown, 1, 0));
        shown->view.repaint();
        QVERIFY2(shown->said().startsWith(QStringLiteral("a 2   T 1  0.")), qPrintable(shown->said()));
        QVERIFY(shown->said().contains(QStringLiteral("column mean 0.4000   rank 1 of 4")));
        QVERIFY(shown->session.hover().cell->key == KeyIndex{2});
        shown->hover(bar(*shown, 1, 2));
        QVERIFY(shown->said().endsWith(QStringLiteral("below the threshold 0.01")));
        shown->hover({3.0, 3.0});
        QVERIFY(!shown->session.hover().cell);
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void aClickPinsAKeyAndAnotherUnpinsIt()
    {
        const auto shown = trends();
        shown->click(bar(*shown, 1, 1));
        QVERIFY(shown->selection().key == KeyIndex{3});
        const auto& figure = std::get<WeightsFigure>(*shown->view.figure());
        QVERIFY(figure.parts[1].keys.labels[1].emphasised);
        shown->click(bar(*shown, 1, 1));
        QVERIFY(!shown->selection().key);
    }

    void aRowOfTheListIsItsBar()
    {
        const auto shown = trends();
        const QRectF row = shown->view.layoutOnScreen().lists[1].rows[2].translated(0, 0); // third heaviest: "e", position 5
        shown->hover(row.center());
        QVERIFY(shown->said().startsWith(QStringLiteral("e 5")));
        shown->click(row.center());
        QVERIFY(shown->selection().key == KeyIndex{5});
    }

    void altClickMakesAKeyTheQuery()
    {
        const auto shown = trends();
        shown->click(bar(*shown, 0, 1), Qt::AltModifier);
        QVERIFY(shown->selection().query == QueryIndex{1});
        QVERIFY(!shown->selection().key);
    }

    void arrowsWalkOverBarsAndChartsAndEnterPins()
    {
        const auto shown = trends();
        shown->key(Qt::Key_Right); // shows the first
        QVERIFY(shown->session.hover().cell->key == KeyIndex{0});
        shown->key(Qt::Key_Right);
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().cell->key == KeyIndex{3});
        shown->key(Qt::Key_End);
        shown->key(Qt::Key_Return);
        QVERIFY(shown->selection().key == KeyIndex{5});
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->session.hover().cell);
    }

    void whatTheChartDoesNotShowDoesNotBuildItAnew()
    {
        const auto shown = trends();
        const int builds = shown->view.figureBuilds();
        shown->act(SetQuery{QueryIndex{1}});
        shown->act(SetColourMap{"hot"});
        shown->act(SetAggregate{Aggregate::Max});
        QCOMPARE(shown->view.figureBuilds(), builds);
        auto display = shown->session.state().display;
        display.weights.temperatures = {0.5};
        shown->act(SetDisplay{display});
        QCOMPARE(shown->view.figureBuilds(), builds + 1);
    }
};

HEADLIGHT_TEST(tst_weights_view)

} // namespace weights_view_test

#include "tst_weights_view.moc"
