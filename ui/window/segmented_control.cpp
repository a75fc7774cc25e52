// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/segmented_control.h"

#include "ui/window/chrome.h"

#include <QPainter>
#include <QPainterPath>

namespace headlight::ui {

SegmentedControl::SegmentedControl(QString name, QStringList choices, QWidget* parent)
    : PartRow(parent), m_name(std::move(name)), m_choices(std::move(choices))
{
    tellName();
}

void SegmentedControl::setCurrent(int index)
{
    if (index == m_current)
        return;
    m_current = index;
    tellName();
    update();
}

void SegmentedControl::setName(const QString& name)
{
    m_name = name;
    tellName();
}

QRect SegmentedControl::partRect(int index) const
{
    const auto count = static_cast<int>(m_choices.size());
    const int left = width() * index / count;
    return {left, 0, width() * (index + 1) / count - left, height()};
}

QSize SegmentedControl::sizeHint() const
{
    int width = 0;
    for (const auto& choice : m_choices)
        width = std::max(width, QFontMetrics(chromeText(12.5, QFont::DemiBold)).horizontalAdvance(choice));
    return {(width + 16) * static_cast<int>(m_choices.size()), scaled(26)};
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(frame, 5.0, 5.0);
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    painter.fillPath(outline, tokens.field);
    painter.setClipPath(outline);
    for (int i = 0; i < m_choices.size(); ++i) {
        const QRect segment = partRect(i);
        if (i == m_current)
            painter.fillRect(segment, tokens.soft);
        else if (i == hovered())
            painter.fillRect(segment, tokens.hover);
        if (i > 0)
            painter.fillRect(QRect(segment.left(), 0, 1, height()), tokens.line);
        painter.setFont(chromeText(12.5, i == m_current ? QFont::DemiBold : QFont::Normal));
        painter.setPen(i == m_current ? tokens.accent : tokens.text);
        painter.drawText(segment, Qt::AlignCenter, m_choices.at(i));
    }
    painter.setClipping(false);
    painter.setPen(tokens.edge);
    painter.drawPath(outline);
    if (hasFocus())
        drawFocusRing(painter, rect(), 5.0, tokens);
}

void SegmentedControl::choose(int index)
{
    if (index == m_current)
        return;
    setCurrent(index);
    emit chosen(index);
}

void SegmentedControl::tellName()
{
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, m_choices.value(m_current)));
}

} // namespace headlight::ui
