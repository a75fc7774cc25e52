// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/view_tabs.h"

#include "ui/views/view.h"
#include "ui/window/chrome.h"
#include "ui/window/play_bar.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

namespace headlight::ui {

namespace {

constexpr int kLeft = 12;
constexpr int kPadding = 9;

int digitWidth()
{
    return QFontMetrics(chromeText(11)).horizontalAdvance(QLatin1Char('0')) + 7;
}

} // namespace

ViewTabs::ViewTabs(Session& session, QWidget* parent) : PartRow(parent), m_session(session), m_why(views().size())
{
    setObjectName(QStringLiteral("viewTabs"));
    connect(&m_session, &Session::stateChanged, this, &ViewTabs::refresh);
    connect(&m_session, &Session::dumpChanged, this, &ViewTabs::refresh);
    refresh();
}

void ViewTabs::refresh()
{
    for (std::size_t i = 0; i < views().size(); ++i)
        m_why[i] = views()[i].unavailable(m_session);
    if (const int now = current(); now >= 0)
        setAccessibleName(tr("View: %1").arg(views()[static_cast<std::size_t>(now)].name));
    update();
}

bool ViewTabs::available(int tab) const
{
    const auto& entry = views().at(static_cast<std::size_t>(tab));
    return entry.make != nullptr && m_why.at(static_cast<std::size_t>(tab)).isEmpty();
}

int ViewTabs::current() const
{
    for (std::size_t i = 0; i < views().size(); ++i) {
        if (views()[i].kind == m_session.state().view)
            return static_cast<int>(i);
    }
    return -1;
}

QRect ViewTabs::partRect(int tab) const
{
    const QFontMetrics metrics(chromeText(12.5, QFont::DemiBold));
    int left = kLeft;
    for (int i = 0;; ++i) {
        const int width = 2 * kPadding + digitWidth() + metrics.horizontalAdvance(views().at(static_cast<std::size_t>(i)).name);
        if (i == tab)
            return {left, 0, width, height()};
        left += width;
    }
}

QSize ViewTabs::sizeHint() const
{
    return {partRect(static_cast<int>(views().size()) - 1).right() + kLeft, scaled(36)};
}

void ViewTabs::setCorner(PlayBar* corner)
{
    m_corner = corner;
    m_corner->setParent(this);
    connect(m_corner, &PlayBar::wantedChanged, this, &ViewTabs::placeCorner);
    placeCorner();
}

void ViewTabs::placeCorner()
{
    if (m_corner == nullptr || std::exchange(m_placing, true))
        return;
    const int room = width() - partRect(static_cast<int>(views().size()) - 1).right() - kLeft;
    m_corner->setWordsShown(true);
    if (m_corner->sizeHint().width() > room)
        m_corner->setWordsShown(false);
    const QSize size = m_corner->sizeHint();
    m_corner->setGeometry(width() - size.width() - kLeft, (height() - 1 - size.height()) / 2, size.width(), size.height());
    m_corner->setVisible(m_corner->wanted() && size.width() <= room);
    m_placing = false;
}

void ViewTabs::resizeEvent(QResizeEvent* event)
{
    PartRow::resizeEvent(event);
    placeCorner();
}

bool ViewTabs::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int tab = partAt(help->pos());
        QString text;
        if (tab >= 0) {
            const auto& why = m_why[static_cast<std::size_t>(tab)];
            text = why.isEmpty() ? tr("%1 (%2)").arg(views()[static_cast<std::size_t>(tab)].name).arg(tab + 1) : why;
        }
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return PartRow::event(event);
}

void ViewTabs::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    for (int i = 0; i < static_cast<int>(views().size()); ++i) {
        const QRect tab = partRect(i);
        const bool active = i == current();
        QColor name = active || i == hovered() ? tokens.text : tokens.quietText;
        QColor digit = tokens.hintText;
        if (!available(i)) {
            name.setAlphaF(0.5F);
            digit.setAlphaF(0.5F);
        }
        painter.setFont(chromeText(11));
        painter.setPen(digit);
        painter.drawText(QRect(tab.left() + kPadding, 0, digitWidth(), height()), Qt::AlignVCenter, QString::number(i + 1));
        painter.setFont(chromeText(12.5, active ? QFont::DemiBold : QFont::Normal));
        painter.setPen(name);
        painter.drawText(tab.adjusted(kPadding + digitWidth(), 0, 0, 0), Qt::AlignVCenter, views()[static_cast<std::size_t>(i)].name);
        if (active)
            painter.fillRect(QRect(tab.left() + kPadding - 4, height() - 2, tab.width() - 2 * kPadding + 8, 2), tokens.accent);
        if (active && hasFocus())
            drawFocusRing(painter, QRectF(tab).adjusted(1, 4, -1, -5), 4.0, tokens);
    }
}

void ViewTabs::choose(int tab)
{
    m_session.dispatch(SelectView{views()[static_cast<std::size_t>(tab)].kind});
}

} // namespace headlight::ui
