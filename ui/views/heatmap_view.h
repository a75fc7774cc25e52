// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One map in depth: labels, profiles, crosshair, zoom.
#pragma once

#include "ui/views/typed_canvas.h"
#include "ui/views/heatmap_pointer.h"
#include "ui/views/heatmap_stroke.h"
#include "ui/views/wheel_turns.h"

#include <optional>

namespace headlight::ui {

using HeatmapCanvas = TypedCanvas<HeatmapFigure, paint::HeatmapLayout, paint::layoutHeatmap>;

class HeatmapView : public HeatmapCanvas {
    Q_OBJECT
public:
    explicit HeatmapView(Session& session, QWidget* parent = nullptr);

    void fit() override;
    void zoomIn() override;
    void zoomOut() override;

protected:
    State inputs(State state) const override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    bool event(QEvent* event) override;
    void press(const HeatmapFigure& figure, const QMouseEvent& event) override;
    void move(const HeatmapFigure& figure, const QMouseEvent& event) override;
    void release(const HeatmapFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const HeatmapFigure& figure, const QMouseEvent& event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    static constexpr double kZoomStep = 0.8; ///< of the rows and columns shown, per notch

    [[nodiscard]] HeatmapStroke::Ground ground(const HeatmapFigure& figure) const;
    [[nodiscard]] CellStretch shownStretch() const;
    void setShown(const CellStretch& stretch);
    void perform(const std::optional<Action>& action);

    void pointAt(const HeatmapFigure& figure, QPointF point);
    void zoom(double scale, std::optional<paint::FigureCell> about);
    bool moveCrosshair(const QKeyEvent& event);
    bool clearStep();
    bool shortcut(const QKeyEvent& event);
    void pinCrosshair();
    void copyValue();
    void copyRow();

    HeatmapPointer m_pointer;
    HeatmapStroke m_stroke;
    WheelTurns m_wheel;
};

} // namespace headlight::ui
