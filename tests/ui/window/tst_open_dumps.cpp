// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Two dumps open at once: both stay, each with its selection, and one can be closed.

#include "open_window.h"
#include "support/test_class.h"
#include "written_dumps.h"

#include <QAbstractButton>

namespace open_dumps_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

class TwoOpen : public OpenWindow {
public:
    TwoOpen()
    {
        first = writtenArray(folder.path(), QStringLiteral("first.npy"), {2, 3, 7, 7}, 1);
        second = writtenArray(folder.path(), QStringLiteral("second.npy"), {4, 2, 5, 5}, 2);
        window->openAll({first, second});
        QTRY_COMPARE_WITH_TIMEOUT(session->openDumps().size(), std::size_t{2}, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("first.npy"), 20000);
    }
    [[nodiscard]] QString shown() const { return session->dump() == nullptr ? QString() : QString::fromStdString(session->dump()->title()); }
    void hideReport()
    {
        if (find("report")->isVisible())
            QTest::mouseClick(find("showFigures"), Qt::LeftButton);
    }

    QString first;
    QString second;
};

} // namespace

class tst_open_dumps : public QObject {
    Q_OBJECT
private slots:
    void init() { failOnQtWarnings(); }

    void aSecondDumpKeepsTheFirstAndEachItsSelection()
    {
        TwoOpen open;
        open.hideReport();
        const HeadSet heads = HeadSet::one({LayerIndex{1}, HeadIndex{2}});
        open.session->dispatch(SelectHeads{heads});
        QTest::mouseClick(open.find("dump1"), Qt::LeftButton);
        QCOMPARE(open.shown(), QStringLiteral("second.npy"));
        open.hideReport();
        QCOMPARE(open.session->state().stackShape().heads.size(), std::size_t{4});
        QVERIFY(open.session->state().selection.heads.isAll(open.session->state().stackShape().heads));
        const HeadSet others = HeadSet::one({LayerIndex{3}, HeadIndex{0}});
        open.session->dispatch(SelectHeads{others});
        QTest::keyClick(open.window.get(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(open.shown(), QStringLiteral("first.npy"));
        QVERIFY(open.session->state().selection.heads == heads);
        QTest::keyClick(open.window.get(), Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(open.session->state().selection.heads == others);
    }

    void closingOneShowsTheOther()
    {
        TwoOpen open;
        open.hideReport();
        QVERIFY(open.find("dumpSwitcher")->isVisible());
        QTest::mouseClick(open.find("closeDump1"), Qt::LeftButton); // not the one on screen
        QCOMPARE(open.shown(), QStringLiteral("first.npy"));
        QCOMPARE(open.session->openDumps().size(), std::size_t{1});
        QVERIFY(!open.find("dumpSwitcher")->isVisible());
        open.window->open(open.second);
        QTRY_COMPARE_WITH_TIMEOUT(open.shown(), QStringLiteral("second.npy"), 20000);
        open.hideReport();
        QTest::keyClick(open.window.get(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(open.shown(), QStringLiteral("first.npy"));
        QTest::keyClick(open.window.get(), Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!open.session->state().hasDump());
        QVERIFY(open.find("welcome")->isVisible());
    }

    void aFileThatIsOpenAlreadyIsShownAndNotOpenedTwice()
    {
        TwoOpen open;
        open.window->open(open.second);
        QTRY_COMPARE_WITH_TIMEOUT(open.shown(), QStringLiteral("second.npy"), 20000);
        QCOMPARE(open.session->openDumps().size(), std::size_t{2});
    }

    void aFileThatIsNoDumpDoesNotKeepTheNextFromOpening()
    {
        OpenWindow open;
        const QString good = writtenArray(open.folder.path(), QStringLiteral("good.npy"), {2, 3, 7, 7});
        open.window->openAll({open.folder.filePath(QStringLiteral("nothing.npy")), good});
        QTRY_VERIFY_WITH_TIMEOUT(open.session->dump() != nullptr, 20000);
        QCOMPARE(QString::fromStdString(open.session->dump()->title()), QStringLiteral("good.npy"));
    }
};

HEADLIGHT_TEST(tst_open_dumps)

} // namespace open_dumps_test

#include "tst_open_dumps.moc"
