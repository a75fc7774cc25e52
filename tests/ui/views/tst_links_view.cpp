// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Links view by mouse and keys.

#include "shown_view.h"
#include "support/test_class.h"
#include "ui/views/links_view.h"
#include "ui/views/side_scroll.h"

#include <QtTest>

namespace links_view_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Shown = ShownView<ui::LinksView>;

std::unique_ptr<Shown> shownLinks(const SharedDump& dump, std::vector<Action> actions = {}, QSize size = {1000, 700})
{
    actions.insert(actions.begin(), SelectView{ViewKind::Links});
    return std::make_unique<Shown>(dump, size, std::move(actions));
}

std::unique_ptr<Shown> shownWords(int count = 12, std::vector<Action> actions = {})
{
    return shownLinks(slopedDump(3, 2, words(count)), std::move(actions));
}

const LinksFigure& figureOf(const Shown& shown)
{
    return std::get<LinksFigure>(*shown.view.figure());
}

QPointF token(const Shown& shown, bool isKey, std::int64_t place)
{
    return shown.view.layoutOnScreen().endRect({isKey, place}).center();
}

QPointF query(const Shown& shown, std::int64_t place) { return token(shown, false, place); }
QPointF key(const Shown& shown, std::int64_t place) { return token(shown, true, place); }

/// 40 queries of one sequence over 90 keys of another.
SharedDump crossDump()
{
    auto decoder = std::make_shared<Axis>(*axisOf(words(40)));
    decoder->sequence = "decoder";
    auto encoder = std::make_shared<Axis>(*axisOf(words(90)));
    encoder->sequence = "encoder";
    Matrix map(40, 90);
    for (std::int64_t r = 0; r < 40; ++r)
        for (std::int64_t c = 0; c < 90; ++c)
            map(r, c) = static_cast<float>((r * 7 + c * 13) % 97 + 1);
    return std::make_shared<PictureDump>(std::vector<Maps>{std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{std::move(map)}}, decoder, encoder)});
}

} // namespace

class tst_links_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void aClickMakesATokenTheQueryAndCtrlOneMore()
    {
        const auto shown = shownWords();
        shown->click(query(*shown, 5));
        QVERIFY(shown->selection().query == QueryIndex{5});
        QVERIFY(figureOf(*shown).onlyChosen());
        shown->click(query(*shown, 8), Qt::ControlModifier);
        QCOMPARE(shown->selection().queries(), (std::vector<QueryIndex>{QueryIndex{5}, QueryIndex{8}}));
        for (const auto& line : shown->view.layoutOnScreen().lines)
            QVERIFY(line.query == 5 || line.query == 8);
        shown->click(key(*shown, 3)); // one sequence: a key can be the query
        QCOMPARE(shown->selection().queries(), std::vector<QueryIndex>{QueryIndex{3}});
    }

    void altClickPinsKeysThatStay()
    {
        const auto shown = shownWords();
        shown->click(key(*shown, 6), Qt::AltModifier);
        shown->click(key(*shown, 2), Qt::AltModifier);
        QCOMPARE(shown->selection().keys(), (std::vector<KeyIndex>{KeyIndex{2}, KeyIndex{6}}));
        QCOMPARE(figureOf(*shown).chosenKeys.size(), std::size_t{2});
        shown->hover(query(*shown, 9));
        shown->hover({2.0, 2.0});
        QCOMPARE(shown->selection().keys().size(), std::size_t{2});
        shown->click(key(*shown, 6), Qt::AltModifier);
        QCOMPARE(shown->selection().keys(), std::vector<KeyIndex>{KeyIndex{2}});
        shown->key(Qt::Key_Escape); // what is pointed at
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().key && !figureOf(*shown).onlyChosen());
    }

    void hoverReadsLinksAndRebuildsNothing()
    {
        const auto shown = shownWords();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        shown->hover(query(*shown, 7));
        QVERIFY2(shown->said().startsWith(QStringLiteral("query word7 7   18 links   word7 7 0.")), qPrintable(shown->said())); // 3 of each of 6 heads
        QVERIFY2(shown->said().contains(QStringLiteral("(L1 H1)")), qPrintable(shown->said()));
        QVERIFY(!shown->session.hover().cell);
        shown->hover(key(*shown, 0));
        QVERIFY2(shown->said().startsWith(QStringLiteral("key word0 0")), qPrintable(shown->said()));
        shown->hover({2.0, 2.0});
        QVERIFY(shown->said().isEmpty());
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void aLineUnderThePointerIsItsCell()
    {
        const auto shown = shownWords(12, {SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{0}})}, SetQuery{QueryIndex{4}}});
        const auto& layout = shown->view.layoutOnScreen();
        const auto line = layout.lines.back();
        const QPointF near(layout.keys.edge - 2.0, layout.middle({true, line.key}));
        shown->hover(near);
        QVERIFY2(shown->said().contains(QStringLiteral("→ word%1").arg(line.key)), qPrintable(shown->said()));
        QVERIFY(shown->session.hover().cell == (CellIndex{QueryIndex{4}, KeyIndex{line.key}}));
        QVERIFY(shown->session.hover().head == (HeadRef{LayerIndex{1}, HeadIndex{0}}));
        const auto key = line.key;
        shown->click(near);
        QVERIFY(shown->selection().key == KeyIndex{key} && shown->selection().query == QueryIndex{4});
    }

    void theLegendNamesAHeadAndAClickIsolatesIt()
    {
        const auto shown = shownWords(12, {SelectHeads{HeadSet({{LayerIndex{0}, HeadIndex{0}}, {LayerIndex{0}, HeadIndex{1}}})}});
        const QPointF second = shown->view.layoutOnScreen().legend[1].center();
        shown->hover(second);
        QVERIFY2(shown->said().startsWith(QStringLiteral("head 2   36 links drawn")), qPrintable(shown->said()));
        shown->click(second);
        QCOMPARE(shown->selection().heads, HeadSet::one({LayerIndex{0}, HeadIndex{1}}));
        QVERIFY(shown->view.layoutOnScreen().legend.empty());
    }

    void arrowsMoveTheQueryAndTheHeadingStepsTheLayer()
    {
        const auto shown = shownWords(12, {SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{1}})}});
        shown->key(Qt::Key_Down); // the first in view
        QVERIFY(shown->selection().query == QueryIndex{0});
        shown->key(Qt::Key_Down);
        QVERIFY(shown->selection().query == QueryIndex{1});
        shown->key(Qt::Key_Down, Qt::ControlModifier);
        QVERIFY(shown->selection().query == QueryIndex{11});
        shown->key(Qt::Key_Home);
        QVERIFY(shown->selection().query == QueryIndex{0});
        shown->key(Qt::Key_End);
        shown->key(Qt::Key_Up);
        QVERIFY(shown->selection().query == QueryIndex{10});
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().query);
        shown->click(shown->view.layoutOnScreen().layerAfter.center());
        QCOMPARE(shown->selection().heads, HeadSet::one({LayerIndex{1}, HeadIndex{1}}));
        shown->click(shown->view.layoutOnScreen().layerBefore.center());
        QCOMPARE(shown->selection().heads, HeadSet::one({LayerIndex{0}, HeadIndex{1}}));
    }

    void longColumnsOfOneSequenceScrollTogetherToTheQuery()
    {
        const auto shown = shownWords(300);
        const auto bars = shown->view.findChildren<ui::SideScroll*>();
        QCOMPARE(std::ranges::count_if(bars, [](const auto* bar) { return bar->isVisible(); }), 1);
        shown->wheel({200, 300}, {0, -1200});
        QVERIFY(shown->accepted);
        const auto& layout = shown->view.layoutOnScreen();
        QVERIFY(layout.queries.scroll > 0.0 && layout.queries.scroll == layout.keys.scroll);
        shown->act(SetQuery{QueryIndex{250}});
        const auto [first, end] = shown->view.layoutOnScreen().seen(false);
        QVERIFY(first < 250 && 250 < end);
        shown->key(Qt::Key_PageUp);
        QVERIFY(shown->view.layoutOnScreen().seen(false).first < first);
    }

    void columnsOfDifferentSequencesScrollByThemselves()
    {
        const auto shown = shownLinks(crossDump(), {}, {1000, 600});
        const auto bars = shown->view.findChildren<ui::SideScroll*>();
        QCOMPARE(std::ranges::count_if(bars, [](const auto* bar) { return bar->isVisible(); }), 2);
        shown->wheel({900, 300}, {0, -1200});
        QVERIFY(shown->view.layoutOnScreen().keys.scroll > 0.0 && shown->view.layoutOnScreen().queries.scroll == 0.0);
        shown->wheel({100, 300}, {0, -240});
        QVERIFY(shown->view.layoutOnScreen().queries.scroll > 0.0);
        const auto first = shown->view.layoutOnScreen().seen(true).first + 1;
        shown->click(key(*shown, first));
        QVERIFY(shown->selection().key == KeyIndex{first} && !shown->selection().query);
    }

    void paperTakesWhatIsInViewWhereNotEverythingFits()
    {
        const auto shown = shownWords(300);
        shown->wheel({200, 300}, {0, -2400});
        const auto [first, end] = shown->view.layoutOnScreen().seen(false);
        const auto state = shown->view.onPaper(shown->session.state());
        QVERIFY(state.selection.window.has_value());
        QCOMPARE(state.selection.window->firstQuery, first);
        QCOMPARE(state.selection.window->queries, end - first);
        QVERIFY(!shown->session.state().selection.window);
        const auto few = shownWords(12);
        QVERIFY(!few->view.onPaper(few->session.state()).selection.window);
    }

    void theMenuOffersWhatTheMouseDoes()
    {
        const auto shown = shownWords();
        shown->hover(query(*shown, 5));
        QContextMenuEvent event(QContextMenuEvent::Mouse, query(*shown, 5).toPoint(), shown->view.mapToGlobal(query(*shown, 5).toPoint()));
        QCoreApplication::sendEvent(&shown->view, &event);
        auto* menu = shown->view.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QStringList texts;
        for (const auto* action : menu->actions())
            texts << action->text();
        QVERIFY(texts.contains(QStringLiteral("Make word5 5 the query")) && texts.contains(QStringLiteral("Pin word5 5 as a key")) && texts.contains(QStringLiteral("Copy its links")));
        menu->close();
    }
};

HEADLIGHT_TEST(tst_links_view)

} // namespace links_view_test

#include "tst_links_view.moc"
