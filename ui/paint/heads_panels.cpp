// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/heads_panels.h"

#include "ui/paint/colour_maps.h"
#include "ui/paint/heads_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"

#include "measure/head_distance.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kBox = 0.5;          ///< of a strip's height
constexpr double kSelectedScale = 1.3;  ///< times the size of others
constexpr double kBarShare = 0.5;     ///< of a row's height
constexpr double kLegendWidth = 96.0;
constexpr double kLabelAway = 6.0;    ///< from a dot to its name

/// Early to late layers, without the end of the map that would be lost on this ground.
QColor layerColour(std::size_t layer, std::size_t layers, const Tokens& tokens)
{
    const double share = layers < 2 ? 0.0 : static_cast<double>(layer) / static_cast<double>(layers - 1);
    const double index = tokens.dark ? 85.0 + 170.0 * share : 200.0 * share;
    return QColor((*colourMap("viridis").table)[static_cast<std::size_t>(std::lround(index))]);
}

class PanelPainting {
public:
    PanelPainting(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {
    }

    void paint()
    {
        switch (m_figure.show) {
        case HeadsShow::Sorted:
            paintTitle(m_figure.metric.name, "largest first");
            paintList(&HeadsFigure::Head::value, m_figure.metric.low, m_figure.metric.high, m_figure.scale.high - m_figure.scale.low);
            break;
        case HeadsShow::Nearest:
            paintTitle(m_figure.focus ? "nearest to " + head(*m_figure.focus).name : "nearest", "Jensen-Shannon distance");
            paintList(&HeadsFigure::Head::distance, 0.0, kFarthestHeads, 0.5);
            break;
        case HeadsShow::Layers:
            paintTitle("heads of each layer", "");
            paintStrips();
            break;
        case HeadsShow::Scatter:
            paintTitle(m_figure.metric.name + " against " + m_figure.other->name, "");
            paintScatter();
            break;
        }
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] const HeadsFigure::Head& head(std::int64_t index) const { return m_figure.heads[static_cast<std::size_t>(index)]; }
    /// Outlined in the map and coloured beside it; where all are selected nothing is told by it.
    [[nodiscard]] bool marked(const HeadsFigure::Head& head) const { return head.selected && !m_figure.allSelected; }
    [[nodiscard]] double baselineIn(const QRectF& row) const { return row.center().y() + m_letters.capMiddle(Role::Label); }

    void paintTitle(const std::string& name, const std::string& note)
    {
        const QRectF& place = m_layout.panelTitle;
        const QString title = m_letters.elidedEnd(Role::Label, displayText(name), place.width());
        m_letters.draw(m_painter, Role::Label, {place.left(), baselineIn(place)}, title, m_style.tokens.text);
        const double left = place.left() + m_letters.width(Role::Label, title) + u(10.0);
        if (!note.empty())
            m_letters.draw(m_painter, Role::Label, {left, baselineIn(place)}, m_letters.elidedEnd(Role::Label, displayText(note), std::max(0.0, place.right() - left)),
                           m_style.tokens.quietText);
    }

    void paintList(double HeadsFigure::Head::*value, double low, double high, double range)
    {
        m_painter.save();
        if (m_layout.hidden() > 0.5)
            m_painter.setClipRect(m_layout.list.adjusted(-u(6.0), 0.0, u(6.0), 0.0), Qt::IntersectClip);
        double widest = m_letters.width(Role::Emphasis, QStringLiteral("–"));
        for (std::int64_t row = 0; row < m_layout.rows; ++row)
            widest = std::max(widest, numberWidth(m_letters, Role::Emphasis, headNumber(head(m_figure.order[static_cast<std::size_t>(row)]).*value, range)));
        for (std::int64_t row = 0; row < m_layout.rows; ++row) {
            const QRectF place = m_layout.rowRect(row);
            if (!place.intersects(m_layout.list))
                continue;
            const auto& shown = head(m_figure.order[static_cast<std::size_t>(row)]);
            paintListRow(shown, shown.*value, {low, high}, headNumber(shown.*value, range), place, widest);
        }
        m_painter.restore();
        if (!m_layout.more.isEmpty())
            m_letters.draw(m_painter, Role::Label, {m_layout.more.left(), baselineIn(m_layout.more)},
                           QStringLiteral("and %1 more").arg(static_cast<std::int64_t>(m_figure.order.size()) - m_layout.rows), m_style.tokens.quietText);
    }

    void paintListRow(const HeadsFigure::Head& shown, double value, MetricRange axis, const QString& number, const QRectF& row, double numberRoom)
    {
        const bool accent = marked(shown);
        const Role role = accent ? Role::Emphasis : Role::Label;
        const QColor colour = accent ? m_style.tokens.accent : m_style.tokens.text;
        if (accent && m_style.onScreen)
            m_painter.fillRect(row.adjusted(-u(6.0), 0.0, u(6.0), 0.0), m_style.tokens.soft);
        m_letters.draw(m_painter, role, {row.left(), baselineIn(row)}, displayText(shown.name), colour);
        drawNumber(m_painter, m_letters, role, {row.right(), baselineIn(row)}, number, colour);
        const QRectF room(row.left() + u(kHeadName), row.top(), row.width() - u(kHeadName) - numberRoom - u(10.0), row.height());
        if (!std::isfinite(value) || room.width() <= 0.0)
            return;
        const auto across = [&](double at) { return room.left() + std::clamp((at - axis.low) / (axis.high - axis.low), 0.0, 1.0) * room.width(); };
        const double zero = across(std::clamp(0.0, axis.low, axis.high));
        const double height = snapped(kBarShare * row.height(), m_style);
        const double left = snapped(std::min(zero, across(value)), m_style);
        const double width = std::max(lineWidth(1.0, m_style), snapped(std::fabs(across(value) - zero), m_style));
        const CrispEdges crisp(m_painter);
        m_painter.fillRect(QRectF(left, snapped(row.center().y() - height / 2.0, m_style), width, height), accent ? m_style.tokens.accent : m_style.tokens.otherSeries);
    }

    void paintTicksAcross(const HeadsFigure::MetricAxis& axis)
    {
        const QRectF& plot = m_layout.plot;
        const double line = lineWidth(1.0, m_style);
        for (std::size_t i = 0; i < m_layout.across.size(); ++i) {
            const auto& tick = m_layout.across[i];
            paintLine(m_painter, QRectF(snapped(tick.place - line / 2.0, m_style), plot.bottom(), line, u(kHeadTick)), m_style.tokens.edge);
            m_letters.draw(m_painter, Role::Label, {tick.place, plot.bottom() + u(kHeadTick + 2.0) + m_letters.pixels(Role::Label)}, tick.text, m_style.tokens.text, Anchor::Middle);
        }
        drawName(axis, {m_layout.acrossName.center().x(), m_layout.acrossName.center().y() + m_letters.capMiddle(Role::Label)}, 0.0);
    }

    void drawName(const HeadsFigure::MetricAxis& axis, QPointF baseline, double angle)
    {
        const QString name = displayText(axis.unit.empty() ? axis.name : axis.name + ", " + axis.unit);
        m_letters.draw(m_painter, Role::Label, baseline, name, m_style.tokens.quietText, Anchor::Middle, angle);
    }

    void drawDot(QPointF centre, double radius, const QColor& fill, const QColor& edge)
    {
        m_painter.setPen(QPen(edge, u(1.0)));
        m_painter.setBrush(fill);
        m_painter.drawEllipse(centre, radius, radius);
    }

    void paintStrips()
    {
        const QRectF& plot = m_layout.plot;
        const double line = lineWidth(1.0, m_style);
        for (const auto& tick : m_layout.across)
            paintLine(m_painter, QRectF(snapped(tick.place - line / 2.0, m_style), plot.top(), line, plot.height()), m_style.tokens.faintLine);
        for (std::size_t layer = 0; layer < m_figure.spreads.size(); ++layer) {
            const QRectF strip(plot.left(), plot.top() + static_cast<double>(layer) * m_layout.stripHeight, plot.width(), m_layout.stripHeight);
            if (!m_layout.beside && layer % static_cast<std::size_t>(labelStep(m_layout.stripHeight, m_letters.pixels(Role::Label))) == 0)
                m_letters.draw(m_painter, Role::Label, {plot.left() - u(kHeadsHeaderGap), baselineIn(strip)}, displayText(m_figure.layerLabels[layer]), m_style.tokens.quietText, Anchor::End);
            if (m_figure.spreads[layer])
                paintBox(*m_figure.spreads[layer], strip);
            else
                m_letters.draw(m_painter, Role::Label, {strip.center().x(), baselineIn(strip)}, QStringLiteral("no number"), m_style.tokens.quietText, Anchor::Middle);
        }
        paintStripDots();
        paintFrame(m_painter, plot, 1.0, m_style.tokens.edge, m_style);
        paintTicksAcross(m_figure.metric);
    }

    void paintBox(const Spread& spread, const QRectF& strip)
    {
        const auto across = [&](double value) { return snapped(m_layout.placeAcross(value, m_figure.metric), m_style); };
        const double line = lineWidth(1.0, m_style);
        const double middle = snapped(strip.center().y() - line / 2.0, m_style);
        const double height = snapped(std::max(3.0, kBox * strip.height()), m_style);
        const double top = snapped(strip.center().y() - height / 2.0, m_style);
        const CrispEdges crisp(m_painter);
        m_painter.fillRect(QRectF(across(spread.least), middle, across(spread.most) - across(spread.least), line), m_style.tokens.line);
        const QRectF box(across(spread.lowerQuartile), top, std::max(line, across(spread.upperQuartile) - across(spread.lowerQuartile)), height);
        m_painter.fillRect(box, m_style.tokens.faintLine);
        paintFrame(m_painter, box, 1.0, m_style.tokens.line, m_style);
        const double wide = lineWidth(2.0, m_style);
        m_painter.fillRect(QRectF(snapped(across(spread.median) - wide / 2.0, m_style), top - line, wide, height + 2.0 * line), m_style.tokens.text);
    }

    void paintStripDots()
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        const double radius = std::min(u(kHeadDot - 0.5), 0.3 * m_layout.stripHeight);
        for (const bool selected : {false, true})
            for (std::size_t i = 0; i < m_layout.dots.size(); ++i) {
                if (marked(m_figure.heads[i]) != selected || !m_layout.plot.contains(m_layout.dots[i]))
                    continue;
                QColor colour = selected ? m_style.tokens.accent : m_style.tokens.quietText;
                colour.setAlphaF(selected ? 1.0F : 0.65F);
                drawDot(m_layout.dots[i], selected ? kSelectedScale * radius : radius, colour, m_style.tokens.canvas);
            }
        m_painter.restore();
    }

    void paintScatter()
    {
        const QRectF& plot = m_layout.plot;
        const double line = lineWidth(1.0, m_style);
        for (const auto& tick : m_layout.across)
            paintLine(m_painter, QRectF(snapped(tick.place - line / 2.0, m_style), plot.top(), line, plot.height()), m_style.tokens.faintLine);
        for (const auto& tick : m_layout.up) {
            const double y = snapped(tick.place - line / 2.0, m_style);
            paintLine(m_painter, QRectF(plot.left(), y, plot.width(), line), m_style.tokens.faintLine);
            paintLine(m_painter, QRectF(plot.left() - u(kHeadTick), y, u(kHeadTick), line), m_style.tokens.edge);
            drawNumber(m_painter, m_letters, Role::Label, {plot.left() - u(kHeadTick + 4.0), tick.place + m_letters.capMiddle(Role::Label)}, tick.text, m_style.tokens.text);
        }
        paintFrame(m_painter, plot, 1.0, m_style.tokens.edge, m_style);
        paintTicksAcross(m_figure.metric);
        drawName(*m_figure.other, {m_layout.upName.left() + m_letters.pixels(Role::Label), plot.center().y()}, -90.0);
        paintLegend();
        paintPoints();
        paintOutlierNames();
    }

    void paintPoints()
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        for (const bool selected : {false, true})
            for (std::size_t i = 0; i < m_layout.dots.size(); ++i) {
                const auto& shown = m_figure.heads[i];
                if (marked(shown) != selected || !m_layout.plot.contains(m_layout.dots[i]))
                    continue;
                const QColor colour = layerColour(static_cast<std::size_t>(shown.head.layer.value), m_figure.layerLabels.size(), m_style.tokens);
                if (selected) {
                    m_painter.setPen(QPen(m_style.tokens.accent, u(2.0)));
                    m_painter.setBrush(Qt::NoBrush);
                    m_painter.drawEllipse(m_layout.dots[i], u(kHeadDot + 3.0), u(kHeadDot + 3.0));
                }
                drawDot(m_layout.dots[i], u(kHeadDot), colour, m_style.tokens.canvas);
            }
        m_painter.restore();
    }

    /// Colours of the layers, at the right of the line above the plot.
    void paintLegend()
    {
        const QRectF& place = m_layout.legend;
        const QString last = displayText(m_figure.layerLabels.back());
        const QString first = QStringLiteral("layer ") + displayText(m_figure.layerLabels.front());
        double right = place.right() - m_letters.width(Role::Label, last);
        m_letters.draw(m_painter, Role::Label, {right, baselineIn(place)}, last, m_style.tokens.quietText);
        const double width = snapped(std::min(u(kLegendWidth), 0.4 * place.width()), m_style);
        const double height = snapped(u(8.0), m_style);
        right = snapped(right - u(6.0) - width, m_style);
        const auto layers = m_figure.layerLabels.size();
        const CrispEdges crisp(m_painter);
        for (std::size_t layer = 0; layer < layers; ++layer) { // each reaches under the next
            const double from = snapped(right + width * static_cast<double>(layer) / static_cast<double>(layers), m_style);
            m_painter.fillRect(QRectF(from, snapped(place.center().y() - height / 2.0, m_style), right + width - from, height), layerColour(layer, layers, m_style.tokens));
        }
        m_letters.draw(m_painter, Role::Label, {right - u(6.0), baselineIn(place)}, first, m_style.tokens.quietText, Anchor::End);
    }

    /// Beside their dots, the farthest first; a name that would cover another one or a named dot is tried on the other side, then left out.
    void paintOutlierNames()
    {
        std::vector<QRectF> taken;
        for (const auto index : m_figure.outliers)
            taken.push_back(around(m_layout.dots[static_cast<std::size_t>(index)], u(kHeadDot)));
        for (const auto index : m_figure.outliers) {
            const QString name = displayText(head(index).name);
            const QPointF dot = m_layout.dots[static_cast<std::size_t>(index)];
            const double width = m_letters.width(Role::Label, name);
            const double height = m_letters.pixels(Role::Label);
            for (const double left : {dot.x() + u(kLabelAway), dot.x() - u(kLabelAway) - width}) {
                const QRectF box(left, dot.y() - height / 2.0, width, height);
                const bool free = m_layout.plot.contains(box) && std::none_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); });
                if (!free)
                    continue;
                m_letters.draw(m_painter, Role::Label, {left, dot.y() + m_letters.capMiddle(Role::Label)}, name, m_style.tokens.text);
                taken.push_back(box);
                break;
            }
        }
    }

    static QRectF around(QPointF centre, double radius) { return {centre.x() - radius, centre.y() - radius, 2.0 * radius, 2.0 * radius}; }

    QPainter& m_painter;
    const HeadsFigure& m_figure;
    const HeadsLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
};

} // namespace

void paintHeadsPanel(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style)
{
    PanelPainting(painter, figure, layout, style).paint();
}

} // namespace headlight::paint
