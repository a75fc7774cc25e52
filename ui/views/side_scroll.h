// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The scroll bar at an edge of a canvas whose figure is higher than the canvas.
#pragma once

#include <QScrollBar>

#include <cstdint>

class QWheelEvent;

namespace headlight::ui {

class SideScroll : public QScrollBar {
    Q_OBJECT
public:
    enum class Edge : std::uint8_t { Left, Right };

    explicit SideScroll(QWidget* canvas, Edge edge = Edge::Right);

    /// `hidden` is the height that is not seen, `page` that of what is. No signal: whoever lays out paints anyway.
    void arrange(double hidden, double page);
    /// False where there is nothing to scroll, or a key is held that means something else.
    bool turn(QWheelEvent& event);
    /// Moves as far as needed for what stands from `top` to `bottom` (of the figure as seen now) to be inside `from` to `to`.
    void reveal(double top, double bottom, double from, double to);

private:
    Edge m_edge;
};

} // namespace headlight::ui
