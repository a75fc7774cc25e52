// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Text view by mouse and keys.

#include "shown_view.h"
#include "support/test_class.h"
#include "ui/views/text_view.h"

#include <QtTest>

namespace text_view_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Shown = ShownView<ui::TextView>;

std::unique_ptr<Shown> shownText(int count = 12, std::vector<Action> actions = {})
{
    actions.insert(actions.begin(), SelectView{ViewKind::Text});
    return std::make_unique<Shown>(slopedDump(3, 2, words(count)), QSize(1000, 700), std::move(actions));
}

const TextFigure& figureOf(const Shown& shown)
{
    return std::get<TextFigure>(*shown.view.figure());
}

QPointF word(const Shown& shown, std::int64_t token, std::optional<std::int64_t> row = {})
{
    return shown.view.layoutOnScreen().placeRect({token, row}).center();
}

} // namespace

class tst_text_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void aClickMakesAWordTheQuery()
    {
        const auto shown = shownText();
        shown->click(word(*shown, 5));
        QVERIFY(shown->selection().query == QueryIndex{5});
        QVERIFY(figureOf(*shown).tokens[5].framed);
        shown->click(word(*shown, 8), Qt::ControlModifier);
        QCOMPARE(shown->selection().queries(), (std::vector<QueryIndex>{QueryIndex{5}, QueryIndex{8}}));
        QVERIFY(figureOf(*shown).tokens[8].framed);
        shown->drag(word(*shown, 2), word(*shown, 4));
        const std::vector<QueryIndex> stretch{QueryIndex{2}, QueryIndex{3}, QueryIndex{4}};
        const auto queries = shown->selection().queries();
        QVERIFY(queries.front() == stretch.front() && queries.back() == stretch.back());
        QVERIFY(shown->selection().query == QueryIndex{2});
    }

    void altClickAsksWhoLooksAtAWord()
    {
        const auto shown = shownText();
        shown->click(word(*shown, 6), Qt::AltModifier);
        QVERIFY(shown->selection().key == KeyIndex{6});
        QVERIFY(shown->session.state().display.text.show == TextShow::Key);
        QVERIFY(figureOf(*shown).tokensAreQueries && figureOf(*shown).tokens[6].framed);
        shown->click(word(*shown, 3)); // a plain click asks where it looks again
        QVERIFY(shown->session.state().display.text.show == TextShow::Query);
        QVERIFY(shown->selection().query == QueryIndex{3});
    }

    void hoverReadsAWordAndRebuildsNothing()
    {
        const auto shown = shownText(12, {SetQuery{QueryIndex{1}}});
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        shown->hover(word(*shown, 7));
        QVERIFY2(shown->said().startsWith(QStringLiteral("word7 7   0.")), qPrintable(shown->said()));
        QVERIFY(shown->session.hover().cell == (CellIndex{QueryIndex{1}, KeyIndex{7}}));
        shown->hover(word(*shown, 4, 0));
        QVERIFY2(shown->said().startsWith(QStringLiteral("layer 3   word4 4")), qPrintable(shown->said()));
        QVERIFY(shown->session.hover().layer == LayerIndex{2});
        shown->hover({2.0, 2.0});
        QVERIFY(shown->said().isEmpty() && !shown->session.hover().cell);
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
    }

    void aRowTakesTheHeadsToItsLayer()
    {
        const auto shown = shownText(12, {SelectHeads{HeadSet::one({LayerIndex{2}, HeadIndex{1}})}});
        const auto& row = shown->view.layoutOnScreen().rows[2]; // layer 1
        shown->click(row.frame.topLeft() + QPointF(8, 8));
        QCOMPARE(shown->selection().heads, HeadSet::one({LayerIndex{0}, HeadIndex{1}}));
        QVERIFY(figureOf(*shown).rows[2].selected);
    }

    void theListIsAWayToTheWord()
    {
        const auto shown = shownText();
        const auto token = figureOf(*shown).largest[2];
        shown->click(shown->view.layoutOnScreen().list[2].center());
        QVERIFY(shown->selection().query == QueryIndex{token});
    }

    void arrowsWalkAndEnterAsks()
    {
        const auto shown = shownText(12, {SetQuery{QueryIndex{3}}});
        shown->key(Qt::Key_Right); // shows where it is
        shown->key(Qt::Key_Right);
        QVERIFY(shown->said().startsWith(QStringLiteral("word4 4")));
        shown->key(Qt::Key_Return);
        QVERIFY(shown->selection().query == QueryIndex{4});
        shown->key(Qt::Key_End);
        QVERIFY(shown->said().startsWith(QStringLiteral("word11 11")));
        shown->key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(shown->selection().moreQueries, std::vector<QueryIndex>{QueryIndex{11}});
        shown->key(Qt::Key_Escape);
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->selection().query);
    }

    void aLongTextScrollsToItsQuery()
    {
        const auto shown = shownText(1200, {SetQuery{QueryIndex{0}}});
        const auto seen = [&](std::int64_t token) { return shown->view.layoutOnScreen().viewport.contains(shown->view.layoutOnScreen().placeRect({token, std::nullopt})); };
        QVERIFY(seen(0) && !seen(900));
        shown->act(SetQuery{QueryIndex{900}});
        QVERIFY(seen(900) && !seen(0));
        shown->wheel({400, 300}, {0, 12000});
        QVERIFY(shown->accepted && seen(0));
        shown->key(Qt::Key_PageDown);
        QVERIFY(!seen(0));
    }

    void theMenuOffersWhatTheMouseDoes()
    {
        const auto shown = shownText();
        shown->hover(word(*shown, 5));
        QContextMenuEvent event(QContextMenuEvent::Mouse, word(*shown, 5).toPoint(), shown->view.mapToGlobal(word(*shown, 5).toPoint()));
        QCoreApplication::sendEvent(&shown->view, &event);
        auto* menu = shown->view.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QStringList texts;
        for (const auto* action : menu->actions())
            texts << action->text();
        QVERIFY(texts.contains(QStringLiteral("Make word5 5 the query")) && texts.contains(QStringLiteral("Show who looks at word5 5")) && texts.contains(QStringLiteral("Copy value")));
        menu->close();
    }
};

HEADLIGHT_TEST(tst_text_view)

} // namespace text_view_test

#include "tst_text_view.moc"
