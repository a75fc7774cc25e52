// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sizes, fonts and colours of the chrome, as the window's own widgets use them.
#pragma once

#include "ui/paint/tokens.h"

#include <QFont>
#include <QPalette>
#include <QString>
#include <QWidget>

class QPainter;

namespace headlight::ui {

/// The tokens a palette was made from; follows the theme without anyone being told.
const paint::Tokens& tokensOf(const QPalette& palette);
inline const paint::Tokens& tokensOf(const QWidget* widget)
{
    return tokensOf(widget->palette());
}

/// A font of the chrome: `pixels` at 100 %, times the text size people chose.
QFont chromeText(double pixels, QFont::Weight weight = QFont::Normal);
QFont codeText(double pixels);

/// A length of the chrome at the text size people chose.
int scaled(double pixels);

/// Text whose digits all take the width of the widest, so that numbers in a column line up.
double tabularWidth(const QFont& font, const QString& text);
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

/// Paper blue at a share of 0 to 1, as the picker and the segments colour shares and metrics: on dark ground more is brighter.
QColor shareColour(double share, const paint::Tokens& tokens);

/// 2 px accent with 1 px of canvas inside it.
void drawFocusRing(QPainter& painter, const QRectF& rect, double radius, const paint::Tokens& tokens);

} // namespace headlight::ui
