// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Charts of received attention in the whole window: the chart is chosen, keys and heads are typed, the pointer card and the picker are linked.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/views/figure_canvas.h"
#include "ui/window/pointer_card.h"
#include "ui/window/segmented_control.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>

namespace trend_window_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_trend_window : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const State& state() const { return m_open->session->state(); }
    [[nodiscard]] FigureCanvas* chart() { return m_open->find<FigureCanvas>("receivedChart"); }
    [[nodiscard]] const TrendFigure& figure() { return std::get<TrendFigure>(*chart()->figure()); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_open->focusCanvas();
        QTest::keyClick(m_open->window->focusWidget(), key, modifiers);
    }
    void choose(TrendKind kind)
    {
        auto* kinds = m_open->find<QComboBox>("numbersKind");
        kinds->setFocus();
        QTest::keyClick(kinds, Qt::Key_Home);
        for (int i = 0; i < static_cast<int>(kind); ++i)
            QTest::keyClick(kinds, Qt::Key_Down);
        QVERIFY(state().display.trend == kind);
    }
    void type(const char* field, const QString& text)
    {
        auto* edit = m_open->find<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

private slots:
    void initTestCase()
    {
        failOnQtWarnings();
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
        press(Qt::Key_7);
    }
    void cleanupTestCase() { m_open.reset(); }

    void withoutAKeyTheCanvasAsksForOne()
    {
        choose(TrendKind::Rank);
        QTRY_VERIFY(chart()->isVisible() && chart()->upToDate());
        QVERIFY(std::holds_alternative<EmptyFigure>(*chart()->figure()));
        QVERIFY(!m_open->find("temperatures")->isVisible());
        QVERIFY(m_open->find("trendKeys")->isVisible());
    }

    void keysAreTypedAndNonsenseIsNotTaken()
    {
        type("trendKeys", QStringLiteral("45, 46-47"));
        QCOMPARE(state().selection.keys().size(), std::size_t{3});
        QVERIFY(state().selection.key == KeyIndex{45});
        QTRY_VERIFY(chart()->upToDate() && std::holds_alternative<TrendFigure>(*chart()->figure()));
        QCOMPARE(figure().keys.labels.size(), std::size_t{3});
        type("trendKeys", QStringLiteral("triangles"));
        QCOMPARE(state().selection.keys().size(), std::size_t{3});
        QCOMPARE(m_open->find<QLineEdit>("trendKeys")->text(), QStringLiteral("45-47"));
        type("trendKeys", QStringLiteral("45"));
        QCOMPARE(state().selection.keys().size(), std::size_t{1});
    }

    void namedHeadsAreColouredAndListedWithTheirMeans()
    {
        type("trendHeads", QStringLiteral("6,10,2"));
        QVERIFY(state().display.trends.highlighted == (std::vector<HeadIndex>{HeadIndex{5}, HeadIndex{9}, HeadIndex{1}}));
        QTRY_VERIFY(chart()->upToDate());
        QVERIFY(figure().lines[5].emphasised && figure().lines[5].series == std::size_t{0});
        QTRY_VERIFY(m_open->find<QLabel>("trendLines")->text().contains(QStringLiteral("head 6   mean rank ")));
        type("trendHeads", QString());
        m_open->find<QLineEdit>("trendHeads")->clear();
        type("trendHeads", QStringLiteral("x"));
        QVERIFY(state().display.trends.highlighted.size() <= 4);
    }

    void coloursTellHeadsOrKeys()
    {
        auto* colour = m_open->find<SegmentedControl>("trendColour");
        QTest::mouseClick(colour, Qt::LeftButton, {}, colour->partRect(1).center());
        QVERIFY(state().display.trends.colour == TrendColour::Key);
        QTest::mouseClick(colour, Qt::LeftButton, {}, colour->partRect(0).center());
        QVERIFY(state().display.trends.colour == TrendColour::Head);
    }

    void theCardShowsRankSumAndBestLayer()
    {
        auto* card = m_open->find<PointerCard>("pointerCard");
        QTRY_VERIFY(card->text() && card->text()->value.startsWith(QStringLiteral("rank ")));
        QCOMPARE(card->text()->rows.front().second, QStringLiteral("triangle, 45"));
        QCOMPARE(card->text()->rows[3].first, QStringLiteral("Best layer"));
    }

    void allPositionsNeedNoKey()
    {
        choose(TrendKind::Positions);
        m_open->session->dispatch(SetKey{std::nullopt});
        QTRY_VERIFY(chart()->upToDate() && std::holds_alternative<TrendFigure>(*chart()->figure()) && figure().points());
        QVERIFY(!m_open->find("trendKeys")->isVisible());
    }

    void theNumbersAreSavedAsCsv()
    {
        const QString path = m_open->folder.filePath(QStringLiteral("scores.csv"));
        m_open->answer = [&](const FileQuestion&) { return path; };
        press(Qt::Key_S, Qt::ControlModifier);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("token,position,attention_scores,layer,head,rank"));
    }

    void undoBringsTheChartBefore()
    {
        choose(TrendKind::Weights);
        QTRY_VERIFY(m_open->find<FigureCanvas>("weightsChart")->isVisible());
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(state().display.trend != TrendKind::Weights);
        QTRY_VERIFY(chart()->isVisible());
    }
};

HEADLIGHT_TEST(tst_trend_window)

} // namespace trend_window_test

#include "tst_trend_window.moc"
