// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program's own icons, drawn in the colours of the theme at the moment they are painted.
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

namespace headlight::ui {

enum class IconColour : std::uint8_t { Text, Quiet, Accent, OnAccent, Warning };

/// `name` as in resources/icons: "open", "chevron-down".
QIcon icon(const QString& name, IconColour colour = IconColour::Text);

/// The same drawn into a rectangle, in any colour.
void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour);

} // namespace headlight::ui
