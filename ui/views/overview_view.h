// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All layers and heads as tiles at one scale: where one sees what there is and chooses.
#pragma once

#include "ui/views/typed_canvas.h"
#include "ui/views/head_gestures.h"

#include <optional>

namespace headlight::ui {

class HeadCard;
class SideScroll;

using OverviewCanvas = TypedCanvas<OverviewFigure, paint::OverviewLayout, paint::layoutOverview>;

class OverviewView : public OverviewCanvas {
    Q_OBJECT
public:
    explicit OverviewView(Session& session, QWidget* parent = nullptr);

    /// Where a head's tile is, also when it is scrolled away.
    [[nodiscard]] QRectF tileRect(HeadRef head) const;

protected:
    State inputs(State state) const override;
    BuildOptions buildOptions() const override { return {false, nullptr}; }
    void laidOut() override { arrangeScrollBar(); }
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const OverviewFigure& figure, const QMouseEvent& event) override;
    void move(const OverviewFigure& figure, const QMouseEvent& event) override;
    void release(const OverviewFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const OverviewFigure& figure, const QMouseEvent& event) override;
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
    [[nodiscard]] bool pointsAt(HeadRef head) const { return m_pointed == head; }
    bool moveFocus(int key);
    void scrollTo(HeadRef head);
    void arrangeScrollBar();
    void tellVisible();

    HeadGestures m_gestures;
    HeadCard* m_card;
    SideScroll* m_scroll;
    std::optional<HeadRef> m_focused;
    std::optional<HeadRef> m_pointed; ///< by this view's pointer or keys; what other views point at is only outlined
};

} // namespace headlight::ui
