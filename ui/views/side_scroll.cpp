// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/side_scroll.h"

#include "ui/views/wheel_turns.h"

#include <QSignalBlocker>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr int kPerNotch = 72;

}

SideScroll::SideScroll(QWidget* canvas, Edge edge) : QScrollBar(Qt::Vertical, canvas), m_edge(edge)
{
    hide();
    setFocusPolicy(Qt::NoFocus);
    setSingleStep(kPerNotch / 3);
}

void SideScroll::arrange(double hidden, double page)
{
    const QSignalBlocker quiet(this);
    const int most = std::max(0, static_cast<int>(std::ceil(hidden)));
    setVisible(most > 0);
    setRange(0, most);
    setPageStep(std::max(1, static_cast<int>(page)));
    const int breadth = sizeHint().width();
    setGeometry(m_edge == Edge::Left ? 0 : parentWidget()->width() - breadth, 0, breadth, parentWidget()->height());
}

bool SideScroll::turn(QWheelEvent& event)
{
    if (isHidden() || event.modifiers() != Qt::NoModifier) {
        event.ignore();
        return false;
    }
    setValue(value() - static_cast<int>(std::lround(event.angleDelta().y() * kPerNotch / WheelTurns::kNotch)));
    event.accept();
    return true;
}

void SideScroll::reveal(double top, double bottom, double from, double to)
{
    if (top < from)
        setValue(value() + static_cast<int>(std::floor(top - from)));
    else if (bottom > to)
        setValue(value() + static_cast<int>(std::ceil(std::min(bottom - to, top - from))));
}

} // namespace headlight::ui
