// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The keyboard does what the mouse does: it moves the crosshair, pins, zooms and lets go.

#include "support/test_class.h"
#include "ui/views/shown_heatmap.h"

namespace heatmap_keys_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

class tst_heatmap_keys : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void arrowsMoveTheCrosshair()
    {
        const auto shown = oneMap();
        shown->key(Qt::Key_Down); // shows where it is
        QVERIFY(shown->session.hover().cell == cell(0, 0));
        shown->key(Qt::Key_Down);
        shown->key(Qt::Key_Right);
        QVERIFY(shown->session.hover().cell == cell(1, 1));
        shown->key(Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(shown->session.hover().cell == cell(1, 11));
        shown->key(Qt::Key_End);
        QVERIFY(shown->session.hover().cell == cell(1, 19));
        shown->key(Qt::Key_PageDown);
        QVERIFY(shown->session.hover().cell == cell(19, 19));
        QVERIFY(shown->said().startsWith(QStringLiteral("word19 → word19")));
    }

    void theCrosshairStartsAtThePinnedCell()
    {
        const auto shown = oneMap();
        shown->act(PinCell{cell(8, 9)});
        shown->key(Qt::Key_Up);
        QVERIFY(shown->session.hover().cell == cell(7, 9));
    }

    void theCrosshairStartsInWhatIsShown()
    {
        const auto shown = oneMap();
        shown->act(PinCell{cell(1, 1)});
        shown->act(SetWindow{CellWindow{10, 8, 9, 8}});
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().cell == cell(10, 9));
        QVERIFY(shown->selection().window == (CellWindow{10, 8, 9, 8}));
    }

    void theWindowFollowsTheCrosshair()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{2, 8, 2, 8}});
        shown->act(PinCell{cell(9, 9)});
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().cell == cell(10, 9));
        QVERIFY(shown->selection().window == (CellWindow{3, 8, 2, 8}));
    }

    void spacePinsTheCrosshair()
    {
        const auto shown = oneMap();
        shown->key(Qt::Key_Down);
        shown->key(Qt::Key_Right);
        shown->key(Qt::Key_Space);
        QVERIFY(shown->selection().query == QueryIndex{0});
        QVERIFY(shown->selection().key == KeyIndex{1});
    }

    void escapeClearsStepByStepAndThenLetsGo()
    {
        const auto shown = oneMap();
        shown->act(SetWindow{CellWindow{0, 8, 0, 8}});
        shown->act(PinCell{cell(1, 1)});
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().cell.has_value());
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->session.hover().cell.has_value());
        QVERIFY(shown->selection().key.has_value());
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().key.has_value());
        QVERIFY(shown->selection().window.has_value());
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().window.has_value());
        QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
        QCoreApplication::sendEvent(&shown->view, &escape);
        QVERIFY(!escape.isAccepted());
    }

    void keysZoomAndFit()
    {
        const auto shown = oneMap();
        shown->key(Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(shown->selection().window == (CellWindow{2, 16, 2, 16}));
        shown->key(Qt::Key_Plus, Qt::ControlModifier);
        shown->key(Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(shown->selection().window.has_value());
        shown->key(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(!shown->selection().window.has_value());
    }
};

HEADLIGHT_TEST(tst_heatmap_keys)

} // namespace heatmap_keys_test

#include "tst_heatmap_keys.moc"
