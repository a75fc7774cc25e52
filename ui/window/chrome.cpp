// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/chrome.h"

#include "ui/paint/colour_maps.h"
#include "ui/paint/fonts.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kBasePoints = 9.375; // 12.5 px at 96 dpi, see theme.cpp

double textScale()
{
    const double points = QApplication::font().pointSizeF();
    return points > 0.0 ? points / kBasePoints : 1.0;
}

double widestDigit(const QFontMetricsF& metrics)
{
    double widest = 0.0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

} // namespace

const paint::Tokens& tokensOf(const QPalette& palette)
{
    const bool dark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    return dark ? paint::darkTokens() : paint::lightTokens();
}

QFont chromeText(double pixels, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPointSizeF(pixels * 0.75 * textScale());
    font.setWeight(weight);
    return font;
}

QFont codeText(double pixels)
{
    QFont font = paint::codeFont(pixels);
    font.setPointSizeF(pixels * 0.75 * textScale());
    return font;
}

int scaled(double pixels)
{
    return static_cast<int>(std::lround(pixels * textScale()));
}

double tabularWidth(const QFont& font, const QString& text)
{
    const QFontMetricsF metrics(font);
    const double digit = widestDigit(metrics);
    double width = 0.0;
    for (const QChar c : text)
        width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    return width;
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text)
{
    const QFontMetricsF metrics(painter.font());
    const double digit = widestDigit(metrics);
    const double width = tabularWidth(painter.font(), text);
    double x = rect.left();
    if (alignment.testFlag(Qt::AlignRight))
        x = rect.right() - width;
    else if (alignment.testFlag(Qt::AlignHCenter))
        x = rect.center().x() - width / 2.0;
    const double baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
    for (const QChar c : text) {
        const double own = metrics.horizontalAdvance(c);
        const double cell = c.isDigit() ? digit : own;
        painter.drawText(QPointF(x + (cell - own) / 2.0, baseline), QString(c));
        x += cell;
    }
}

QColor shareColour(double share, const paint::Tokens& tokens)
{
    const auto& table = *paint::colourMap("paper-blue").table;
    const int index = paint::colourIndex(static_cast<float>(share), 0.0, 1.0);
    return QColor(table[static_cast<std::size_t>(tokens.dark ? 255 - index : index)]);
}

void drawFocusRing(QPainter& painter, const QRectF& rect, double radius, const paint::Tokens& tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.canvas, 1.0));
    painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), std::max(0.0, radius - 2.0), std::max(0.0, radius - 2.0));
    painter.setPen(QPen(tokens.accent, 2.0));
    painter.drawRoundedRect(rect.adjusted(1.0, 1.0, -1.0, -1.0), radius, radius);
    painter.restore();
}

} // namespace headlight::ui
