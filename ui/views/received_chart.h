// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ranks and scores of chosen tokens over the layers, and the scores of all positions: hover names the nearest point, a click selects its head
// and key, the wheel and a dragged rectangle zoom.
#pragma once

#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

using ReceivedCanvas = TypedCanvas<TrendFigure, paint::TrendLayout, paint::layoutTrend>;

class ReceivedChart : public ReceivedCanvas {
    Q_OBJECT
public:
    explicit ReceivedChart(Session& session, QWidget* parent = nullptr);

    void fit() override;
    void zoomIn() override;
    void zoomOut() override;
    /// What is followed, or every position, of all layers and heads.
    [[nodiscard]] std::optional<QByteArray> csv() const override;

protected:
    [[nodiscard]] std::shared_ptr<const Figure> copied() const override;
    State inputs(State state) const override;
    void laidOut() override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const TrendFigure& figure, const QMouseEvent& event) override;
    void move(const TrendFigure& figure, const QMouseEvent& event) override;
    void release(const TrendFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const TrendFigure& figure, const QMouseEvent& event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Drag : std::uint8_t { None, Zoom, Pan };

    void hover(const TrendFigure& figure, std::optional<paint::TrendPlace> place);
    void hoverPosition(const TrendFigure& figure, std::optional<std::int64_t> key);
    void choose(const TrendFigure& figure, paint::TrendPlace place, bool oneMore);
    void choosePosition(const TrendFigure& figure, std::int64_t key, bool oneMore);
    void markLayer(LayerIndex layer);
    void chooseHeads(const TrendFigure& figure, paint::TrendPlace place, bool oneMore);
    void zoomTo(const TrendFigure& figure, const ChartRange& range);
    void followZoom(const State& before, const State& after);
    /// About a point; directions that are not wanted stay as they are.
    void zoomBy(const TrendFigure& figure, double factor, QPointF about, bool columns, bool values);
    void zoomAboutMiddle(double factor);
    [[nodiscard]] bool draggedFar(QPointF to) const;
    [[nodiscard]] bool walk(const TrendFigure& figure, int key);
    void walkPositions(const TrendFigure& figure, int key);

    std::optional<paint::TrendPlace> m_place; ///< under the pointer, or reached with arrows
    std::optional<std::int64_t> m_position;   ///< of the chart below, under the pointer or reached with arrows
    Drag m_drag = Drag::None;
    QPointF m_from;
    QPointF m_to;
};

} // namespace headlight::ui
