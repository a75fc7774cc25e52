// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/stepper.h"

#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kArrow = 22;
constexpr int kMostText = 160;

} // namespace

Stepper::Stepper(QString label, QString previousTip, QString nextTip, QWidget* parent)
    : QWidget(parent), m_label(std::move(label)), m_previousTip(std::move(previousTip)), m_nextTip(std::move(nextTip))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Stepper::setValue(const QString& value)
{
    setAccessibleName(QStringLiteral("%1: %2").arg(m_label, value));
    if (value == m_value)
        return;
    m_value = value;
    updateGeometry();
    update();
}

void Stepper::setLabelShown(bool shown)
{
    if (shown == m_labelShown)
        return;
    m_labelShown = shown;
    updateGeometry();
    update();
}

int Stepper::labelWidth() const
{
    return m_labelShown ? QFontMetrics(chromeText(12.5)).horizontalAdvance(m_label) + 8 : 0;
}

QRect Stepper::previousRect() const
{
    return {(m_labelShown ? 10 : 2) + labelWidth() - 4, 0, kArrow, height()};
}

QRect Stepper::nextRect() const
{
    return {width() - kArrow - 2, 0, kArrow, height()};
}

QRect Stepper::valueRect() const
{
    return {previousRect().right() + 1, 0, nextRect().left() - previousRect().right() - 1, height()};
}

QSize Stepper::sizeHint() const
{
    const int text = std::min(kMostText, QFontMetrics(chromeText(12.5, QFont::DemiBold)).horizontalAdvance(m_value));
    return {(m_labelShown ? 10 : 2) + labelWidth() - 4 + 2 * kArrow + std::max(text, scaled(14)) + 6, scaled(28)};
}

bool Stepper::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = previousRect().contains(help->pos()) ? m_previousTip
                            : nextRect().contains(help->pos())   ? m_nextTip
                                                                 : QStringLiteral("%1: %2").arg(m_label, m_value);
        QToolTip::showText(help->globalPos(), tip.toHtmlEscaped(), this);
        return true;
    }
    return QWidget::event(event);
}

void Stepper::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
    painter.setOpacity(isEnabled() ? 1.0 : 0.4);
    for (const QRect& part : {previousRect(), nextRect(), valueRect()}) {
        if (isEnabled() && part.contains(m_pointer)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(tokens.hover);
            painter.drawRoundedRect(QRectF(part).adjusted(0, 3, 0, -3), 4.0, 4.0);
        }
    }
    if (m_labelShown) {
        painter.setFont(chromeText(12.5));
        painter.setPen(tokens.quietText);
        painter.drawText(QRect(10, 0, labelWidth(), height()), Qt::AlignVCenter, m_label);
    }
    drawChevron(painter, previousRect(), Qt::LeftArrow, tokens.quietText);
    drawChevron(painter, nextRect(), Qt::RightArrow, tokens.quietText);
    painter.setFont(chromeText(12.5, QFont::DemiBold));
    painter.setPen(tokens.text);
    painter.drawText(valueRect(), Qt::AlignCenter, painter.fontMetrics().elidedText(m_value, Qt::ElideRight, valueRect().width()));
    painter.setOpacity(1.0);
    if (hasFocus())
        drawFocusRing(painter, rect(), 5.0, tokens);
}

void Stepper::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (previousRect().contains(event->pos()))
        emit stepped(-1);
    else if (nextRect().contains(event->pos()))
        emit stepped(1);
    else
        emit listWanted();
}

void Stepper::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer = event->pos();
    update();
}

void Stepper::leaveEvent(QEvent*)
{
    m_pointer = QPoint(-1, -1);
    update();
}

void Stepper::wheelEvent(QWheelEvent* event)
{
    constexpr int kNotch = 120;
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / kNotch;
    m_wheel -= notches * kNotch;
    for (int i = 0; i < std::abs(notches); ++i)
        emit stepped(notches > 0 ? -1 : 1);
    event->accept();
}

void Stepper::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        emit stepped(-1);
        break;
    case Qt::Key_Right:
        emit stepped(1);
        break;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        emit listWanted();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace headlight::ui
