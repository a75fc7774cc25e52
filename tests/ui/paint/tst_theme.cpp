// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text nobody can read is no text: every pair of colours that meets on screen is measured as WCAG 2 measures it.

#include "support/test_class.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/tokens.h"

#include <QtTest>

namespace theme_test {

using namespace headlight::paint;

class tst_theme : public QObject {
    Q_OBJECT

private slots:
    void textReadsOnEveryGround_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const Tokens* t : {&lightTokens(), &darkTokens()}) {
            const QByteArray theme = t->dark ? "dark " : "light ";
            const auto row = [&](const char* name, const QColor& ink, const QColor& ground, double least) {
                QTest::newRow((theme + name).constData()) << ink << ground << least;
            };
            for (const auto& [ground, name] :
                 {std::pair(t->window, "window"), std::pair(t->canvas, "canvas"), std::pair(t->panel, "panel"), std::pair(t->field, "field")}) {
                row((QByteArray("text on ") + name).constData(), t->text, ground, 4.5);
                row((QByteArray("quiet text on ") + name).constData(), t->quietText, ground, 4.5);
                row((QByteArray("hint on ") + name).constData(), t->hintText, ground, 4.5);
                row((QByteArray("accent on ") + name).constData(), t->accent, ground, 4.5);
                row((QByteArray("error on ") + name).constData(), t->error, ground, 4.5);
                row((QByteArray("ok on ") + name).constData(), t->ok, ground, 4.5);
                row((QByteArray("edge on ") + name).constData(), t->edge, ground, 3.0);
            }
            row("text on selection", t->text, t->soft, 4.5);
            row("hint on selection", t->hintText, t->soft, 4.5);
            row("accent on selection", t->accent, t->soft, 4.5);
            row("text on hover", t->text, t->hover, 4.5);
            row("quiet text on hover", t->quietText, t->hover, 4.5);
            row("text on the primary button", t->onAccent, t->accent, 4.5);
            row("warning", t->warningText, t->warningGround, 4.5);
            for (const QColor& series : t->series)
                row("series on canvas", series, t->canvas, 3.0);
        }
    }

    void textReadsOnEveryGround()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double measured = contrast(ink.rgb(), ground.rgb());
        QVERIFY2(measured >= least, qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(measured)));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrast(qRgb(0, 0, 0), qRgb(255, 255, 255)), 21.0);
        QCOMPARE(contrast(qRgb(9, 9, 9), qRgb(9, 9, 9)), 1.0);
        QVERIFY(std::abs(contrast(qRgb(0x77, 0x77, 0x77), qRgb(255, 255, 255)) - 4.48) < 0.01); // a published example
    }
};

HEADLIGHT_GUILESS_TEST(tst_theme)

} // namespace theme_test

#include "tst_theme.moc"
