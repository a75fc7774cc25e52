// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/sample_card.h"

#include "ui/window/chrome.h"

#include <QKeyEvent>
#include <QPainter>

namespace headlight::ui {

namespace {

constexpr int kMap = 112;
constexpr int kMargin = 10;

} // namespace

SampleCard::SampleCard(const QString& title, const QString& path, QWidget* parent) : QAbstractButton(parent), m_path(path)
{
    setText(title);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Sample: %1").arg(title));
}

QSize SampleCard::sizeHint() const
{
    return {scaled(280), kMap + 2 * kMargin};
}

void SampleCard::makeThumbnail()
{
    if (m_asked)
        return;
    m_asked = true;
    const auto pixels = static_cast<int>(kMap * devicePixelRatioF());
    m_job.start([path = m_path, pixels](const JobContext& job) { return ui::makeThumbnail(path, QSize(pixels, pixels), job); },
                [this](const Thumbnail& made) {
                    m_thumbnail = made;
                    setAccessibleDescription(QStringLiteral("%1, %2").arg(made.size, made.format));
                    update();
                });
}

bool SampleCard::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QAbstractButton::event(event);
}

void SampleCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void SampleCard::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(underMouse() ? tokens.hover : tokens.canvas);
    painter.setPen(tokens.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    const QRect map(kMargin, kMargin, kMap, kMap);
    if (m_thumbnail.map.isNull()) {
        painter.fillRect(map, tokens.faintLine);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(map, m_thumbnail.map);
    }
    const QRect words = rect().adjusted(kMap + 2 * kMargin + 4, kMargin + 2, -kMargin, -kMargin);
    const int line = scaled(18);
    painter.setPen(tokens.text);
    painter.setFont(chromeText(12.5, QFont::DemiBold));
    QRect used;
    painter.drawText(words, Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, text(), &used);
    painter.setFont(chromeText(12.5));
    painter.setPen(m_thumbnail.problem.isEmpty() ? tokens.quietText : tokens.error);
    QRect rest = words;
    rest.setTop(used.bottom() + 6);
    const QString detail = m_thumbnail.problem.isEmpty() ? m_thumbnail.size + QLatin1Char('\n') + m_thumbnail.format : m_thumbnail.problem;
    painter.drawText(rest.adjusted(0, 0, 0, line), Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, detail);
    if (hasFocus())
        drawFocusRing(painter, rect(), 6.0, tokens);
}

} // namespace headlight::ui
