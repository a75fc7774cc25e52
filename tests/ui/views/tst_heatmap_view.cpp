// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The figure on screen is what the state says, also while it is built slowly, hidden, resized or cannot be read.

#include "support/test_class.h"
#include "ui/views/shown_heatmap.h"

#include <QLabel>
#include <QPushButton>
#include <QThread>

#include <atomic>

namespace heatmap_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

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

HEADLIGHT_TEST(tst_heatmap_view)

} // namespace heatmap_view_test

#include "tst_heatmap_view.moc"
