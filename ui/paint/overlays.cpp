// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/painter.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>

namespace headlight::paint {

namespace {

const QColor kLineOnMap(255, 255, 255, 166); // white 65 %
const QColor kLineShade(0, 0, 0, 70);        // beside it, so that it also shows on light maps

/// Row or column of the cell, outlined over the whole map.
void paintBand(QPainter& painter, const QRectF& map, const QRectF& band, const PaintStyle& style)
{
    const double w = lineWidth(1.0, style);
    const bool horizontal = band.width() > band.height();
    const auto line = [&](double at, const QColor& colour) {
        if (horizontal)
            painter.fillRect(QRectF(map.left(), at, map.width(), w).intersected(map), colour);
        else
            painter.fillRect(QRectF(at, map.top(), w, map.height()).intersected(map), colour);
    };
    const double from = horizontal ? band.top() : band.left();
    const double to = horizontal ? band.bottom() : band.right();
    line(from - 2.0 * w, kLineShade);
    line(to + w, kLineShade);
    line(from - w, kLineOnMap);
    line(to, kLineOnMap);
}

template <typename Layout>
bool inside(const Layout& layout, FigureCell cell)
{
    return cell.panel >= 0 && cell.panel < static_cast<std::int64_t>(layout.panels.size()) && cell.row >= 0 && cell.row < layout.rows && cell.column >= 0
           && cell.column < layout.columns;
}

template <typename Layout>
void paintCross(QPainter& painter, const Layout& layout, FigureCell cell, const PaintStyle& style, double white, double black)
{
    if (!inside(layout, cell))
        return;
    const QRectF map = layout.panels[static_cast<std::size_t>(cell.panel)].map;
    const QRectF rect = layout.cellRect(cell);
    painter.save();
    {
        const CrispEdges crisp(painter);
        paintBand(painter, map, QRectF(map.left(), rect.top(), map.width() + map.height(), rect.height()), style);
        paintBand(painter, map, QRectF(rect.left(), map.top(), rect.width(), map.width() + map.height()), style);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintCellMark(painter, rect, white, black);
    painter.restore();
}

} // namespace

void paintCrosshair(QPainter& painter, const HeatmapLayout& layout, FigureCell cell, const PaintStyle& style)
{
    paintCross(painter, layout, cell, style, 1.2 * style.textScale, 2.6 * style.textScale);
}

void paintPinned(QPainter& painter, const HeatmapLayout& layout, FigureCell cell, const PaintStyle& style)
{
    paintCross(painter, layout, cell, style, 1.6 * style.textScale, 3.4 * style.textScale);
}

void paintCrosshair(QPainter& painter, const EvolutionLayout& layout, FigureCell cell, const PaintStyle& style)
{
    paintCross(painter, layout, cell, style, 1.2 * style.textScale, 2.6 * style.textScale);
}

void paintPinned(QPainter& painter, const EvolutionLayout& layout, FigureCell cell, const PaintStyle& style)
{
    paintCross(painter, layout, cell, style, 1.6 * style.textScale, 3.4 * style.textScale);
}

void paintStripHover(QPainter& painter, const EvolutionLayout& layout, std::int64_t strip, const PaintStyle& style)
{
    if (strip >= 0 && strip < std::ssize(layout.strips))
        paintFrame(painter, layout.strips[static_cast<std::size_t>(strip)].map, 1.0, style.tokens.text, style);
}

void paintLinkedHead(QPainter& painter, const EvolutionFigure& figure, const EvolutionLayout& layout, HeadIndex head, const PaintStyle& style)
{
    const auto outline = [&](const std::vector<MapPanel>& maps, const std::vector<EvolutionLayout::Panel>& places) {
        for (std::size_t i = 0; i < std::min(maps.size(), places.size()); ++i)
            if (maps[i].map && maps[i].map->head == head)
                paintDashedFrame(painter, places[i].map, style.tokens.text, style.tokens.canvas, style);
    };
    if (figure.panels.size() > 1)
        outline(figure.panels, layout.panels);
    outline(figure.strips, layout.strips);
}

void paintTileHover(QPainter& painter, const OverviewLayout& layout, std::int64_t tile, const PaintStyle& style)
{
    if (tile < 0 || tile >= static_cast<std::int64_t>(layout.columnOf.size()))
        return;
    painter.save();
    painter.setClipRect(layout.viewport.adjusted(-3.0, -3.0, 3.0, 3.0), Qt::IntersectClip);
    paintFrame(painter, layout.tileRect(tile), 1.0, style.tokens.text, style);
    painter.restore();
}

void paintLinkedTile(QPainter& painter, const OverviewLayout& layout, std::int64_t tile, const PaintStyle& style)
{
    if (tile < 0 || tile >= static_cast<std::int64_t>(layout.columnOf.size()))
        return;
    painter.save();
    painter.setClipRect(layout.viewport.adjusted(-3.0, -3.0, 3.0, 3.0), Qt::IntersectClip);
    paintDashedFrame(painter, layout.tileRect(tile), style.tokens.text, style.tokens.canvas, style);
    painter.restore();
}

void paintLinkedPanel(QPainter& painter, const HeatmapLayout& layout, std::int64_t panel, const PaintStyle& style)
{
    if (panel >= 0 && panel < std::ssize(layout.panels))
        paintDashedFrame(painter, layout.panels[static_cast<std::size_t>(panel)].map, style.tokens.text, style.tokens.canvas, style);
}

} // namespace headlight::paint
