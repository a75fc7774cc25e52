// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From points to cells and back.
#include "ui/paint/panel_cells.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

std::optional<FigureCell> HeatmapLayout::cellAt(QPointF point) const
{
    return panelCellAt(*this, point);
}

QRectF HeatmapLayout::cellRect(FigureCell place) const
{
    return panelCellRect(*this, place);
}

std::optional<std::int64_t> HeatmapLayout::queryLabelAt(QPointF point) const
{
    for (const Panel& panel : panels) {
        const QRectF& map = panel.map;
        const bool inLabels = point.x() >= queryLabels.left() && point.x() < panels.front().map.left();
        if (point.y() < map.top() || point.y() >= map.bottom() || !(inLabels || panel.rowProfile.contains(point)))
            continue;
        return std::clamp<std::int64_t>(static_cast<std::int64_t>((point.y() - map.top()) / cellHeight), 0, rows - 1);
    }
    return std::nullopt;
}

std::optional<std::int64_t> HeatmapLayout::keyLabelAt(QPointF point) const
{
    const double below = panels.empty() ? 0.0 : keyLabels.bottom() - panels.back().map.bottom();
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const Panel& panel = panels[i];
        const QRectF& map = panel.map;
        const bool inLabels = lowestInColumn(i) && point.y() >= map.bottom() && point.y() < map.bottom() + below;
        if (point.x() < map.left() || point.x() >= map.right() || !(inLabels || panel.columnProfile.contains(point)))
            continue;
        return std::clamp<std::int64_t>(static_cast<std::int64_t>((point.x() - map.left()) / cellWidth), 0, columns - 1);
    }
    return std::nullopt;
}

} // namespace headlight::paint
