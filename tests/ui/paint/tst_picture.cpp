// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A mask over a picture: what covers what, and where the picture comes from.

#include "support/test_class.h"
#include "ui/paint/picture.h"

#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <limits>

namespace picture_test {

using namespace headlight;
using namespace headlight::paint;

namespace {

QImage red(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(qRgb(200, 20, 20));
    return image;
}

Matrix steps()
{
    Matrix mask(1, 3);
    mask(0, 0) = 0.0F;
    mask(0, 1) = 0.25F;
    mask(0, 2) = 1.0F;
    return mask;
}

ImageFigure figureOf(const QString& path)
{
    ImageFigure figure;
    figure.grid = {1, 3};
    figure.mask = std::make_shared<const Matrix>(steps());
    figure.picture = path.toStdString();
    return figure;
}

} // namespace

class tst_picture : public QObject {
    Q_OBJECT
private slots:
    void theSmallestValueLeavesThePictureAndTheLargestCoversIt()
    {
        const ColourScale scale;
        const QImage laid = overlayImage(steps(), scale, Enlargement::Nearest, {3, 1}, red({30, 10}), 1.0, false);
        QCOMPARE(laid.pixel(0, 0), qRgb(200, 20, 20));
        QCOMPARE(laid.pixel(2, 0), cellColour(1.0F, scale));
        // The root of 0.25 is one half.
        const QRgb middle = laid.pixel(1, 0);
        const QRgb colour = cellColour(0.25F, scale);
        QVERIFY(std::abs(qRed(middle) - (200 + qRed(colour)) / 2) <= 1);
        QVERIFY(std::abs(qBlue(middle) - (20 + qBlue(colour)) / 2) <= 1);
    }

    void withoutStrengthOnlyThePictureIsLeft()
    {
        const QImage laid = overlayImage(steps(), {}, Enlargement::Bicubic, {30, 10}, red({30, 10}), 0.0, true);
        const int grey = qGray(qRgb(200, 20, 20));
        for (int x = 0; x < 30; ++x)
            QCOMPARE(laid.pixel(x, 5), qRgb(grey, grey, grey));
    }

    void theLegendShowsWhatAValueLooksLikeOnThePicture()
    {
        const ColourScale scale;
        const QImage picture = red({8, 8});
        const ColourTable table = coveredTable(scale, 0.6, meanColour(picture, true));
        for (const float value : {0.1F, 0.5F, 0.9F}) {
            Matrix one(1, 1);
            one(0, 0) = value;
            const QRgb shown = overlayImage(one, scale, Enlargement::Nearest, {1, 1}, picture, 0.6, true).pixel(0, 0);
            const QRgb told = table[static_cast<std::size_t>(colourIndex(value, 0.0, 1.0))];
            QVERIFY(std::abs(qRed(shown) - qRed(told)) <= 2 && std::abs(qGreen(shown) - qGreen(told)) <= 2 && std::abs(qBlue(shown) - qBlue(told)) <= 2);
        }
    }

    void zeroOfADivergingScaleLeavesThePicture()
    {
        ColourScale scale;
        scale.map = "blue-brown";
        scale.low = -1.0;
        scale.diverging = true;
        QCOMPARE(coverOf(0.0F, scale, 0.8), 0.0);
        QCOMPARE(coverOf(-1.0F, scale, 0.8), 0.8);
        QCOMPARE(coverOf(1.0F, scale, 0.8), 0.8);
    }

    void whatIsNoNumberIsHatched()
    {
        Matrix mask(1, 1);
        mask(0, 0) = std::numeric_limits<float>::quiet_NaN();
        const QImage image = maskImage(mask, {}, Enlargement::Bilinear, {10, 10}, qRgb(255, 255, 255), qRgb(1, 2, 3));
        int lines = 0;
        for (int i = 0; i < 10; ++i)
            lines += image.pixel(i, 0) == qRgb(1, 2, 3) ? 1 : 0;
        QCOMPARE(lines, 2);
    }

    void aPictureIsReadOnceAndAgainWhenItChanged()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.png"));
        QVERIFY(red({6, 2}).save(path));
        const auto figure = figureOf(path);
        QCOMPARE(pictureOf(figure).image.size(), QSize(6, 2));
        QVERIFY(red({60, 20}).save(path));
        QCOMPARE(pictureOf(figure).image.size(), QSize(60, 20));
    }

    void aLargePictureIsReadSmaller()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wide.png"));
        QVERIFY(red({5000, 10}).save(path));
        QCOMPARE(pictureOf(figureOf(path)).image.width(), kLargestPicture);
    }

    void whatIsNoPictureIsSaid()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("b.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no picture");
        file.close();
        const auto loaded = pictureOf(figureOf(path));
        QVERIFY(loaded.image.isNull());
        QVERIFY2(loaded.problem.startsWith(QStringLiteral("b.png is no picture that can be read")), qPrintable(loaded.problem));
        QVERIFY(!pictureOf(figureOf(folder.filePath(QStringLiteral("missing.png")))).problem.isEmpty());
    }
};

HEADLIGHT_TEST(tst_picture)

} // namespace picture_test

#include "tst_picture.moc"
