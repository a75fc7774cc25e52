// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From points to cells and back.
#include "ui/paint/painter.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

std::optional<FigureCell> HeatmapLayout::cellAt(QPointF point) const
{
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const QRectF& map = panels[i].map;
        if (point.x() < map.left() || point.y() < map.top() || point.x() >= map.right() || point.y() >= map.bottom())
            continue;
        const auto row = static_cast<std::int64_t>(std::floor((point.y() - map.top()) / cellHeight));
        const auto column = static_cast<std::int64_t>(std::floor((point.x() - map.left()) / cellWidth));
        return FigureCell{static_cast<std::int64_t>(i), std::clamp<std::int64_t>(row, 0, rows - 1), std::clamp<std::int64_t>(column, 0, columns - 1)};
    }
    return std::nullopt;
}

QRectF HeatmapLayout::cellRect(FigureCell place) const
{
    if (place.panel < 0 || place.panel >= static_cast<std::int64_t>(panels.size()))
        return {};
    const QRectF& map = panels[static_cast<std::size_t>(place.panel)].map;
    return {map.left() + static_cast<double>(place.column) * cellWidth, map.top() + static_cast<double>(place.row) * cellHeight, cellWidth, cellHeight};
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
