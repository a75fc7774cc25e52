// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The single controls of the style.
#pragma once

#include <QStyleOption>

class QPainter;

namespace headlight::ui {

void drawButtonPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget);
/// Icon, gap and words in the middle; the primary button's are heavier.
void drawButtonLabel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget);
void drawToolButtonPanel(QPainter& painter, const QStyleOption& option);
void drawField(QPainter& painter, const QStyleOption& option, bool focused);
void drawCheckIndicator(QPainter& painter, const QStyleOption& option);
void drawChevron(QPainter& painter, const QRectF& rect, Qt::ArrowType direction, const QColor& colour);
void drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option);
void drawMenuItem(QPainter& painter, const QStyleOptionMenuItem& option);
/// Popups are cut to this: radius 7, without needing a compositor.
QRegion menuShape(const QRect& rect);
void drawMenuFrame(QPainter& painter, const QStyleOption& option);
void drawSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down);
void drawComboBox(QPainter& painter, const QStyleOptionComboBox& option);
/// Elided; at the right where the combo box has no frame.
void drawComboBoxLabel(QPainter& painter, const QStyleOptionComboBox& option, const QRect& field);
void drawScrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider);

} // namespace headlight::ui
