// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The view of heads driven by mouse and keys.

#include "support/test_class.h"
#include "ui/views/heads_view.h"
#include "ui/views/shown_view.h"

#include <QRegularExpression>

namespace heads_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<HeadsView>;

std::unique_ptr<Shown> heads(HeadsShow show = HeadsShow::Sorted, std::int64_t layers = 3, std::int64_t count = 4)
{
    headlight::Display display;
    display.heads.show = show;
    return std::make_unique<Shown>(slopedDump(layers, count, words(6)), QSize(1050, 800), std::vector<Action>{SelectView{ViewKind::Heads}, SetDisplay{display}});
}

HeadRef ref(std::int64_t layer, std::int64_t head)
{
    return {LayerIndex{layer}, HeadIndex{head}};
}

QPointF cell(const Shown& shown, HeadRef head)
{
    const auto& figure = std::get<HeadsFigure>(*shown.view.figure());
    const auto found = std::ranges::find(figure.heads, head, &HeadsFigure::Head::head);
    return shown.view.layoutOnScreen().cells[static_cast<std::size_t>(found - figure.heads.begin())].center();
}

HeadRef listed(const Shown& shown, std::int64_t row)
{
    const auto& figure = std::get<HeadsFigure>(*shown.view.figure());
    return figure.heads[static_cast<std::size_t>(figure.order[static_cast<std::size_t>(row)])].head;
}

QPointF row(const Shown& shown, std::int64_t number)
{
    return shown.view.layoutOnScreen().rowRect(number).center();
}

} // namespace

class tst_heads_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void allHeadsAreKnownWhenTheSurveyIsDone()
    {
        const auto shown = heads();
        QCOMPARE(std::get<HeadsFigure>(*shown->view.figure()).pending, std::int64_t{0});
    }

    void hoverSaysTheNumbersAndNeitherBuildsNorPaints()
    {
        const auto shown = heads();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        shown->hover(cell(*shown, ref(1, 2)));
        shown->view.repaint();
        QVERIFY2(shown->said().startsWith(QStringLiteral("layer 2, head 3   row entropy 1.")), qPrintable(shown->said()));
        QVERIFY(shown->said().endsWith(QStringLiteral("nats")));
        QVERIFY(shown->session.hover().head == ref(1, 2));
        shown->hover({2.0, 2.0});
        QVERIFY(!shown->session.hover().head);
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void clicksChooseHeadsAsInThePicker()
    {
        const auto shown = heads();
        shown->click(cell(*shown, ref(0, 1)));
        QVERIFY(shown->selection().heads == HeadSet::one(ref(0, 1)));
        shown->click(cell(*shown, ref(2, 3)), Qt::ControlModifier);
        QCOMPARE(shown->selection().heads.size(), std::int64_t{2});
        shown->click(cell(*shown, ref(2, 3)), Qt::ControlModifier);
        shown->click(cell(*shown, ref(1, 2)), Qt::ShiftModifier);
        QVERIFY(shown->selection().heads == HeadSet({ref(0, 1), ref(0, 2), ref(1, 1), ref(1, 2)}) || shown->selection().heads.size() >= 4);
        shown->click(cell(*shown, ref(0, 0)));
        shown->click(cell(*shown, ref(0, 0)), Qt::ControlModifier);
        QVERIFY(shown->selection().heads == HeadSet::one(ref(0, 0))); // the last one stays
        QVERIFY(!shown->said().isEmpty());
    }

    void headersTakeLayersAndHeads()
    {
        const auto shown = heads();
        const auto& layout = shown->view.layoutOnScreen();
        shown->click({layout.layerHeaders.center().x(), cell(*shown, ref(1, 0)).y()});
        QVERIFY(shown->selection().heads == HeadSet::ofLayer({4, 4, 4}, LayerIndex{1}));
        shown->click({cell(*shown, ref(0, 2)).x(), layout.headHeaders.center().y()});
        QVERIFY(shown->selection().heads == HeadSet::ofHead({4, 4, 4}, HeadIndex{2}));
    }

    void aRowOfTheListIsItsHead()
    {
        const auto shown = heads();
        const auto head = listed(*shown, 2);
        shown->click(row(*shown, 2));
        QVERIFY(shown->selection().heads == HeadSet::one(head));
        const HeadSet range({listed(*shown, 2), listed(*shown, 3), listed(*shown, 4)});
        shown->click(row(*shown, 4), Qt::ShiftModifier);
        QVERIFY(shown->selection().heads == range);
        shown->click(row(*shown, 7), Qt::ControlModifier);
        QVERIFY(shown->selection().heads == range.united(HeadSet::one(listed(*shown, 7))));
    }

    void draggingOverTheListBrushesItsRows()
    {
        const auto shown = heads();
        const HeadSet range({listed(*shown, 1), listed(*shown, 2), listed(*shown, 3)});
        shown->drag(row(*shown, 1), row(*shown, 3));
        QVERIFY(shown->selection().heads == range);
    }

    void aDoubleClickOpensTheHeatmap()
    {
        for (const bool inList : {false, true}) {
            const auto shown = heads();
            const auto head = inList ? listed(*shown, 3) : ref(2, 1);
            QTest::mouseDClick(&shown->view, Qt::LeftButton, Qt::NoModifier, (inList ? row(*shown, 3) : cell(*shown, head)).toPoint());
            QVERIFY(shown->selection().heads == HeadSet::one(head));
            QVERIFY(shown->session.state().view == ViewKind::Heatmap);
        }
    }

    void aDotIsItsHead()
    {
        for (const auto show : {HeadsShow::Layers, HeadsShow::Scatter}) {
            const auto shown = heads(show);
            const auto& layout = shown->view.layoutOnScreen();
            const auto index = layout.dotAt(layout.dots[9]);
            QVERIFY(index.has_value());
            shown->click(layout.dots[9]);
            QVERIFY(shown->selection().heads == HeadSet::one(std::get<HeadsFigure>(*shown->view.figure()).heads[static_cast<std::size_t>(*index)].head));
        }
    }

    void theNearestFollowTheSelection()
    {
        const auto shown = heads(HeadsShow::Nearest);
        shown->click(cell(*shown, ref(1, 1)));
        const auto& figure = std::get<HeadsFigure>(*shown->view.figure());
        QCOMPARE(figure.heads[static_cast<std::size_t>(*figure.focus)].name, std::string("L2 H2"));
        shown->hover(row(*shown, 0));
        QVERIFY2(shown->said().contains(QStringLiteral("distance from L2 H2 0.")), qPrintable(shown->said()));
    }

    void arrowsWalkAndReturnOpens()
    {
        const auto shown = heads();
        shown->click(cell(*shown, ref(0, 0)));
        shown->hover({2.0, 2.0});
        shown->key(Qt::Key_Right); // shows where it is
        QVERIFY(shown->session.hover().head == ref(0, 0));
        shown->key(Qt::Key_Right);
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().head == ref(1, 1));
        shown->key(Qt::Key_Space);
        QCOMPARE(shown->selection().heads.size(), std::int64_t{2});
        shown->key(Qt::Key_End);
        QVERIFY(shown->session.hover().head == ref(1, 3));
        shown->key(Qt::Key_Return);
        QVERIFY(shown->session.state().view == ViewKind::Heatmap);
    }

    void theWheelScrollsALongList()
    {
        const auto shown = heads(HeadsShow::Sorted, 8, 10);
        const double before = shown->view.layoutOnScreen().scroll;
        QVERIFY(shown->view.layoutOnScreen().hidden() > 0.0);
        shown->wheel(row(*shown, 2), {0, -240});
        QVERIFY(shown->view.layoutOnScreen().scroll > before);
    }
};

HEADLIGHT_TEST(tst_heads_view)

} // namespace heads_view_test

#include "tst_heads_view.moc"
