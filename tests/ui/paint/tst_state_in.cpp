// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The state that an exported file holds comes back from it, and files without one are said to be.

#include "support/test_class.h"
#include "ui/paint/export.h"
#include "ui/paint/exported.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/png_file.h"

#include <QTemporaryDir>

namespace state_in_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;
namespace fs = std::filesystem;

class tst_state_in : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void statesComeBackAsTheyWere_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("name");
        QTest::newRow("png") << static_cast<int>(FileFormat::Png) << QStringLiteral("a.png");
        QTest::newRow("pdf") << static_cast<int>(FileFormat::Pdf) << QStringLiteral("a.pdf");
        QTest::newRow("svg") << static_cast<int>(FileFormat::Svg) << QStringLiteral("a.svg");
        QTest::newRow("png of another name") << static_cast<int>(FileFormat::Png) << QStringLiteral("a.dat");
    }

    void statesComeBackAsTheyWere()
    {
        QFETCH(int, format);
        QFETCH(QString, name);
        QTemporaryDir folder;
        const fs::path path = folder.filePath(name).toStdString();
        QVERIFY(writeWhole(path, encoded(plainHeatmap(3, 3), optionsFor(static_cast<FileFormat>(format)))));
        const auto state = stateIn(path);
        QVERIFY(state.has_value());
        QCOMPARE(*state, kState);
    }

    void jsonIsItsOwnState()
    {
        QTemporaryDir folder;
        const fs::path path = folder.filePath(QStringLiteral("state.json")).toStdString();
        QVERIFY(writeWhole(path, QByteArray::fromStdString(kState)));
        QCOMPARE(*stateIn(path), kState);
    }

    void filesWithoutStateAreSaidToBe_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QByteArray png = encodePng(noise(5, 5, 3));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a foreign PNG") << png;
        QTest::newRow("a cut PNG") << png.left(40);
        QByteArray lying = png;
        lying.replace(8, 4, "\xff\xff\xff\xff");
        QTest::newRow("a PNG with a huge chunk") << lying;
        QTest::newRow("a text chunk without an end") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\x10iTXtheadlight-state\0\0\0\0\0", 36);
        QTest::newRow("a foreign PDF") << QByteArray("%PDF-1.4\n%%EOF");
        QTest::newRow("a PDF that is cut") << QByteArray("%PDF-1.4\n<headlight:state xmlns:headlight=\"urn:headlight:state#\">{");
        QTest::newRow("broken XML") << QByteArray("<svg><metadata>");
        QTest::newRow("entities that grow") << QByteArray("<!DOCTYPE s [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">"
                                                          "<!ENTITY d \"&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;\">]>"
                                                          "<s xmlns=\"urn:headlight:state#\"><state>&f;&f;&f;&f;&f;&f;</state></s>");
        QTest::newRow("something else") << QByteArray("hello");
    }

    void filesWithoutStateAreSaidToBe()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const fs::path path = folder.filePath(QStringLiteral("a")).toStdString();
        QVERIFY(writeWhole(path, content));
        const auto state = stateIn(path);
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::NotFound);
        QVERIFY(!stateIn(folder.filePath(QStringLiteral("none")).toStdString()));
        QVERIFY(!stateIn(folder.path().toStdString()));
    }
};

HEADLIGHT_TEST(tst_state_in)

} // namespace state_in_test

#include "tst_state_in.moc"
