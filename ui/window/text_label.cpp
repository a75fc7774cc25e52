// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/text_label.h"

#include "ui/window/chrome.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace headlight::ui {

namespace {

QColor colourOf(Tone tone, const paint::Tokens& tokens)
{
    switch (tone) {
    case Tone::Text:
        return tokens.text;
    case Tone::Quiet:
        return tokens.quietText;
    case Tone::Hint:
        return tokens.hintText;
    case Tone::Accent:
        return tokens.accent;
    case Tone::Error:
        return tokens.error;
    case Tone::Warning:
        return tokens.warningText;
    }
    return tokens.text;
}

} // namespace

TextLabel::TextLabel(const QString& text, const TextStyle& style, QWidget* parent) : QLabel(text, parent), m_style(style)
{
    setTextFormat(Qt::PlainText);
    applyFont();
}

void TextLabel::setElide(Qt::TextElideMode mode)
{
    m_elide = mode;
    setSizePolicy(mode == Qt::ElideNone ? QSizePolicy::Preferred : QSizePolicy::Ignored, sizePolicy().verticalPolicy());
    updateGeometry();
}

void TextLabel::setTone(Tone tone)
{
    m_style.tone = tone;
    update();
}

QSize TextLabel::minimumSizeHint() const
{
    QSize size = QLabel::minimumSizeHint();
    if (m_elide != Qt::ElideNone)
        size.setWidth(24);
    return size;
}

bool TextLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
    if (event->type() == QEvent::ToolTip && m_elide != Qt::ElideNone && toolTip().isEmpty()) {
        if (fontMetrics().horizontalAdvance(text()) > contentsRect().width())
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return QLabel::event(event);
}

void TextLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor colour = colourOf(m_style.tone, tokensOf(this));
    if (!isEnabled())
        colour.setAlphaF(0.45F);
    painter.setPen(colour);
    const QRect rect = contentsRect().adjusted(margin(), margin(), -margin(), -margin());
    if (m_elide != Qt::ElideNone)
        painter.drawText(rect, static_cast<int>(alignment()) | Qt::TextSingleLine, fontMetrics().elidedText(text(), m_elide, rect.width()));
    else
        painter.drawText(rect, static_cast<int>(alignment()) | (wordWrap() ? Qt::TextWordWrap : 0), text());
}

void TextLabel::applyFont()
{
    setFont(m_style.code ? codeText(m_style.pixels) : chromeText(m_style.pixels, m_style.weight));
}

} // namespace headlight::ui
