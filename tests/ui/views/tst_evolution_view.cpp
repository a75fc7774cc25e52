// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Evolution by mouse and keys: hover, pins, scrubbing, strips, playing.

#include "support/test_class.h"
#include "ui/views/evolution_text.h"
#include "ui/views/evolution_view.h"
#include "ui/views/query_list.h"
#include "ui/views/shown_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRegularExpression>

#include <set>

namespace evolution_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<EvolutionView>;

/// 20 words and 4 [PAD], 4 layers of 3 heads taken together, rollout of word 7.
std::unique_ptr<Shown> evolution(std::vector<Action> more = {})
{
    std::vector<Action> actions{SelectView{ViewKind::Evolution}, SetMeasure{measureOptions(MeasureKind::Rollout)}, SetAggregate{Aggregate::Mean}, SetQuery{QueryIndex{7}}};
    actions.insert(actions.end(), more.begin(), more.end());
    return std::make_unique<Shown>(slopedDump(4, 3, words(20, 4)), QSize(1100, 900), actions);
}

const EvolutionFigure& figureOf(const Shown& shown)
{
    return std::get<EvolutionFigure>(*shown.view.figure());
}

QPointF cellAt(const Shown& shown, std::int64_t row, std::int64_t column)
{
    return shown.view.layoutOnScreen().cellRect({0, row, column}).center();
}

QPointF keyLabel(const Shown& shown, std::int64_t column)
{
    return {cellAt(shown, 0, column).x(), shown.view.layoutOnScreen().keyLabels.center().y()};
}

QPointF strip(const Shown& shown, std::size_t index)
{
    return shown.view.layoutOnScreen().strips[index].map.center();
}

} // namespace

class tst_evolution_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void hoverNeitherBuildsNorPaintsTheFigure()
    {
        const auto shown = evolution();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        for (std::int64_t i = 0; i < 20; ++i) {
            shown->hover(cellAt(*shown, i % 4, i));
            shown->view.repaint();
        }
        shown->hover(strip(*shown, 1));
        shown->view.repaint();
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void hoverSaysLayerKeyValueAndRank()
    {
        const auto shown = evolution();
        shown->hover(cellAt(*shown, 0, 3));
        QVERIFY(shown->session.hover().layer == LayerIndex{3});
        QVERIFY(shown->session.hover().cell == (CellIndex{QueryIndex{7}, KeyIndex{3}}));
        const auto value = QString::fromStdString(formatValue(static_cast<double>(valueOf(figureOf(*shown), {0, 0, 3}))));
        QVERIFY2(shown->said().startsWith(QStringLiteral("word7 → word3   layer 4, key 3   %1").arg(value)), qPrintable(shown->said()));
        QTRY_VERIFY(shown->said().contains(QStringLiteral("rank ")));
        QTRY_VERIFY2(shown->view.accessibleName().startsWith(QStringLiteral("layer 4, key word3 3, %1, rank ").arg(value)), qPrintable(shown->view.accessibleName()));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&shown->view, &leave);
        QVERIFY(!shown->session.hover().cell.has_value());
    }

    void aClickPinsLayerAndKeyAndKeepsTheQuery()
    {
        const auto shown = evolution();
        shown->click(cellAt(*shown, 1, 5));
        QVERIFY(shown->selection().query == QueryIndex{7});
        QVERIFY(shown->selection().layer == LayerIndex{2});
        QVERIFY(shown->selection().key == KeyIndex{5});
        QCOMPARE(figureOf(*shown).layerRow, std::optional<std::int64_t>(1));
        shown->session.setHover({});
        const QImage pinned = shown->view.grab().toImage();
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().key.has_value());
        QVERIFY(shown->view.grab().toImage() != pinned);
    }

    void draggingAlongTheKeyAxisScrubsThroughTheQueries()
    {
        const auto shown = evolution();
        std::vector<std::int64_t> seen;
        connect(&shown->session, &Session::stateChanged, &shown->view, [&](const State&, const State& after) { seen.push_back(after.selection.query->value); });
        shown->drag(keyLabel(*shown, 2), keyLabel(*shown, 12));
        QCOMPARE(seen.front(), 2);
        QCOMPARE(shown->selection().query->value, 12);
        QCOMPARE(figureOf(*shown).query, 12);
        QCOMPARE(figureOf(*shown).ownColumns, std::vector<std::int64_t>{12});
        shown->drag(keyLabel(*shown, 2), keyLabel(*shown, 12) + QPointF(5000, 80)); // beyond the end
        QCOMPARE(shown->selection().query->value, 19);
    }

    void aStreamOfQueriesShowsSomeOfThemOnTheWay()
    {
        const auto shown = evolution();
        std::set<std::int64_t> painted;
        for (std::int64_t query = 0; query < 20; ++query) {
            shown->session.dispatch(SetQuery{QueryIndex{query}});
            QTest::qWait(15);
            painted.insert(figureOf(*shown).query);
        }
        shown->settle();
        QCOMPARE(figureOf(*shown).query, 19);
        QVERIFY2(painted.size() > 3, qPrintable(QString::number(painted.size())));
    }

    void aClickOnAStripIsolatesTheHeadAndAnotherBringsAllBack()
    {
        const auto shown = evolution();
        QCOMPARE(figureOf(*shown).strips.size(), std::size_t{3});
        shown->click(strip(*shown, 1));
        QVERIFY(shown->selection().heads == HeadSet::ofHead({3, 3, 3, 3}, HeadIndex{1}));
        COMPARE_MAPS(*figureOf(*shown).panels[0].values, *figureOf(*shown).strips[1].values);
        shown->click(strip(*shown, 2), Qt::ControlModifier);
        QCOMPARE(shown->selection().heads.size(), 8);
        shown->click(strip(*shown, 0));
        shown->click(strip(*shown, 0));
        QVERIFY(shown->selection().heads.isAll({3, 3, 3, 3}));
    }

    void commaAndPointStepThroughQueriesThatAreShown()
    {
        const auto shown = evolution();
        shown->key(Qt::Key_Period);
        QCOMPARE(shown->selection().query->value, 8);
        shown->key(Qt::Key_Comma);
        shown->key(Qt::Key_Comma);
        QCOMPARE(shown->selection().query->value, 6);
        QCOMPARE(shown->view.playbackWords(), QStringLiteral("query 6 of 20"));
        shown->act(SetQuery{QueryIndex{19}});
        shown->key(Qt::Key_Period); // behind it stands padding, which is hidden
        QCOMPARE(shown->selection().query->value, 19);
    }

    void spacePlaysThroughTheQueriesToTheEnd()
    {
        const auto shown = evolution({SetQuery{QueryIndex{17}}});
        shown->key(Qt::Key_Space);
        QVERIFY(shown->view.playback()->playing());
        QTRY_COMPARE(shown->selection().query->value, 19);
        QTRY_VERIFY(!shown->view.playback()->playing());
        shown->key(Qt::Key_Space);
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->view.playback()->playing());
    }

    void shiftSpaceRaisesTheCrosshairThroughTheLayers()
    {
        const auto shown = evolution();
        std::vector<std::int64_t> layers;
        connect(&shown->session, &Session::hoverChanged, &shown->view, [&](const Hover& hover) {
            if (hover.layer)
                layers.push_back(hover.layer->value);
        });
        shown->key(Qt::Key_Space, Qt::ShiftModifier);
        QTRY_VERIFY(!shown->view.layerPlayback().playing());
        QCOMPARE(layers, (std::vector<std::int64_t>{0, 1, 2, 3}));
        QVERIFY(shown->session.hover().cell->key == KeyIndex{7});
    }

    void arrowsMoveTheCrosshairAndEnterPins()
    {
        const auto shown = evolution();
        shown->key(Qt::Key_Right); // shows it
        QVERIFY(shown->session.hover().layer == LayerIndex{3});
        shown->key(Qt::Key_Right);
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().layer == LayerIndex{2});
        QVERIFY(shown->session.hover().cell->key == KeyIndex{1});
        shown->key(Qt::Key_End);
        QVERIFY(shown->session.hover().cell->key == KeyIndex{19});
        shown->key(Qt::Key_Return);
        QVERIFY(shown->selection().key == KeyIndex{19});
        QVERIFY(shown->selection().layer == LayerIndex{2});
    }

    void theWheelZoomsKeysAboutThePointerAndMovesThem()
    {
        const auto shown = evolution();
        shown->wheel(cellAt(*shown, 1, 10), {0, 240}, Qt::ControlModifier);
        QVERIFY(figureOf(*shown).keys.labels.size() < 20);
        const auto first = figureOf(*shown).keys.labels.front().position;
        shown->wheel(cellAt(*shown, 1, 1), {0, -120});
        QVERIFY(figureOf(*shown).keys.labels.front().position > first);
        shown->view.fit();
        shown->settle();
        QCOMPARE(figureOf(*shown).keys.labels.size(), std::size_t{20});
    }

    void aDragInTheMapKeepsItsKeys()
    {
        const auto shown = evolution();
        shown->drag(cellAt(*shown, 0, 4), cellAt(*shown, 2, 9));
        QCOMPARE(figureOf(*shown).keys.labels.front().position, 4);
        QCOMPARE(figureOf(*shown).keys.labels.back().position, 9);
        QVERIFY(!shown->selection().layer.has_value()); // nothing was pinned
        QTest::mouseDClick(&shown->view, Qt::LeftButton, Qt::NoModifier, keyLabel(*shown, 3).toPoint());
        shown->settle();
        QCOMPARE(figureOf(*shown).keys.labels.size(), std::size_t{20});
    }

    void withoutAQueryTheTokensAreOffered()
    {
        const auto shown = evolution({SetQuery{std::nullopt}});
        auto* list = shown->view.findChild<QueryList*>();
        QVERIFY(list != nullptr && list->isVisible());
        QCOMPARE(list->count(), 20);
        QCOMPARE(list->item(5)->text(), QStringLiteral("5 word5"));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualItemRect(list->item(5)).center());
        shown->settle();
        QVERIFY(shown->selection().query == QueryIndex{5});
        QVERIFY(!list->isVisible());
    }

    void valuesAndRowsAreCopiedAsText()
    {
        const auto shown = evolution();
        shown->hover(cellAt(*shown, 2, 3));
        shown->key(Qt::Key_Y);
        QCOMPARE(QGuiApplication::clipboard()->text().toFloat(), valueOf(figureOf(*shown), {0, 2, 3}));
        shown->key(Qt::Key_Y, Qt::ShiftModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[1].startsWith(QStringLiteral("layer 2\t")));
        QCOMPARE(lines[1].split(QLatin1Char('\t')).size(), 21);
    }

    void theMenuOffersCopyingPlayingAndExport()
    {
        const auto shown = evolution();
        const QPoint at = cellAt(*shown, 1, 3).toPoint();
        shown->hover(at);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, shown->view.mapToGlobal(at));
        QCoreApplication::sendEvent(&shown->view, &event);
        auto* menu = shown->view.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QStringList entries;
        for (QAction* action : menu->actions()) {
            if (!action->isSeparator())
                entries << action->text();
            if (action->text() == QStringLiteral("Use key as query"))
                action->trigger();
        }
        QCOMPARE(entries, QStringList({QStringLiteral("Copy value"), QStringLiteral("Copy row"), QStringLiteral("Use key as query"), QStringLiteral("Play through queries"),
                                       QStringLiteral("Play through layers"), QStringLiteral("Copy figure"), QStringLiteral("Export…")}));
        QVERIFY(shown->selection().query == QueryIndex{3});
        menu->close();
    }

    void layersOfDifferentSizesDimTheViewWhereTheyAreMultiplied()
    {
        const auto dump = std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{slopedMap(6, 0)}, {slopedMap(4, 1)}}, axisOf(words(6)))});
        Shown shown(dump, {1100, 900}, {SetQuery{QueryIndex{2}}});
        const auto entry = std::ranges::find(views(), ViewKind::Evolution, &ViewEntry::kind);
        QVERIFY(entry->unavailable(shown.session).isEmpty()); // attention has no product
        shown.session.dispatch(SetMeasure{measureOptions(MeasureKind::Rollout)});
        QVERIFY2(entry->unavailable(shown.session).contains(QStringLiteral("equal sizes")), qPrintable(entry->unavailable(shown.session)));
    }

    void switchesOfOtherViewsDoNotBuildTheFigureAgain()
    {
        const auto shown = evolution();
        const int builds = shown->view.figureBuilds();
        headlight::Display display = shown->session.state().display;
        display.profiles = !display.profiles;
        display.layerProfile = !display.layerProfile;
        shown->act(SetDisplay{display});
        QCOMPARE(shown->view.figureBuilds(), builds);
        display.headStrips = false;
        shown->act(SetDisplay{display});
        QVERIFY(shown->view.figureBuilds() > builds);
        QVERIFY(shown->view.layoutOnScreen().strips.empty());
    }
};

HEADLIGHT_TEST(tst_evolution_view)

} // namespace evolution_view_test

#include "tst_evolution_view.moc"
