// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Dragging, the wheel and the middle button choose what part of a map is shown.

#include "support/test_class.h"
#include "ui/views/shown_heatmap.h"

namespace heatmap_zoom_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

class tst_heatmap_zoom : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void draggingOnTheMapZooms()
    {
        const auto shown = oneMap();
        shown->drag(cellAt(*shown, 4, 6), cellAt(*shown, 9, 13));
        QVERIFY(shown->selection().window == (CellWindow{4, 6, 6, 8}));
        QCOMPARE(figureOf(*shown).queries.labels.size(), std::size_t{6});
        shown->drag(cellAt(*shown, 4, 5), cellAt(*shown, 1, 2)); // upwards, and within the window
        QVERIFY(shown->selection().window == (CellWindow{5, 4, 8, 4}));
    }

    void aDragWithinOneCellIsAClick()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{0, 4, 0, 4}});
        const QPointF middle = cellAt(*shown, 1, 1);
        shown->drag(middle - QPointF(6, 6), middle + QPointF(6, 6));
        QVERIFY(shown->selection().window == (CellWindow{0, 4, 0, 4}));
        QVERIFY(shown->selection().key == KeyIndex{1});
    }

    void draggingOnLabelsKeepsThatRange()
    {
        const auto shown = oneMap();
        shown->drag(queryLabel(*shown, 3), queryLabel(*shown, 8));
        QCOMPARE(shown->selection().window->firstQuery, 3);
        QCOMPARE(shown->selection().window->queries, 6);
        QCOMPARE(figureOf(*shown).keys.labels.size(), std::size_t{20});
        shown->drag(keyLabel(*shown, 10), keyLabel(*shown, 2));
        QCOMPARE(shown->selection().window->firstKey, 2);
        QCOMPARE(shown->selection().window->keys, 9);
        QCOMPARE(shown->selection().window->queries, 6);
    }

    void aDoubleClickOnAnAxisFits()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{2, 6, 2, 6}});
        QTest::mouseDClick(&shown->view, Qt::LeftButton, Qt::NoModifier, queryLabel(*shown, 1).toPoint());
        QVERIFY(!shown->selection().window.has_value());
    }

    void theWheelZoomsAboutThePointer()
    {
        const auto shown = oneMap();
        shown->wheel(cellAt(*shown, 10, 10), {0, 120}, Qt::ControlModifier);
        QVERIFY(shown->accepted);
        QVERIFY(shown->selection().window == (CellWindow{2, 16, 2, 16}));
        for (int i = 0; i < 4; ++i)
            shown->wheel(cellAt(*shown, 0, 0), {0, -120}, Qt::ControlModifier);
        QVERIFY(!shown->selection().window.has_value());
    }

    void theWheelScrollsOnlyWhatIsZoomed()
    {
        const auto shown = oneMap();
        shown->wheel(cellAt(*shown, 1, 1), {0, -120});
        QVERIFY(!shown->accepted); // for whoever scrolls around the view
        QVERIFY(!shown->selection().window.has_value());
        shown->act(SetWindow{CellWindow{2, 8, 2, 8}});
        shown->wheel(cellAt(*shown, 1, 1), {0, -120});
        QVERIFY(shown->selection().window == (CellWindow{5, 8, 2, 8}));
        shown->wheel(cellAt(*shown, 1, 1), {0, -120}, Qt::ShiftModifier);
        QVERIFY(shown->selection().window == (CellWindow{5, 8, 5, 8}));
        shown->wheel(cellAt(*shown, 1, 1), {0, 1200});
        QCOMPARE(shown->selection().window->firstQuery, 0);
    }

    void scrollingNeverEndsInPadding()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{2, 8, 2, 8}});
        for (int i = 0; i < 10; ++i)
            shown->wheel(cellAt(*shown, 1, 1), {0, -120});
        QVERIFY(shown->selection().window == (CellWindow{12, 8, 2, 8}));
    }

    void theMiddleButtonPans()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{6, 8, 6, 8}});
        const QPointF from = cellAt(*shown, 4, 4);
        shown->drag(from, from + QPointF(shown->view.layoutOnScreen().cellWidth * 2, -shown->view.layoutOnScreen().cellHeight * 3), Qt::MiddleButton);
        QVERIFY(shown->selection().window == (CellWindow{9, 8, 4, 8}));
    }
};

HEADLIGHT_TEST(tst_heatmap_zoom)

} // namespace heatmap_zoom_test

#include "tst_heatmap_zoom.moc"
