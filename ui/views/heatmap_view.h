// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One map in depth: labels, profiles, crosshair, zoom.
#pragma once

#include "ui/views/figure_canvas.h"
#include "ui/views/heatmap_stroke.h"

#include <optional>

class QMenu;

namespace headlight::ui {

class HeatmapView : public FigureCanvas {
    Q_OBJECT
public:
    explicit HeatmapView(Session& session, QWidget* parent = nullptr);

    void fit() override;
    void zoomIn() override;
    void zoomOut() override;
    /// Of the figure on screen, in widget coordinates; for tests and for whoever points at a cell.
    [[nodiscard]] QRectF cellRect(paint::FigureCell cell) const;
    [[nodiscard]] const paint::HeatmapLayout& layoutOnScreen() const { return m_layout; }

protected:
    State inputs(State state) const override;
    QSizeF layOut(const Figure& figure, QSizeF room, const paint::PaintStyle& style) override;
    void paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style) override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;

    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    [[nodiscard]] HeatmapStroke::Ground ground(const HeatmapFigure& figure) const;
    [[nodiscard]] CellStretch shownStretch() const;
    void setShown(const CellStretch& stretch);
    void perform(const std::optional<Action>& action);

    void hoverAt(QPointF point);
    void hoverCell(const HeatmapFigure& figure, paint::FigureCell cell);
    void hoverLabel(const HeatmapFigure& figure, QPointF point);
    void describe(const HeatmapFigure& figure, paint::FigureCell cell);
    /// The cell of the crosshair, else the pinned one.
    [[nodiscard]] std::optional<paint::FigureCell> currentCell(const HeatmapFigure& figure) const;

    void zoom(double scale, std::optional<QPointF> about);
    void scroll(QPointF cells);
    bool moveCrosshair(const QKeyEvent& event);
    bool clearStep();
    void copyValue();
    void copyRow();
    void fillMenu(QMenu& menu);

    paint::HeatmapLayout m_layout;
    HeatmapStroke m_stroke;
    std::int64_t m_panel = 0; ///< where the crosshair is
    QPointF m_wheel;          ///< turned and not yet used
    LatestJob<Result<CellDescription>> m_description;
};

} // namespace headlight::ui
