// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Many figures from the window: what is asked for is what is counted, named, written and reported.

#include "open_window.h"

#include "support/files_below.h"
#include "support/test_class.h"
#include "ui/window/batch_dialog.h"
#include "ui/window/batch_report.h"
#include "ui/window/segmented_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

namespace batch_export_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;
using headlight::test::filesBelow;

class tst_batch_export : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    BatchDialog* openDialog()
    {
        m_open->focusCanvas();
        QTest::keyClick(m_open->window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = m_open->find<BatchDialog>("batchDialog");
        [&] { QTRY_VERIFY_WITH_TIMEOUT(button(dialog)->isEnabled(), 20000); }();
        return dialog;
    }
    template <typename T = QLineEdit>
    static T* part(BatchDialog* dialog, const char* name)
    {
        auto* found = dialog->findChild<T*>(QLatin1String(name));
        if (found == nullptr)
            qFatal("no widget is called %s", name);
        return found;
    }
    static QPushButton* button(BatchDialog* dialog) { return part<QPushButton>(dialog, "batchStart"); }
    static QString text(BatchDialog* dialog, const char* name) { return part<QLabel>(dialog, name)->text(); }
    static QStringList firstNames(BatchDialog* dialog) { return rows(part<QListView>(dialog, "batchFirstNames")); }
    static QStringList rows(const QListView* list)
    {
        QStringList all;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            all << list->model()->index(row, 0).data().toString();
        return all;
    }
    static void type(BatchDialog* dialog, const char* name, const QString& words)
    {
        auto* field = part(dialog, name);
        QTest::mouseClick(field, Qt::LeftButton);
        field->selectAll();
        QTest::keyClicks(field, words);
    }
    static void choose(BatchDialog* dialog, const char* name, int index)
    {
        auto* control = part<SegmentedControl>(dialog, name);
        QTest::mouseClick(control, Qt::LeftButton, {}, control->partRect(index).center());
        QCOMPARE(control->current(), index);
    }
    static void tick(BatchDialog* dialog, const char* name, bool on)
    {
        auto* box = part<QCheckBox>(dialog, name);
        if (box->isChecked() != on)
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QCOMPARE(box->isChecked(), on);
    }
    [[nodiscard]] QString at(const QString& name) const { return m_open->folder.filePath(name); }
    /// Presses the button and waits for the report.
    BatchReportDialog* write(BatchDialog* dialog)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(button(dialog)->isEnabled(), 20000); }();
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(report() != nullptr && report()->isVisible(), 120000); }();
        return report();
    }
    [[nodiscard]] BatchReportDialog* report() const { return m_open->window->findChild<BatchReportDialog*>(QStringLiteral("batchReport")); }
    static QString outcome(BatchReportDialog* report) { return report->findChild<QLabel*>(QStringLiteral("batchOutcome"))->text(); }
    static QStringList lines(BatchReportDialog* report) { return rows(report->findChild<QListView*>(QStringLiteral("batchLines"))); }

private slots:
    void initTestCase()
    {
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
        if (m_open->find("report")->isVisible())
            QTest::mouseClick(m_open->find("showFigures"), Qt::LeftButton);
    }
    void cleanupTestCase() { m_open.reset(); }
    void init()
    {
        failOnQtWarnings();
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::Attention)});
        m_open->session->dispatch(SetAggregate{Aggregate::Each});
        m_open->session->dispatch(SelectHeads{HeadSet({{LayerIndex{2}, HeadIndex{0}}, {LayerIndex{2}, HeadIndex{6}}})});
    }
    void cleanup()
    {
        for (auto* dialog : m_open->window->findChildren<QDialog*>())
            delete dialog;
    }

    void itBeginsWithWhatIsSelected()
    {
        auto* dialog = openDialog();
        QCOMPARE(part(dialog, "batchLayers")->text(), QStringLiteral("3"));
        QCOMPARE(part(dialog, "batchHeads")->text(), QStringLiteral("1,7"));
        QCOMPARE(part(dialog, "batchSamples")->text(), QStringLiteral("0"));
        QVERIFY(!part(dialog, "batchQueries")->isEnabled());
        QVERIFY(!part(dialog, "batchQueries")->toolTip().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("4 files, about ")), 20000);
        QCOMPARE(firstNames(dialog).value(0), QStringLiteral("sample0_12060_L3_H1_heatmap.png"));
        QVERIFY(text(dialog, "batchProblem").isEmpty());
    }

    void theCountAndTheNamesFollowWhatIsTyped()
    {
        auto* dialog = openDialog();
        type(dialog, "batchLayers", QStringLiteral("all"));
        type(dialog, "batchHeads", QStringLiteral("all"));
        tick(dialog, "batchPdf", false);
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("144 files")), 20000);
        QCOMPARE(firstNames(dialog).size(), 5);
        choose(dialog, "batchAggregate", 1);
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("12 files")), 20000);
        auto* names = part<QComboBox>(dialog, "batchNames");
        names->setFocus();
        QTest::keyClick(names, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(firstNames(dialog).value(0), QStringLiteral("sample_0_12060/attention/Avg Attention Matrix - Layer 1.png"), 20000);
        type(dialog, "batchPattern", QStringLiteral("mean of {layer}"));
        QTRY_COMPARE_WITH_TIMEOUT(firstNames(dialog).value(0), QStringLiteral("mean of 1.png"), 20000);
        QCOMPARE(names->currentIndex(), 2);
    }

    void whatCannotBeIsSaidAtOnce()
    {
        auto* dialog = openDialog();
        type(dialog, "batchPattern", QStringLiteral("figure"));
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchProblem").contains(QStringLiteral("two figures would be called figure")), 20000);
        QVERIFY(!button(dialog)->isEnabled());
        type(dialog, "batchPattern", QStringLiteral("{heat}"));
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchProblem").contains(QStringLiteral("there is no {heat}")), 20000);
        type(dialog, "batchPattern", QStringLiteral("{layer} {head}"));
        type(dialog, "batchLayers", QStringLiteral("13"));
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchProblem").contains(QStringLiteral("13")), 20000);
        type(dialog, "batchLayers", QStringLiteral("12"));
        QTRY_VERIFY_WITH_TIMEOUT(button(dialog)->isEnabled(), 20000);
        tick(dialog, "batchPng", false);
        tick(dialog, "batchPdf", false);
        QTRY_COMPARE_WITH_TIMEOUT(text(dialog, "batchProblem"), QStringLiteral("No format is chosen."), 20000);
        QVERIFY(!button(dialog)->isEnabled());
    }

    void theFilesAreWrittenAndListed()
    {
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("written")));
        tick(dialog, "batchPdf", false);
        auto* done = write(dialog);
        QTRY_VERIFY(m_open->window->findChild<BatchDialog*>() == nullptr);
        const QStringList files{QStringLiteral("sample0_12060_L3_H1_heatmap.png"), QStringLiteral("sample0_12060_L3_H7_heatmap.png")};
        QCOMPARE(filesBelow(at(QStringLiteral("written"))), files);
        QCOMPARE(lines(done), files);
        QVERIFY2(outcome(done).startsWith(QStringLiteral("2 files written, ")), qPrintable(outcome(done)));
        QTest::mouseClick(done->findChild<QPushButton*>(QStringLiteral("batchReportClose")), Qt::LeftButton);
        QTRY_VERIFY(report() == nullptr);

        dialog = openDialog(); // which remembers the folder
        QCOMPARE(part(dialog, "batchFolder")->text(), QDir::toNativeSeparators(at(QStringLiteral("written"))));
        tick(dialog, "batchPdf", false);
        done = write(dialog);
        QCOMPARE(outcome(done), QStringLiteral("No file was written. 2 were there already and were skipped."));
        delete done;
        dialog = openDialog();
        tick(dialog, "batchPdf", false);
        choose(dialog, "batchExisting", 1);
        delete write(dialog);
        QCOMPARE(filesBelow(at(QStringLiteral("written"))).size(), 4);
    }

    /// Qt Charts draws in the main thread only, which the export's own thread asks for it.
    void chartsAreWrittenTooAsFilesAndAsPages()
    {
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::Rollout)});
        m_open->session->dispatch(SelectView{ViewKind::Trends});
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("charts")));
        tick(dialog, "batchPdf", true);
        type(dialog, "batchSamples", QStringLiteral("all"));
        delete write(dialog);
        const auto files = filesBelow(at(QStringLiteral("charts")));
        QCOMPARE(files.size(), 4);
        QVERIFY2(files.contains(QStringLiteral("sample0_12060_trends.png")) && files.contains(QStringLiteral("sample1_12067_trends.pdf")), qPrintable(files.join(u' ')));
        QVERIFY(!QImage(at(QStringLiteral("charts/sample0_12060_trends.png"))).isNull());
    }

    /// Text has pages of its own for each query, in formats that no other view has.
    void runningTextIsWrittenAsPagesToo()
    {
        auto* maps = openDialog();
        QVERIFY(maps->findChild<QCheckBox*>(QStringLiteral("batchHtml")) == nullptr);
        delete maps;
        m_open->session->dispatch(SelectView{ViewKind::Text});
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("text")));
        type(dialog, "batchQueries", QStringLiteral("44-45"));
        for (const char* format : {"batchPng", "batchPdf"})
            tick(dialog, format, false);
        for (const char* format : {"batchHtml", "batchTex"})
            tick(dialog, format, true);
        QTRY_COMPARE_WITH_TIMEOUT(firstNames(dialog).value(0), QStringLiteral("sample0_12060_q44 a_text.html"), 20000);
        delete write(dialog);
        QCOMPARE(filesBelow(at(QStringLiteral("text"))),
                 (QStringList{"sample0_12060_q44 a_text.html", "sample0_12060_q44 a_text.tex", "sample0_12060_q45 triangle_text.html", "sample0_12060_q45 triangle_text.tex"}));
        QFile page(at(QStringLiteral("text/sample0_12060_q45 triangle_text.html")));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QByteArray content = page.readAll();
        QVERIFY(content.startsWith("<!DOCTYPE html>") && content.contains("triangle"));
    }

    void howFilesAreMadeIsRemembered()
    {
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("remembered")));
        for (const char* format : {"batchPng", "batchPdf"})
            tick(dialog, format, false);
        tick(dialog, "batchSvg", true);
        auto* size = part<QComboBox>(dialog, "batchSize");
        size->setFocus();
        QTest::keyClick(size, Qt::Key_Down); // a slide
        auto* dpi = part<QDoubleSpinBox>(dialog, "batchDpi");
        QCOMPARE(dpi->value(), 144.0);
        dpi->setValue(220.0);
        type(dialog, "batchPattern", QStringLiteral("{layer} of {head}"));
        choose(dialog, "batchExisting", 2);
        delete write(dialog);
        QCOMPARE(filesBelow(at(QStringLiteral("remembered"))), (QStringList{"3 of 1.svg", "3 of 7.svg"}));

        dialog = openDialog();
        QVERIFY(!part<QCheckBox>(dialog, "batchPng")->isChecked() && !part<QCheckBox>(dialog, "batchPdf")->isChecked());
        QVERIFY(part<QCheckBox>(dialog, "batchSvg")->isChecked());
        QCOMPARE(part<QComboBox>(dialog, "batchSize")->currentData().toString(), QStringLiteral("slide"));
        QCOMPARE(part<QDoubleSpinBox>(dialog, "batchDpi")->value(), 220.0);
        QCOMPARE(part(dialog, "batchPattern")->text(), QStringLiteral("{layer} of {head}"));
        QCOMPARE(part<SegmentedControl>(dialog, "batchExisting")->current(), 2);
        // As it was, for the other tests.
        auto* names = part<QComboBox>(dialog, "batchNames");
        names->setFocus();
        QTest::keyClick(names, Qt::Key_Home);
        tick(dialog, "batchSvg", false);
        tick(dialog, "batchPng", true);
        tick(dialog, "batchPdf", true);
        delete write(dialog);
    }

    void whatFailedIsListedFirst()
    {
        QVERIFY(QDir().mkpath(at(QStringLiteral("blocked/sample0_12060_L3_H7_heatmap.png"))));
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("blocked")));
        tick(dialog, "batchPdf", false);
        choose(dialog, "batchExisting", 2);
        auto* done = write(dialog);
        QVERIFY2(outcome(done).endsWith(QStringLiteral("1 failed.")), qPrintable(outcome(done)));
        QCOMPARE(lines(done).size(), 2);
        QVERIFY(lines(done).first().startsWith(QStringLiteral("Failed: sample0_12060_L3_H7_heatmap.png: not written")));
    }

    void oneQueryInEveryLayerOfEveryHead()
    {
        m_open->session->dispatch(SelectView{ViewKind::Evolution});
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::Rollout)});
        m_open->session->dispatch(SelectHeads{HeadSet::all(m_open->session->state().stackShape().heads)});
        auto* dialog = openDialog();
        type(dialog, "batchFolder", at(QStringLiteral("evolutions")));
        type(dialog, "batchHeads", QStringLiteral("7"));
        type(dialog, "batchQueries", QStringLiteral("44-45"));
        tick(dialog, "batchPdf", false);
        auto* names = part<QComboBox>(dialog, "batchNames");
        names->setFocus();
        QTest::keyClick(names, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(firstNames(dialog).value(1).endsWith(QStringLiteral("Query 45 triangle.png")), 20000);
        write(dialog);
        QVERIFY(QFile::exists(at(QStringLiteral("evolutions/sample_0_12060/rollout/evolution_head_7/Evolution - Query 45 triangle.png"))));
    }

    void theNotebookSetIsCountedAsTheCommandLineWritesIt()
    {
        auto* dialog = openDialog();
        choose(dialog, "batchWhat", 1);
        type(dialog, "batchLayers", QStringLiteral("all"));
        type(dialog, "batchHeads", QStringLiteral("all"));
        // 144 heads, 12 rows, 12 means, 1 overview for attention and rollout; 63 queries of 12 heads and the mean; PNG and PDF.
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("%1 files").arg(2 * (2 * 169 + 63 * 13))), 20000);
        QVERIFY(!part<QCheckBox>(dialog, "batchPng")->isEnabled());
        QVERIFY(!part(dialog, "batchPattern")->isEnabled());
        tick(dialog, "batchOnePdf", true);
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("1 file of 1157 pages")), 20000);
        QCOMPARE(firstNames(dialog), QStringList{QStringLiteral("sample_0_12060_notebook.pdf")});
    }

    void aRunningExportShowsItsProgressAndIsCancelledInTheStatusBar()
    {
        auto* dialog = openDialog();
        choose(dialog, "batchWhat", 1);
        type(dialog, "batchLayers", QStringLiteral("all"));
        type(dialog, "batchHeads", QStringLiteral("all"));
        type(dialog, "batchFolder", at(QStringLiteral("cancelled")));
        QTRY_VERIFY_WITH_TIMEOUT(text(dialog, "batchCount").startsWith(QStringLiteral("2314 files")), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(button(dialog)->isEnabled(), 20000);
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        auto* cancel = m_open->find<QToolButton>("cancelJob");
        auto* job = m_open->find<QLabel>("jobText");
        QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible() && job->text().startsWith(QStringLiteral("Figure ")), 20000);
        dialog = nullptr;
        m_open->focusCanvas();
        QTest::keyClick(m_open->window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto* second = m_open->find<BatchDialog>("batchDialog");
        QTRY_VERIFY_WITH_TIMEOUT(text(second, "batchProblem").contains(QStringLiteral("Another batch export is running")), 20000);
        QVERIFY(!button(second)->isEnabled());
        second->reject();
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(report() != nullptr, 20000);
        QVERIFY2(outcome(report()).startsWith(QStringLiteral("Cancelled. ")), qPrintable(outcome(report())));
        const auto files = filesBelow(at(QStringLiteral("cancelled")));
        QCOMPARE(lines(report()).size(), files.size());
        QVERIFY(files.size() > 0 && files.size() < 2314);
        for (const auto& file : files)
            QVERIFY2(file.endsWith(QStringLiteral(".png")) || file.endsWith(QStringLiteral(".pdf")), qPrintable(file));
        QTRY_VERIFY(!cancel->isVisible());
    }

    void itIsFoundByItsName()
    {
        m_open->focusCanvas();
        QTest::keyClick(m_open->window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
        auto* field = QApplication::activePopupWidget()->findChild<QLineEdit*>();
        QTest::keyClicks(field, QStringLiteral("batch export"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(m_open->window->findChild<BatchDialog*>() != nullptr);
    }
};

HEADLIGHT_TEST(tst_batch_export)

} // namespace batch_export_test

#include "tst_batch_export.moc"
