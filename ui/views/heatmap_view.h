// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One map in depth: labels, profiles, crosshair, zoom.
#pragma once

#include "ui/views/figure_canvas.h"
#include "ui/views/heatmap_pointer.h"
#include "ui/views/heatmap_stroke.h"
#include "ui/views/wheel_turns.h"

#include <optional>

namespace headlight::ui {

class HeatmapView : public FigureCanvas {
    Q_OBJECT
public:
    explicit HeatmapView(Session& session, QWidget* parent = nullptr);

    void fit() override;
    void zoomIn() override;
    void zoomOut() override;
    [[nodiscard]] const paint::HeatmapLayout& layoutOnScreen() const { return m_layout; }

protected:
    State inputs(State state) const override;
    void layOut(const Figure& figure, QSizeF room, const paint::PaintStyle& style) override;
    void paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style) override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    static constexpr double kZoomStep = 0.8; ///< of the rows and columns shown, per notch

    [[nodiscard]] HeatmapStroke::Ground ground(const HeatmapFigure& figure) const;
    [[nodiscard]] CellStretch shownStretch() const;
    void setShown(const CellStretch& stretch);
    void perform(const std::optional<Action>& action);

    void pointAt(QPointF point);
    void zoom(double scale, std::optional<paint::FigureCell> about);
    bool moveCrosshair(const QKeyEvent& event);
    bool clearStep();
    bool shortcut(const QKeyEvent& event);
    void pinCrosshair();
    void copyValue();
    void copyRow();

    paint::HeatmapLayout m_layout;
    HeatmapPointer m_pointer;
    HeatmapStroke m_stroke;
    WheelTurns m_wheel;
};

} // namespace headlight::ui
