// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Colours are the data: a map that is off by one entry, or a pixel that shows the wrong cell, is a wrong result.

#include "support/test_class.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/figures.h"

#include <QtTest>

#include <cmath>
#include <limits>

namespace colour_maps_test {

using namespace headlight;
using namespace headlight::paint;

namespace {

constexpr QRgb kGround = qRgb(1, 2, 3);
constexpr QRgb kLine = qRgb(4, 5, 6);
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

ColourScale scaleOf(const char* map, double low, double high)
{
    ColourScale scale;
    scale.map = map;
    scale.low = low;
    scale.high = high;
    return scale;
}

QRgb entry(const char* map, int index)
{
    return (*colourMap(map).table)[static_cast<std::size_t>(index)];
}

Matrix matrix(std::initializer_list<std::initializer_list<float>> rows)
{
    Matrix result(static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.begin()->size()));
    std::int64_t r = 0;
    for (const auto& row : rows)
        std::copy(row.begin(), row.end(), result.row(r++).begin());
    return result;
}

/// Grey shows a value as itself: 0 to 255.
QImage greyImage(const Matrix& values, QSize pixels, bool mean = false)
{
    return mapImage(values, scaleOf("grey", 0.0, 256.0), pixels, mean, kGround, kLine);
}

} // namespace

class tst_colour_maps : public QObject {
    Q_OBJECT

private slots:
    void everyMapOfTheDesignExists()
    {
        QStringList names;
        for (const auto& map : colourMaps())
            names << QString::fromStdString(map.name);
        QCOMPARE(names.join(u' '), QStringLiteral("viridis cividis magma inferno paper-blue grey hot blue-brown"));
        QCOMPARE(colourMap("no such map").name, std::string("viridis"));
    }

    void endsAreThePublishedOnes_data()
    {
        QTest::addColumn<QByteArray>("map");
        QTest::addColumn<QString>("low");
        QTest::addColumn<QString>("high");
        QTest::newRow("viridis") << QByteArray("viridis") << "#440154"
                                 << "#fde725";
        QTest::newRow("magma") << QByteArray("magma") << "#000004"
                               << "#fcfdbf";
        QTest::newRow("inferno") << QByteArray("inferno") << "#000004"
                                 << "#fcffa4";
        QTest::newRow("cividis") << QByteArray("cividis") << "#00224e"
                                 << "#fee838";
        QTest::newRow("paper blue") << QByteArray("paper-blue") << "#ffffff"
                                    << "#0a2a5e";
        QTest::newRow("grey") << QByteArray("grey") << "#000000"
                              << "#ffffff";
        QTest::newRow("blue-brown") << QByteArray("blue-brown") << "#08306b"
                                    << "#6b2506";
    }

    void endsAreThePublishedOnes()
    {
        QFETCH(QByteArray, map);
        QFETCH(QString, low);
        QFETCH(QString, high);
        QCOMPARE(QColor(entry(map, 0)).name(), low);
        QCOMPARE(QColor(entry(map, 255)).name(), high);
    }

    void hotIsThatOfTheNotebooks() // matplotlib 3.6, cm.hot(i, bytes=True)
    {
        QCOMPARE(entry("hot", 0), qRgb(10, 0, 0));
        QCOMPARE(entry("hot", 1), qRgb(13, 0, 0));
        QCOMPARE(entry("hot", 93), qRgb(254, 0, 0));
        QCOMPARE(entry("hot", 94), qRgb(255, 2, 0));
        QCOMPARE(entry("hot", 128), qRgb(255, 91, 0));
        QCOMPARE(entry("hot", 190), qRgb(255, 254, 0));
        QCOMPARE(entry("hot", 191), qRgb(255, 255, 2));
        QCOMPARE(entry("hot", 255), qRgb(255, 255, 255));
    }

    void lightnessNeverTurnsBack_data()
    {
        QTest::addColumn<QByteArray>("map");
        for (const auto& map : colourMaps())
            if (!map.diverging)
                QTest::newRow(map.name.c_str()) << QByteArray::fromStdString(map.name);
    }

    /// Else two values could look alike in grey print.
    void lightnessNeverTurnsBack()
    {
        QFETCH(QByteArray, map);
        const bool falling = luminance(entry(map, 0)) > luminance(entry(map, 255));
        for (int i = 1; i < 256; ++i) {
            const double step = luminance(entry(map, i)) - luminance(entry(map, i - 1));
            QVERIFY2(falling ? step <= 0.002 : step >= -0.002, qPrintable(QString::number(i)));
        }
    }

    void zeroIsNeutralInTheMiddle()
    {
        QCOMPARE(QColor(entry("blue-brown", 127)).name(), QStringLiteral("#f7f7f7"));
        QCOMPARE(QColor(entry("blue-brown", 128)).name(), QStringLiteral("#f7f7f7"));
        QCOMPARE(colourIndex(0.0F, -0.7, 0.7), 128);
    }

    void indexIsTheFloorOfThePosition()
    {
        QCOMPARE(colourIndex(0.0F, 0.0, 1.0), 0);
        QCOMPARE(colourIndex(0.5F, 0.0, 1.0), 128);
        QCOMPARE(colourIndex(1.0F, 0.0, 1.0), 255);
        QCOMPARE(colourIndex(-5.0F, 0.0, 1.0), 0);
        QCOMPARE(colourIndex(5.0F, 0.0, 1.0), 255);
        QCOMPARE(colourIndex(std::nextafter(0.5F, 0.0F), 0.0, 1.0), 127);
        QCOMPARE(colourIndex(3.0F, 3.0, 3.0), 0); // a range without extent
    }

    void everyPixelShowsItsCell()
    {
        const Matrix values = testing::attentionLike(7, 5);
        const ColourScale scale = scaleOf("viridis", 0.0, 0.4);
        const QImage image = mapImage(values, scale, {5 * 9, 7 * 9}, false, kGround, kLine);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const double position = static_cast<double>(values(y / 9, x / 9)) / 0.4 * 256.0;
                QCOMPARE(image.pixel(x, y), entry("viridis", std::clamp(static_cast<int>(position), 0, 255)));
            }
    }

    void poolingNeverLosesAMaximum_data()
    {
        QTest::addColumn<int>("cells");
        QTest::addColumn<int>("pixels");
        QTest::newRow("blocks of 3") << 90 << 30;
        QTest::newRow("blocks of 3, one left over") << 91 << 31;
        QTest::newRow("no whole blocks") << 97 << 40;
        QTest::newRow("one pixel") << 50 << 1;
    }

    void poolingNeverLosesAMaximum()
    {
        QFETCH(int, cells);
        QFETCH(int, pixels);
        for (int place = 0; place < cells; place += 7) {
            Matrix values(cells, cells, 10.0F);
            values(place, cells - 1 - place) = 200.0F;
            const QImage image = greyImage(values, {pixels, pixels});
            int bright = 0;
            for (int y = 0; y < pixels; ++y)
                for (int x = 0; x < pixels; ++x)
                    bright += qRed(image.pixel(x, y)) == 200;
            QVERIFY2(bright >= 1, qPrintable(QString::number(place)));
        }
    }

    void wholeBlocksAreExactlyTheirCells()
    {
        Matrix values(7, 7);
        for (std::int64_t i = 0; i < 49; ++i)
            values.values()[static_cast<std::size_t>(i)] = static_cast<float>(i);
        const QImage image = greyImage(values, {3, 3}); // blocks of 3, 3 and 1
        QCOMPARE(qRed(image.pixel(0, 0)), 16);
        QCOMPARE(qRed(image.pixel(1, 0)), 19);
        QCOMPARE(qRed(image.pixel(2, 0)), 20);
        QCOMPARE(qRed(image.pixel(2, 2)), 48);
    }

    void signedMapsPoolByMagnitude()
    {
        ColourScale scale = scaleOf("blue-brown", -1.0, 1.0);
        scale.diverging = true;
        const QImage image = mapImage(matrix({{0.25F, -0.75F}, {0.5F, 0.0F}}), scale, {1, 1}, false, kGround, kLine);
        QCOMPARE(image.pixel(0, 0), entry("blue-brown", 32)); // (-0.75 + 1) / 2 * 256
    }

    void meanPoolingIsTheMeanOfNumbers()
    {
        QCOMPARE(qRed(greyImage(matrix({{10, 20}, {30, 60}}), {1, 1}, true).pixel(0, 0)), 30);
        QCOMPARE(qRed(greyImage(matrix({{10, 20}, {30, kNan}}), {1, 1}, true).pixel(0, 0)), 20);
    }

    void whatIsNoNumberIsHatched()
    {
        for (const float value : {kNan, kInfinity, -kInfinity}) {
            const QImage image = greyImage(matrix({{7.0F, value}}), {40, 20});
            int lines = 0;
            for (int y = 0; y < 20; ++y) {
                QCOMPARE(qRed(image.pixel(5, y)), 7);
                for (int x = 20; x < 40; ++x) {
                    QVERIFY(image.pixel(x, y) == kGround || image.pixel(x, y) == kLine);
                    lines += image.pixel(x, y) == kLine;
                }
            }
            QVERIFY2(lines > 20, "a hatch has lines");
        }
    }

    /// One infinity among numbers must neither win the block nor hide it.
    void numbersWinOverInfinityInABlock()
    {
        QCOMPARE(qRed(greyImage(matrix({{kInfinity, 20}, {30, kNan}}), {1, 1}).pixel(0, 0)), 30);
        QCOMPARE(qRed(greyImage(matrix({{-kInfinity, 20}, {30, 40}}), {1, 1}).pixel(0, 0)), 40);
        QVERIFY(qRed(greyImage(matrix({{kNan, kInfinity}, {-kInfinity, kNan}}), {1, 1}).pixel(0, 0)) <= 6);
    }

    void largeMapsDoNotDependOnThreads()
    {
        const Matrix values = testing::attentionLike(700, 900);
        const ColourScale scale = scaleOf("magma", 0.0, 0.2);
        const QImage pooled = mapImage(values, scale, {300, 234}, false, kGround, kLine);
        for (const auto& [x, y] : {std::pair(0, 0), std::pair(150, 117), std::pair(299, 233), std::pair(299, 0)}) {
            float largest = 0.0F;
            for (int r = 3 * y; r < std::min(700, 3 * y + 3); ++r)
                for (int c = 3 * x; c < 3 * x + 3; ++c)
                    largest = std::max(largest, values(r, c));
            QCOMPARE(pooled.pixel(x, y), cellColour(largest, scale));
        }
    }

    void nothingIsDrawnOfNothing()
    {
        QVERIFY(greyImage(Matrix(), {10, 10}).isNull());
        QVERIFY(greyImage(Matrix(2, 2), {0, 10}).isNull());
    }
};

HEADLIGHT_GUILESS_TEST(tst_colour_maps)

} // namespace colour_maps_test

#include "tst_colour_maps.moc"
