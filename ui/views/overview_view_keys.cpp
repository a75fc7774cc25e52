// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the Overview does on keys; the mouse is in overview_view.cpp.

#include "ui/views/overview_view.h"

#include "ui/views/side_scroll.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

void OverviewView::scrollTo(HeadRef head)
{
    const QRectF place = tileRect(head);
    const QRectF& seen = m_layout.viewport;
    m_scroll->reveal(place.top(), place.bottom(), seen.top(), seen.bottom());
}

bool OverviewView::moveFocus(int key)
{
    const auto* figure = shown<OverviewFigure>();
    if (figure == nullptr || figure->tiles.empty())
        return false;
    if (key != Qt::Key_Left && key != Qt::Key_Right && key != Qt::Key_Up && key != Qt::Key_Down && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    const bool starts = !m_focused || !tileOf(*m_focused);
    HeadRef head = starts ? session().state().selection.heads.heads().front() : *m_focused;
    if (!starts) {
        auto layer = head.layer.value + (key == Qt::Key_Down) - (key == Qt::Key_Up);
        layer = std::clamp<std::int64_t>(layer, 0, figure->layers - 1);
        const auto last = session().state().stackShape().heads[static_cast<std::size_t>(layer)] - 1;
        auto column = m_gestures.columnOf(head) + (key == Qt::Key_Right) - (key == Qt::Key_Left);
        column = key == Qt::Key_Home ? 0 : key == Qt::Key_End ? last : std::clamp<std::int64_t>(column, 0, last);
        head = m_gestures.headAt(LayerIndex{layer}, column).value_or(head);
    }
    m_focused = head;
    scrollTo(head);
    hover(head);
    showCard();
    update();
    return true;
}

void OverviewView::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier || shown<OverviewFigure>() == nullptr) {
        OverviewCanvas::keyPressEvent(event);
        return;
    }
    if (moveFocus(event->key()))
        return;
    if (event->key() == Qt::Key_Space && m_focused) {
        choose(m_gestures.press(session().state().selection.heads, *m_focused, Qt::ControlModifier));
        m_gestures.release();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_focused) {
        open(*m_focused);
    } else if (event->key() == Qt::Key_PageDown && m_scroll->isVisible()) {
        m_scroll->triggerAction(QAbstractSlider::SliderPageStepAdd);
    } else if (event->key() == Qt::Key_PageUp && m_scroll->isVisible()) {
        m_scroll->triggerAction(QAbstractSlider::SliderPageStepSub);
    } else if (event->key() == Qt::Key_Escape && session().hover().head) {
        hover(std::nullopt);
    } else {
        OverviewCanvas::keyPressEvent(event);
    }
}

} // namespace headlight::ui
