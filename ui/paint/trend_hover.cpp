// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/lettering.h"
#include "ui/paint/strokes.h"
#include "ui/paint/trend_marks.h"
#include "ui/paint/trend_sizes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight::paint {

namespace {

constexpr double kRing = 7.0;
constexpr double kCardPad = 9.0;
constexpr double kCardGap = 14.0;
constexpr double kPointFirst = 0.7; ///< of the distance: a point is rather meant than the stroke beside it

double distanceTo(const QLineF& stroke, QPointF point)
{
    const QPointF along = stroke.p2() - stroke.p1();
    const double length = QPointF::dotProduct(along, along);
    const double part = length > 0.0 ? std::clamp(QPointF::dotProduct(point - stroke.p1(), along) / length, 0.0, 1.0) : 0.0;
    const QPointF away = point - (stroke.p1() + part * along);
    return std::hypot(away.x(), away.y());
}

/// The nearest so far.
class Nearest {
public:
    explicit Nearest(double reach) : m_distance(reach) {}
    void offer(double distance, TrendPlace place)
    {
        if (distance > m_distance || (m_found && distance == m_distance))
            return;
        m_distance = distance;
        m_found = place;
    }
    [[nodiscard]] std::optional<TrendPlace> found() const { return m_found; }

private:
    double m_distance;
    std::optional<TrendPlace> m_found;
};

std::optional<TrendPlace> nearestLine(const TrendFigure& figure, const TrendLayout& layout, QPointF point, double reach)
{
    const double column = layout.dataAt(point).x();
    const auto last = static_cast<std::int64_t>(figure.columns.size()) - 1;
    const auto before = std::clamp(static_cast<std::int64_t>(std::floor(column)), std::int64_t{0}, last);
    const auto after = std::min(before + 1, last);
    const auto near = column - static_cast<double>(before) < 0.5 ? before : after;
    Nearest nearest(reach);
    for (const bool emphasised : {true, false}) // of lines that lie over each other the one that is seen
        for (std::size_t i = 0; i < figure.lines.size(); ++i) {
            const auto& line = figure.lines[i];
            if (line.emphasised != emphasised)
                continue;
            for (const auto at : {before, after})
                if (std::isfinite(line.values[static_cast<std::size_t>(at)])) {
                    const TrendPlace place{static_cast<std::int64_t>(i), at};
                    const QPointF away = placePoint(figure, layout, place) - point;
                    nearest.offer(kPointFirst * std::hypot(away.x(), away.y()), place);
                }
            const float left = line.values[static_cast<std::size_t>(before)];
            const float right = line.values[static_cast<std::size_t>(after)];
            if (before == after || figure.ofHeads || !std::isfinite(left) || !std::isfinite(right))
                continue;
            const QLineF stroke(layout.pointOf(static_cast<double>(before), static_cast<double>(left)), layout.pointOf(static_cast<double>(after), static_cast<double>(right)));
            nearest.offer(distanceTo(stroke, point), {static_cast<std::int64_t>(i), near});
        }
    return nearest.found();
}

std::optional<TrendPlace> nearestPoint(const TrendFigure& figure, const TrendLayout& layout, QPointF point, double reach)
{
    const auto& scores = *figure.scores;
    const double column = layout.dataAt(point).x();
    const double columns = reach / layout.pitch() + kTrendSpread / 2.0;
    const auto first = std::max(std::int64_t{0}, static_cast<std::int64_t>(std::ceil(column - columns)));
    const auto last = std::min(scores.columns() - 1, static_cast<std::int64_t>(std::floor(column + columns)));
    Nearest nearest(reach);
    for (std::int64_t map = 0; map < scores.rows(); ++map)
        for (std::int64_t key = first; key <= last; ++key)
            if (std::isfinite(scores(map, key))) {
                const QPointF away = placePoint(figure, layout, {map, key}) - point;
                nearest.offer(std::hypot(away.x(), away.y()), {map, key});
            }
    return nearest.found();
}

void paintTrendLine(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, const TrendFigure::Line& line, Qt::PenStyle dashes, const PaintStyle& style)
{
    if (figure.ofHeads)
        return;
    painter.save();
    painter.setClipRect(layout.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto strokes = strokesOf(layout, line.values);
    painter.setPen(QPen(style.tokens.canvas, 5.0 * style.textScale, Qt::SolidLine, Qt::RoundCap));
    painter.drawLines(strokes);
    const QColor colour = line.series ? seriesColour(line.series, style.tokens) : style.tokens.text;
    painter.setPen(QPen(colour, 2.2 * style.textScale, dashes, Qt::FlatCap));
    painter.drawLines(strokes);
    painter.restore();
}

/// Beside the point, where it covers neither the point nor the edge of the plot; the first line is its head.
void paintCard(QPainter& painter, const TrendLayout& layout, QPointF point, const std::vector<QString>& words, const QColor& head, const PaintStyle& style)
{
    const Lettering letters(style);
    const auto roleOf = [](std::size_t line) { return line == 0 ? Role::PanelTitle : Role::Label; };
    double width = 0.0;
    double height = 2.0 * kCardPad;
    for (std::size_t i = 0; i < words.size(); ++i) {
        width = std::max(width, letters.width(roleOf(i), words[i]) + 2.0 * kCardPad);
        height += letters.lineHeight(roleOf(i)) + 1.0;
    }
    const bool right = point.x() + kCardGap + width <= layout.plot.right();
    const bool below = point.y() + kCardGap + height <= layout.plot.bottom();
    const double left = right ? point.x() + kCardGap : std::max(0.0, point.x() - kCardGap - width);
    const QRectF card(std::round(left), std::round(below ? point.y() + kCardGap : std::max(layout.plot.top() - 40.0, point.y() - kCardGap - height)), std::ceil(width), std::ceil(height));
    painter.setPen(QPen(style.tokens.line, 1.0));
    painter.setBrush(style.tokens.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    double y = card.top() + kCardPad;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const double line = letters.lineHeight(roleOf(i)) + 1.0;
        letters.draw(painter, roleOf(i), {card.left() + kCardPad, y + line / 2.0 + letters.capMiddle(roleOf(i))}, words[i], i == 0 ? head : style.tokens.text);
        y += line;
    }
}

} // namespace

std::optional<TrendPlace> trendPlaceAt(const TrendFigure& figure, const TrendLayout& layout, QPointF point, double reach)
{
    if (!layout.plot.adjusted(-reach, -reach, reach, reach).contains(point))
        return std::nullopt;
    if (figure.points())
        return nearestPoint(figure, layout, point, reach);
    return figure.columns.empty() ? std::nullopt : nearestLine(figure, layout, point, reach);
}

void paintTrendHover(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, TrendPlace place, const std::vector<QString>& words, const PaintStyle& style)
{
    const QPointF point = placePoint(figure, layout, place);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    QColor colour = style.tokens.text;
    if (figure.points()) {
        if (const auto series = figure.seriesOf[static_cast<std::size_t>(place.line)])
            colour = seriesColour(series, style.tokens);
    } else {
        const auto& line = figure.lines[static_cast<std::size_t>(place.line)];
        if (line.series)
            colour = seriesColour(line.series, style.tokens);
        painter.setPen(QPen(style.tokens.edge, 1.0, Qt::DashLine));
        painter.drawLine(QLineF(point.x(), layout.plot.top(), point.x(), layout.plot.bottom()));
        paintTrendLine(painter, figure, layout, line, Qt::SolidLine, style);
    }
    if (layout.plot.adjusted(-1.0, -1.0, 1.0, 1.0).contains(point)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(style.tokens.canvas, 4.0));
        painter.drawEllipse(point, kRing, kRing);
        painter.setPen(QPen(colour, 2.0));
        painter.drawEllipse(point, kRing, kRing);
        if (!words.empty())
            paintCard(painter, layout, point, words, colour, style);
    }
    painter.restore();
}

void paintLinkedHead(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, HeadRef head, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& line : figure.lines)
        if (line.head == head.head && !figure.ofHeads)
            paintTrendLine(painter, figure, layout, line, Qt::DashLine, style);
    painter.restore();
}

} // namespace headlight::paint
