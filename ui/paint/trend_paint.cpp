// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/chart_grid.h"
#include "ui/paint/footer.h"
#include "ui/paint/number_text.h"
#include "ui/paint/placed_labels.h"
#include "ui/paint/strokes.h"
#include "ui/paint/trend_marks.h"
#include "ui/paint/trend_positions.h"
#include "ui/paint/trend_sizes.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kLeastMarkerPitch = 9.0;
constexpr double kSmallMarker = 2.2;
constexpr double kBandOpacity = 0.22;
constexpr std::size_t kNamedPoints = 6;

class TrendPainting {
public:
    TrendPainting(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        paintPadding();
        const auto& shown = m_layout.shown;
        paintChartGrid(m_painter, {m_layout.plot, shown.left, shown.right, shown.low, shown.high, m_layout.step, m_layout.downward}, m_style);
        if (m_figure.positions && m_layout.positions)
            paintMarkedLayer(m_figure.positions->layer);
        m_painter.save();
        m_painter.setClipRect(m_layout.plot);
        if (m_figure.points())
            paintPoints();
        else
            paintLines();
        m_painter.restore();
        paintFrame(m_painter, m_layout.plot, 1.0, m_style.tokens.edge, m_style);
        if (m_figure.points())
            paintNames();
        else
            paintEnds();
        paintValueAxis();
        paintColumnAxis();
        if (m_figure.positions && m_layout.positions)
            paintPositions(m_painter, *m_figure.positions, *m_layout.positions, m_letters, m_style);
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    /// The last ranks, which padding has.
    void paintPadding()
    {
        if (m_figure.kind != TrendKind::Rank || m_figure.paddedRanks == 0)
            return;
        const auto first = m_figure.ranked - m_figure.paddedRanks + 1;
        const double top = std::max(m_layout.plot.top(), m_layout.pointOf(0.0, static_cast<double>(first) - 0.5).y());
        if (top >= m_layout.plot.bottom())
            return;
        const QRectF band(m_layout.plot.left(), top, m_layout.plot.width(), m_layout.plot.bottom() - top);
        paintLine(m_painter, band, m_style.tokens.window);
        const QString words = QStringLiteral("ranks %1–%2: padding, receives nothing").arg(first).arg(m_figure.ranked);
        if (band.height() >= m_letters.lineHeight(Role::Label))
            m_letters.draw(m_painter, Role::Label, {band.left() + u(8.0), band.bottom() - u(6.0)}, words, m_style.tokens.quietText);
    }

    /// The layer of the chart below.
    void paintMarkedLayer(LayerIndex layer)
    {
        const auto column = static_cast<double>(layer.value);
        if (m_figure.ofHeads || m_figure.columns.size() == 1 || column < m_layout.shown.left || column > m_layout.shown.right)
            return;
        const double x = m_layout.pointOf(column, 0.0).x();
        m_painter.save();
        QPen pen(m_style.tokens.edge, u(1.0), Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({4.0, 3.0});
        m_painter.setPen(pen);
        m_painter.drawLine(QLineF(x, m_layout.plot.top(), x, m_layout.plot.bottom()));
        m_painter.restore();
    }

    // Lines ------------------------------------------------------------------

    void paintLines()
    {
        if (m_figure.spread && m_figure.spread->band)
            paintBand(*m_figure.spread);
        for (const bool emphasised : {false, true})
            for (const auto& line : m_figure.lines)
                if (line.emphasised == emphasised)
                    paintStrokes(line);
        if (m_figure.spread && m_figure.keys.labels.size() == 1)
            paintMedian(*m_figure.spread);
        for (const bool emphasised : {false, true})
            for (const auto& line : m_figure.lines)
                if (line.emphasised == emphasised)
                    paintMarkers(line);
        if (m_figure.kind == TrendKind::Score)
            paintRanks();
    }

    /// Values of heads are no course: a stem stands where a line would go on.
    void paintStrokes(const TrendFigure::Line& line)
    {
        m_painter.setPen(linePen(m_figure, line, m_style));
        if (!m_figure.ofHeads) {
            m_painter.drawLines(strokesOf(m_layout, line.values));
            return;
        }
        const double base = m_layout.downward ? m_layout.shown.high : m_layout.shown.low;
        const double shift = stemShift(line.key);
        for (std::size_t column = 0; column < line.values.size(); ++column)
            if (std::isfinite(line.values[column]))
                m_painter.drawLine(QLineF(m_layout.pointOf(static_cast<double>(column) + shift, static_cast<double>(line.values[column])), m_layout.pointOf(static_cast<double>(column) + shift, base)));
    }

    /// Stems of several keys stand beside one another.
    [[nodiscard]] double stemShift(std::int64_t key) const
    {
        const auto keys = static_cast<double>(m_figure.keys.labels.size());
        return m_figure.ofHeads ? ((static_cast<double>(key) + 0.5) / keys - 0.5) * 0.6 : 0.0;
    }

    void paintBand(const TrendFigure::Spread& spread)
    {
        QPainterPath band;
        std::vector<std::size_t> known;
        for (std::size_t column = 0; column < spread.low.size(); ++column)
            if (std::isfinite(spread.low[column]))
                known.push_back(column);
        const auto at = [&](std::size_t column, const std::vector<float>& values) { return m_layout.pointOf(static_cast<double>(column), static_cast<double>(values[column])); };
        for (std::size_t i = 0; i < known.size(); ++i)
            i == 0 ? band.moveTo(at(known[i], spread.low)) : band.lineTo(at(known[i], spread.low));
        for (std::size_t i = known.size(); i-- > 0;)
            band.lineTo(at(known[i], spread.high));
        QColor colour = m_style.tokens.otherSeries;
        colour.setAlphaF(static_cast<float>(kBandOpacity));
        m_painter.setPen(Qt::NoPen);
        m_painter.fillPath(band, colour);
    }

    void paintMedian(const TrendFigure::Spread& spread)
    {
        QPen pen(m_style.tokens.text, u(1.4), Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({5.0 / 1.4, 4.0 / 1.4});
        m_painter.setPen(pen);
        m_painter.drawLines(strokesOf(m_layout, spread.median));
    }

    [[nodiscard]] bool roomForMarkers() const { return m_layout.pitch() >= u(kLeastMarkerPitch); }

    /// Emphasised lines have markers; of the others those that nothing else would show, and those that are tied.
    void paintMarkers(const TrendFigure::Line& line)
    {
        const bool plain = !line.emphasised && m_figure.lines.size() <= TrendFigure::kMostPlain;
        const QColor colour = linePen(m_figure, line, m_style).color();
        for (std::size_t column = 0; column < line.values.size(); ++column) {
            if (!std::isfinite(line.values[column]))
                continue;
            const bool alone = !(column > 0 && std::isfinite(line.values[column - 1])) && !(column + 1 < line.values.size() && std::isfinite(line.values[column + 1]));
            const bool tied = line.tied[column];
            if (!alone && !(line.emphasised && roomForMarkers()) && !(plain && tied && roomForMarkers()) && !m_figure.ofHeads)
                continue;
            const QPointF middle = m_layout.pointOf(static_cast<double>(column) + stemShift(line.key), static_cast<double>(line.values[column]));
            paintMarker(m_painter, middle, line.series.value_or(0), u(line.emphasised ? kTrendMarker : kSmallMarker), colour, tied ? m_style.tokens.canvas : colour);
        }
    }

    /// The rank beside every emphasised point that has room for it.
    void paintRanks()
    {
        std::vector<QRectF> taken;
        const double size = m_letters.pixels(Role::Label);
        for (const auto& line : m_figure.lines) {
            if (!line.emphasised)
                continue;
            for (std::size_t column = 0; column < line.values.size(); ++column) {
                if (!std::isfinite(line.values[column]))
                    continue;
                const QString words = QString::number(std::llround(line.ranks[column])) + (line.tied[column] ? QStringLiteral("=") : QString());
                const QPointF middle = m_layout.pointOf(static_cast<double>(column) + stemShift(line.key), static_cast<double>(line.values[column]));
                const double width = m_letters.width(Role::Label, words);
                const QPointF baseline = middle - QPointF(0.0, u(kTrendMarker + 5.0));
                const QRectF box(baseline.x() - width / 2.0 - 1.0, baseline.y() - size, width + 2.0, size);
                if (!m_layout.plot.contains(box) || std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(box); }))
                    continue;
                taken.push_back(box);
                m_letters.draw(m_painter, Role::Label, baseline, words, seriesColour(line.series, m_style.tokens), Anchor::Middle);
            }
        }
    }

    void paintEnds()
    {
        for (const auto& end : m_layout.ends) {
            const QColor colour = end.line ? seriesColour(m_figure.lines[*end.line].series, m_style.tokens) : m_style.tokens.text;
            const double left = m_layout.plot.right() + u(3.0);
            const double right = m_layout.plot.right() + u(kTrendEndGap - 6.0);
            m_painter.save();
            m_painter.setPen(QPen(m_style.tokens.otherSeries, u(1.0)));
            m_painter.drawLine(QLineF(left, end.at, left + u(6.0), end.at));
            m_painter.drawLine(QLineF(left + u(6.0), end.at, right, end.middle));
            m_painter.restore();
            m_letters.draw(m_painter, Role::Emphasis, {m_layout.plot.right() + u(kTrendEndGap - 2.0), end.middle + m_letters.capMiddle(Role::Emphasis)}, end.words, colour);
        }
    }

    // Points -----------------------------------------------------------------

    void paintPoints()
    {
        if (m_figure.focus && m_style.onScreen) {
            const double left = m_layout.pointOf(static_cast<double>(*m_figure.focus) - 0.5, 0.0).x();
            const double width = std::max(m_layout.pitch(), 2.0 / m_style.devicePixelRatio);
            paintLine(m_painter, QRectF(left, m_layout.plot.top(), width, m_layout.plot.height()), m_style.tokens.soft);
        }
        const QSizeF wanted = m_layout.plot.size() * m_style.devicePixelRatio;
        const QSize pixels(std::max(1, static_cast<int>(std::lround(wanted.width()))), std::max(1, static_cast<int>(std::lround(wanted.height()))));
        paintImage(m_painter, m_layout.plot, densityImage(m_figure, m_layout, pixels, m_style));
    }

    /// Instead of a legend: the largest points by their key, and one of every map that has a colour.
    void paintNames()
    {
        std::vector<TrendPlace> named;
        for (std::size_t series = 0; series < TrendFigure::kMostSeries; ++series)
            if (const auto largest = largestOf(series))
                named.push_back(*largest);
        for (const auto& place : largestKeys())
            named.push_back(place);
        std::vector<QRectF> taken;
        for (const auto& place : named)
            paintName(place, taken);
    }

    [[nodiscard]] bool seen(TrendPlace place) const { return m_layout.plot.contains(placePoint(m_figure, m_layout, place)); }

    /// Of the maps of one colour.
    [[nodiscard]] std::optional<TrendPlace> largestOf(std::size_t series) const
    {
        std::optional<TrendPlace> largest;
        for (std::int64_t map = 0; map < m_figure.scores->rows(); ++map)
            for (std::int64_t key = 0; m_figure.seriesOf[static_cast<std::size_t>(map)] == series && key < m_figure.scores->columns(); ++key)
                if (const TrendPlace place{map, key}; std::isfinite(valueAt(place)) && (!largest || valueAt(place) > valueAt(*largest)) && seen(place))
                    largest = place;
        return largest;
    }

    [[nodiscard]] float valueAt(TrendPlace place) const { return (*m_figure.scores)(place.line, place.column); }

    /// The largest point of every position that is seen, the largest of these first.
    [[nodiscard]] std::vector<TrendPlace> largestKeys() const
    {
        const auto& scores = *m_figure.scores;
        std::vector<TrendPlace> best(static_cast<std::size_t>(scores.columns()), {-1, 0});
        for (std::int64_t map = 0; map < scores.rows(); ++map)
            for (std::int64_t key = 0; key < scores.columns(); ++key) {
                auto& place = best[static_cast<std::size_t>(key)];
                if (std::isfinite(scores(map, key)) && (place.line < 0 || scores(map, key) > valueAt(place)))
                    place = {map, key};
            }
        std::erase_if(best, [&](const TrendPlace& place) { return place.line < 0 || !seen(place); });
        const auto count = std::min(best.size(), kNamedPoints);
        std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(count), [&](const TrendPlace& a, const TrendPlace& b) { return valueAt(a) > valueAt(b); });
        best.resize(count);
        return best;
    }

    void paintName(TrendPlace place, std::vector<QRectF>& taken)
    {
        const auto series = m_figure.seriesOf[static_cast<std::size_t>(place.line)];
        QString words = displayText(m_figure.keys.labels[static_cast<std::size_t>(place.column)].text);
        if (series)
            words += QStringLiteral(", ") + displayText(m_figure.headNames[static_cast<std::size_t>(place.line)]);
        const Role role = series ? Role::Emphasis : Role::Label;
        words = m_letters.elidedEnd(role, words, u(kTrendLongestEnd));
        const QPointF middle = placePoint(m_figure, m_layout, place);
        const double width = m_letters.width(role, words);
        const bool right = middle.x() + u(7.0) + width < m_layout.plot.right();
        const QPointF baseline(right ? middle.x() + u(7.0) : middle.x() - u(7.0) - width, middle.y() + m_letters.capMiddle(role));
        const QRectF box(baseline.x() - 2.0, baseline.y() - m_letters.pixels(role), width + 4.0, m_letters.pixels(role) * 1.25);
        if (!m_layout.plot.contains(box) || std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(box); }))
            return;
        taken.push_back(box);
        QColor ground = m_style.tokens.canvas;
        ground.setAlphaF(0.8F);
        m_painter.fillRect(box, ground);
        m_letters.draw(m_painter, role, baseline, words, series ? seriesColour(series, m_style.tokens) : m_style.tokens.text);
    }

    // Axes -------------------------------------------------------------------

    void paintValueAxis()
    {
        for (const auto& tick : m_layout.valueTicks) {
            const double y = m_layout.pointOf(0.0, tick.at).y();
            const double width = lineWidth(1.0, m_style);
            paintLine(m_painter, QRectF(m_layout.plot.left() - u(kTrendTick), snapped(y - width / 2.0, m_style), u(kTrendTick), width), m_style.tokens.edge);
            drawNumber(m_painter, m_letters, Role::Label, {m_layout.plot.left() - u(kTrendTick + 4.0), y + m_letters.capMiddle(Role::Label)}, tick.text, m_style.tokens.text);
        }
        m_letters.draw(m_painter, Role::Label, {m_layout.valueName.left() + m_letters.pixels(Role::Label), m_layout.valueName.center().y()}, displayText(m_figure.valueName),
                       m_style.tokens.quietText, Anchor::Middle, -90.0);
    }

    void paintColumnAxis()
    {
        if (m_figure.points())
            paintKeyLabels();
        for (const auto& tick : m_layout.columnTicks) {
            const double x = m_layout.pointOf(tick.at, 0.0).x();
            const double width = lineWidth(1.0, m_style);
            paintLine(m_painter, QRectF(snapped(x - width / 2.0, m_style), m_layout.plot.bottom() + width, width, u(kTrendTick - 1.0)), m_style.tokens.edge);
            m_letters.draw(m_painter, Role::Label, {x, m_layout.plot.bottom() + u(kTrendTick + 3.0) + 2.0 * m_letters.capMiddle(Role::Label)}, tick.text, m_style.tokens.text, Anchor::Middle);
        }
        const QRectF& name = m_layout.columnName;
        m_letters.draw(m_painter, Role::Label, {name.center().x(), name.center().y() + u(2.0) + m_letters.capMiddle(Role::Label)}, displayText(m_figure.columnName), m_style.tokens.quietText, Anchor::Middle);
    }

    void paintKeyLabels()
    {
        const double left = m_layout.pointOf(-0.5, 0.0).x();
        const double width = m_layout.pitch() * static_cast<double>(m_figure.keys.labels.size());
        const QRectF everything(left, m_layout.plot.top(), width, m_layout.plot.height());
        for (const auto& label : placedBelow({m_figure.keys, m_layout.shownKeys, m_figure.focus, m_layout.pitch(), m_layout.labelsRotated}, everything, m_letters, m_style))
            drawLabel(m_painter, label.words, label.baseline, m_layout.labelsRotated ? Anchor::End : Anchor::Middle, m_layout.labelsRotated ? -90.0 : 0.0, label.colour, m_style.tokens.hintText,
                      m_letters);
    }

    QPainter& m_painter;
    const TrendFigure& m_figure;
    const TrendLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
};

} // namespace

void paint(QPainter& painter, const TrendFigure& figure, const TrendLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    TrendPainting(painter, figure, layout, style).paint();
    painter.restore();
}

} // namespace headlight::paint
