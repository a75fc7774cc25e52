// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/parallel.h"
#include "figure/build.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/footer.h"
#include "ui/paint/map_paint.h"
#include "ui/paint/overview_sizes.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kSelectedDot = 4.0;
constexpr std::int64_t kTilesPerPart = 8;

class OverviewPainting {
public:
    OverviewPainting(QPainter& painter, const OverviewFigure& figure, const OverviewLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style), m_steps(headerSteps(figure, layout, m_letters))
    {
        QRectF reach = layout.viewport.adjusted(-3.0, -3.0, 3.0, 3.0);
        if (painter.hasClipping())
            reach &= painter.clipBoundingRect().adjusted(-3.0, -3.0, 3.0, 3.0);
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(figure.tiles.size()); ++i)
            if (layout.tileRect(i).intersects(reach))
                m_visible.push_back(i);
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        if (!m_layout.bar.isEmpty())
            paintHorizontalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style);
        paintHeadHeaders();
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        paintStripHead();
        m_painter.save();
        if (scrolled())
            m_painter.setClipRect(QRectF(0.0, m_layout.viewport.top() - 3.0, m_layout.size.width(), m_layout.viewport.height() + 6.0), Qt::IntersectClip);
        paintLayerHeaders();
        paintTiles();
        paintOutlines();
        paintStrips();
        m_painter.restore();
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] const OverviewTile& tile(std::int64_t i) const { return m_figure.tiles[static_cast<std::size_t>(i)]; }
    [[nodiscard]] bool scrolled() const { return m_layout.viewport.height() < m_layout.grid.height() - 0.5; }
    [[nodiscard]] double middleOfRow(std::int64_t row) const
    {
        return m_layout.grid.top() - m_layout.scroll + static_cast<double>(row) * (m_layout.tile.height() + m_layout.gap) + m_layout.tile.height() / 2.0;
    }
    [[nodiscard]] double pitchAcross() const { return m_layout.tile.width() + m_layout.gap; }

    /// All selected: accent, on screen only. Some: those with a selected tile are bold.
    void drawHeader(const std::string& text, QPointF baseline, bool chosen, Anchor anchor)
    {
        const bool bold = chosen && !m_figure.allSelected;
        const QColor colour = bold || (m_figure.allSelected && m_style.onScreen) ? m_style.tokens.accent : m_style.tokens.quietText;
        m_letters.draw(m_painter, bold ? Role::Emphasis : Role::Label, baseline, displayText(text), colour, anchor);
    }

    [[nodiscard]] bool chosen(const std::vector<std::int64_t>& places, std::int64_t place) const
    {
        for (std::size_t i = 0; i < places.size(); ++i)
            if (places[i] == place && m_figure.tiles[i].selected)
                return true;
        return false;
    }

    void paintHeadHeaders()
    {
        const QRectF& place = m_layout.headHeaders;
        const double cap = m_letters.capMiddle(Role::Label);
        m_letters.draw(m_painter, Role::Label, {place.center().x(), place.top() - u(kHeaderLine) / 2.0 + cap}, QStringLiteral("head"), m_style.tokens.quietText,
                       Anchor::Middle);
        for (std::int64_t column = 0; column < static_cast<std::int64_t>(m_figure.headLabels.size()); column += m_steps.heads)
            drawHeader(m_figure.headLabels[static_cast<std::size_t>(column)],
                       {place.left() + static_cast<double>(column) * pitchAcross() + m_layout.tile.width() / 2.0, place.center().y() + cap},
                       chosen(m_layout.columnOf, column), Anchor::Middle);
    }

    void paintLayerHeaders()
    {
        const QRectF& place = m_layout.layerHeaders;
        const double cap = m_letters.capMiddle(Role::Label);
        m_letters.draw(m_painter, Role::Label, {place.left() + m_letters.pixels(Role::Label), m_layout.viewport.center().y()}, QStringLiteral("layer"),
                       m_style.tokens.quietText, Anchor::Middle, -90.0);
        for (std::int64_t row = 0; row < static_cast<std::int64_t>(m_figure.layerLabels.size()); row += m_steps.layers)
            drawHeader(m_figure.layerLabels[static_cast<std::size_t>(row)], {place.right(), middleOfRow(row) + cap}, chosen(m_layout.rowOf, row), Anchor::End);
    }

    void paintTiles()
    {
        const QSize pixels(static_cast<int>(std::lround(m_layout.tile.width() * m_style.devicePixelRatio)),
                           static_cast<int>(std::lround(m_layout.tile.height() * m_style.devicePixelRatio)));
        const std::vector<QImage> images = tileImages(pixels);
        for (std::size_t k = 0; k < m_visible.size(); ++k) {
            const OverviewTile& tile = this->tile(m_visible[k]);
            const QRectF place = m_layout.tileRect(m_visible[k]);
            if (!tile.problem.empty())
                paintProblem(place);
            else if (images[k].isNull())
                m_painter.fillRect(place, m_style.tokens.faintLine);
            else
                paintRowsOfImage(m_painter, place, pixels.height(), rowsSeen(m_painter, place, pixels.height()), images[k]);
            if (m_figure.dimUnselected && !tile.selected && !m_figure.allSelected) {
                QColor veil = m_style.tokens.canvas;
                veil.setAlphaF(0.6F);
                m_painter.fillRect(place, veil);
            }
            paintFrame(m_painter, place, 1.0, m_style.tokens.line, m_style);
        }
    }

    /// Of every visible tile the rows that are seen.
    [[nodiscard]] std::vector<QImage> tileImages(QSize pixels) const
    {
        std::vector<QImage> images(m_visible.size());
        std::vector<PixelRows> rows;
        for (const auto i : m_visible)
            rows.push_back(rowsSeen(m_painter, m_layout.tileRect(i), pixels.height()));
        const auto count = static_cast<std::int64_t>(images.size());
        parallelFor((count + kTilesPerPart - 1) / kTilesPerPart, [&](std::int64_t part) {
            for (std::int64_t k = part * kTilesPerPart; k < std::min(count, (part + 1) * kTilesPerPart); ++k)
                if (const auto& values = tile(m_visible[static_cast<std::size_t>(k)]).values)
                    images[static_cast<std::size_t>(k)] = mapImage(*values, m_figure.scale, pixels, rows[static_cast<std::size_t>(k)], false, m_style.tokens.canvas.rgb(), m_style.tokens.hintText.rgb());
        });
        return images;
    }

    void paintProblem(const QRectF& place)
    {
        m_painter.fillRect(place, m_style.tokens.canvas);
        m_painter.setPen(QPen(m_style.tokens.edge, lineWidth(1.0, m_style)));
        m_painter.drawLine(QLineF(place.bottomLeft(), place.topRight()));
        const double side = 1.4 * m_letters.pixels(Role::PanelTitle);
        m_painter.fillRect(QRectF(place.center().x() - side / 2.0, place.center().y() - side / 2.0, side, side), m_style.tokens.canvas);
        m_letters.draw(m_painter, Role::PanelTitle, place.center() + QPointF(0.0, m_letters.capMiddle(Role::PanelTitle)), QStringLiteral("!"), m_style.tokens.text,
                       Anchor::Middle);
    }

    /// 2 accent, 1 canvas; neighbours share the gap, so all canvas lines come first.
    void paintOutlines()
    {
        if (m_figure.allSelected)
            return;
        const double one = lineWidth(1.0, m_style);
        for (const std::int64_t i : m_visible)
            if (tile(i).selected)
                paintFrame(m_painter, m_layout.tileRect(i), 1.0, m_style.tokens.canvas, m_style);
        for (const std::int64_t i : m_visible)
            if (tile(i).selected)
                paintFrame(m_painter, m_layout.tileRect(i).adjusted(-one, -one, one, one), 2.0, m_style.tokens.accent, m_style);
    }

    void paintStripHead()
    {
        if (!m_figure.strip || m_layout.strips.isEmpty())
            return;
        const auto& strip = *m_figure.strip;
        const QRectF& place = m_layout.strips;
        const double cap = m_letters.capMiddle(Role::Label);
        const double y = m_layout.headHeaders.center().y() + cap;
        m_letters.draw(m_painter, Role::Label, {place.left(), y - u(kHeaderLine)}, m_letters.elidedEnd(Role::Label, displayText(strip.name), place.width()),
                       m_style.tokens.quietText);
        m_letters.draw(m_painter, Role::Label, {place.left(), y}, endText(strip.low, strip), m_style.tokens.quietText);
        m_letters.draw(m_painter, Role::Label, {place.right(), y}, endText(strip.high, strip), m_style.tokens.quietText, Anchor::End);
        if (!m_layout.stripLegend.isEmpty())
            paintStripLegend();
    }

    void paintStripLegend()
    {
        const QRectF& place = m_layout.stripLegend;
        const double baseline = place.center().y() + m_letters.capMiddle(Role::Label);
        const double y = place.center().y();
        double x = place.left();
        drawDot({x + u(kDot), y}, u(kDot), m_style.tokens.quietText);
        x += u(kLegendSign);
        m_letters.draw(m_painter, Role::Label, {x, baseline}, QString::fromLatin1(kLegendHead), m_style.tokens.quietText);
        x += m_letters.width(Role::Label, QString::fromLatin1(kLegendHead)) + u(kLegendBetween);
        m_painter.fillRect(QRectF(snapped(x, m_style), snapped(y - u(5.0), m_style), lineWidth(2.0, m_style), snapped(u(10.0), m_style)), m_style.tokens.text);
        m_letters.draw(m_painter, Role::Label, {x + u(kLegendBar), baseline}, QString::fromLatin1(kLegendMean), m_style.tokens.quietText);
    }

    [[nodiscard]] static QString endText(double value, const OverviewFigure::Strip& strip)
    {
        return value == 0.0 ? QStringLiteral("0") : QString::fromStdString(formatTick(value, strip.high - strip.low));
    }

    void drawDot(QPointF centre, double radius, const QColor& colour)
    {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colour);
        m_painter.drawEllipse(centre, radius, radius);
    }

    /// One line per layer: a dot per head, a bar at their mean.
    void paintStrips()
    {
        if (!m_figure.strip || m_layout.strips.isEmpty())
            return;
        const QRectF& place = m_layout.strips;
        const double inner = place.width() - u(2.0 * kDot);
        const double range = m_figure.strip->high - m_figure.strip->low;
        const auto across = [&](double value) {
            return place.left() + u(kDot) + (range > 0.0 ? std::clamp((value - m_figure.strip->low) / range, 0.0, 1.0) : 0.0) * inner;
        };
        std::vector<double> sums(static_cast<std::size_t>(std::max<std::int64_t>(1, m_figure.layers)), 0.0);
        std::vector<int> counts(sums.size(), 0);
        const double line = lineWidth(1.0, m_style);
        for (std::int64_t row = 0; row < m_figure.layers; ++row)
            paintLine(m_painter, QRectF(place.left(), snapped(middleOfRow(row) - line / 2.0, m_style), place.width(), line), m_style.tokens.line);
        for (const bool selected : {false, true})
            for (std::size_t i = 0; i < m_figure.tiles.size() && i < m_figure.strip->values.size(); ++i) {
                const auto value = static_cast<double>(m_figure.strip->values[i]);
                const auto row = m_layout.rowOf[i];
                const bool accent = m_figure.tiles[i].selected && !m_figure.allSelected;
                if (!std::isfinite(value) || accent != selected || row < 0 || row >= m_figure.layers)
                    continue;
                sums[static_cast<std::size_t>(row)] += value;
                ++counts[static_cast<std::size_t>(row)];
                QColor colour = accent ? m_style.tokens.accent : m_style.tokens.quietText;
                if (!accent)
                    colour.setAlphaF(0.6F);
                drawDot({across(value), middleOfRow(row)}, u(accent ? kSelectedDot : kDot), colour);
            }
        const double height = std::min(u(22.0), 0.6 * m_layout.tile.height());
        for (std::size_t row = 0; row < sums.size(); ++row)
            if (counts[row] > 0) {
                const double x = across(sums[row] / counts[row]) - u(1.0);
                m_painter.fillRect(QRectF(snapped(x, m_style), snapped(middleOfRow(static_cast<std::int64_t>(row)) - height / 2.0, m_style), lineWidth(2.0, m_style),
                                          snapped(height, m_style)),
                                   m_style.tokens.text);
            }
    }

    QPainter& m_painter;
    const OverviewFigure& m_figure;
    const OverviewLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
    HeaderSteps m_steps;
    std::vector<std::int64_t> m_visible;
};

} // namespace

void paint(QPainter& painter, const OverviewFigure& figure, const OverviewLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    OverviewPainting(painter, figure, layout, style).paint();
    painter.restore();
}

} // namespace headlight::paint
