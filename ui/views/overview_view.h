// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All layers and heads as tiles at one scale: where one sees what there is and chooses.
#pragma once

#include "ui/views/figure_canvas.h"
#include "ui/views/head_gestures.h"

#include <optional>

class QScrollBar;

namespace headlight::ui {

class HeadCard;

class OverviewView : public FigureCanvas {
    Q_OBJECT
public:
    explicit OverviewView(Session& session, QWidget* parent = nullptr);

    /// Where a head's tile is, also when it is scrolled away.
    [[nodiscard]] QRectF tileRect(HeadRef head) const;
    [[nodiscard]] const paint::OverviewLayout& layoutOnScreen() const { return m_layout; }

protected:
    State inputs(State state) const override;
    BuildOptions buildOptions() const override { return {false}; }
    void layOut(const Figure& figure, QSizeF room, const paint::PaintStyle& style) override;
    void paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style) override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] std::optional<std::int64_t> tileAt(QPointF point) const;
    [[nodiscard]] std::optional<std::int64_t> tileOf(HeadRef head) const;

    void choose(const HeadSet& heads);
    void open(HeadRef head);
    void hover(std::optional<HeadRef> head);
    void hoverAt(QPointF point);
    void showCard();
    bool moveFocus(int key);
    void scrollTo(HeadRef head);
    void arrangeScrollBar();
    void tellVisible();

    paint::OverviewLayout m_layout;
    HeadGestures m_gestures;
    HeadCard* m_card;
    QScrollBar* m_scroll;
    std::optional<HeadRef> m_focused;
};

} // namespace headlight::ui
