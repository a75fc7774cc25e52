// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stepping and playing through queries from the row of tabs and by keys of the window.

#include "support/test_class.h"
#include "ui/views/evolution_view.h"
#include "ui/window/open_window.h"
#include "ui/window/pointer_card.h"
#include "ui/window/view_tabs.h"

#include <QLabel>
#include <QToolButton>

namespace play_bar_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_play_bar : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const State& state() const { return m_open->session->state(); }
    void click(const char* name) { QTest::mouseClick(m_open->find<QToolButton>(name), Qt::LeftButton); }
    void start(const QSize& size)
    {
        m_open = std::make_unique<OpenWindow>(size);
        m_open->openSample();
        m_open->session->dispatch(SelectView{ViewKind::Evolution});
        m_open->session->dispatch(SetQuery{QueryIndex{45}});
    }
    [[nodiscard]] EvolutionView* view() const { return m_open->find<EvolutionView>("evolution"); }

private slots:
    void initTestCase() { failOnQtWarnings(); }
    void cleanup() { m_open.reset(); }

    void theBarIsThereWhereSomethingCanBePlayed()
    {
        start({1600, 1000});
        QTRY_VERIFY(m_open->find("playBar")->isVisible());
        QTRY_COMPARE(m_open->find<QLabel>("playWords")->text(), QStringLiteral("query 45 of 55"));
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        QVERIFY(!m_open->find("playBar")->isVisible());
    }

    void buttonsStepAndPlay()
    {
        start({1600, 1000});
        QTRY_VERIFY(view()->upToDate());
        click("queryAfter");
        QCOMPARE(state().selection.query->value, 46);
        click("queryBefore");
        QTRY_COMPARE(m_open->find<QLabel>("playWords")->text(), QStringLiteral("query 45 of 55"));
        click("playQueries");
        QVERIFY(view()->playback()->playing());
        QTRY_VERIFY(state().selection.query->value > 46);
        click("playQueries");
        QVERIFY(!view()->playback()->playing());
        QVERIFY(m_open->find<QToolButton>("playQueries")->accessibleName().contains(QStringLiteral("query ")));
    }

    void commaAndPointStepInEveryView()
    {
        start({1600, 1000});
        QTRY_VERIFY(view()->upToDate());
        m_open->focusCanvas();
        QTest::keyClick(m_open->window.get(), Qt::Key_Period);
        QCOMPARE(state().selection.query->value, 46);
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        QTest::keyClick(m_open->window.get(), Qt::Key_Comma);
        QCOMPARE(state().selection.query->value, 45);
    }

    void theBarNeverCoversTheTabs()
    {
        start({1600, 1000});
        auto* tabs = m_open->find<ViewTabs>("viewTabs");
        const auto* bar = m_open->find("playBar");
        const int end = tabs->partRect(static_cast<int>(views().size()) - 1).right();
        for (const int width : {1600, 1360, 1280, 1024}) {
            m_open->window->resize(width, 720);
            QTRY_VERIFY2(!bar->isVisible() || (bar->geometry().left() > end && bar->geometry().right() < tabs->width()), qPrintable(QString::number(width)));
        }
    }

    void thePointerCardDescribesThePinnedCellOfALayer()
    {
        start({1600, 1000});
        m_open->session->dispatch(SetAggregate{Aggregate::Mean});
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::Rollout)});
        m_open->session->dispatch(PinInLayer{LayerIndex{8}, KeyIndex{42}});
        auto* card = m_open->find<PointerCard>("pointerCard");
        QTRY_VERIFY(card->text() && card->text()->to == QStringLiteral("star"));
        QTRY_COMPARE(card->text()->value, QStringLiteral("0.0481")); // as in the design's picture of it
        QCOMPARE(card->text()->rows[0].second, QStringLiteral("9"));
        QCOMPARE(card->text()->rows[1].second, QStringLiteral("2 of 55"));
        QCOMPARE(card->text()->rows.back().second, QStringLiteral("0.0484"));
    }
};

HEADLIGHT_TEST(tst_play_bar)

} // namespace play_bar_test

#include "tst_play_bar.moc"
