// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_parts.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>

namespace headlight::ui {

void clear(QLayout* layout)
{
    while (auto* item = layout->takeAt(0)) {
        if (auto* widget = item->widget(); widget != nullptr)
            widget->deleteLater();
        delete item;
    }
}

QWidget* pairRow(const QString& picture, const QString& name, const QString& detail, Tone detailTone)
{
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    if (!picture.isEmpty()) {
        auto* sign = new QLabel;
        sign->setPixmap(icon(picture).pixmap(16, 16));
        row->addWidget(sign);
    }
    auto* text = new TextLabel(name, {12.5, QFont::Normal, picture.isEmpty() ? Tone::Quiet : Tone::Text});
    text->setElide(Qt::ElideMiddle);
    auto* right = new TextLabel(detail, {picture.isEmpty() ? 12.5 : 11.0, QFont::Normal, detailTone});
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    right->setMaximumWidth(210);
    row->addWidget(text, 1);
    row->addWidget(right);
    widget->setMinimumHeight(scaled(picture.isEmpty() ? 19 : 24));
    return widget;
}

QScrollArea* scrolling(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

MessageBar* ownMessages(QWidget* parent)
{
    auto* bar = new MessageBar(parent);
    for (auto* part : bar->findChildren<QWidget*>())
        if (const QString name = part->objectName(); name.startsWith(QLatin1String("message")))
            part->setObjectName(QStringLiteral("reportM") + name.mid(1));
    bar->setObjectName(QStringLiteral("reportMessages"));
    return bar;
}

TextLabel* sectionTitle(const QString& text)
{
    auto* title = new TextLabel(text, {12.5, QFont::DemiBold});
    title->setElide(Qt::ElideMiddle);
    return title;
}

void Pane::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), m_panel ? tokens.panel : tokens.canvas);
    if (m_line.testFlag(Qt::LeftEdge))
        painter.fillRect(QRect(0, 0, 1, height()), tokens.line);
    if (m_line.testFlag(Qt::TopEdge))
        painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
    if (m_line.testFlag(Qt::BottomEdge))
        painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

} // namespace headlight::ui
