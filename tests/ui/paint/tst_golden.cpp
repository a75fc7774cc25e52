// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whole figures against pictures that people have looked at. The pictures change only when HEADLIGHT_UPDATE_GOLDEN is set. They were
// drawn with the Inter of Debian 12; another release has other letters of other widths, and cannot be compared with them.

#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"
#include "ui/paint/png_file.h"

#include <test_source_dir.h>

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QRawFont>
#include <QtEndian>
#include <QtTest>

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

namespace {

constexpr int kMostDifference = 2;    ///< of a channel
constexpr double kMostPixels = 0.001; ///< share that may differ more

/// Inter 4.0 beta 7 as its OpenType table "head" has it, in 1/65536.
constexpr quint32 kFontOfThePictures = 0x000304dd;

/// "fontRevision" of OpenType's table "head": 32 bits, big-endian, behind the table's own version.
quint32 fontRevision()
{
    const QByteArray head = QRawFont::fromFont(figureFont(12)).fontTable("head");
    return head.size() < 8 ? 0 : qFromBigEndian<quint32>(head.constData() + 4);
}

QImage painted(const Figure& figure, QSize size, const Tokens& tokens)
{
    PaintStyle style;
    style.tokens = tokens;
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    paint::paint(painter, figure, size, style);
    return image;
}

int difference(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
}

} // namespace

class TstGolden : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        loadFonts();
        if (fontRevision() != kFontOfThePictures)
            QSKIP("the pictures were drawn with Inter 4.0 beta 7, and this program has another release of it");
    }

    void figuresLookAsTheyDid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QImage>("actual");
        HeatmapFigure small = plainHeatmap(8, 8);
        small.cellNumbers = true;
        small.queryRow = 3;
        small.keyColumn = 4;
        QTest::newRow("a small map") << QStringLiteral("heatmap-8x8-light") << painted(small, {480, 380}, lightTokens());
        HeatmapFigure review = reviewHeatmap();
        review.queries.segments = {{"title", 0, 7}, {"review", 7, 35}};
        review.keys.segments = review.queries.segments;
        QTest::newRow("a map with everything") << QStringLiteral("heatmap-review-light") << painted(review, {1052, 833}, lightTokens());
        QTest::newRow("several heads") << QStringLiteral("heatmap-panels-light") << painted(panelGrid(5, 20), {640, 480}, lightTokens());
        OverviewFigure tiles = overview(4, 6, 16);
        tiles.tiles[8].values = nullptr;
        tiles.tiles[9].problem = "cannot be read";
        QTest::newRow("tiles") << QStringLiteral("overview-dark") << painted(tiles, {640, 480}, darkTokens());
        EvolutionFigure chosen = evolution(24, 6, 6);
        chosen.stripSelected[2] = true;
        chosen.layerRow = 2;
        chosen.keyColumn = 4;
        QTest::newRow("one query in every layer") << QStringLiteral("evolution-light") << painted(evolution(), {1052, 833}, lightTokens());
        QTest::newRow("one head of several") << QStringLiteral("evolution-dark") << painted(chosen, {700, 560}, darkTokens());
    }

    void figuresLookAsTheyDid()
    {
        QFETCH(QString, name);
        QFETCH(QImage, actual);
        const QString path = QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/golden/%1.png").arg(name);
        if (qEnvironmentVariableIsSet("HEADLIGHT_UPDATE_GOLDEN")) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(encodePng(actual)) > 0);
            return;
        }
        const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
        const QString saved = QDir::current().filePath(name + QStringLiteral("-actual.png"));
        int different = 0;
        if (golden.size() == actual.size())
            for (int y = 0; y < golden.height(); ++y)
                for (int x = 0; x < golden.width(); ++x)
                    different += difference(golden.pixel(x, y), actual.pixel(x, y)) > kMostDifference;
        const bool alike = golden.size() == actual.size() && different <= kMostPixels * golden.width() * golden.height();
        if (!alike)
            actual.save(saved);
        QVERIFY2(alike, qPrintable(QStringLiteral("%1 pixels differ from %2; the picture of now is %3").arg(different).arg(path, saved)));
    }
};

QTEST_MAIN(TstGolden)
#include "tst_golden.moc"
