// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens of every script on figures: never an empty box, never torn apart. What depends on the fonts of the system says what it saw.

#include "support/test_class.h"
#include "ui/paint/axis_labels.h"
#include "ui/paint/export.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/lettering.h"
#include "ui/paint/scripts.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>

namespace scripts_test {

using namespace headlight;
using namespace headlight::paint;

namespace {

const std::string kArabic = "\u0627\u0644\u0646\u0635";
const std::string kHebrew = "\u05E9\u05DC\u05D5\u05DD";
const std::string kChinese = "\u4E2D\u6587";
const std::string kSmile = "\U0001F600";
const std::string kFamily = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
const std::string kThumb = "\U0001F44D\U0001F3FD"; // with a skin tone
const std::string kNobody = "\U0010FFFD"; // the last code for private use

/// Pixels that are not white.
int ink(const QImage& image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += qGray(image.pixel(x, y)) < 250 ? 1 : 0;
    return count;
}

QImage drawn(const std::string& token)
{
    QImage image(200, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const Lettering letters(PaintStyle{});
    letters.draw(painter, Role::Label, {20.0, 26.0}, displayText(token), Qt::black);
    return image;
}

/// A figure whose second key is this token.
Figure withToken(const std::string& token)
{
    HeatmapFigure figure = testing::plainHeatmap(3, 3);
    figure.keys.labels[1].text = token;
    return figure;
}

QByteArray encoded(const std::string& token, FileFormat format, bool outlines)
{
    ExportOptions options;
    options.format = format;
    options.textAsOutlines = outlines;
    const auto file = encode(withToken(token), options);
    return file ? *file : QByteArray();
}

} // namespace

class tst_scripts : public QObject {
    Q_OBJECT
private slots:
    void whatNoFontHasIsWrittenAsItsNumber()
    {
        QCOMPARE(displayText(kNobody), QStringLiteral("U+10FFFD"));
        QCOMPARE(displayText("a" + kNobody + "b"), QStringLiteral("aU+10FFFDb"));
        QVERIFY(encoded(kNobody, FileFormat::Svg, false).contains("U+10FFFD"));
    }

    void arabicAndHebrewComeWithTheProgramAndKeepTheirDirection()
    {
        for (const auto& token : {kArabic, kHebrew}) {
            QCOMPARE(displayText(token), QString::fromStdString(token));
            QVERIFY(ink(drawn(token)) > 20);
            FigureLabel label;
            label.text = token;
            QVERIFY(labelWords(label, false, Lettering(PaintStyle{}), 96.0).rightToLeft);
        }
        // The letters join: apart they are wider than the word.
        const Lettering letters(PaintStyle{});
        double apart = 0.0;
        for (const QChar letter : QString::fromStdString(kArabic))
            apart += letters.width(Role::Label, QString(letter));
        QVERIFY(letters.width(Role::Label, QString::fromStdString(kArabic)) < apart);
    }

    void everyTokenHasInkOrItsNumbers()
    {
        for (const auto& token : {kArabic, kHebrew, kChinese, kSmile, kFamily, std::string("\u0928\u092E\u0938\u094D\u0924\u0947"), std::string("\uD55C\uAD6D\uC5B4")}) {
            const QString shown = displayText(token);
            QVERIFY2(shown == QString::fromStdString(token) || shown.contains(QStringLiteral("U+")), qPrintable(shown));
            QVERIFY2(ink(drawn(token)) > 10, qPrintable(shown));
        }
    }

    void marksStandOnTheirLetters()
    {
        QVERIFY(needsShaping(QStringLiteral("e\u0301")));
        QVERIFY(!needsShaping(QStringLiteral("[CLS] -> \u00E9")));
        const Lettering letters(PaintStyle{});
        QVERIFY(std::abs(letters.width(Role::Label, QStringLiteral("e\u0301")) - letters.width(Role::Label, QStringLiteral("\u00E9"))) < 0.6);
    }

    void joinedEmojiAreOneSign()
    {
        if (displayText(kFamily) != QString::fromStdString(kFamily))
            QSKIP("no font for emoji is installed");
        const Lettering letters(PaintStyle{});
        if (!hasPictureGlyphs(QString::fromStdString(kFamily), figureFont(11)))
            QSKIP("the font for emoji has no joined ones");
        QVERIFY(letters.width(Role::Label, QString::fromStdString(kFamily)) < 1.5 * letters.width(Role::Label, QString::fromStdString(kThumb)));
    }

    void pictureEmojiReachPaperAsPictures()
    {
        const QString thumb = QString::fromStdString(kThumb);
        if (displayText(kThumb) != thumb || !hasPictureGlyphs(thumb, figureFont(11)))
            QSKIP("no font of colour emoji is installed");
        QVERIFY(encoded(kThumb, FileFormat::Pdf, false).contains("/Subtype /Image"));
        QVERIFY(!encoded("a", FileFormat::Pdf, false).contains("/Subtype /Image")); // a small map is rectangles
        QVERIFY(encoded(kThumb, FileFormat::Svg, true).contains("<image"));
        QVERIFY(encoded(kThumb, FileFormat::Svg, false).contains(kThumb.c_str()));
    }
};

HEADLIGHT_TEST(tst_scripts)

} // namespace scripts_test

#include "tst_scripts.moc"
