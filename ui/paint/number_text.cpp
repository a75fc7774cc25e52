// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/number_text.h"

#include <algorithm>

namespace headlight::paint {

namespace {

double digitWidth(const Lettering& letters, Role role)
{
    double widest = 0.0;
    for (const char digit : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'})
        widest = std::max(widest, letters.width(role, QString(QLatin1Char(digit))));
    return widest;
}

double characterWidth(const Lettering& letters, Role role, QChar character, double digit)
{
    return character.isDigit() ? digit : letters.width(role, QString(character));
}

} // namespace

double numberWidth(const Lettering& letters, Role role, const QString& text)
{
    const double digit = digitWidth(letters, role);
    double width = 0.0;
    for (const QChar character : text)
        width += characterWidth(letters, role, character, digit);
    return width;
}

void drawNumber(QPainter& painter, const Lettering& letters, Role role, QPointF baseline, const QString& text, const QColor& colour)
{
    const double digit = digitWidth(letters, role);
    double right = baseline.x();
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        const double width = characterWidth(letters, role, text[i], digit);
        letters.draw(painter, role, {right - width / 2.0, baseline.y()}, QString(text[i]), colour, Anchor::Middle);
        right -= width;
    }
}

} // namespace headlight::paint
