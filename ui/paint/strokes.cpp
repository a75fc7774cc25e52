// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>

namespace headlight::paint {

namespace {

QRectF atLeast(const QRectF& cell, double side)
{
    const double x = std::max(0.0, (side - cell.width()) / 2.0);
    const double y = std::max(0.0, (side - cell.height()) / 2.0);
    return cell.adjusted(-x, -y, x, y);
}

} // namespace

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

void paintDashedFrame(QPainter& painter, const QRectF& inner, const QColor& colour, const QColor& ground, const PaintStyle& style)
{
    constexpr double kDash = 4.0;
    paintFrame(painter, inner, 1.0, ground, style);
    const CrispEdges crisp(painter);
    const double w = lineWidth(1.0, style);
    const QRectF frame = inner.adjusted(-w, -w, w, w);
    for (double from = 0.0; from < frame.width(); from += 2.0 * kDash)
        for (const double y : {frame.top(), inner.bottom()})
            painter.fillRect(QRectF(frame.left() + from, y, std::fmin(kDash, frame.width() - from), w), colour);
    for (double from = 0.0; from < frame.height(); from += 2.0 * kDash)
        for (const double x : {frame.left(), inner.right()})
            painter.fillRect(QRectF(x, frame.top() + from, w, std::fmin(kDash, frame.height() - from)), colour);
}

void paintCellMark(QPainter& painter, const QRectF& cell, double white, double black)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QRectF mark = atLeast(cell, 5.0);
    painter.setPen(QPen(Qt::black, black, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(mark);
    painter.setPen(QPen(Qt::white, white, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(mark);
    painter.restore();
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
