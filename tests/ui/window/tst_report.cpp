// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The report "What is in this file": every decision is shown with its reason and can be changed.

#include "open_window.h"
#include "written_dumps.h"

#include "support/test_class.h"
#include "ui/window/report_page.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>

namespace report_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

/// A window that shows the report about a dump.
class OpenReport : public OpenWindow {
public:
    explicit OpenReport(const QString& name = QStringLiteral("attentions.npy"))
    {
        path = name.endsWith(QLatin1String(".npy"))
            ? writtenArray(folder.path(), name, {2, 3, 7, 7})
            : writtenArrays(folder.path(), name, {{"first_attn", headlight::test::attention({2, 3, 7, 7})}, {"second_attn", headlight::test::attention({2, 3, 7, 7}, {.seed = 5})}});
        open(path);
        show();
    }
    OpenReport(const QString& name, const QByteArray& content)
    {
        path = folder.filePath(name);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        open(path);
        show();
    }
    void show()
    {
        if (!find("report")->isVisible())
            QTest::keyClick(window.get(), Qt::Key_I, Qt::ControlModifier);
        QTRY_VERIFY(find("report")->isVisible());
    }
    [[nodiscard]] const Stack& stack(std::size_t i = 0) const { return session->dump()->stacks().at(i); }
    [[nodiscard]] std::size_t stacks() const { return session->dump()->stacks().size(); }
    [[nodiscard]] QStringList keyLabels() const
    {
        QStringList labels;
        for (const auto& item : (*session->dump()->attention(StackIndex{0}, SampleIndex{0}))->axes().keys->items)
            labels << QString::fromStdString(item.label);
        return labels;
    }
    void type(const char* field, const QString& text)
    {
        auto* edit = find<QLineEdit>(field);
        QTest::mouseClick(edit, Qt::LeftButton);
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    QString path;
};

} // namespace

class tst_report : public QObject {
    Q_OBJECT
private slots:
    void init() { failOnQtWarnings(); }

    void everyDecisionHasItsReasonAndCertainty()
    {
        OpenReport report(QStringLiteral("both.safetensors"));
        QStringList texts;
        for (const auto* label : report.find("report")->findChildren<QLabel*>())
            texts << label->text();
        for (const auto& axis : report.stack().reading.axes)
            QVERIFY2(texts.contains(QString::fromStdString(axis.why)), axis.why.c_str());
        for (const auto& array : report.session->dump()->arrays())
            QVERIFY2(texts.contains(QString::fromStdString(array.reason.why)), array.reason.why.c_str());
        QVERIFY(texts.contains(QString::fromStdString(report.stack().reading.positions.why)));
        QVERIFY(texts.contains(QString::fromStdString(report.stack().reading.tokens.why)));
    }

    void anArrayIsReadAsTheGradientOfTheOtherAndBackAgain()
    {
        OpenReport report(QStringLiteral("both.safetensors"));
        QCOMPARE(report.stacks(), std::size_t{2});
        choose(report.find<QComboBox>("arrayUse1"), QStringLiteral("Gradient"));
        QTRY_COMPARE_WITH_TIMEOUT(report.stacks(), std::size_t{1}, 20000);
        QCOMPARE(report.stack().gradientTargets.size(), std::size_t{1});
        QVERIFY(report.find("report")->isVisible());
        QTest::mouseClick(report.find("resetReading"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(report.stacks(), std::size_t{2}, 20000);
    }

    void theKindOfAStackIsChosen()
    {
        OpenReport report;
        choose(report.find<QComboBox>("arrayUse0"), QStringLiteral("Cross attention"));
        QTRY_VERIFY_WITH_TIMEOUT(report.stack().kind == StackKind::Cross, 20000);
        QCOMPARE(report.find<QComboBox>("arrayUse0")->currentText(), QStringLiteral("Cross attention"));
    }

    void axesOfTheSecondArrayAreShownAndSwapped()
    {
        OpenReport report(QStringLiteral("both.safetensors"));
        QTest::mouseClick(report.find("array1"), Qt::LeftButton);
        choose(report.find<QComboBox>("axisRole0"), QStringLiteral("Head"));
        QTRY_COMPARE_WITH_TIMEOUT(report.stack(1).layers.size(), std::size_t{3}, 20000);
        QCOMPARE(report.stack(0).layers.size(), std::size_t{2});
        QCOMPARE(report.find<QComboBox>("axisRole1")->currentText(), QStringLiteral("Layer")); // never two that are equal
        QVERIFY(report.find<QAbstractButton>("array1")->isChecked());
    }

    void theLastAttentionStaysAndItIsSaidWhy()
    {
        OpenReport report;
        choose(report.find<QComboBox>("arrayUse0"), QStringLiteral("Left out"));
        auto* text = report.find<QLabel>("reportMessageText");
        QTRY_VERIFY_WITH_TIMEOUT(text->isVisible(), 20000);
        QVERIFY2(text->text().contains(QStringLiteral("no array would be left")), qPrintable(text->text()));
        QCOMPARE(report.stacks(), std::size_t{1});
        QCOMPARE(report.find<QComboBox>("arrayUse0")->currentText(), QStringLiteral("Self attention"));
        QVERIFY(!report.find<ReportPage>("report")->canUndo());
    }

    void segmentsAreTyped()
    {
        OpenReport report;
        report.type("querySegments", QStringLiteral("queries 3, text"));
        QTRY_COMPARE_WITH_TIMEOUT(report.keyLabels().front(), QStringLiteral("query 0"), 20000);
        QCOMPARE(report.find<QLineEdit>("querySegments")->text(), QStringLiteral("queries 3, text 4"));
        report.type("querySegments", QStringLiteral("queries 3, text 5"));
        auto* text = report.find<QLabel>("reportMessageText");
        QTRY_VERIFY_WITH_TIMEOUT(text->isVisible() && text->text().contains(QStringLiteral("7 positions")), 20000);
        report.type("querySegments", QStringLiteral("letters 7"));
        QTRY_VERIFY(text->text().contains(QStringLiteral("names no segment")));
        QCOMPARE(report.keyLabels().front(), QStringLiteral("query 0"));
    }

    /// Three entries of [sample, 2 heads, 1 query, keys], whose keys grow by one row each.
    void entriesOfAListAreStepsOrWholeMaps()
    {
        const QByteArray json =
            R"({"attn": [[[[[0.5, 0.5]], [[1.0, 0.0]]]], [[[[0.5, 0.25, 0.25]], [[0.0, 1.0, 0.0]]]], [[[[0.25, 0.25, 0.25, 0.25]], [[0.0, 0.5, 0.5, 0.0]]]]]})";
        OpenReport report(QStringLiteral("steps.json"), json);
        QCOMPARE(report.stack().layers.front().queries, 3);
        auto* rows = report.find<QComboBox>("rowStorage");
        QCOMPARE(rows->currentText(), QStringLiteral("Steps of text generation"));
        choose(rows, QStringLiteral("Whole maps"));
        QTRY_COMPARE_WITH_TIMEOUT(report.stack().layers.size(), std::size_t{3}, 20000);
        QCOMPARE(report.stack().layers.front().queries, 1);
        choose(report.find<QComboBox>("rowStorage"), QStringLiteral("As recognised"));
        QTRY_COMPARE_WITH_TIMEOUT(report.stack().layers.front().queries, 3, 20000);
    }

    void paddingBeginsWhereItIsTyped()
    {
        OpenReport report;
        const auto padding = [&report] { return report.session->dump()->samples().front().padding; };
        report.type("queryLength", QStringLiteral("5"));
        QTRY_COMPARE_WITH_TIMEOUT(padding(), 2, 20000);
        QCOMPARE(report.find<QLineEdit>("queryLength")->text(), QStringLiteral("5"));
        report.type("queryLength", QStringLiteral("8"));
        auto* text = report.find<QLabel>("reportMessageText");
        QTRY_VERIFY_WITH_TIMEOUT(text->isVisible() && text->text().contains(QStringLiteral("axis has 7 positions")), 20000);
        report.type("queryLength", QStringLiteral("many"));
        QTRY_VERIFY(text->text().contains(QStringLiteral("is no number of positions")));
        QCOMPARE(padding(), 2);
    }

    void queriesAndKeysOfCrossAttentionHaveListsOfTheirOwn()
    {
        const QByteArray json = R"({"cross_attn": [[[[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]]], "first": ["x", "y", "z"], "second": ["p", "q"]})";
        OpenReport report(QStringLiteral("cross.json"), json);
        const auto labels = [&report](bool queries) {
            const auto maps = *report.session->dump()->attention(StackIndex{0}, SampleIndex{0});
            QString all;
            for (const auto& item : (queries ? maps->axes().queries : maps->axes().keys)->items)
                all += QString::fromStdString(item.label);
            return all;
        };
        choose(report.find<QComboBox>("queryTokens"), QStringLiteral("first (3 strings)"));
        QTRY_COMPARE_WITH_TIMEOUT(labels(true), QStringLiteral("xyz"), 20000);
        choose(report.find<QComboBox>("keyTokens"), QStringLiteral("second (2 strings)"));
        QTRY_COMPARE_WITH_TIMEOUT(labels(false), QStringLiteral("pq"), 20000);
        QCOMPARE(labels(true), QStringLiteral("xyz"));
    }

    void tokensComeFromAFileOrAreNumbers()
    {
        OpenReport report;
        QFile file(report.folder.filePath(QStringLiteral("mine.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("a\nb\nc\nd\ne\nf\ng\n") > 0);
        file.close();
        report.answer = [&file](const FileQuestion&) { return file.fileName(); };
        choose(report.find<QComboBox>("tokenSource"), QStringLiteral("From a file…"));
        QTRY_COMPARE_WITH_TIMEOUT(report.keyLabels().front(), QStringLiteral("a"), 20000);
        choose(report.find<QComboBox>("tokenSource"), QStringLiteral("Numbers only"));
        QTRY_COMPARE_WITH_TIMEOUT(report.keyLabels().front(), QStringLiteral("0"), 20000);
    }

    void whatWasChosenIsUndoneAndDoneAgain()
    {
        OpenReport report;
        choose(report.find<QComboBox>("axisRole0"), QStringLiteral("Head"));
        QTRY_COMPARE_WITH_TIMEOUT(report.stack().layers.size(), std::size_t{3}, 20000);
        report.window->activateWindow(); // the list of choices was a window of its own
        QTRY_VERIFY(report.window->isActiveWindow());
        report.find("showFigures")->setFocus();
        QTest::keyClick(report.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(report.stack().layers.size(), std::size_t{2}, 20000);
        QTest::keyClick(report.window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(report.stack().layers.size(), std::size_t{3}, 20000);
    }

    void theTreeShowsWhatTheFileHolds()
    {
        OpenReport report(QStringLiteral("both.safetensors"));
        auto* tree = report.find<QTreeWidget>("valueTree");
        QCOMPARE(tree->topLevelItemCount(), 1);
        QCOMPARE(tree->topLevelItem(0)->text(0), QStringLiteral("both.safetensors"));
        QCOMPARE(tree->topLevelItem(0)->childCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->child(0)->text(0), QStringLiteral("first_attn"));
        QVERIFY(tree->topLevelItem(0)->child(0)->text(1).contains(QStringLiteral("[2, 3, 7, 7]")));
    }
};

HEADLIGHT_TEST(tst_report)

} // namespace report_test

#include "tst_report.moc"
