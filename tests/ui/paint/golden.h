// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whole figures against pictures that people have looked at. The pictures change only when HEADLIGHT_UPDATE_GOLDEN is set. They were
// drawn with the Inter of Debian 12; another release has other letters of other widths, and cannot be compared with them.
#pragma once

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

#include <algorithm>
#include <cstdlib>

namespace headlight::paint::testing {

/// The font of this program is another release than the one the pictures were drawn with: Inter 4.0 beta 7, as "fontRevision" of OpenType's
/// table "head" has it (32 bits, big-endian, behind the table's own version, in 1/65536).
inline bool otherFontThanInPictures()
{
    constexpr quint32 kFontOfThePictures = 0x000304dd;
    const QByteArray head = QRawFont::fromFont(figureFont(12)).fontTable("head");
    return head.size() < 8 || qFromBigEndian<quint32>(head.constData() + 4) != kFontOfThePictures;
}

inline QImage paintedWhole(const Figure& figure, QSize size, const Tokens& tokens)
{
    PaintStyle style;
    style.tokens = tokens;
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    paint::paint(painter, figure, size, style);
    return image;
}

/// Fails the running test where more than one pixel in a thousand differs, and leaves the picture of now in the current folder.
inline void compareWithGolden(const QString& name, const QImage& actual)
{
    constexpr int kMostDifference = 2; // of a channel
    constexpr double kMostPixels = 0.001;
    const auto difference = [](QRgb a, QRgb b) { return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))}); };
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

} // namespace headlight::paint::testing
