// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the dialog writes is what it shows, with the state inside; and nothing is replaced without being asked.

#include "open_window.h"

#include "state/state_json.h"
#include "support/test_class.h"
#include "ui/paint/export.h"
#include "ui/window/export_dialog.h"
#include "ui/window/export_preview.h"
#include "ui/window/segmented_control.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace export_dialog_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_export_dialog : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    ExportDialog* openDialog()
    {
        m_open->find("canvas")->setFocus();
        QTest::mouseClick(m_open->find("export"), Qt::LeftButton);
        auto* dialog = m_open->find<ExportDialog>("exportDialog");
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("exportWrite"));
        [&] { QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 20000); }();
        return dialog;
    }
    static void setPath(ExportDialog* dialog, const QString& path) { dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->setText(path); }
    static QPushButton* button(ExportDialog* dialog) { return dialog->findChild<QPushButton*>(QStringLiteral("exportWrite")); }
    static void setFormat(ExportDialog* dialog, int format)
    {
        auto* control = dialog->findChild<SegmentedControl*>(QStringLiteral("exportFormat"));
        QTest::mouseClick(control, Qt::LeftButton, {}, control->partRect(format).center());
    }
    void waitClosed()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_open->window->findChild<ExportDialog*>() == nullptr, 30000);
    }

private slots:
    void initTestCase()
    {
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
        if (m_open->find("report")->isVisible())
            QTest::mouseClick(m_open->find("showFigures"), Qt::LeftButton);
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        m_open->session->dispatch(SelectHeads{HeadSet::one({LayerIndex{5}, HeadIndex{6}})});
    }
    void cleanupTestCase() { m_open.reset(); }
    void init() { failOnQtWarnings(); }
    void cleanup()
    {
        for (auto* dialog : m_open->window->findChildren<ExportDialog*>())
            delete dialog;
    }

    void theNameSaysWhatIsShown()
    {
        auto* dialog = openDialog();
        const QFileInfo file(dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->text());
        QCOMPARE(file.completeBaseName(), QString::fromStdString(fileStem(m_open->session->state())));
        QCOMPARE(file.suffix(), QStringLiteral("pdf"));
        setFormat(dialog, 0);
        QCOMPARE(QFileInfo(dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->text()).suffix(), QStringLiteral("png"));
        dialog->reject();
        waitClosed();
    }

    void aPngHasThePixelsThatWereShownAndTheState()
    {
        auto* dialog = openDialog();
        setFormat(dialog, 0);
        const QString path = m_open->folder.filePath(QStringLiteral("figure.png"));
        setPath(dialog, path);
        auto* dpi = dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportDpi"));
        dpi->setValue(150.0);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<ExportPreview*>()->ready(), 20000);
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        waitClosed();
        const QImage image(path);
        QCOMPARE(image.width(), qRound(17.5 / 2.54 * 150.0));
        const auto kept = paint::stateIn(path.toStdString());
        QVERIFY(kept);
        const auto state = stateFromJson(*kept);
        QVERIFY(state);
        QVERIFY(state->state.selection.heads == m_open->session->state().selection.heads);
        QVERIFY(!QFileInfo(QString::fromStdString(state->state.dump.path)).isAbsolute());
        QVERIFY(QFileInfo::exists(QFileInfo(path).absoluteDir().filePath(QString::fromStdString(state->state.dump.path))));
    }

    void pdfAndSvgAreWritten()
    {
        for (const auto& [format, name, magic] : {std::tuple{1, "figure.pdf", "%PDF"}, std::tuple{2, "figure.svg", "<?xml"}}) {
            auto* dialog = openDialog();
            setFormat(dialog, format);
            const QString path = m_open->folder.filePath(QLatin1String(name));
            setPath(dialog, path);
            QTest::mouseClick(button(dialog), Qt::LeftButton);
            waitClosed();
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().startsWith(magic));
        }
    }

    void runningTextIsWrittenForTheBrowserAndForLatexToo()
    {
        m_open->session->dispatch(SelectView{ViewKind::Text});
        for (const auto& [format, name, magic] : {std::tuple{3, "figure.html", "<!DOCTYPE html>"}, std::tuple{4, "figure.tex", "%"}}) {
            auto* dialog = openDialog();
            setFormat(dialog, format);
            QCOMPARE(QFileInfo(dialog->findChild<QLineEdit*>(QStringLiteral("exportPath"))->text()).suffix(), QString(QFileInfo(QLatin1String(name)).suffix()));
            QVERIFY(!dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportWidth"))->isEnabled());
            QVERIFY(!dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportDpi"))->isEnabled());
            const QString path = m_open->folder.filePath(QLatin1String(name));
            setPath(dialog, path);
            QTest::mouseClick(button(dialog), Qt::LeftButton);
            waitClosed();
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().startsWith(magic));
        }
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        auto* dialog = openDialog(); // a map cannot be what the text was the last time
        QCOMPARE(dialog->findChild<SegmentedControl*>(QStringLiteral("exportFormat"))->current(), 1);
        QVERIFY(dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportWidth"))->isEnabled());
    }

    void anExistingFileIsReplacedOnlyWhenAsked()
    {
        const QString path = m_open->folder.filePath(QStringLiteral("there.pdf"));
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        auto* dialog = openDialog();
        setPath(dialog, path);
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        QVERIFY(dialog->isVisible());
        QCOMPARE(QFileInfo(path).size(), 3);
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("exportProblem"))->text().contains(QStringLiteral("there.pdf")));
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        waitClosed();
        QVERIFY(QFileInfo(path).size() > 100);
    }

    void whatCannotBeWrittenIsASentence()
    {
        auto* dialog = openDialog();
        setPath(dialog, m_open->folder.filePath(QStringLiteral("no/such/folder/figure.pdf")));
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        auto* problem = dialog->findChild<QLabel*>(QStringLiteral("exportProblem"));
        QTRY_VERIFY_WITH_TIMEOUT(!problem->text().isEmpty(), 20000);
        QVERIFY(dialog->isVisible());
        dialog->reject();
        waitClosed();
    }

    void smallPrintIsWarnedAbout()
    {
        auto* dialog = openDialog();
        auto* font = dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportFont"));
        auto* warning = dialog->findChild<QLabel*>(QStringLiteral("exportFontWarning"));
        font->setValue(5.0);
        QVERIFY(!warning->text().isEmpty());
        font->setValue(8.0);
        QVERIFY(warning->text().isEmpty());
        dialog->reject();
        waitClosed();
    }

    void settingsAreRememberedByPreset()
    {
        auto* dialog = openDialog();
        auto* preset = dialog->findChild<QComboBox*>(QStringLiteral("exportPreset"));
        preset->setFocus();
        QTest::keyClick(preset, Qt::Key_Home);
        dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportFont"))->setValue(9.0);
        setPath(dialog, m_open->folder.filePath(QStringLiteral("column.pdf")));
        QTest::mouseClick(button(dialog), Qt::LeftButton);
        waitClosed();
        dialog = openDialog();
        preset = dialog->findChild<QComboBox*>(QStringLiteral("exportPreset"));
        preset->setFocus();
        QTest::keyClick(preset, Qt::Key_Home);
        QCOMPARE(dialog->findChild<QDoubleSpinBox*>(QStringLiteral("exportFont"))->value(), 9.0);
        dialog->reject();
        waitClosed();
    }
};

HEADLIGHT_TEST(tst_export_dialog)

} // namespace export_dialog_test

#include "tst_export_dialog.moc"
