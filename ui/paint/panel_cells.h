// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From points to cells and back, for every layout with panels of equal maps: `panels[i].map`, `cellWidth`, `cellHeight`, `rows`, `columns`.
#pragma once

#include "ui/paint/painter.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

template <typename Layout>
std::optional<FigureCell> panelCellAt(const Layout& layout, QPointF point)
{
    for (std::size_t i = 0; i < layout.panels.size(); ++i) {
        const QRectF& map = layout.panels[i].map;
        if (point.x() < map.left() || point.y() < map.top() || point.x() >= map.right() || point.y() >= map.bottom())
            continue;
        const auto row = static_cast<std::int64_t>(std::floor((point.y() - map.top()) / layout.cellHeight));
        const auto column = static_cast<std::int64_t>(std::floor((point.x() - map.left()) / layout.cellWidth));
        return FigureCell{static_cast<std::int64_t>(i), std::clamp<std::int64_t>(row, 0, layout.rows - 1), std::clamp<std::int64_t>(column, 0, layout.columns - 1)};
    }
    return std::nullopt;
}

template <typename Layout>
QRectF panelCellRect(const Layout& layout, FigureCell cell)
{
    if (cell.panel < 0 || cell.panel >= static_cast<std::int64_t>(layout.panels.size()))
        return {};
    const QRectF& map = layout.panels[static_cast<std::size_t>(cell.panel)].map;
    return {map.left() + static_cast<double>(cell.column) * layout.cellWidth, map.top() + static_cast<double>(cell.row) * layout.cellHeight, layout.cellWidth, layout.cellHeight};
}

} // namespace headlight::paint
