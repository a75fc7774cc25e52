// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/trend_marks.h"

#include "ui/paint/trend_sizes.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kThick = 2.0;
constexpr double kSelected = 1.6;
constexpr double kThin = 1.2;
constexpr double kHair = 0.8;      ///< where there are many
constexpr double kQuiet = 0.6;     ///< opacity
constexpr double kFaint = 0.35;
constexpr double kReach = 1.5;     ///< of line segments cut off far outside, in sizes of the plot

const std::array<QVector<qreal>, 4>& dashes()
{
    static const std::array<QVector<qreal>, 4> patterns{QVector<qreal>{}, QVector<qreal>{4.0, 2.0}, QVector<qreal>{1.2, 1.8}, QVector<qreal>{6.0, 2.0, 1.2, 2.0}};
    return patterns;
}

} // namespace

QColor seriesColour(std::optional<std::size_t> series, const Tokens& tokens)
{
    return series ? tokens.series[*series % tokens.series.size()] : tokens.otherSeries;
}

QPen linePen(const TrendFigure& figure, const TrendFigure::Line& line, const PaintStyle& style)
{
    const bool many = figure.lines.size() > TrendFigure::kMostPlain;
    QColor colour = seriesColour(line.series, style.tokens);
    double width = kThick;
    if (!line.emphasised) {
        width = line.selected ? kSelected : many ? kHair : kThin;
        colour = line.selected && !line.series ? style.tokens.edge : colour;
        colour.setAlphaF(static_cast<float>(line.selected ? 1.0 : many ? kFaint : kQuiet));
    }
    QPen pen(colour, width * style.textScale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (const auto& pattern = dashes()[line.dash % dashes().size()]; line.emphasised && !pattern.isEmpty()) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(pattern);
    }
    return pen;
}

QVector<QLineF> strokesOf(const TrendLayout& layout, const std::vector<float>& values)
{
    QVector<QLineF> strokes;
    const QRectF seen = layout.plot.adjusted(-kReach * layout.plot.width(), -kReach * layout.plot.height(), kReach * layout.plot.width(), kReach * layout.plot.height());
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!std::isfinite(values[i - 1]) || !std::isfinite(values[i]))
            continue;
        const auto column = static_cast<double>(i);
        if (column < layout.shown.left || column - 1.0 > layout.shown.right)
            continue;
        const QLineF stroke(layout.pointOf(column - 1.0, static_cast<double>(values[i - 1])), layout.pointOf(column, static_cast<double>(values[i])));
        if (QRectF(stroke.p1(), stroke.p2()).normalized().adjusted(-1.0, -1.0, 1.0, 1.0).intersects(seen))
            strokes << stroke;
    }
    return strokes;
}

void paintMarker(QPainter& painter, QPointF middle, std::size_t shape, double radius, const QColor& colour, const QColor& fill)
{
    painter.setPen(QPen(colour, radius * 0.45, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(fill);
    const double r = radius;
    switch (shape % 4) {
    case 0:
        painter.drawEllipse(middle, r, r);
        return;
    case 1:
        painter.drawRect(QRectF(middle.x() - 0.9 * r, middle.y() - 0.9 * r, 1.8 * r, 1.8 * r));
        return;
    case 2:
        painter.drawPolygon(QPolygonF{{middle + QPointF(0.0, -1.15 * r), middle + QPointF(1.1 * r, 0.85 * r), middle + QPointF(-1.1 * r, 0.85 * r)}});
        return;
    default:
        painter.drawPolygon(QPolygonF{{middle + QPointF(0.0, -1.25 * r), middle + QPointF(1.25 * r, 0.0), middle + QPointF(0.0, 1.25 * r), middle + QPointF(-1.25 * r, 0.0)}});
    }
}

} // namespace headlight::paint
