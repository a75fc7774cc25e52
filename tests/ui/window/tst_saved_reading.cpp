// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a dump is read is kept in a manifest beside it: said where, never over another one unasked, and taken back.

#include "open_window.h"
#include "support/test_class.h"
#include "written_dumps.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>

namespace saved_reading_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

class OpenReading : public OpenWindow {
public:
    OpenReading()
    {
        QDir(folder.path()).mkdir(QStringLiteral("dumps"));
        path = writtenArray(folder.filePath(QStringLiteral("dumps")), QStringLiteral("attentions.npy"), {2, 3, 7, 7});
        manifest = folder.filePath(QStringLiteral("dumps/attentions.headlight.json"));
        open(path);
        show();
    }
    void show()
    {
        if (!find("report")->isVisible())
            QTest::keyClick(window.get(), Qt::Key_I, Qt::ControlModifier);
        QTRY_VERIFY(find("report")->isVisible());
    }
    void chooseKind(const QString& kind) { choose(find<QComboBox>("arrayUse0"), kind); }
    [[nodiscard]] StackKind kind() const { return session->dump()->stacks().front().kind; }
    [[nodiscard]] bool fromManifest() const { return !session->dump()->manifest().empty(); }
    QString message() { return find<QLabel>("reportMessageText")->text(); }

    QString path;
    QString manifest;
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_saved_reading : public QObject {
    Q_OBJECT
private slots:
    void init() { failOnQtWarnings(); }

    void aChoiceIsSavedBesideTheDumpAndUsedByTheNextOpening()
    {
        OpenReading open;
        open.chooseKind(QStringLiteral("Decoder"));
        QTRY_VERIFY_WITH_TIMEOUT(open.kind() == StackKind::Decoder, 20000);
        QTest::mouseClick(open.find("saveReading"), Qt::LeftButton);
        QVERIFY(QFileInfo::exists(open.manifest));
        QVERIFY2(open.message().contains(QDir::toNativeSeparators(open.manifest)), qPrintable(open.message()));
        QTRY_VERIFY_WITH_TIMEOUT(open.fromManifest(), 20000);
        QVERIFY(open.kind() == StackKind::Decoder);
        open.startAgain(QSize(1600, 1000));
        open.open(open.path);
        QVERIFY(open.kind() == StackKind::Decoder);
        open.show();
        QTest::mouseClick(open.find("resetReading"), Qt::LeftButton); // what was recognised, also over a manifest
        QTRY_VERIFY_WITH_TIMEOUT(open.kind() == StackKind::Self, 20000);
    }

    void savingIsTakenBack()
    {
        OpenReading open;
        open.chooseKind(QStringLiteral("Decoder"));
        QTRY_VERIFY_WITH_TIMEOUT(open.kind() == StackKind::Decoder, 20000);
        QTest::mouseClick(open.find("saveReading"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(open.fromManifest(), 20000);
        QTest::mouseClick(open.find("reportMessageOffer0"), Qt::LeftButton);
        QVERIFY(!QFileInfo::exists(open.manifest));
        QTRY_VERIFY_WITH_TIMEOUT(!open.fromManifest(), 20000);
        QVERIFY(open.kind() == StackKind::Decoder); // still as it was chosen
    }

    void anotherManifestIsReplacedOnlyWhenAskedTo()
    {
        OpenReading open;
        QFile file(open.manifest);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"headlight\": 1}") > 0);
        file.close();
        QTest::mouseClick(open.find("saveReading"), Qt::LeftButton);
        QVERIFY2(open.message().contains(QStringLiteral("exists")), qPrintable(open.message()));
        QCOMPARE(contentOf(open.manifest), QByteArray("{\"headlight\": 1}"));
        QTest::mouseClick(open.find("reportMessageOffer0"), Qt::LeftButton);
        QVERIFY(contentOf(open.manifest).contains("\"stacks\""));
        QTRY_VERIFY_WITH_TIMEOUT(open.fromManifest(), 20000);
        QTest::mouseClick(open.find("reportMessageOffer0"), Qt::LeftButton); // Undo
        QCOMPARE(contentOf(open.manifest), QByteArray("{\"headlight\": 1}"));
    }

    void whatCannotBeWrittenIsSaidAndAnotherPlaceIsOffered()
    {
        OpenReading open;
        QVERIFY(QDir().mkdir(open.manifest)); // nothing can be written in its place
        const QString elsewhere = open.folder.filePath(QStringLiteral("mine.headlight.json"));
        open.answer = [&elsewhere](const FileQuestion& question) { return question.kind == FileQuestion::Kind::SaveFile ? elsewhere : QString(); };
        QTest::mouseClick(open.find("saveReading"), Qt::LeftButton);
        QTest::mouseClick(open.find("reportMessageOffer0"), Qt::LeftButton); // Replace
        QVERIFY2(open.message().contains(QStringLiteral("attentions.headlight.json")), qPrintable(open.message()));
        QVERIFY(QFileInfo(open.manifest).isDir());
        QTest::mouseClick(open.find("reportMessageOffer0"), Qt::LeftButton); // Save elsewhere
        QVERIFY(QFileInfo::exists(elsewhere));
        QVERIFY2(open.message().contains(QStringLiteral("once it lies beside")), qPrintable(open.message()));
    }
};

HEADLIGHT_TEST(tst_saved_reading)

} // namespace saved_reading_test

#include "tst_saved_reading.moc"
