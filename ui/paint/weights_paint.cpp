// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/bar_chart.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/placed_labels.h"
#include "ui/paint/strokes.h"
#include "ui/paint/weights_sizes.h"

#include "figure/build.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kCross = 2.5;      ///< half the size of the mark of a position below the threshold
constexpr double kLeastNote = 60.0; ///< room for a word or two beside the name

/// Grey for the first of several temperatures, the colours of series for the others.
QColor seriesColour(std::size_t temperature, std::size_t count, const Tokens& tokens)
{
    if (count == 1)
        return tokens.series[0];
    const QColor& grey = tokens.dark ? tokens.edge : tokens.otherSeries; // not as light as the colours of series
    return temperature == 0 ? grey : tokens.series[(temperature - 1) % tokens.series.size()];
}

QString shortTemperature(double temperature)
{
    return QStringLiteral("T %1").arg(temperature);
}

QString longTemperature(double temperature)
{
    return QStringLiteral("temperature %1").arg(temperature);
}

using TemperatureWords = QString (*)(double);

class WeightsPainting {
public:
    WeightsPainting(QPainter& painter, const WeightsFigure& figure, const WeightsLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        for (std::size_t i = 0; i < m_figure.parts.size(); ++i)
            paintChart(m_figure.parts[i], m_layout.charts[i]);
        const QRectF& key = m_layout.keyName;
        m_letters.draw(m_painter, Role::Label, {key.center().x(), key.center().y() + u(2.0) + m_letters.capMiddle(Role::Label)}, displayText(m_figure.parts.back().keys.name),
                       m_style.tokens.quietText, Anchor::Middle);
        for (std::size_t i = 0; i < m_figure.parts.size(); ++i)
            paintList(m_figure.parts[i], m_layout.lists[i]);
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] std::size_t temperatures() const { return m_figure.temperatures.size(); }

    void paintChart(const WeightsFigure::Part& part, const WeightsLayout::Chart& chart)
    {
        paintChartTitle(part, chart, &chart == &m_layout.charts.front());
        paintEmphasis(part, chart);
        BarChart bars;
        bars.plot = frameOf(chart);
        const double column = chart.pitch * static_cast<double>(chart.pooled);
        bars.columns = chart.plot.width() / column;
        bars.empty = (bars.plot.width() - chart.plot.width()) / 2.0 / column;
        bars.top = m_layout.top;
        bars.step = m_layout.ticks[1];
        bars.dashed = 1.0 / static_cast<double>(part.means.size());
        for (std::size_t i = 0; i < temperatures(); ++i)
            bars.series.push_back({seriesColour(i, temperatures(), m_style.tokens), pooled(part.weights[i], chart.pooled)});
        bars.barShare = barShare(column);
        bars.nudge = 0.25 / std::max(1.0, std::round(column * m_style.devicePixelRatio));
        paintBarChart(m_painter, bars, m_style);
        paintFrame(m_painter, bars.plot, 1.0, m_style.tokens.edge, m_style);
        paintTicks(bars.plot);
        m_letters.draw(m_painter, Role::Label, {m_layout.weightName.left() + m_letters.pixels(Role::Label), bars.plot.center().y()}, QStringLiteral("weight"), m_style.tokens.quietText,
                       Anchor::Middle, -90.0);
        paintCrosses(part, chart);
        paintLabels(part, chart);
    }

    /// Largest of each few positions.
    static std::vector<double> pooled(const std::vector<double>& values, std::int64_t each)
    {
        if (each <= 1)
            return values;
        std::vector<double> largest;
        for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(each))
            largest.push_back(*std::max_element(values.begin() + static_cast<std::ptrdiff_t>(i),
                                                values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), i + static_cast<std::size_t>(each)))));
        return largest;
    }

    /// Bars of whole device pixels with a gap of at least one between columns.
    [[nodiscard]] double barShare(double pitch) const
    {
        const double ratio = m_style.devicePixelRatio;
        const double pixels = std::round(pitch * ratio);
        const auto count = static_cast<double>(temperatures());
        const double gap = std::max(1.0, std::round(0.22 * pixels));
        const double bar = std::max(1.0, std::floor((pixels - gap) / count));
        return std::clamp(bar * count / pixels, 0.1, 1.0);
    }

    void paintChartTitle(const WeightsFigure::Part& part, const WeightsLayout::Chart& chart, bool legend)
    {
        const double baseline = chart.title.top() + m_letters.pixels(Role::PanelTitle);
        double right = chart.title.right();
        if (legend) {
            const double free = chart.title.width() - m_letters.width(Role::PanelTitle, displayText(part.name)) - u(12.0);
            right = paintLegend(right, baseline, legendWidth(longTemperature) > free ? shortTemperature : longTemperature);
        }
        const QString name = m_letters.elidedEnd(Role::PanelTitle, displayText(part.name), std::max(0.0, right - chart.title.left()));
        m_letters.draw(m_painter, Role::PanelTitle, {chart.title.left(), baseline}, name, m_style.tokens.text);
        const double left = chart.title.left() + m_letters.width(Role::PanelTitle, name) + u(12.0);
        const double room = right - left - u(16.0);
        if (room >= u(kLeastNote))
            m_letters.draw(m_painter, Role::Label, {left, baseline}, m_letters.elidedEnd(Role::Label, note(part, crossed(chart)), room), m_style.tokens.quietText);
    }

    /// There is room for the marks of positions below the threshold.
    [[nodiscard]] bool crossed(const WeightsLayout::Chart& chart) const { return chart.pitch >= u(2.0 * kCross + 1.0); }

    [[nodiscard]] QString note(const WeightsFigure::Part& part, bool marked) const
    {
        const QString uniform = QString::fromStdString(formatValue(1.0 / static_cast<double>(part.means.size())));
        if (part.uniform)
            return QStringLiteral("no column mean reaches %1: all weights are the same, %2").arg(m_figure.threshold).arg(uniform);
        const auto below = static_cast<std::int64_t>(part.means.size()) - static_cast<std::int64_t>(part.heaviest.size());
        const QString dashed = QStringLiteral("dashed: uniform, %1").arg(uniform);
        return below == 0 ? dashed : dashed + (marked ? QStringLiteral(" · × ") : QStringLiteral(" · ")) + QStringLiteral("%1 below the threshold").arg(below);
    }

    [[nodiscard]] double legendWidth(TemperatureWords words) const
    {
        double width = 0.0;
        for (const double temperature : m_figure.temperatures)
            width += m_letters.width(Role::Label, words(temperature)) + u(kLegendSwatch + 5.0 + 14.0);
        return width;
    }

    /// From the right end; returns where it begins.
    double paintLegend(double right, double baseline, TemperatureWords wordsOf)
    {
        for (std::size_t i = temperatures(); i-- > 0;) {
            const QString words = wordsOf(m_figure.temperatures[i]);
            right -= m_letters.width(Role::Label, words);
            m_letters.draw(m_painter, Role::Label, {right, baseline}, words, m_style.tokens.text);
            right -= u(kLegendSwatch + 5.0);
            const double side = snapped(u(kLegendSwatch), m_style);
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(QRectF(snapped(right, m_style), snapped(baseline - side + u(1.0), m_style), side, side), seriesColour(i, temperatures(), m_style.tokens));
            right -= u(14.0);
        }
        return right;
    }

    /// A quiet ground behind the pinned key, so that it is found without its colour.
    void paintEmphasis(const WeightsFigure::Part& part, const WeightsLayout::Chart& chart)
    {
        if (!m_style.onScreen)
            return;
        const CrispEdges crisp(m_painter);
        for (std::size_t i = 0; i < part.keys.labels.size(); ++i)
            if (part.keys.labels[i].emphasised)
                m_painter.fillRect(QRectF(chart.plot.left() + static_cast<double>(i) * chart.pitch, chart.plot.top(), chart.pitch, chart.plot.height()), m_style.tokens.soft);
    }

    void paintTicks(const QRectF& plot)
    {
        for (const double tick : m_layout.ticks) {
            const double y = plot.bottom() - tick / m_layout.top * plot.height();
            const double width = lineWidth(1.0, m_style);
            paintLine(m_painter, QRectF(plot.left() - u(kPlotTick), snapped(y - width / 2.0, m_style), u(kPlotTick), width), m_style.tokens.edge);
            const QString text = QString::fromStdString(formatTick(tick, m_layout.top));
            drawNumber(m_painter, m_letters, Role::Label, {plot.left() - u(kPlotTick + 4.0), y + m_letters.capMiddle(Role::Label)}, text, m_style.tokens.text);
        }
    }

    /// Positions below the threshold have no bar; a cross says that this is no lost one.
    void paintCrosses(const WeightsFigure::Part& part, const WeightsLayout::Chart& chart)
    {
        if (part.uniform || !crossed(chart))
            return;
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(QPen(m_style.tokens.hintText, u(1.1)));
        const double size = u(kCross);
        for (std::size_t i = 0; i < part.above.size(); ++i) {
            if (part.above[i])
                continue;
            const QPointF middle(chart.plot.left() + (static_cast<double>(i) + 0.5) * chart.pitch, chart.plot.bottom() - size - u(3.0));
            m_painter.drawLine(middle + QPointF(-size, -size), middle + QPointF(size, size));
            m_painter.drawLine(middle + QPointF(-size, size), middle + QPointF(size, -size));
        }
        m_painter.restore();
    }

    void paintLabels(const WeightsFigure::Part& part, const WeightsLayout::Chart& chart)
    {
        const auto placed = placedBelow({part.keys, chart.shownKeys, std::nullopt, chart.pitch, chart.labelsRotated}, chart.plot, m_letters, m_style);
        for (const auto& label : placed) {
            const bool below = !part.uniform && !part.above[static_cast<std::size_t>(label.index)];
            const QColor colour = below && !part.keys.labels[static_cast<std::size_t>(label.index)].emphasised ? m_style.tokens.hintText : label.colour;
            drawLabel(m_painter, label.words, label.baseline, chart.labelsRotated ? Anchor::End : Anchor::Middle, chart.labelsRotated ? -90.0 : 0.0, colour, m_style.tokens.hintText, m_letters);
        }
    }

    [[nodiscard]] double baselineIn(const QRectF& row, Role role) const { return row.center().y() + m_letters.capMiddle(role); }

    /// Names of the columns, above the first list, or above each of them where they stand side by side.
    void paintListHead(const QRectF& head)
    {
        const double baseline = baselineIn(head, Role::Label);
        const auto draw = [&](std::size_t column, const QString& words) {
            m_letters.draw(m_painter, Role::Label, {head.left() + m_layout.columns[column], baseline}, words, m_style.tokens.quietText, Anchor::End);
        };
        m_letters.draw(m_painter, Role::Label, {head.left(), baseline}, QStringLiteral("token"), m_style.tokens.quietText);
        draw(0, QStringLiteral("position"));
        draw(1, QStringLiteral("mean"));
        for (std::size_t i = 0; i < temperatures(); ++i)
            draw(2 + i, shortTemperature(m_figure.temperatures[i]));
        const double width = lineWidth(1.0, m_style);
        paintLine(m_painter, QRectF(head.left(), snapped(head.bottom() - width, m_style), head.width(), width), m_style.tokens.line);
    }

    void paintList(const WeightsFigure::Part& part, const WeightsLayout::List& list)
    {
        if (list.rows.empty())
            return;
        if (list.rows.front().top() - list.title.bottom() > 1.0)
            paintListHead(QRectF(list.title.left(), list.title.bottom(), list.title.width(), list.rows.front().top() - list.title.bottom()));
        const double baseline = list.title.top() + m_letters.pixels(Role::PanelTitle);
        const QString title = part.words ? QStringLiteral("Interesting tokens") : displayText(part.name);
        m_letters.draw(m_painter, Role::PanelTitle, {list.title.left(), baseline}, title, m_style.tokens.text);
        const double left = list.title.left() + m_letters.width(Role::PanelTitle, title) + u(10.0);
        const QString note = part.words ? QStringLiteral("%1 of %2, heaviest first").arg(part.heaviest.size()).arg(part.means.size()) : QStringLiteral("heaviest first");
        m_letters.draw(m_painter, Role::Label, {left, baseline}, m_letters.elidedEnd(Role::Label, note, list.title.right() - left), m_style.tokens.quietText);
        for (std::size_t row = 0; row < list.rows.size(); ++row)
            paintRow(part, static_cast<std::size_t>(part.heaviest[row]), list.rows[row]);
        if (!list.more.isEmpty())
            m_letters.draw(m_painter, Role::Label, {list.more.left(), baselineIn(list.more, Role::Label)}, QStringLiteral("and %1 more").arg(part.heaviest.size() - list.rows.size()),
                           m_style.tokens.quietText);
    }

    void paintRow(const WeightsFigure::Part& part, std::size_t position, const QRectF& row)
    {
        const auto& label = part.keys.labels[position];
        const QColor colour = label.emphasised ? m_style.tokens.accent : m_style.tokens.text;
        if (label.emphasised && m_style.onScreen)
            m_painter.fillRect(row.adjusted(-u(6.0), 0.0, u(6.0), 0.0), m_style.tokens.soft);
        const Role role = label.emphasised ? Role::Emphasis : Role::Label;
        const double baseline = baselineIn(row, role);
        const double token = m_layout.columns[0] - u(34.0);
        drawLabel(m_painter, labelWords(label, false, m_letters, std::max(u(24.0), token)), {row.left(), baseline}, Anchor::Start, 0.0, colour, m_style.tokens.hintText, m_letters);
        const auto number = [&](std::size_t column, const QString& text) { drawNumber(m_painter, m_letters, role, {row.left() + m_layout.columns[column], baseline}, text, colour); };
        number(0, QString::number(label.position));
        number(1, QString::fromStdString(formatValue(part.means[position])));
        for (std::size_t i = 0; i < temperatures(); ++i)
            number(2 + i, QString::fromStdString(formatValue(part.weights[i][position])));
    }

    QPainter& m_painter;
    const WeightsFigure& m_figure;
    const WeightsLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
};

} // namespace

void paint(QPainter& painter, const WeightsFigure& figure, const WeightsLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    WeightsPainting(painter, figure, layout, style).paint();
    painter.restore();
}

void paintWeightHover(QPainter& painter, const WeightsFigure& figure, const WeightsLayout& layout, WeightPlace place, const PaintStyle& style)
{
    const QRectF column = layout.columnRect(place);
    if (column.isEmpty())
        return;
    paintFrame(painter, column.adjusted(1.0, 1.0, -1.0, -1.0), 1.0, style.tokens.text, style);
    const auto& heaviest = figure.parts[static_cast<std::size_t>(place.part)].heaviest;
    const auto& rows = layout.lists[static_cast<std::size_t>(place.part)].rows;
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (heaviest[row] == place.position)
            paintFrame(painter, rows[row].adjusted(-6.0 * style.textScale, 0.0, 6.0 * style.textScale, 0.0), 1.0, style.tokens.text, style);
}

} // namespace headlight::paint
