// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One query in every layer: queries are scrubbed through along the key axis, or played.
#pragma once

#include "ui/views/evolution_pointer.h"
#include "ui/views/playback.h"
#include "ui/views/typed_canvas.h"
#include "ui/views/wheel_turns.h"

#include <optional>

namespace headlight::ui {

class QueryList;

using EvolutionCanvas = TypedCanvas<EvolutionFigure, paint::EvolutionLayout, paint::layoutEvolution>;

class EvolutionView : public EvolutionCanvas {
    Q_OBJECT
public:
    explicit EvolutionView(Session& session, QWidget* parent = nullptr);

    void fit() override;
    void zoomIn() override;
    void zoomOut() override;
    [[nodiscard]] Playback* playback() override { return &m_queries; }
    [[nodiscard]] QString playbackWords() const override;
    /// The crosshair rises from the first layer to the last, over the pinned key or the query's own.
    [[nodiscard]] const Playback& layerPlayback() const { return m_layers; }

protected:
    State inputs(State state) const override;
    int patienceMs() const override { return 200; }
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    bool event(QEvent* event) override;
    void press(const EvolutionFigure& figure, const QMouseEvent& event) override;
    void move(const EvolutionFigure& figure, const QMouseEvent& event) override;
    void release(const EvolutionFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const EvolutionFigure& figure, const QMouseEvent& event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    static constexpr double kZoomStep = 0.8; ///< of the keys shown, per notch
    enum class Stroke : std::uint8_t { None, Keys, Scrub, Strip, Pan };

    [[nodiscard]] CellStretch shownStretch() const;
    void setShownKeys(const CellStretch& now);
    void zoom(double scale, std::optional<std::int64_t> about);
    void pointAt(const EvolutionFigure& figure, QPointF point);
    void scrubTo(const EvolutionFigure& figure, QPointF point);
    void isolate(HeadIndex head, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] std::optional<QRectF> band() const;

    bool stepQuery(int by);
    bool stepLayer(int by);
    bool moveCrosshair(const QKeyEvent& event);
    bool clearStep();
    bool shortcut(const QKeyEvent& event);
    void pinCrosshair();
    void copyValue();
    void copyRow();
    void placeList();

    EvolutionPointer m_pointer;
    Playback m_queries;
    Playback m_layers;
    QueryList* m_list;
    WheelTurns m_wheel;
    Stroke m_stroke = Stroke::None;
    QPointF m_start;
    QPointF m_point;
    paint::FigureCell m_from;
    std::int64_t m_strip = -1;
    CellStretch m_before; ///< Pan only
};

} // namespace headlight::ui
