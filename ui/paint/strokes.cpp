// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/strokes.h"

#include <QPainter>

namespace headlight::paint {

void paintLine(QPainter& painter, const QRectF& place, const QColor& colour)
{
    const CrispEdges crisp(painter);
    painter.fillRect(place, colour);
}

void paintFrame(QPainter& painter, const QRectF& inner, double units, const QColor& colour, const PaintStyle& style)
{
    const CrispEdges crisp(painter);
    const double w = lineWidth(units, style);
    painter.fillRect(QRectF(inner.left() - w, inner.top() - w, inner.width() + 2.0 * w, w), colour);
    painter.fillRect(QRectF(inner.left() - w, inner.bottom(), inner.width() + 2.0 * w, w), colour);
    painter.fillRect(QRectF(inner.left() - w, inner.top(), w, inner.height()), colour);
    painter.fillRect(QRectF(inner.right(), inner.top(), w, inner.height()), colour);
}

void paintImage(QPainter& painter, const QRectF& place, const QImage& image)
{
    const bool smooth = painter.testRenderHint(QPainter::SmoothPixmapTransform);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(place, image);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
}

void paintHatch(QPainter& painter, const QRectF& place, const PaintStyle& style)
{
    painter.fillRect(place, style.tokens.canvas);
    const QPointF down(0.0, place.height() / 2.0);
    const QPointF right(place.width() / 2.0, 0.0);
    const QPointF corner = place.topLeft();
    painter.setPen(QPen(style.tokens.hintText, lineWidth(0.8, style), Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QLineF(corner + down, corner + right));
    painter.drawLine(QLineF(corner + down * 2.0, corner + right * 2.0));
    painter.drawLine(QLineF(corner + down * 2.0 + right, corner + down + right * 2.0));
}

CrispEdges::CrispEdges(QPainter& painter) : m_painter(painter), m_before(painter.testRenderHint(QPainter::Antialiasing))
{
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

CrispEdges::~CrispEdges()
{
    m_painter.setRenderHint(QPainter::Antialiasing, m_before);
}

} // namespace headlight::paint
