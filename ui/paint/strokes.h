// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lines and frames that stand on whole device pixels, and other small things all figures draw alike.
#pragma once

#include "ui/paint/painter.h"

#include <QColor>
#include <QImage>
#include <QRectF>

#include <cmath>

namespace headlight::paint {

/// To the nearest device pixel.
inline double snapped(double value, const PaintStyle& style)
{
    return std::round(value * style.devicePixelRatio) / style.devicePixelRatio;
}

/// `units` wide, but whole device pixels, at least one.
inline double lineWidth(double units, const PaintStyle& style)
{
    if (style.vector)
        return units;
    return std::fmax(1.0, std::round(units * style.devicePixelRatio)) / style.devicePixelRatio;
}

/// A thin rectangle without antialiasing.
void paintLine(QPainter& painter, const QRectF& place, const QColor& colour);

/// A frame around `inner`: no pixel of it is covered.
void paintFrame(QPainter& painter, const QRectF& inner, double units, const QColor& colour, const PaintStyle& style);

/// The same in dashes over a line of `ground`, so that it reads beside any colour: what another view points at.
void paintDashedFrame(QPainter& painter, const QRectF& inner, const QColor& colour, const QColor& ground, const PaintStyle& style);

/// A cell that is pointed at or pinned: white inside black, so that it reads on any colour; never smaller than 5 pixels.
void paintCellMark(QPainter& painter, const QRectF& cell, double white, double black);

/// One pixel of `image` is one device pixel; `place` stands on whole ones.
void paintImage(QPainter& painter, const QRectF& place, const QImage& image);

/// The ground of cells that are no numbers: lines at 45 degrees.
void paintHatch(QPainter& painter, const QRectF& place, const PaintStyle& style);

/// Rectangles and lines without antialiasing, until the end of the block.
class CrispEdges {
public:
    explicit CrispEdges(QPainter& painter);
    ~CrispEdges();
    CrispEdges(const CrispEdges&) = delete;
    CrispEdges& operator=(const CrispEdges&) = delete;
    CrispEdges(CrispEdges&&) = delete;
    CrispEdges& operator=(CrispEdges&&) = delete;

private:
    QPainter& m_painter;
    bool m_before;
};

} // namespace headlight::paint
