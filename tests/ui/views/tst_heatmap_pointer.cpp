// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is under the pointer is said and can be pinned: hover, clicks, panels and what is copied.

#include "support/test_class.h"
#include "ui/views/heatmap_text.h"
#include "ui/views/shown_heatmap.h"

#include <QClipboard>
#include <QGuiApplication>

namespace heatmap_pointer_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

class tst_heatmap_pointer : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void hoverNeitherBuildsNorPaintsTheFigure()
    {
        const auto shown = oneMap();
        shown->view.repaint();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        for (std::int64_t i = 0; i < 20; ++i) {
            shown->hover(cellAt(*shown, i, (i * 7) % 20));
            shown->view.repaint();
        }
        shown->key(Qt::Key_Right);
        shown->view.repaint();
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void hoverSaysWhatIsUnderThePointer()
    {
        const auto shown = oneMap();
        shown->hover(cellAt(*shown, 5, 3));
        QVERIFY(shown->session.hover().cell == cell(5, 3));
        const auto value = QString::fromStdString(formatValue(static_cast<double>(valueOf(figureOf(*shown), {0, 5, 3}))));
        QVERIFY2(shown->said().startsWith(QStringLiteral("word5 → word3   query 5, key 3   %1").arg(value)), qPrintable(shown->said()));
        QTRY_VERIFY(shown->said().contains(QStringLiteral("rank ")));
        int rank = 1; // equal values do not occur
        for (std::int64_t column = 0; column < 20; ++column)
            rank += valueOf(figureOf(*shown), {0, 5, column}) > valueOf(figureOf(*shown), {0, 5, 3});
        QTRY_COMPARE(shown->view.accessibleName(), QStringLiteral("query word5 5, key word3 3, %1, rank %2 of 20").arg(value).arg(rank));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&shown->view, &leave);
        QVERIFY(!shown->session.hover().cell.has_value());
        QVERIFY(shown->said().isEmpty());
    }

    void theCrosshairIsDrawnOverTheFigure()
    {
        const auto shown = oneMap();
        const QImage before = shown->view.grab().toImage();
        shown->hover(cellAt(*shown, 5, 3));
        QVERIFY(shown->view.grab().toImage() != before);
        shown->session.setHover({});
        QCOMPARE(shown->view.grab().toImage(), before);
    }

    void aClickPins()
    {
        const auto shown = oneMap();
        shown->click(cellAt(*shown, 7, 2));
        QVERIFY(shown->selection().query == QueryIndex{7});
        QVERIFY(shown->selection().key == KeyIndex{2});
        QCOMPARE(figureOf(*shown).queryRow, std::optional<std::int64_t>(7));
    }

    void aClickOnALabelChoosesQueryOrKey()
    {
        const auto shown = oneMap();
        shown->click(queryLabel(*shown, 4));
        QVERIFY(shown->selection().query == QueryIndex{4});
        QVERIFY(!shown->selection().key.has_value());
        shown->click(keyLabel(*shown, 9));
        QVERIFY(shown->selection().key == KeyIndex{9});
        QVERIFY(shown->selection().query == QueryIndex{4});
    }

    void aClickInAPanelPinsThere()
    {
        const auto shown = panels();
        QCOMPARE(figureOf(*shown).panels.size(), std::size_t{6});
        shown->hover(cellAt(*shown, 2, 3, 4));
        QVERIFY(shown->session.hover().head == (HeadRef{LayerIndex{1}, HeadIndex{1}}));
        QVERIFY(shown->said().startsWith(QStringLiteral("layer 2, head 2   word2 → word3")));
        shown->click(cellAt(*shown, 2, 3, 4));
        QVERIFY(shown->selection().key == KeyIndex{3});
        QCOMPARE(shown->selection().heads.size(), 6);
    }

    void aDoubleClickInAPanelIsolatesItsHead()
    {
        const auto shown = panels();
        QTest::mouseDClick(&shown->view, Qt::LeftButton, Qt::NoModifier, cellAt(*shown, 2, 3, 4).toPoint());
        shown->settle();
        QVERIFY(shown->selection().heads == HeadSet::one({LayerIndex{1}, HeadIndex{1}}));
        QCOMPARE(figureOf(*shown).panels.size(), std::size_t{1});
    }

    void aHeadPointedAtElsewhereIsOutlinedInItsPanel()
    {
        const auto shown = panels();
        const QImage before = shown->view.grab().toImage();
        shown->session.setHover({HeadRef{LayerIndex{1}, HeadIndex{1}}, std::nullopt});
        const QImage linked = shown->view.grab().toImage();
        const auto edge = [&](std::size_t panel) {
            const QRectF map = shown->view.layoutOnScreen().panels[panel].map;
            return QPoint(static_cast<int>(map.left()) + 1, static_cast<int>(map.top()) - 1);
        };
        QVERIFY(linked.pixelColor(edge(4)) != before.pixelColor(edge(4)));
        QCOMPARE(linked.pixelColor(edge(3)), before.pixelColor(edge(3)));
    }

    void theStatusFollowsTheFigureUnderTheCrosshair()
    {
        const auto shown = oneMap();
        shown->hover(cellAt(*shown, 5, 3));
        const QString before = shown->said();
        shown->act(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{2}})});
        QVERIFY(shown->said() != before);
        QVERIFY(shown->said().startsWith(QStringLiteral("word5 → word3")));
    }

    void valuesAndRowsAreCopiedAsText()
    {
        const auto shown = oneMap();
        shown->hover(cellAt(*shown, 5, 3));
        shown->key(Qt::Key_Y);
        bool number = false;
        const float copied = QGuiApplication::clipboard()->text().toFloat(&number);
        QVERIFY(number);
        QCOMPARE(copied, valueOf(figureOf(*shown), {0, 5, 3}));
        shown->key(Qt::Key_Y, Qt::ShiftModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0].split(QLatin1Char('\t')).size(), 21);
        QVERIFY(lines[0].startsWith(QStringLiteral("\tword0\tword1")));
        QVERIFY(lines[1].startsWith(QStringLiteral("word5\t")));
    }

    void theFigureIsCopiedAsAPicture()
    {
        const auto shown = oneMap();
        shown->key(Qt::Key_C, Qt::ControlModifier);
        const QImage image = QGuiApplication::clipboard()->image();
        QVERIFY(image.width() >= 960);
        QCOMPARE(image.pixelColor(1, 1), QColor(Qt::white));
    }

    void theMenuNamesItsKeys()
    {
        const auto shown = oneMap();
        QSignalSpy exports(&shown->view, &View::exportRequested);
        shown->hover(cellAt(*shown, 5, 3));
        const QPoint at = cellAt(*shown, 5, 3).toPoint();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, shown->view.mapToGlobal(at));
        QCoreApplication::sendEvent(&shown->view, &event);
        auto* menu = shown->view.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QStringList entries;
        for (const QAction* action : menu->actions())
            if (!action->isSeparator()) {
                entries << action->text();
                QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
            }
        QCOMPARE(entries, QStringList({QStringLiteral("Copy value"), QStringLiteral("Copy row"), QStringLiteral("Copy figure"), QStringLiteral("Export…")}));
        shown->session.setHover({}); // as when the pointer moves into the menu
        menu->actions().constFirst()->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text().toFloat(), valueOf(figureOf(*shown), {0, 5, 3}));
        menu->actions().constLast()->trigger();
        QCOMPARE(exports.count(), 1);
        menu->close();
    }
};

HEADLIGHT_TEST(tst_heatmap_pointer)

} // namespace heatmap_pointer_test

#include "tst_heatmap_pointer.moc"
