// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/part_row.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace headlight::ui {

PartRow::PartRow(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int PartRow::partAt(QPoint point) const
{
    for (int i = 0; i < parts(); ++i) {
        if (partRect(i).contains(point))
            return i;
    }
    return -1;
}

bool PartRow::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QWidget::event(event);
}

void PartRow::mousePressEvent(QMouseEvent* event)
{
    const int part = partAt(event->pos());
    if (event->button() == Qt::LeftButton && part >= 0 && available(part))
        choose(part);
}

void PartRow::mouseMoveEvent(QMouseEvent* event)
{
    const int part = partAt(event->pos());
    m_hovered = part >= 0 && available(part) ? part : -1;
    update();
}

void PartRow::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

/// Left and right go to the next available one, without coming round.
void PartRow::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    for (int part = current() + step; part >= 0 && part < parts(); part += step) {
        if (available(part)) {
            choose(part);
            return;
        }
    }
}

} // namespace headlight::ui
