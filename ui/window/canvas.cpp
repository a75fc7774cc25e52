// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/canvas.h"

#include "ui/window/chrome.h"

#include <QEvent>

#include <algorithm>

namespace headlight::ui {

Canvas::Canvas(Session& session, QWidget* parent) : QStackedWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("canvas"));
    setMinimumSize(520, 420);
    connect(&m_session, &Session::stateChanged, this, &Canvas::showView);
    showView();
}

View* Canvas::view() const
{
    return qobject_cast<View*>(currentWidget());
}

std::shared_ptr<const Figure> Canvas::figure() const
{
    return view() != nullptr ? view()->figure() : nullptr;
}

void Canvas::showView()
{
    if (!m_session.state().hasDump())
        return;
    const auto kind = m_session.state().view;
    auto made = m_views.find(kind);
    if (made == m_views.end()) {
        const auto entry = std::find_if(views().begin(), views().end(), [kind](const ViewEntry& e) { return e.kind == kind; });
        if (entry == views().end() || entry->make == nullptr) {
            m_session.dispatch(SelectView{ViewKind::Overview}); // a state of a newer version
            return;
        }
        View* view = entry->make(m_session, this);
        view->installEventFilter(this);
        connect(view, &View::statusText, this, &Canvas::statusText);
        connect(view, &View::figureReplaced, this, &Canvas::tellFigure); // a view may show others within it
        connect(view, &View::exportRequested, this, &Canvas::exportRequested);
        connect(view, &View::pictureWanted, this, &Canvas::pictureWanted);
        connect(view, &View::saveRequested, this, &Canvas::saveRequested);
        addWidget(view);
        made = m_views.emplace(kind, view).first;
        applyTokens();
        if (m_views.size() == 1)
            emit viewChanged(); // the first is in front at once
    }
    if (currentWidget() == made->second)
        return;
    const bool focused = currentWidget() != nullptr && currentWidget()->hasFocus();
    setCurrentWidget(made->second);
    if (focused)
        made->second->setFocus();
    emit viewChanged();
    tellFigure();
}

bool Canvas::event(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyTokens();
    return QStackedWidget::event(event);
}

void Canvas::applyTokens()
{
    for (const auto& [kind, view] : m_views) {
        paint::PaintStyle style;
        style.tokens = tokensOf(this);
        style.devicePixelRatio = devicePixelRatioF();
        view->setStyle(style);
    }
}

// A new figure is always painted, so painting is when to look.
bool Canvas::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && watched == currentWidget())
        QMetaObject::invokeMethod(this, &Canvas::tellFigure, Qt::QueuedConnection);
    return QStackedWidget::eventFilter(watched, event);
}

void Canvas::tellFigure()
{
    const auto shown = figure();
    if (shown == nullptr || shown == m_told)
        return;
    m_told = shown;
    emit figureChanged(*shown);
}

} // namespace headlight::ui
