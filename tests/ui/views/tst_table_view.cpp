// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table driven by mouse and keys.

#include "support/query_dump.h"
#include "support/test_class.h"
#include "ui/views/shown_view.h"
#include "ui/views/table_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

namespace table_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

class Shown : public ShownView<TableView> {
public:
    using ShownView::ShownView;

    [[nodiscard]] QTableView* rows() const { return view.findChild<QTableView*>(QStringLiteral("rows")); }
    [[nodiscard]] FilterHeader* header() const { return view.findChild<FilterHeader*>(QStringLiteral("tableHeader")); }
    [[nodiscard]] QLineEdit* filter(int column) const { return header()->field(column); }
    [[nodiscard]] QString cell(int row, int column) const { return rows()->model()->index(row, column).data().toString(); }
    [[nodiscard]] int count() const { return rows()->model()->rowCount(); }
    void clickHeader(int column)
    {
        const QPoint at(header()->sectionViewportPosition(column) + header()->sectionSize(column) / 2, 10);
        QTest::mouseClick(header()->viewport(), Qt::LeftButton, {}, at);
        settle();
    }
    void clickRow(int row)
    {
        QTest::mouseClick(rows()->viewport(), Qt::LeftButton, {}, rows()->visualRect(rows()->model()->index(row, 2)).center());
        settle();
    }
    void type(int column, const QString& text)
    {
        filter(column)->setFocus();
        QTest::keyClicks(filter(column), text);
        QTest::qWait(250); // until typing has paused
        settle();
    }
};

std::unique_ptr<Shown> table()
{
    return std::make_unique<Shown>(queryDump(), QSize(1000, 700), std::vector<Action>{SelectView{ViewKind::Table}});
}

} // namespace

class tst_table_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void rowsAreTheInterestingTokensAtEachTemperature()
    {
        const auto shown = table();
        QCOMPARE(shown->count(), 6);
        QCOMPARE(shown->rows()->model()->columnCount(), 4);
        QCOMPARE(shown->cell(0, 2), QStringLiteral("a"));
        QCOMPARE(shown->cell(3, 0), QStringLiteral("0.2"));
        QCOMPARE(shown->cell(2, 1), QStringLiteral("3"));
    }

    void aHeaderSortsTurnsRoundAndLetsGo()
    {
        const auto shown = table();
        shown->clickHeader(3);
        QCOMPARE(shown->session.state().display.table.sortedBy, 3);
        double before = 0.0;
        for (int row = 0; row < shown->count(); ++row) {
            QVERIFY(shown->cell(row, 3).toDouble() >= before);
            before = shown->cell(row, 3).toDouble();
        }
        shown->clickHeader(3);
        QVERIFY(shown->session.state().display.table.descending);
        QCOMPARE(shown->cell(0, 2), QStringLiteral("a"));
        QCOMPARE(shown->cell(0, 0), QStringLiteral("0.2"));
        shown->clickHeader(3);
        QVERIFY(!shown->session.state().display.table.sortedBy);
    }

    void filtersTakeEffectWhenTypingPausesAndCanBeClearedWhenNothingIsLeft()
    {
        const auto shown = table();
        shown->type(2, QStringLiteral("E"));
        QCOMPARE(shown->count(), 2);
        shown->type(3, QStringLiteral("> 0.9"));
        QCOMPARE(shown->count(), 0);
        auto* clear = shown->view.findChild<QPushButton*>(QStringLiteral("clearFilter"));
        QVERIFY(clear->isVisible());
        QVERIFY(shown->filter(3)->isVisible()); // it can be changed there
        QTest::mouseClick(clear, Qt::LeftButton);
        shown->settle();
        QCOMPARE(shown->count(), 6);
        QVERIFY(!clear->isVisible());
    }

    void aFilterThatIsNotUnderstoodIsSaidAtItsField()
    {
        const auto shown = table();
        shown->type(3, QStringLiteral("much"));
        QCOMPARE(shown->count(), 6);
        QVERIFY(shown->filter(3)->toolTip().contains(QStringLiteral("is no filter for numbers")));
    }

    void aChosenRowPinsItsKeyAndStaysWhereItIs()
    {
        const auto shown = table();
        const int builds = shown->view.figureBuilds();
        shown->clickRow(2);
        QVERIFY(shown->selection().key == KeyIndex{5});
        QCOMPARE(shown->view.figureBuilds(), builds); // a mark, no other table
        QTest::keyClick(shown->rows(), Qt::Key_Up);
        shown->settle();
        QVERIFY(shown->selection().key == KeyIndex{3});
    }

    void aKeyPinnedElsewhereIsMarked()
    {
        const auto shown = table();
        shown->act(SetKey{KeyIndex{3}});
        const auto* model = qobject_cast<FigureTableModel*>(shown->rows()->model());
        QVERIFY(model->pinned(1) && model->pinned(4));
        QVERIFY(!model->pinned(0));
    }

    void enterShowsTheRowInTheHeatmap()
    {
        const auto shown = table();
        shown->clickRow(0);
        QTest::keyClick(shown->rows(), Qt::Key_Return);
        QVERIFY(shown->session.state().view == ViewKind::Heatmap);
    }

    void rowsAreCopiedWithTabsAndSavedAsTheyStand()
    {
        const auto shown = table();
        shown->clickRow(1);
        QTest::keyClick(shown->rows(), Qt::Key_C, Qt::ControlModifier);
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.startsWith(QStringLiteral("temperature\tindex\ttoken\tweight\n1.0\t1\tb\t0.")), qPrintable(copied));
        QCOMPARE(copied.count(QLatin1Char('\n')), 2);
        shown->clickHeader(1);
        shown->clickHeader(1); // descending
        const auto csv = shown->view.csv();
        QVERIFY(csv.has_value());
        QVERIFY2(csv->startsWith("temperature,index,token,weight\n1.0,3,e,"), csv->constData());
        QCOMPARE(csv->count('\n'), 7);
    }
};

HEADLIGHT_TEST(tst_table_view)

} // namespace table_view_test

#include "tst_table_view.moc"
