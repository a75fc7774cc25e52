// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The mouse on a Heatmap, from a button's press to its release: a click pins or chooses a label, a drag zooms, filters or pans.
#pragma once

#include "figure/figure.h"
#include "ui/paint/painter.h"
#include "ui/views/cell_extent.h"

#include <QPointF>
#include <QRectF>
#include <Qt>

#include <optional>

namespace headlight::ui {

class HeatmapStroke {
public:
    /// What is under the mouse now; the figure may change while the button is held.
    struct Ground {
        const HeatmapFigure& figure;
        const paint::HeatmapLayout& layout;
        const CellExtent& extent;
        CellStretch shown;
    };

    /// Points are in the coordinates of the layout.
    void press(const Ground& ground, QPointF point, Qt::MouseButton button);
    std::optional<Action> move(const Ground& ground, QPointF point);
    std::optional<Action> release(const Ground& ground, QPointF point);
    void cancel() { m_kind = Kind::None; }

    [[nodiscard]] bool active() const { return m_kind != Kind::None; }
    [[nodiscard]] bool panning() const { return m_kind == Kind::Pan; }
    /// Cells that a release would zoom to or keep; nothing before the pointer has moved far enough.
    [[nodiscard]] std::optional<QRectF> band(const Ground& ground) const;

private:
    enum class Kind : std::uint8_t { None, Cells, Queries, Keys, Pan };

    [[nodiscard]] std::optional<paint::FigureCell> nearestCell(const Ground& ground, QPointF point) const;
    [[nodiscard]] bool far() const;
    [[nodiscard]] Action click() const;
    [[nodiscard]] std::optional<CellStretch> dragged(const Ground& ground) const;

    Kind m_kind = Kind::None;
    paint::FigureCell m_from;
    CellIndex m_fromIndex;
    paint::FigureCell m_to;
    QPointF m_start;
    QPointF m_point;
    CellStretch m_before; ///< Pan only
};

} // namespace headlight::ui
