// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Opening, dropping, messages, report, themes and what stays between runs, through the window as people use it.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/window/message_bar.h"
#include "ui/window/report_page.h"
#include "ui/window/sample_card.h"
#include "ui/window/style.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <set>

namespace main_window_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

void drop(QWidget* window, const QString& path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint middle = window->rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &event);
}

QString brokenFile(const QTemporaryDir& folder)
{
    QFile file(folder.filePath(QStringLiteral("broken.npy")));
    if (!file.open(QIODevice::WriteOnly) || file.write("this is no array") < 0)
        qFatal("cannot write");
    return file.fileName();
}

} // namespace

class tst_main_window : public QObject {
    Q_OBJECT
private slots:
    void init() { failOnQtWarnings(); }

    void theFirstWindowOffersSamplesAndOpensOne()
    {
        OpenWindow open;
        auto* card = open.find<SampleCard>("sample.covr_blip2");
        QVERIFY(card->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(card->ready(), 20000);
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(open.session->state().hasDump(), 20000);
        QVERIFY(open.find("canvas")->isVisible());
    }

    void aFileIsOpenedThroughTheDialog()
    {
        OpenWindow open;
        open.answer = [](const FileQuestion& question) { return question.kind == FileQuestion::Kind::OpenFile ? sampleDump() : QString(); };
        QTest::mouseClick(open.find("welcomeOpen"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(open.session->state().hasDump(), 20000);
        QVERIFY(open.find<QLabel>("place")->text().contains(QStringLiteral("attentions_0.pt")));
    }

    void aDroppedFileOpensAndAsksWhenSomethingIsOpen()
    {
        OpenWindow open;
        drop(open.window.get(), sampleDump());
        QTRY_VERIFY_WITH_TIMEOUT(open.session->state().hasDump(), 20000);
        const auto first = open.session->dump()->fingerprint();
        drop(open.window.get(), QStringLiteral(HEADLIGHT_SAMPLES_DIR "/clip"));
        QCOMPARE(open.session->dump()->fingerprint(), first);
        auto* bar = open.find<MessageBar>("messageBar");
        QCOMPARE(bar->messages().front().weight, Message::Weight::Question);
        QTest::mouseClick(open.find("messageOffer0"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(open.session->dump()->fingerprint() != first, 20000);
    }

    void aDroppedPictureIsThatOfTheSample()
    {
        OpenWindow open;
        open.open(QStringLiteral(HEADLIGHT_SAMPLES_DIR "/clip/image_attn_probs.pt"));
        const auto before = open.session->dump()->samples().front().picture;
        const QString path = open.folder.filePath(QStringLiteral("another.png"));
        QImage image(96, 96, QImage::Format_RGB32);
        image.fill(Qt::darkGreen);
        QVERIFY(image.save(path));
        drop(open.window.get(), path);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(open.session->dump()->samples().front().picture.string()), path, 20000);
        QVERIFY(before != open.session->dump()->samples().front().picture);
        QVERIFY(open.find<MessageBar>("messageBar")->messages().empty() || open.find<MessageBar>("messageBar")->messages().front().weight != Message::Weight::Question);
    }

    void aPictureIsChosenThroughTheDialog()
    {
        OpenWindow open;
        open.open(QStringLiteral(HEADLIGHT_SAMPLES_DIR "/clip/image_attn_probs.pt"));
        const QString path = open.folder.filePath(QStringLiteral("chosen.png"));
        QImage image(96, 96, QImage::Format_RGB32);
        image.fill(Qt::darkRed);
        QVERIFY(image.save(path));
        open.answer = [&](const FileQuestion&) { return brokenFile(open.folder); };
        open.window->findChild<QAction*>(QStringLiteral("action.choosePicture"))->trigger();
        QVERIFY(open.find<MessageBar>("messageBar")->messages().front().text.contains(QStringLiteral("broken.npy is no picture")));
        open.answer = [&](const FileQuestion& question) { return question.title == QStringLiteral("The picture of this sample") ? path : QString(); };
        QTest::mouseClick(open.find("messageOffer0"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(open.session->dump()->samples().front().picture.string()), path, 20000);
    }

    void aFileThatIsNoDumpIsExplained()
    {
        OpenWindow open;
        open.window->open(brokenFile(open.folder));
        auto* report = open.find<ReportPage>("report");
        QTRY_VERIFY_WITH_TIMEOUT(report->isVisible() && report->showsProblem(), 20000);
        QTest::keyClick(open.window.get(), Qt::Key_Escape);
        QVERIFY(open.find("welcome")->isVisible());
    }

    void aFolderOfSeveralDumpsLetsOneBeChosen()
    {
        OpenWindow open;
        auto* report = open.find<ReportPage>("report");
        report->showDumps(QStringLiteral(HEADLIGHT_SAMPLES_DIR), {QStringLiteral(HEADLIGHT_SAMPLES_DIR "/clip"), QStringLiteral(HEADLIGHT_SAMPLES_DIR "/covr_blip2")});
        report->findChild<QPushButton*>(QStringLiteral("dump.covr_blip2"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(open.session->state().hasDump(), 20000);
        QVERIFY(open.find("canvas")->isVisible());
    }

    void aWrongFileNeverCostsTheOpenDump()
    {
        OpenWindow open;
        open.openSample();
        open.window->open(brokenFile(open.folder));
        auto* bar = open.find<MessageBar>("messageBar");
        QTRY_VERIFY_WITH_TIMEOUT(!bar->messages().empty() && bar->messages().front().weight == Message::Weight::Error, 20000);
        QVERIFY(open.session->state().hasDump());
        QVERIFY2(bar->messages().front().text.startsWith(QStringLiteral("broken.npy")), qPrintable(bar->messages().front().text));
        QTest::mouseClick(open.find("messageClose"), Qt::LeftButton);
        for (const auto& message : bar->messages())
            QVERIFY(message.weight != Message::Weight::Error);
    }

    void severalMessagesAreCountedAndWalked()
    {
        OpenWindow open;
        open.openSample();
        auto* bar = open.find<MessageBar>("messageBar");
        bool ran = false;
        bar->setAll({{QStringLiteral("a"), Message::Weight::Warning, QStringLiteral("First."), {}},
                     {QStringLiteral("b"), Message::Weight::Warning, QStringLiteral("Second."), {{QStringLiteral("Do it"), [&ran] { ran = true; }}}}});
        QCOMPARE(open.find<QLabel>("messageText")->text(), QStringLiteral("First."));
        QTest::mouseClick(open.find("messageNext"), Qt::LeftButton);
        QCOMPARE(open.find<QLabel>("messageText")->text(), QStringLiteral("Second."));
        QTest::mouseClick(open.find("messageOffer0"), Qt::LeftButton);
        QVERIFY(ran);
        QTest::mouseClick(open.find("messageClose"), Qt::LeftButton);
        QVERIFY(!bar->isVisible());
    }

    void theReportShowsAxesAndCopiesText()
    {
        OpenWindow open;
        open.openSample();
        open.find("canvas")->setFocus();
        if (!open.find("report")->isVisible())
            QTest::keyClick(open.window.get(), Qt::Key_I, Qt::ControlModifier);
        auto* report = open.find<ReportPage>("report");
        QTRY_VERIFY(report->isVisible());
        const auto& reading = open.session->dump()->stacks().front().reading;
        for (const auto& axis : reading.axes)
            QVERIFY(report->findChild<QComboBox*>(QStringLiteral("axisRole%1").arg(axis.axis)) != nullptr);
        QTest::mouseClick(open.find("copyReport"), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("attentions_0.pt")));
        QTest::mouseClick(open.find("showFigures"), Qt::LeftButton);
        QVERIFY(open.find("canvas")->isVisible());
    }

    void anAxisReadOtherwiseIsReadAnewAndCanBeReset()
    {
        OpenWindow open;
        open.openSample();
        if (!open.find("report")->isVisible())
            open.find<QAction>("action.report")->trigger();
        const auto roleOf = [&open](AxisRole role) {
            for (const auto& axis : open.session->dump()->stacks().front().reading.axes) {
                if (axis.role == role)
                    return axis.axis;
            }
            return std::int64_t{-99};
        };
        const auto layer = roleOf(AxisRole::Layer);
        const auto head = roleOf(AxisRole::Head);
        auto* combo = open.find<QComboBox>(qPrintable(QStringLiteral("axisRole%1").arg(layer)));
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Down); // Layer, then Head
        QTRY_COMPARE_WITH_TIMEOUT(roleOf(AxisRole::Head), layer, 20000);
        QCOMPARE(roleOf(AxisRole::Layer), head);
        QVERIFY(open.find("report")->isVisible());
        QTest::mouseClick(open.find("resetReading"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(roleOf(AxisRole::Head), head, 20000);
    }

    void openedFilesAreRemembered()
    {
        OpenWindow open;
        open.openSample();
        open.startAgain(QSize(1600, 1000));
        auto* row = open.find<QAbstractButton>("recent0");
        QVERIFY(row->isVisible());
        QVERIFY(!open.session->state().hasDump()); // never without being asked
        QTest::mouseClick(row, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(open.session->state().hasDump(), 20000);
    }

    void displayPlacesAndThemeStay()
    {
        OpenWindow open;
        open.openSample();
        open.session->dispatch(SetColourMap{"magma"});
        open.find<QAction>("action.themeDark")->trigger();
        open.startAgain(QSize(1500, 900));
        QCOMPARE(open.session->state().display.colourMap, std::string("magma"));
        QCOMPARE(theme().choice(), ThemeChoice::Dark);
        theme().setChoice(ThemeChoice::Light);
    }

    void theThemeChangesWhileTheWindowIsOpen()
    {
        OpenWindow open;
        open.openSample();
        open.find<QAction>("action.themeLight")->trigger();
        QTest::qWait(50);
        const QImage light = open.window->grab().toImage();
        open.find<QAction>("action.themeDark")->trigger();
        QTest::qWait(50);
        const QImage dark = open.window->grab().toImage();
        const QPoint corner(400, 60); // state bar
        QVERIFY(light.pixelColor(corner).lightness() > 200);
        QVERIFY(dark.pixelColor(corner).lightness() < 60);
        theme().setChoice(ThemeChoice::Light);
    }

    void textGrowsWithThePreference()
    {
        OpenWindow open;
        const int before = open.find("statusBar")->height();
        theme().setTextPercent(150);
        QTRY_VERIFY(open.find("statusBar")->height() > before);
        theme().setTextPercent(100);
    }

    void f6WalksAllPartsAndComesRound()
    {
        OpenWindow open;
        open.openSample();
        if (open.find("report")->isVisible())
            QTest::mouseClick(open.find("showFigures"), Qt::LeftButton);
        open.window->activateWindow();
        open.find("canvas")->setFocus();
        std::set<QString> seen;
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(open.window.get(), Qt::Key_F6);
            for (const char* region : {"stateBar", "leftDock", "viewTabs", "canvas", "inspector"}) {
                auto* part = open.find(region);
                auto* focused = open.window->focusWidget();
                if (focused != nullptr && (part == focused || part->isAncestorOf(focused)))
                    seen.insert(QLatin1String(region));
            }
        }
        QCOMPARE(seen.size(), std::size_t{5});
    }

    void everyFocusableWidgetHasAName()
    {
        OpenWindow open;
        open.openSample();
        QStringList nameless;
        for (const auto* widget : open.window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool says = !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
            if (!says && !widget->objectName().startsWith(QLatin1String("qt_")))
                nameless << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
    }

    void noKeyIsGivenTwice()
    {
        OpenWindow open;
        std::set<QString> keys;
        for (const auto* action : open.window->findChildren<QAction*>()) {
            for (const auto& key : action->shortcuts())
                QVERIFY2(keys.insert(key.toString()).second, qPrintable(key.toString()));
        }
    }

    void theSheetOfKeysOpensAndCloses()
    {
        OpenWindow open;
        QTest::keyClick(open.window.get(), Qt::Key_Question, Qt::ShiftModifier);
        QTRY_VERIFY(open.window->findChild<QWidget*>(QStringLiteral("keySheet")) != nullptr);
        QTest::keyClick(open.window.get(), Qt::Key_Escape);
        QTRY_VERIFY(open.window->findChild<QWidget*>(QStringLiteral("keySheet")) == nullptr);
    }

    void snippetsAreCopied()
    {
        OpenWindow open;
        QTest::mouseClick(open.find("copySnippet"), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("output_attentions=True")));
    }
};

HEADLIGHT_TEST(tst_main_window)

} // namespace main_window_test

#include "tst_main_window.moc"
