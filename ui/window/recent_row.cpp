// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/recent_row.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QPainter>

namespace headlight::ui {

RecentRow::RecentRow(const RecentFile& file, const QDate& today, QWidget* parent)
    : QAbstractButton(parent), m_file(file), m_day(dayWords(file.when.date(), today)), m_missing(!QFileInfo::exists(file.path))
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(m_missing ? tr("%1 is not there any more. Click to locate it.").arg(file.path).toHtmlEscaped() : file.path.toHtmlEscaped());
    setAccessibleName(m_missing ? tr("Recent file, missing: %1").arg(file.name) : tr("Recent file: %1, %2").arg(file.name, file.words));
}

QSize RecentRow::sizeHint() const
{
    return {300, scaled(46)};
}

void RecentRow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void RecentRow::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), tokens.hover);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    painter.setOpacity(m_missing ? 0.6 : 1.0);
    drawIcon(painter, QRectF(6, (height() - 16) / 2.0, 16, 16), QStringLiteral("file"), tokens.text);
    painter.setFont(chromeText(12.5));
    painter.setPen(tokens.quietText);
    const QString right = m_missing ? tr("missing · Locate…") : m_day;
    const int rightWidth = painter.fontMetrics().horizontalAdvance(right);
    painter.drawText(rect().adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, right);
    const QRect words = rect().adjusted(33, 5, -rightWidth - 20, -6);
    painter.setPen(tokens.text);
    painter.drawText(words, Qt::AlignTop | Qt::TextSingleLine, painter.fontMetrics().elidedText(m_file.name, Qt::ElideMiddle, words.width()));
    painter.setFont(chromeText(11));
    painter.setPen(tokens.quietText);
    painter.drawText(words, Qt::AlignBottom | Qt::TextSingleLine, painter.fontMetrics().elidedText(m_file.words, Qt::ElideRight, words.width()));
    painter.setOpacity(1.0);
    if (hasFocus())
        drawFocusRing(painter, rect(), 4.0, tokens);
}

} // namespace headlight::ui
