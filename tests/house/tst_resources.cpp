// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the program carries inside itself: an icon that is missing or coloured shows only as an empty or black button.

#include "resources/resources.h"
#include "support/test_class.h"

#include <headlight_samples.h>
#include <test_source_dir.h>

#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPainter>
#include <QRawFont>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QtTest>

namespace resources_test {

class tst_resources : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { headlight::initResources(); }

    void everyIconOfTheSourceTreeIsEmbedded()
    {
        const QDir source(QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/../resources/icons"));
        const QDir embedded(QStringLiteral(":/headlight/icons"));
        QCOMPARE(embedded.entryList(QDir::Files, QDir::Name), source.entryList(QDir::Files, QDir::Name));
    }

    void everyIconTakesTheColourOfItsText_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& name : QDir(QStringLiteral(":/headlight/icons")).entryList(QDir::Files))
            if (name != QLatin1String("headlight.svg"))
                QTest::newRow(qPrintable(name)) << QStringLiteral(":/headlight/icons/") + name;
    }

    void everyIconTakesTheColourOfItsText()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray svg = file.readAll();
        QCOMPARE(svg.count("<path"), 1);
        QVERIFY(svg.contains("stroke-width=\"1.3\""));
        QVERIFY2(!svg.contains('#'), "an icon names a colour of its own");

        svg.replace("currentColor", "#ff0000");
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        const QSize size = renderer.defaultSize();
        QVERIFY(size == QSize(16, 16) || size == QSize(20, 20));

        QImage image(size * 4, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        int red = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                red += image.pixelColor(x, y) == QColor(Qt::red);
        QVERIFY2(red >= 60, "hardly anything is drawn");
        QVERIFY2(red < image.width() * image.height() / 2, "an icon is a line drawing, this one is filled");
    }

    void everyFontHasTheGlyphsItIsEmbeddedFor_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("text");
        const QString inter = QStringLiteral("Aĵß→Ġ×−");
        const QString dejavu = QStringLiteral("Aß→Ġ▁\uFFFD"); // ▁ starts every word of SentencePiece, and Inter has none
        for (const char* style : {"Regular", "Medium", "SemiBold", "Bold", "Italic"})
            QTest::newRow(style) << QStringLiteral("Inter-%1.otf").arg(QLatin1String(style)) << QStringLiteral("Inter") << inter;
        QTest::newRow("DejaVu Sans") << QStringLiteral("DejaVuSans.ttf") << QStringLiteral("DejaVu Sans") << dejavu;
        QTest::newRow("DejaVu Sans Mono") << QStringLiteral("DejaVuSansMono.ttf") << QStringLiteral("DejaVu Sans Mono") << dejavu;
    }

    void everyFontHasTheGlyphsItIsEmbeddedFor()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        QFETCH(QString, text);
        const QString path = QStringLiteral(":/headlight/fonts/") + file;
        const QRawFont font(path, 12);
        QVERIFY2(font.isValid(), qPrintable(path));
        for (const QChar character : text)
            QVERIFY2(font.supportsCharacter(character), qPrintable(QStringLiteral("no glyph for ") + character));
        const QStringList families = QFontDatabase::applicationFontFamilies(QFontDatabase::addApplicationFont(path));
        QVERIFY2(families.contains(family), qPrintable(families.join(QLatin1Char(' '))));
    }

    void samplesAreWhereTheProgramLooksForThem()
    {
        for (const char* name : {"covr_blip2/attentions_0.pt", "covr_blip2/captions_and_ids.json", "clip/image_attn_probs.pt", "clip/image.png"})
            QVERIFY2(QFile::exists(QStringLiteral(HEADLIGHT_SAMPLES_DIR "/") + QLatin1String(name)), name);
    }
};

HEADLIGHT_TEST(tst_resources)

} // namespace resources_test

#include "tst_resources.moc"
