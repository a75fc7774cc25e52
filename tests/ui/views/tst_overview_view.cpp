// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/test_class.h"
#include "ui/views/head_card.h"
#include "ui/views/overview_view.h"
#include "ui/views/shown_view.h"

#include <QScrollBar>

namespace overview_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<OverviewView>;

std::unique_ptr<Shown> overview(std::int64_t layers = 4, std::int64_t heads = 5, QSize size = {1000, 800})
{
    return std::make_unique<Shown>(slopedDump(layers, heads, words(10)), size);
}

HeadRef at(std::int64_t layer, std::int64_t head)
{
    return {LayerIndex{layer}, HeadIndex{head}};
}

QPointF tile(const Shown& shown, std::int64_t layer, std::int64_t head)
{
    return shown.view.tileRect(at(layer, head)).center();
}

const OverviewFigure& figureOf(const Shown& shown)
{
    return std::get<OverviewFigure>(*shown.view.figure());
}

HeadCard& cardOf(const Shown& shown)
{
    return *shown.view.findChild<HeadCard*>();
}

} // namespace

class tst_overview_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void allTilesArriveFromTheSurvey()
    {
        const auto shown = overview();
        QCOMPARE(figureOf(*shown).tiles.size(), std::size_t{20});
        QTRY_COMPARE(figureOf(*shown).pending, 0);
        QVERIFY(!shown->view.dimmed());
    }

    void hoverNeitherBuildsNorPaintsTheFigure()
    {
        const auto shown = overview();
        QTRY_COMPARE(figureOf(*shown).pending, 0);
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        for (std::int64_t i = 0; i < 20; ++i) {
            shown->hover(tile(*shown, i % 4, i % 5));
            shown->view.repaint();
        }
        shown->key(Qt::Key_Right);
        shown->view.repaint();
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void hoverShowsTheHeadBesideItsTile()
    {
        const auto shown = overview();
        shown->hover(tile(*shown, 1, 3));
        QVERIFY(shown->session.hover().head == at(1, 3));
        QVERIFY2(shown->said().startsWith(QStringLiteral("layer 2, head 4   row entropy ")), qPrintable(shown->said()));
        QVERIFY(shown->said().endsWith(QStringLiteral(" nats")));
        QVERIFY(shown->view.accessibleName().startsWith(QStringLiteral("layer 2, head 4, row entropy ")));
        const HeadCard& card = cardOf(*shown);
        QVERIFY(card.isVisible());
        QVERIFY(!card.isWindow());
        QVERIFY(shown->view.rect().contains(card.geometry()));
        QVERIFY(!card.geometry().intersects(shown->view.tileRect(at(1, 3)).toAlignedRect()));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&shown->view, &leave);
        QVERIFY(!card.isVisible());
    }

    void theCardNeverCoversItsTileOrTheNumberOfItsLayer_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("usual") << QSize(1000, 800);
        QTest::newRow("narrow") << QSize(640, 800);
        QTest::newRow("large") << QSize(1900, 1000);
    }

    void theCardNeverCoversItsTileOrTheNumberOfItsLayer()
    {
        QFETCH(QSize, size);
        const auto shown = overview(6, 8, size);
        for (std::int64_t layer = 0; layer < 6; ++layer)
            for (std::int64_t head = 0; head < 8; ++head) {
                shown->hover(tile(*shown, layer, head));
                const QRect place = shown->view.tileRect(at(layer, head)).toAlignedRect();
                QVERIFY(!cardOf(*shown).geometry().intersects(place));
                QVERIFY(!cardOf(*shown).geometry().intersects(QRect(0, place.top(), int(shown->view.layoutOnScreen().grid.left()), place.height())));
            }
    }

    void clicksFollowTheRulesOfSelection()
    {
        const auto shown = overview();
        shown->click(tile(*shown, 1, 1));
        QVERIFY(shown->selection().heads == HeadSet::one(at(1, 1)));
        shown->click(tile(*shown, 3, 4), Qt::ControlModifier);
        QVERIFY(shown->selection().heads == HeadSet({at(1, 1), at(3, 4)}));
        shown->click(tile(*shown, 1, 1), Qt::ControlModifier);
        shown->click(tile(*shown, 3, 4), Qt::ControlModifier);
        QVERIFY(shown->selection().heads == HeadSet::one(at(3, 4)));
        QVERIFY(shown->status.contains(QList<QVariant>{HeadGestures::refusal()}));
        shown->click(tile(*shown, 0, 0));
        shown->click(tile(*shown, 1, 2), Qt::ShiftModifier);
        QCOMPARE(shown->selection().heads.size(), 6);
    }

    void draggingPaints()
    {
        const auto shown = overview();
        shown->drag(tile(*shown, 0, 0), tile(*shown, 0, 4));
        QVERIFY(shown->selection().heads == HeadSet::ofLayer({5, 5, 5, 5}, LayerIndex{0}));
    }

    void headersSelectLayersAndHeads()
    {
        const auto shown = overview();
        const auto& layout = shown->view.layoutOnScreen();
        shown->click({layout.layerHeaders.center().x(), tile(*shown, 2, 0).y()});
        QVERIFY(shown->selection().heads == HeadSet::ofLayer({5, 5, 5, 5}, LayerIndex{2}));
        shown->click({tile(*shown, 0, 3).x(), layout.headHeaders.center().y()}, Qt::ControlModifier);
        QCOMPARE(shown->selection().heads.size(), 8);
    }

    void aDoubleClickOpensTheHeatmap()
    {
        const auto shown = overview();
        QTest::mouseDClick(&shown->view, Qt::LeftButton, Qt::NoModifier, tile(*shown, 2, 3).toPoint());
        QVERIFY(shown->selection().heads == HeadSet::one(at(2, 3)));
        QVERIFY(shown->session.state().view == ViewKind::Heatmap);
    }

    void theKeyboardDoesTheSame()
    {
        const auto shown = overview();
        shown->key(Qt::Key_Down); // shows where it is
        QVERIFY(shown->session.hover().head == at(0, 0));
        shown->key(Qt::Key_Down);
        shown->key(Qt::Key_Right);
        QVERIFY(shown->session.hover().head == at(1, 1));
        QVERIFY(cardOf(*shown).isVisible());
        shown->key(Qt::Key_Space); // all were selected: this one is taken out
        QCOMPARE(shown->selection().heads.size(), 19);
        QVERIFY(!shown->selection().heads.contains(at(1, 1)));
        shown->key(Qt::Key_End);
        QVERIFY(shown->session.hover().head == at(1, 4));
        shown->key(Qt::Key_Return);
        QVERIFY(shown->selection().heads == HeadSet::one(at(1, 4)));
        QVERIFY(shown->session.state().view == ViewKind::Heatmap);
    }

    void escapeHidesTheCardAndThenLetsGo()
    {
        const auto shown = overview();
        shown->key(Qt::Key_Down);
        QVERIFY(cardOf(*shown).isVisible());
        shown->key(Qt::Key_Escape);
        QVERIFY(!cardOf(*shown).isVisible());
        QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
        QCoreApplication::sendEvent(&shown->view, &escape);
        QVERIFY(!escape.isAccepted());
    }

    void whatDoesNotFitIsScrolled()
    {
        const auto shown = overview(40, 6, {700, 500});
        auto* bar = shown->view.findChild<QScrollBar*>();
        QVERIFY(bar->isVisible());
        const int builds = shown->view.figureBuilds();
        const double before = shown->view.tileRect(at(10, 0)).top();
        shown->wheel({300, 300}, {0, -120});
        QVERIFY(shown->view.tileRect(at(10, 0)).top() < before);
        shown->key(Qt::Key_Down);
        for (int i = 0; i < 39; ++i)
            shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().head == at(39, 0));
        QVERIFY(shown->view.layoutOnScreen().viewport.adjusted(-1, -1, 1, 1).contains(shown->view.tileRect(at(39, 0))));
        shown->click(tile(*shown, 39, 2));
        QVERIFY(shown->selection().heads == HeadSet::one(at(39, 2)));
        QVERIFY(shown->view.figureBuilds() >= builds);
    }

    void whereAllFitsTheWheelIsForOthers()
    {
        const auto shown = overview();
        shown->wheel({300, 300}, {0, -120});
        QVERIFY(!shown->accepted);
    }

    void rankedTilesAreFoundWhereTheyStand()
    {
        const auto shown = overview();
        auto display = shown->session.state().display;
        display.rankTiles = true;
        shown->act(SetDisplay{display});
        const QPointF place = shown->view.layoutOnScreen().tileRect(0).center(); // tile 0 is head 1 of layer 1, wherever it stands
        shown->click(place);
        QVERIFY(shown->selection().heads == HeadSet::one(at(0, 0)));
    }

    void pinningInAnotherViewBuildsNothingHere()
    {
        const auto shown = overview();
        const int builds = shown->view.figureBuilds();
        shown->act(PinCell{{QueryIndex{1}, KeyIndex{2}}});
        shown->act(SetWindow{CellWindow{0, 4, 0, 4}});
        QCOMPARE(shown->view.figureBuilds(), builds);
    }

    void hoverOfAnotherViewIsLitUpWithoutACard()
    {
        const auto shown = overview();
        shown->view.clearFocus();
        const QImage before = shown->view.grab().toImage();
        shown->session.setHover({at(1, 1), CellIndex{QueryIndex{0}, KeyIndex{0}}});
        QVERIFY(!cardOf(*shown).isVisible());
        QVERIFY(shown->view.grab().toImage() != before);
    }

    void whatAnotherViewPointsAtIsDashedAndWhatThisOnePointsAtIsNot()
    {
        const auto shown = overview(); // has the focus, which is not pointing
        shown->session.setHover({at(1, 1), std::nullopt});
        QVERIFY(!cardOf(*shown).isVisible());
        const auto gaps = [&] { // along the upper edge of the frame
            const QRectF tile = shown->view.tileRect(at(1, 1));
            const QImage seen = shown->view.grab().toImage();
            int count = 0;
            for (int x = static_cast<int>(tile.left()); x < static_cast<int>(tile.right()); ++x)
                count += seen.pixelColor(x, static_cast<int>(tile.top()) - 1) != paint::lightTokens().text;
            return count;
        };
        QVERIFY(gaps() > 0);
        shown->hover(shown->view.tileRect(at(1, 1)).center());
        cardOf(*shown).hide(); // only its outline is looked at
        QCOMPARE(gaps(), 0);
    }
};

HEADLIGHT_TEST(tst_overview_view)

} // namespace overview_view_test

#include "tst_overview_view.moc"
