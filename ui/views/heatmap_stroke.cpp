// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_stroke.h"

#include "ui/views/heatmap_text.h"

#include <QGuiApplication>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kInside = 0.01; // the right and lower edge of a rectangle belong to its neighbour

/// Places of the figure as places of everything that can be shown.
Stretch between(std::int64_t shownFirst, std::int64_t from, std::int64_t to)
{
    return {shownFirst + std::min(from, to), std::abs(to - from) + 1};
}

} // namespace

void HeatmapStroke::press(const Ground& ground, QPointF point, Qt::MouseButton button)
{
    m_kind = Kind::None;
    m_start = m_point = point;
    m_before = ground.shown;
    if (button == Qt::MiddleButton) {
        m_kind = Kind::Pan;
        return;
    }
    if (button != Qt::LeftButton || ground.figure.queries.labels.empty() || ground.figure.keys.labels.empty())
        return;
    if (const auto cell = ground.layout.cellAt(point)) {
        m_kind = Kind::Cells;
        m_from = *cell;
    } else if (const auto row = ground.layout.queryLabelAt(point)) {
        m_kind = Kind::Queries;
        m_from = {0, *row, 0};
    } else if (const auto column = ground.layout.keyLabelAt(point)) {
        m_kind = Kind::Keys;
        m_from = {0, 0, *column};
    } else {
        return;
    }
    m_to = m_from;
    m_fromIndex = cellIndexOf(ground.figure, m_from);
}

std::optional<Action> HeatmapStroke::move(const Ground& ground, QPointF point)
{
    if (!active())
        return std::nullopt;
    m_point = point;
    if (m_kind != Kind::Pan) {
        if (const auto cell = nearestCell(ground, point))
            m_to = *cell;
        return std::nullopt;
    }
    if (ground.layout.cellWidth <= 0.0 || ground.layout.cellHeight <= 0.0)
        return std::nullopt;
    const auto down = std::llround((m_start.y() - point.y()) / ground.layout.cellHeight);
    const auto right = std::llround((m_start.x() - point.x()) / ground.layout.cellWidth);
    const CellStretch shown{moved(m_before.queries, ground.extent.queryCount(), down), moved(m_before.keys, ground.extent.keyCount(), right)};
    if (shown == ground.shown)
        return std::nullopt;
    return SetWindow{ground.extent.window(shown)};
}

std::optional<Action> HeatmapStroke::release(const Ground& ground, QPointF point)
{
    const auto moving = move(ground, point);
    const bool pan = panning();
    std::optional<Action> action = moving;
    if (active() && !pan) {
        if (const auto stretch = dragged(ground))
            action = SetWindow{ground.extent.window(*stretch)};
        else
            action = click();
    }
    m_kind = Kind::None;
    return action;
}

/// The cell at the point, or the nearest one of the panel where the button was pressed.
std::optional<paint::FigureCell> HeatmapStroke::nearestCell(const Ground& ground, QPointF point) const
{
    const auto& panels = ground.layout.panels;
    if (panels.empty())
        return std::nullopt;
    auto panel = panels.begin() + std::min<std::ptrdiff_t>(m_from.panel, std::ssize(panels) - 1);
    if (m_kind == Kind::Queries) // labels stand beside a row of panels
        if (const auto beside = std::ranges::find_if(panels, [this](const auto& p) { return m_start.y() >= p.map.top() && m_start.y() < p.map.bottom(); });
            beside != panels.end())
            panel = beside;
    if (m_kind == Kind::Keys)
        if (const auto above = std::ranges::find_if(panels, [this](const auto& p) { return m_start.x() >= p.map.left() && m_start.x() < p.map.right(); });
            above != panels.end())
            panel = above;
    const QRectF map = panel->map;
    return ground.layout.cellAt({std::clamp(point.x(), map.left() + kInside, std::max(map.left() + kInside, map.right() - kInside)),
                                 std::clamp(point.y(), map.top() + kInside, std::max(map.top() + kInside, map.bottom() - kInside))});
}

bool HeatmapStroke::far() const
{
    return (m_point - m_start).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
}

Action HeatmapStroke::click() const
{
    switch (m_kind) {
    case Kind::Queries:
        return SetQuery{m_fromIndex.query};
    case Kind::Keys:
        return SetKey{m_fromIndex.key};
    default:
        return PinCell{m_fromIndex};
    }
}

/// Nothing when it was a click: hardly any way, or within one cell.
std::optional<CellStretch> HeatmapStroke::dragged(const Ground& ground) const
{
    if (!far())
        return std::nullopt;
    CellStretch stretch = ground.shown;
    if (m_kind != Kind::Keys)
        stretch.queries = between(ground.shown.queries.first, m_from.row, m_to.row);
    if (m_kind != Kind::Queries)
        stretch.keys = between(ground.shown.keys.first, m_from.column, m_to.column);
    const bool several = (m_kind != Kind::Keys && m_from.row != m_to.row) || (m_kind != Kind::Queries && m_from.column != m_to.column);
    return several ? std::optional(stretch) : std::nullopt;
}

std::optional<QRectF> HeatmapStroke::band(const Ground& ground) const
{
    if (!active() || panning() || !dragged(ground))
        return std::nullopt;
    paint::FigureCell from = m_from;
    paint::FigureCell to = m_to;
    from.panel = to.panel;
    if (m_kind == Kind::Queries) {
        from.column = 0;
        to.column = ground.layout.columns - 1;
    } else if (m_kind == Kind::Keys) {
        from.row = 0;
        to.row = ground.layout.rows - 1;
    }
    return ground.layout.cellRect(from).united(ground.layout.cellRect(to));
}

} // namespace headlight::ui
