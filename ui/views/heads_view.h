// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Heads by a metric: a map of all of them, and a list, strips, a scatter or the nearest heads beside it. Any of them chooses heads.
#pragma once

#include "ui/views/head_gestures.h"
#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

class SideScroll;

using HeadsCanvas = TypedCanvas<HeadsFigure, paint::HeadsLayout, paint::layoutHeads>;

class HeadsView : public HeadsCanvas {
    Q_OBJECT
public:
    explicit HeadsView(Session& session, QWidget* parent = nullptr);

protected:
    State inputs(State state) const override;
    BuildOptions buildOptions() const override { return {false}; }
    void laidOut() override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const HeadsFigure& figure, const QMouseEvent& event) override;
    void move(const HeadsFigure& figure, const QMouseEvent& event) override;
    void release(const HeadsFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const HeadsFigure& figure, const QMouseEvent& event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::optional<HeadRef> headAt(const HeadsFigure& figure, QPointF point) const; ///< of a cell, a row or a dot
    [[nodiscard]] std::optional<std::int64_t> indexOf(HeadRef head) const;
    [[nodiscard]] HeadSet rowsBetween(const HeadsFigure& figure, std::int64_t one, std::int64_t other) const;
    [[nodiscard]] QString wordsOf(const HeadsFigure& figure, std::int64_t index) const;

    void choose(const HeadSet& heads);
    void open(HeadRef head);
    void hover(std::optional<HeadRef> head);
    void pressRow(const HeadsFigure& figure, std::int64_t row, Qt::KeyboardModifiers modifiers);
    void dragRow(const HeadsFigure& figure, QPointF point);
    bool moveFocus(const HeadsFigure& figure, int key);
    bool act(int key);

    HeadGestures m_gestures;
    SideScroll* m_scroll;
    std::optional<HeadRef> m_pointed; ///< by this view's pointer or keys
    std::optional<std::int64_t> m_anchorRow; ///< of the list: where a range begins
    HeadSet m_beforeBrush;
    bool m_brushing = false; ///< the pointer, still pressed, takes rows of the list
};

} // namespace headlight::ui
