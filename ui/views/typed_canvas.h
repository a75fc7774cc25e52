// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A canvas with one kind of figure: lays it out and paints it, and hands the mouse on only while such a figure is on screen.
#pragma once

#include "ui/views/figure_canvas.h"

#include <QMouseEvent>

namespace headlight::ui {

/// `layOutFigure` is the layout of the figure, one of those in painter.h.
template <typename FigureT, typename LayoutT, LayoutT (*layOutFigure)(const FigureT&, QSizeF, const paint::PaintStyle&)>
class TypedCanvas : public FigureCanvas {
public:
    using FigureCanvas::FigureCanvas;

    [[nodiscard]] const LayoutT& layoutOnScreen() const { return m_layout; }

protected:
    // What the mouse does to the figure on screen, which stays for as long as the call lasts: what is dispatched may bring another.
    virtual void press(const FigureT& figure, const QMouseEvent& event) = 0;
    virtual void move(const FigureT& figure, const QMouseEvent& event) = 0;
    virtual void release(const FigureT& figure, const QMouseEvent& event) = 0;
    virtual void doubleClick(const FigureT& figure, const QMouseEvent& event) = 0; ///< of the left button
    virtual void laidOut() {}

    void layOut(const Figure& figure, QSizeF room, const paint::PaintStyle& style) final
    {
        const auto* mine = std::get_if<FigureT>(&figure);
        m_layout = mine == nullptr ? LayoutT{} : layOutFigure(*mine, room, style);
        laidOut();
    }
    void paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style) final
    {
        if (const auto* mine = std::get_if<FigureT>(&figure))
            paint::paint(painter, *mine, m_layout, style);
    }

    void mousePressEvent(QMouseEvent* event) final { hand(&TypedCanvas::press, *event); }
    void mouseMoveEvent(QMouseEvent* event) final { hand(&TypedCanvas::move, *event); }
    void mouseReleaseEvent(QMouseEvent* event) final { hand(&TypedCanvas::release, *event); }
    void mouseDoubleClickEvent(QMouseEvent* event) final
    {
        if (event->button() == Qt::LeftButton)
            hand(&TypedCanvas::doubleClick, *event);
    }

    LayoutT m_layout;

private:
    void hand(void (TypedCanvas::*what)(const FigureT&, const QMouseEvent&), const QMouseEvent& event)
    {
        const auto kept = figure();
        if (const auto* mine = shown<FigureT>())
            (this->*what)(*mine, event);
    }
};

} // namespace headlight::ui
