// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/any_height.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/heads_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kNowhere = -1e6;

bool isList(HeadsShow show)
{
    return show == HeadsShow::Sorted || show == HeadsShow::Nearest;
}

class HeadsArrangement {
public:
    HeadsArrangement(const HeadsFigure& figure, QSizeF size, const PaintStyle& style)
        : m_figure(figure), m_style(style), m_letters(style), m_layers(static_cast<double>(figure.layerLabels.size())), m_columns(static_cast<double>(figure.headLabels.size()))
    {
        m_layout.size = size;
        m_layout.inset = u(kPlotInset);
    }

    HeadsLayout result()
    {
        measureAcross();
        placeHead();
        for (int attempt = 0; attempt < 3; ++attempt) {
            sizeCells();
            const auto lines = m_style.parts.footer ? footerLines(m_figure, m_layout, m_letters, m_block) : std::vector<QString>{};
            const bool same = lines.size() == m_layout.footerLines.size();
            m_layout.footerLines = lines;
            if (same)
                break;
        }
        placeMap();
        placePanel();
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, m_bottom + u(kFooterGap), m_block, footerHeight());
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool anyHeight() const { return m_layout.size.height() > kAnyHeight; }
    [[nodiscard]] double footerHeight() const { return static_cast<double>(std::max<std::size_t>(m_layout.footerLines.size(), 1)) * (m_letters.lineHeight(Role::Label) + 1.0); }
    [[nodiscard]] double wholePixels(double units) const
    {
        return std::max(1.0, std::floor(units * m_style.devicePixelRatio + 1e-6)) / m_style.devicePixelRatio;
    }

    void measureAcross()
    {
        m_block = std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock));
        m_left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - m_block) / 2.0);
        double labels = 0.0;
        for (const auto& label : m_figure.layerLabels)
            labels = std::max(labels, m_letters.width(Role::Emphasis, displayText(label)));
        m_headers = u(kAxisName) + std::ceil(labels) + u(kHeadsHeaderGap);
        const double least = isList(m_figure.show) ? u(kListWidth) : m_figure.show == HeadsShow::Layers ? u(kLeastStrips) : u(kLeastScatter);
        const double room = (m_block - m_headers - u(kPanelBeside) - least) / m_columns;
        m_layout.beside = room >= u(m_style.onScreen ? kLeastHeadCell : kLeastPaperCell);
        const double each = m_layout.beside ? room : (m_block - m_headers) / m_columns;
        m_cellWidth = wholePixels(std::clamp(each, u(kSmallestCell), u(kHeadCell)));
    }

    void placeHead()
    {
        const auto head = paint::placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, m_block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        m_top = head.bottom + (m_style.parts.title ? u(12.0) : 0.0) + 2.0 * u(kHeadsHeaderLine);
    }

    [[nodiscard]] double barRoom() const { return m_style.parts.bar ? u(kHeadsBarTop + kHeadsBarHeight + kHeadsBarBelow) : 0.0; }
    /// From the map's or the panel's end to the lower edge.
    [[nodiscard]] double below() const { return (m_style.parts.footer ? u(kFooterGap) + footerHeight() : 0.0) + std::min(m_style.margin, kFigureBottom); }
    [[nodiscard]] double panelRoomBelow() const
    {
        if (m_layout.beside)
            return 0.0;
        return u(kPanelBelow) + (isList(m_figure.show) ? u(kHeadRow * 6.0) : u(kLeastScatter));
    }

    void sizeCells()
    {
        const double wanted = anyHeight() ? std::min(u(kHeadCellHeight), std::max(m_cellWidth, u(12.0))) : u(kHeadCellHeight);
        const double room = anyHeight() ? wanted : (m_layout.size.height() - m_top - barRoom() - panelRoomBelow() - below()) / m_layers;
        m_layout.cell = QSizeF(m_cellWidth, wholePixels(std::clamp(room, u(kSmallestCell), wanted)));
        double widest = 0.0;
        for (const auto& head : m_figure.heads)
            widest = std::max(widest, m_letters.width(Role::Label, headNumber(head.value, m_figure.scale.high - m_figure.scale.low)));
        m_layout.numbers = m_layout.cell.width() >= widest + u(5.0) && m_layout.cell.height() >= m_letters.pixels(Role::Label) + u(3.0);
        double label = 0.0;
        for (const auto& text : m_figure.headLabels)
            label = std::max(label, m_letters.width(Role::Emphasis, displayText(text)));
        m_layout.headStep = labelStep(m_layout.cell.width(), label + 0.35 * m_letters.pixels(Role::Label));
        m_layout.layerStep = labelStep(m_layout.cell.height(), 12.0 / 11.0 * m_letters.pixels(Role::Label));
    }

    void placeMap()
    {
        const QSizeF size(m_layout.cell.width() * m_columns, m_layout.cell.height() * m_layers);
        m_layout.grid = QRectF(QPointF(snapped(m_left + m_headers, m_style), snapped(m_top, m_style)), size);
        const QRectF& grid = m_layout.grid;
        m_layout.layerHeaders = QRectF(m_left, grid.top(), m_headers - u(kHeadsHeaderGap), grid.height());
        m_layout.headHeaders = QRectF(grid.left(), grid.top() - u(kHeadsHeaderGap / 2.0) - u(kHeadsHeaderLine), grid.width(), u(kHeadsHeaderLine));
        for (const auto& head : m_figure.heads)
            m_layout.cells.emplace_back(grid.topLeft() + QPointF(static_cast<double>(head.head.head.value) * m_layout.cell.width(), static_cast<double>(head.head.layer.value) * m_layout.cell.height()),
                                        m_layout.cell);
        m_bottom = grid.bottom();
        if (!m_style.parts.bar)
            return;
        const double name = m_letters.width(Role::Label, legendName(m_figure.scale)) + u(9.0);
        const double left = std::min(grid.left() + name, m_left + m_block - u(60.0));
        const double width = std::clamp(m_left + m_block - left, u(60.0), u(kHeadsBar));
        m_layout.bar = QRectF(snapped(left, m_style), snapped(grid.bottom() + u(kHeadsBarTop), m_style), snapped(width, m_style), snapped(u(kHeadsBarHeight), m_style));
        m_bottom = m_layout.bar.bottom() + u(kHeadsBarBelow);
    }

    void placePanel()
    {
        const QRectF& grid = m_layout.grid;
        const double left = m_layout.beside ? grid.right() + u(kPanelBeside) : m_left;
        const double top = m_layout.beside ? grid.top() : m_bottom + u(kPanelBelow) + u(kHeadsHeaderLine);
        const double right = m_left + m_block;
        m_layout.panelTitle = QRectF(left, top - 2.0 * u(kHeadsHeaderLine), right - left, u(kHeadsHeaderLine));
        if (isList(m_figure.show))
            placeList({left, top}, right - left);
        else if (m_figure.show == HeadsShow::Layers)
            placeStrips({left, top}, right - left);
        else
            placeScatter({left, top}, right - left);
        m_layout.panelTitle.setWidth(m_layout.panel.width());
        m_bottom = std::max(m_bottom, m_layout.panel.bottom());
    }

    /// The lower edge of what can be used, on screen and on paper of a given height.
    [[nodiscard]] double floor() const { return m_layout.size.height() - below(); }

    void placeList(QPointF corner, double width)
    {
        m_layout.rowHeight = u(kHeadRow);
        const auto count = static_cast<std::int64_t>(m_figure.order.size());
        const double used = std::max(m_layout.beside ? m_bottom : 0.0, corner.y() + u(kHeadRow) * static_cast<double>(kFewestHeadRows));
        const double end = anyHeight() ? used : std::max(floor(), corner.y() + u(kHeadRow));
        const auto fit = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor((end - corner.y()) / m_layout.rowHeight + 0.01)));
        const double across = std::min(width, u(m_layout.beside ? kListWidth : kMostStrips));
        m_layout.rows = m_style.onScreen || count <= fit ? count : fit - 1;
        const auto seen = std::min(m_layout.rows, fit);
        m_layout.list = QRectF(corner, QSizeF(across, m_layout.rowHeight * static_cast<double>(seen)));
        m_layout.panel = m_layout.list;
        if (m_layout.rows < count) {
            m_layout.more = QRectF(corner.x(), m_layout.list.bottom(), across, m_layout.rowHeight);
            m_layout.panel.setBottom(m_layout.more.bottom());
        }
    }

    [[nodiscard]] std::vector<BarTick> ticksOf(const HeadsFigure::MetricAxis& axis, double length, double spacing) const
    {
        ColourScale scale;
        scale.low = axis.low;
        scale.high = axis.high;
        return barTicks(scale, length, spacing);
    }

    void placeTicksAcross(const HeadsFigure::MetricAxis& axis)
    {
        const double length = m_layout.plot.width() - 2.0 * u(kPlotInset);
        for (const auto& tick : ticksOf(axis, length, numberWidth(m_letters, Role::Label, QStringLiteral("00.000"))))
            m_layout.across.push_back({m_layout.placeAcross(tick.value, axis), tick.text});
        const double below = m_layout.plot.bottom() + u(kHeadTick + 3.0) + m_letters.lineHeight(Role::Label);
        m_layout.acrossName = QRectF(m_layout.plot.left(), below, m_layout.plot.width(), u(kAxisName));
    }

    void placeStrips(QPointF corner, double width)
    {
        const double labels = m_layout.beside ? 0.0 : m_headers;
        const double ticks = u(kHeadTick + 3.0) + m_letters.lineHeight(Role::Label) + u(kAxisName);
        const double below = anyHeight() ? u(kStripBelow) : std::clamp((floor() - corner.y() - ticks) / m_layers, u(kSmallestCell), u(kStripBelow));
        m_layout.stripHeight = m_layout.beside ? m_layout.cell.height() : below;
        const double across = std::clamp(width - labels, u(60.0), u(kMostStrips));
        m_layout.plot = QRectF(corner + QPointF(labels, 0.0), QSizeF(across, m_layout.stripHeight * m_layers));
        placeTicksAcross(m_figure.metric);
        for (const auto& head : m_figure.heads) {
            const double y = m_layout.plot.top() + (static_cast<double>(head.head.layer.value) + 0.5) * m_layout.stripHeight;
            m_layout.dots.push_back(std::isfinite(head.value) ? QPointF(m_layout.placeAcross(head.value, m_figure.metric), y) : QPointF(kNowhere, kNowhere));
        }
        m_layout.panel = QRectF(corner, QPointF(m_layout.plot.right(), m_layout.acrossName.bottom()));
    }

    void placeScatter(QPointF corner, double width)
    {
        const auto& other = *m_figure.other;
        double numbers = 0.0;
        for (const auto& tick : ticksOf(other, u(kLeastScatter), m_letters.lineHeight(Role::Label)))
            numbers = std::max(numbers, m_letters.width(Role::Label, tick.text));
        const double axis = u(kAxisName) + std::ceil(numbers) + u(kHeadTick + 4.0);
        const double across = wholePixels(std::clamp(width - axis, u(120.0), u(kMostScatter)));
        const double words = u(kHeadTick + 3.0) + m_letters.lineHeight(Role::Label) + u(kAxisName);
        const double room = anyHeight() ? across : std::max(floor(), m_bottom) - corner.y() - words;
        const double height = wholePixels(std::clamp(room, u(100.0), across));
        m_layout.plot = QRectF(QPointF(snapped(corner.x() + axis, m_style), snapped(corner.y(), m_style)), QSizeF(across, height));
        placeTicksAcross(m_figure.metric);
        for (const auto& tick : ticksOf(other, height - 2.0 * u(kPlotInset), m_letters.lineHeight(Role::Label)))
            m_layout.up.push_back({m_layout.placeUp(tick.value, other), tick.text});
        m_layout.upName = QRectF(corner.x(), m_layout.plot.top(), u(kAxisName), height);
        for (const auto& head : m_figure.heads) {
            const bool shown = std::isfinite(head.value) && std::isfinite(head.other);
            m_layout.dots.push_back(shown ? QPointF(m_layout.placeAcross(head.value, m_figure.metric), m_layout.placeUp(head.other, other)) : QPointF(kNowhere, kNowhere));
        }
        m_layout.panel = QRectF(corner, QPointF(m_layout.plot.right(), m_layout.acrossName.bottom()));
        m_layout.legend = QRectF(m_layout.plot.left(), corner.y() - u(kHeadsHeaderLine), across, u(kHeadsHeaderLine));
    }

    const HeadsFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    HeadsLayout m_layout;
    double m_layers, m_columns;
    double m_block = 0.0, m_left = 0.0, m_top = 0.0, m_bottom = 0.0;
    double m_headers = 0.0, m_cellWidth = 0.0;
};

double shareOf(double value, const HeadsFigure::MetricAxis& axis)
{
    return std::clamp((value - axis.low) / (axis.high - axis.low), 0.0, 1.0);
}

std::optional<std::int64_t> stepAt(double offset, double pitch, std::size_t count)
{
    const auto place = static_cast<std::int64_t>(std::floor(offset / pitch));
    return place < 0 || place >= static_cast<std::int64_t>(count) ? std::nullopt : std::optional(place);
}

} // namespace

HeadsLayout layoutHeads(const HeadsFigure& figure, QSizeF size, const PaintStyle& style)
{
    return HeadsArrangement(figure, size, style).result();
}

double endOf(const HeadsLayout& layout)
{
    return std::max({layout.grid.bottom(), layout.bar.bottom(), layout.panel.bottom(), layout.footer.bottom()});
}

double HeadsLayout::placeAcross(double value, const HeadsFigure::MetricAxis& axis) const
{
    return plot.left() + inset + shareOf(value, axis) * (plot.width() - 2.0 * inset);
}

double HeadsLayout::placeUp(double value, const HeadsFigure::MetricAxis& axis) const
{
    return plot.bottom() - inset - shareOf(value, axis) * (plot.height() - 2.0 * inset);
}

QRectF HeadsLayout::rowRect(std::int64_t row) const
{
    return row < 0 || row >= rows ? QRectF() : QRectF(list.left(), list.top() - scroll + rowHeight * static_cast<double>(row), list.width(), rowHeight);
}

std::optional<std::int64_t> HeadsLayout::rowAt(QPointF point) const
{
    if (!list.contains(point))
        return std::nullopt;
    return stepAt(point.y() - list.top() + scroll, rowHeight, static_cast<std::size_t>(rows));
}

std::optional<std::int64_t> HeadsLayout::cellAt(QPointF point) const
{
    if (!grid.contains(point))
        return std::nullopt;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells[i].contains(point))
            return static_cast<std::int64_t>(i);
    return std::nullopt;
}

std::optional<std::int64_t> HeadsLayout::dotAt(QPointF point) const
{
    std::optional<std::int64_t> nearest;
    double least = kDotReach;
    for (std::size_t i = 0; i < dots.size(); ++i)
        if (const double away = std::hypot(dots[i].x() - point.x(), dots[i].y() - point.y()); away < least) {
            least = away;
            nearest = static_cast<std::int64_t>(i);
        }
    return nearest;
}

std::optional<std::int64_t> HeadsLayout::layerHeaderAt(QPointF point) const
{
    return layerHeaders.contains(point) ? stepAt(point.y() - grid.top(), cell.height(), static_cast<std::size_t>(std::lround(grid.height() / cell.height()))) : std::nullopt;
}

std::optional<std::int64_t> HeadsLayout::headHeaderAt(QPointF point) const
{
    return headHeaders.contains(point) ? stepAt(point.x() - grid.left(), cell.width(), static_cast<std::size_t>(std::lround(grid.width() / cell.width()))) : std::nullopt;
}

} // namespace headlight::paint
