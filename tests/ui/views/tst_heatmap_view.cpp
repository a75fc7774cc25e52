// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_text.h"
#include "ui/views/heatmap_view.h"
#include "ui/views/shown_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QThread>

#include <atomic>

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<HeatmapView>;

/// 20 words and 4 [PAD]; layer 1 of 2, heads taken together.
std::unique_ptr<Shown> oneMap()
{
    return std::make_unique<Shown>(slopedDump(2, 3, words(20, 4)), QSize(1100, 900),
                                   std::vector<Action>{SelectHeads{HeadSet::ofLayer({3, 3}, LayerIndex{0})}, SetAggregate{Aggregate::Mean}});
}

std::unique_ptr<Shown> panels()
{
    return std::make_unique<Shown>(slopedDump(2, 3, words(12)), QSize(1100, 900), std::vector<Action>{SetAggregate{Aggregate::Each}});
}

/// Readers wait while it is closed.
class GatedMaps final : public MapSource {
public:
    explicit GatedMaps(Maps source) : m_source(std::move(source)) {}
    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex index) const override { return m_source->cost(index); }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        while (closed && !job.stopped())
            QThread::usleep(200);
        return job.stopped() ? Result<void>(cancelled()) : m_source->rows(index, range, out, job);
    }

    std::atomic<bool> closed{false};

private:
    Maps m_source;
};

struct Gated {
    std::shared_ptr<GatedMaps> maps = std::make_shared<GatedMaps>(mapsOf({{slopedMap(8, 0), slopedMap(8, 1)}}));
    Shown shown{std::make_shared<PictureDump>(std::vector<Maps>{maps}), QSize(900, 700), {SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{0}})}}};
};

const HeatmapFigure& figureOf(const Shown& shown)
{
    return std::get<HeatmapFigure>(*shown.view.figure());
}

QPointF cellAt(const Shown& shown, std::int64_t row, std::int64_t column, std::int64_t panel = 0)
{
    return shown.view.layoutOnScreen().cellRect({panel, row, column}).center();
}

/// Beside the map, where the label of a query stands.
QPointF queryLabel(const Shown& shown, std::int64_t row)
{
    const auto& layout = shown.view.layoutOnScreen();
    return {layout.queryLabels.center().x(), cellAt(shown, row, 0).y()};
}

QPointF keyLabel(const Shown& shown, std::int64_t column)
{
    const auto& layout = shown.view.layoutOnScreen();
    return {cellAt(shown, 0, column).x(), layout.keyLabels.center().y()};
}

CellIndex cell(std::int64_t query, std::int64_t key)
{
    return {QueryIndex{query}, KeyIndex{key}};
}

} // namespace

class tst_heatmap_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void theFigureOfTheStateIsShown()
    {
        const auto shown = oneMap();
        QCOMPARE(figureOf(*shown).queries.labels.size(), std::size_t{20}); // padding is hidden
        QCOMPARE(shown->view.figureBuilds(), 1);
        QVERIFY(shown->view.figurePaints() >= 1);
        QVERIFY(!shown->view.dimmed());
    }

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

    void whatTheFigureDoesNotShowBuildsNothing()
    {
        const auto shown = oneMap();
        const int builds = shown->view.figureBuilds();
        shown->act(SelectView{ViewKind::Overview});
        auto display = shown->session.state().display;
        display.metric = HeadMetric::Distance;
        shown->act(SetDisplay{display});
        QCOMPARE(shown->view.figureBuilds(), builds);
        shown->act(SetColourMap{"magma"});
        QCOMPARE(shown->view.figureBuilds(), builds + 1);
    }

    void resizingPaintsTheSameFigureAnew()
    {
        const auto shown = oneMap();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        const auto figure = shown->view.figure();
        shown->view.resize(800, 700);
        shown->settle();
        QCOMPARE(shown->view.figureBuilds(), builds);
        QVERIFY(shown->view.figurePaints() > paints);
        QCOMPARE(shown->view.figure(), figure);
    }

    void aHiddenViewWaitsUntilItIsSeen()
    {
        const auto shown = oneMap();
        shown->view.hide();
        const int builds = shown->view.figureBuilds();
        shown->session.dispatch(SetColourMap{"magma"});
        QTest::qWait(20);
        QCOMPARE(shown->view.figureBuilds(), builds);
        shown->view.show();
        shown->settle();
        QCOMPARE(shown->view.figureBuilds(), builds + 1);
        QCOMPARE(figureOf(*shown).scale.map, std::string("magma"));
    }

    void anEmptyFigureOffersAWayOut()
    {
        const auto shown = oneMap();
        shown->session.dispatch(SetWindow{CellWindow{21, 2, 21, 2}}); // nothing but padding
        QTRY_VERIFY(std::holds_alternative<EmptyFigure>(*shown->view.figure()));
        auto* button = shown->view.findChild<QPushButton*>(QStringLiteral("remedy"));
        QVERIFY(button != nullptr);
        QTRY_VERIFY(button->isVisible());
        QCOMPARE(button->text(), QStringLiteral("Clear filter"));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!shown->selection().window.has_value());
        QTRY_VERIFY(std::holds_alternative<HeatmapFigure>(*shown->view.figure()));
        QTRY_VERIFY(!button->isVisible());
    }

    void aSlowFigureLeavesTheOldOneAndDimsItAfterAWhile()
    {
        Gated gated;
        auto& view = gated.shown.view;
        const auto before = view.figure();
        const QColor bright = view.grab().toImage().pixelColor(gated.shown.view.layoutOnScreen().cellRect({0, 2, 2}).center().toPoint());
        gated.maps->closed = true;
        gated.shown.session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{1}})});
        QCoreApplication::processEvents();
        QVERIFY(!view.dimmed());
        QCOMPARE(view.figure(), before);
        QTRY_VERIFY(view.dimmed());
        QCOMPARE(view.figure(), before);
        QVERIFY(view.grab().toImage().pixelColor(view.layoutOnScreen().cellRect({0, 2, 2}).center().toPoint()) != bright);
        gated.maps->closed = false;
        QTRY_VERIFY(view.figure() != before);
        QVERIFY(!view.dimmed());
    }

    void aSlowFigureCanBeCancelled()
    {
        Gated gated;
        auto& shown = gated.shown;
        const auto before = shown.view.figure();
        gated.maps->closed = true;
        QSignalSpy jobs(&shown.session, &Session::jobChanged);
        shown.session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{1}})});
        QVERIFY(jobs.wait());
        QVERIFY(!shown.session.job().label.isEmpty());
        shown.session.cancelJob();
        QCOMPARE(shown.said(), QStringLiteral("Cancelled. The figure shows the last finished result."));
        QCOMPARE(shown.view.figure(), before);
        QVERIFY(!shown.view.dimmed());
        QVERIFY(shown.session.job().label.isEmpty());
    }

    void aMapThatCannotBeReadIsAnErrorInTheMiddle()
    {
        class Broken final : public MapSource {
        public:
            [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
            [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
            Result<void> rows(MapIndex, RowRange, MatrixBlock, const JobContext&) const override { return Error{ErrorKind::Truncated, "needs 96 bytes, has 48"}; }

        private:
            Maps m_source = mapsOf({{slopedMap(8, 0)}});
        };
        Shown shown(std::make_shared<PictureDump>(std::vector<Maps>{std::make_shared<Broken>()}), QSize(900, 700));
        QVERIFY(std::holds_alternative<EmptyFigure>(*shown.view.figure()));
        const auto* words = shown.view.findChild<QLabel*>(QStringLiteral("sentence"));
        QVERIFY(words->isVisible());
        QVERIFY(words->text().contains(QStringLiteral("needs 96 bytes, has 48")));
        shown.hover({200, 200});
        shown.click({200, 200});
        shown.key(Qt::Key_Down); // nothing of this crashes
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

    void theThemeChangesTheColoursAndNotTheFigure()
    {
        const auto shown = oneMap();
        const int builds = shown->view.figureBuilds();
        paint::PaintStyle style;
        style.tokens = paint::darkTokens();
        shown->view.setStyle(style);
        shown->settle();
        QCOMPARE(shown->view.grab().toImage().pixelColor(2, 2), paint::darkTokens().canvas);
        QCOMPARE(shown->view.figureBuilds(), builds);
    }

    void aViewMayGoWhileItsFigureIsBuilt()
    {
        for (int i = 0; i < 10; ++i) {
            Session session;
            HeatmapView view(session);
            view.show();
            session.dispatch(SetColourMap{"magma"});
            QCoreApplication::processEvents();
        }
    }
};

QTEST_MAIN(tst_heatmap_view)
#include "tst_heatmap_view.moc"
