// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/axis_labels.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/overview_sizes.h"
#include "ui/paint/strokes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kLeastTileShare = 0.45; ///< of the width, for the tiles: below that the strips give way

class OverviewArrangement {
public:
    OverviewArrangement(const OverviewFigure& figure, QSizeF size, const PaintStyle& style)
        : m_figure(figure), m_style(style), m_letters(style), m_columns(std::max<std::int64_t>(1, figure.heads)), m_rows(std::max<std::int64_t>(1, figure.layers))
    {
        m_layout.size = size;
        m_layout.gap = snapped(u(kTileGap), style);
    }

    OverviewLayout result()
    {
        placeTiles();
        measureAcross();
        measureHead();
        for (int attempt = 0; attempt < 3; ++attempt) {
            sizeTiles();
            m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, headerSteps(m_figure, m_layout, m_letters), m_strip, m_letters, footerWidth()) : std::vector<QString>{};
            if (m_layout.footerLines.size() == m_footerLines)
                break;
            m_footerLines = m_layout.footerLines.size();
        }
        place();
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] double available() const { return m_layout.size.width() - 2.0 * m_style.margin; }
    [[nodiscard]] double blockWidth() const { return std::min(available(), u(kWidestOverview)); }

    void placeTiles()
    {
        for (std::size_t i = 0; i < m_figure.tiles.size(); ++i) {
            const HeadRef head = m_figure.tiles[i].head;
            m_layout.columnOf.push_back(i < m_figure.columnOf.size() ? m_figure.columnOf[i] : head.head.value);
            m_layout.rowOf.push_back(head.layer.value);
        }
    }

    void measureAcross()
    {
        double labels = 0.0;
        for (const auto& label : m_figure.layerLabels)
            labels = std::max(labels, m_letters.width(Role::Emphasis, displayText(label)));
        m_left = u(kOverviewName) + std::min(std::ceil(labels), u(kLongestLabel)) + u(kHeaderGap);
        const bool narrow = blockWidth() < u(480.0);
        m_stripGap = u(narrow ? 14.0 : 28.0);
        m_stripWidth = u(narrow ? 72.0 : 128.0);
        m_strip = m_figure.strip && blockWidth() - m_left - m_stripGap - m_stripWidth >= kLeastTileShare * blockWidth();
        m_right = m_strip ? m_stripGap + m_stripWidth : 0.0;
        m_tileRoom = std::max(1.0, (blockWidth() - m_left - m_right + m_layout.gap) / static_cast<double>(m_columns) - m_layout.gap);
    }

    void measureHead()
    {
        m_headY = std::min(m_style.margin, kOverviewTop);
        m_top = m_headY;
        const double legend = m_letters.width(Role::Label, legendName(m_figure.scale)) + u(12.0);
        m_barWidth = std::min(u(kOverviewBar), blockWidth() * 0.5 - legend);
        m_barBelow = m_style.parts.bar && (!m_style.parts.title || blockWidth() - u(kOverviewBar) - legend < u(240.0));
        if (m_barBelow)
            m_barWidth = std::clamp(blockWidth() - m_left - legend, u(60.0), u(kOverviewBar));
        if (m_style.parts.title) {
            const double beside = m_style.parts.bar && !m_barBelow ? u(kOverviewBar) + legend + u(28.0) : 0.0;
            m_titleHeight = titleLines(m_letters, m_figure.text.title, blockWidth() - beside, u(kOverviewTitle)).height;
            m_top += m_titleHeight + (m_figure.text.subtitle.empty() ? 0.0 : u(kOverviewSubtitle));
        }
        if (m_style.parts.bar)
            m_top = m_barBelow ? m_top + u(8.0 + kOverviewBarHeight) : std::max(m_top, m_headY + u(kOverviewBarHeight));
        m_top += u(kHeaderGap) + 2.0 * u(kHeaderLine);
    }

    [[nodiscard]] double below() const
    {
        const double legend = legendAbove() ? footerLine() + u(kHeaderGap / 2.0) : 0.0;
        const double footer = m_style.parts.footer ? u(kOverviewFooterGap) + legend + static_cast<double>(std::max<std::size_t>(m_footerLines, 1)) * footerLine() : u(8.0);
        return footer + std::min(m_style.margin, kOverviewBottom);
    }
    [[nodiscard]] double footerLine() const { return m_letters.lineHeight(Role::Label) + 1.0; }
    [[nodiscard]] double legendWidth() const
    {
        return u(kLegendSign + kLegendBetween + kLegendBar) + m_letters.width(Role::Label, QString::fromLatin1(kLegendHead))
               + m_letters.width(Role::Label, QString::fromLatin1(kLegendMean));
    }
    /// From the left edge of the grid: where the strips begin, or as far left as its words need.
    [[nodiscard]] double legendLeft() const { return std::min(gridSize().width() + m_stripGap, std::max(0.0, blockWidth() - m_left - legendWidth())); }
    /// Below the tiles, beside what explains the strips.
    [[nodiscard]] double roomBeside() const { return m_strip ? legendLeft() - u(kLegendGap) : std::max(gridSize().width(), blockWidth() - m_left); }
    /// Few or small tiles: the footer takes the whole width, below the legend.
    [[nodiscard]] bool wholeWidth() const { return roomBeside() < u(kLeastBeside); }
    [[nodiscard]] bool legendAbove() const { return m_strip && m_style.parts.footer && wholeWidth(); }
    [[nodiscard]] double footerWidth() const { return wholeWidth() ? blockWidth() : roomBeside(); }

    void sizeTiles()
    {
        const double aspect = std::clamp(m_figure.aspect, 0.25, 4.0);
        const double largest = u(m_figure.tiles.size() == 1 ? kSingleTile : kLargestTile);
        const double room = (m_layout.size.height() - m_top - below() + m_layout.gap) / static_cast<double>(m_rows) - m_layout.gap;
        double width = std::min(m_tileRoom, aspect >= 1.0 ? largest : largest * aspect);
        double height = width / aspect;
        if (height > room) {
            height = std::max(room, std::min(height, u(m_style.onScreen ? kLeastTile : kLeastOnPaper)));
            width = height * aspect;
        }
        const double ratio = m_style.devicePixelRatio;
        m_layout.tile = QSizeF(std::max(1.0, std::floor(width * ratio + 1e-6)) / ratio, std::max(1.0, std::floor(height * ratio + 1e-6)) / ratio);
    }

    [[nodiscard]] QSizeF gridSize() const
    {
        return {static_cast<double>(m_columns) * (m_layout.tile.width() + m_layout.gap) - m_layout.gap,
                static_cast<double>(m_rows) * (m_layout.tile.height() + m_layout.gap) - m_layout.gap};
    }

    void place()
    {
        const double content = m_left + gridSize().width() + m_right;
        const double x0 = available() <= u(kWidestOverview) ? m_style.margin : m_style.margin + (available() - std::min(available(), content)) / 2.0;
        m_layout.grid = QRectF(QPointF(snapped(x0 + m_left, m_style), snapped(m_top, m_style)), gridSize());
        m_layout.contentHeight = m_layout.grid.bottom() + below();
        const double hidden = std::max(0.0, m_layout.contentHeight - m_layout.size.height());
        m_layout.viewport = m_layout.grid;
        if (hidden > 0.5)
            m_layout.viewport.setHeight(std::max(m_layout.tile.height(), m_layout.grid.height() - hidden));
        const QRectF& seen = m_layout.viewport;
        m_layout.layerHeaders = QRectF(x0, seen.top(), m_left - u(kHeaderGap), seen.height());
        m_layout.headHeaders = QRectF(seen.left(), seen.top() - u(kHeaderGap / 2.0) - u(kHeaderLine), seen.width(), u(kHeaderLine));
        if (m_strip)
            m_layout.strips = QRectF(seen.right() + m_stripGap, seen.top(), m_stripWidth, seen.height());
        placeHead(x0);
        if (m_style.parts.footer)
            placeFooter(x0);
    }

    void placeFooter(double x0)
    {
        const QRectF& seen = m_layout.viewport;
        double y = seen.bottom() + u(kOverviewFooterGap);
        if (m_strip)
            m_layout.stripLegend = QRectF(seen.left() + legendLeft(), y, legendWidth(), m_letters.lineHeight(Role::Label));
        if (legendAbove())
            y = m_layout.stripLegend.bottom() + u(kHeaderGap / 2.0);
        m_layout.footer = QRectF(wholeWidth() ? x0 : seen.left(), y, footerWidth(), static_cast<double>(std::max<std::size_t>(1, m_layout.footerLines.size())) * footerLine());
    }

    void placeHead(double x0)
    {
        double right = m_layout.grid.right();
        if (right < x0 + u(kLeastHead)) // few tiles: the head has room beside them
            right = x0 + std::min(blockWidth(), std::max(u(kLeastHead), m_layout.strips.right() - x0));
        const double height = snapped(u(10.0), m_style);
        if (m_style.parts.bar) {
            const double width = snapped(m_barWidth, m_style);
            const double left = m_barBelow ? x0 + m_letters.width(Role::Label, legendName(m_figure.scale)) + u(9.0) : right - width;
            const double y = m_barBelow ? m_top - u(kHeaderGap) - 2.0 * u(kHeaderLine) - u(kOverviewBarHeight) + u(6.0) : m_headY + u(8.0);
            m_layout.bar = QRectF(snapped(left, m_style), snapped(y, m_style), width, height);
            if (!m_barBelow)
                right = left - m_letters.width(Role::Label, legendName(m_figure.scale)) - u(28.0);
            else
                right = x0 + blockWidth();
        }
        if (!m_style.parts.title)
            return;
        m_layout.title = QRectF(x0, m_headY, std::max(1.0, right - x0), m_titleHeight);
        if (!m_figure.text.subtitle.empty())
            m_layout.subtitle = QRectF(x0, m_layout.title.bottom(), m_layout.title.width(), u(kOverviewSubtitle));
    }

    const OverviewFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    OverviewLayout m_layout;
    std::int64_t m_columns, m_rows;
    double m_left = 0.0, m_right = 0.0; ///< beside the grid
    double m_stripGap = 0.0, m_stripWidth = 0.0;
    bool m_strip = false; ///< there is one, and room for it
    double m_tileRoom = 0.0; ///< width for one tile
    double m_headY = 0.0, m_titleHeight = 0.0, m_top = 0.0;
    double m_barWidth = 0.0;
    bool m_barBelow = false; ///< the legend has a line of its own where the title would be cut
    std::size_t m_footerLines = 1;
};

} // namespace

HeaderSteps headerSteps(const OverviewFigure& figure, const OverviewLayout& layout, const Lettering& letters)
{
    double widest = 0.0;
    for (const auto& label : figure.headLabels)
        widest = std::max(widest, letters.width(Role::Emphasis, displayText(label)));
    const double between = 0.35 * letters.pixels(Role::Label);
    return {labelStep(layout.tile.height() + layout.gap, 12.0 / 11.0 * letters.pixels(Role::Label)), labelStep(layout.tile.width() + layout.gap, widest + between)};
}

OverviewLayout layoutOverview(const OverviewFigure& figure, QSizeF size, const PaintStyle& style)
{
    return OverviewArrangement(figure, size, style).result();
}

QRectF OverviewLayout::tileRect(std::int64_t index) const
{
    if (index < 0 || index >= static_cast<std::int64_t>(columnOf.size()))
        return {};
    const auto i = static_cast<std::size_t>(index);
    return {grid.left() + static_cast<double>(columnOf[i]) * (tile.width() + gap), grid.top() - scroll + static_cast<double>(rowOf[i]) * (tile.height() + gap),
            tile.width(), tile.height()};
}

std::optional<std::int64_t> OverviewLayout::tileAt(QPointF point) const
{
    if (!viewport.contains(point))
        return std::nullopt;
    for (std::size_t i = 0; i < columnOf.size(); ++i)
        if (tileRect(static_cast<std::int64_t>(i)).contains(point))
            return static_cast<std::int64_t>(i);
    return std::nullopt;
}

std::optional<std::int64_t> OverviewLayout::layerHeaderAt(QPointF point) const
{
    if (!layerHeaders.contains(point))
        return std::nullopt;
    const auto row = static_cast<std::int64_t>(std::floor((point.y() - grid.top() + scroll) / (tile.height() + gap)));
    const bool exists = std::find(rowOf.begin(), rowOf.end(), row) != rowOf.end();
    return exists ? std::optional(row) : std::nullopt;
}

std::optional<std::int64_t> OverviewLayout::headHeaderAt(QPointF point) const
{
    if (!headHeaders.contains(point))
        return std::nullopt;
    const auto column = static_cast<std::int64_t>(std::floor((point.x() - grid.left()) / (tile.width() + gap)));
    const bool exists = std::find(columnOf.begin(), columnOf.end(), column) != columnOf.end();
    return exists ? std::optional(column) : std::nullopt;
}

} // namespace headlight::paint
