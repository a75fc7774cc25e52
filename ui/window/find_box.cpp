// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/find_box.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"

#include <QAction>
#include <QEvent>
#include <QPainter>

namespace headlight::ui {

namespace {

constexpr int kWidth = 216;
constexpr int kHeight = 28;
constexpr int kPadding = 9;
constexpr int kIcon = 16;

} // namespace

FindBox::FindBox(QAction* find, QWidget* parent) : QAbstractButton(parent), m_key(find->shortcut().toString(QKeySequence::NativeText))
{
    setObjectName(QStringLiteral("findBox"));
    setText(tr("Find or run"));
    setAccessibleName(text());
    setToolTip(find->toolTip());
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, find, &QAction::trigger);
}

void FindBox::setCollapsed(bool collapsed)
{
    if (collapsed == m_collapsed)
        return;
    m_collapsed = collapsed;
    updateGeometry();
    update();
}

QSize FindBox::sizeHint() const
{
    return {scaled(m_collapsed ? kHeight : kWidth), scaled(kHeight)};
}

bool FindBox::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QAbstractButton::event(event);
}

void FindBox::enterEvent(QEnterEvent*)
{
    update();
}

void FindBox::leaveEvent(QEvent*)
{
    update();
}

void FindBox::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.edge);
    painter.setBrush(underMouse() ? tokens.hover : tokens.field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
    const double left = m_collapsed ? (width() - kIcon) / 2.0 : kPadding;
    drawIcon(painter, QRectF(left, (height() - kIcon) / 2.0, kIcon, kIcon), QStringLiteral("search"), tokens.quietText);
    if (!m_collapsed) {
        const QRect words = rect().adjusted(kPadding + kIcon + 7, 0, -kPadding, 0);
        painter.setPen(tokens.quietText);
        painter.setFont(chromeText(12.5));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, text());
        painter.setPen(tokens.hintText);
        painter.setFont(chromeText(11));
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_key);
    }
    if (hasFocus())
        drawFocusRing(painter, rect(), 5.0, tokens);
}

} // namespace headlight::ui
