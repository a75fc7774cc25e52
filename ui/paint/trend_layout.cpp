// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/trend_layout.h"

#include "ui/paint/any_height.h"
#include "ui/paint/axis_labels.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"
#include "ui/paint/trend_positions.h"
#include "ui/paint/trend_sizes.h"

#include "figure/build.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kAbove = 0.05;    ///< of the values: room above the largest
constexpr double kBelow = 0.015;
constexpr double kLeastColumns = 1.5; ///< that can be zoomed to
constexpr double kLeastShare = 1e-4;  ///< of the values

std::size_t columnsOf(const TrendFigure& figure)
{
    return figure.points() ? figure.keys.labels.size() : figure.columns.size();
}

ChartRange wholeRange(const TrendFigure& figure)
{
    const double pad = figure.points() ? 0.5 : kTrendPad;
    const double span = figure.highest - figure.lowest;
    ChartRange range{-pad, static_cast<double>(columnsOf(figure)) - 1.0 + pad, figure.lowest, figure.highest + kAbove * span};
    if (figure.kind == TrendKind::Rank) { // both ends are ranks that lines have
        range.low = figure.lowest - 1.2 * kBelow * span;
        range.high = figure.highest + kBelow * span;
    } else if (figure.points()) {
        range.low = figure.lowest - kBelow * span;
    }
    return range;
}

/// A stretch of at least this length within another.
void keepInside(double& low, double& high, double first, double last, double least)
{
    if (low >= first && high <= last && high - low >= least)
        return;
    const double length = std::max(high - low, least);
    if (length >= last - first) {
        low = first;
        high = last;
        return;
    }
    const double middle = (low + high) / 2.0;
    low = std::max(first, std::min(middle - length / 2.0, last - length));
    high = std::min(last, low + length);
}

/// What can be shown of what is wanted.
ChartRange within(const ChartRange& whole, ChartRange range, TrendKind kind)
{
    const double span = whole.high - whole.low;
    keepInside(range.left, range.right, whole.left, whole.right, kLeastColumns);
    keepInside(range.low, range.high, whole.low, whole.high, kind == TrendKind::Rank ? std::min(span, 3.0) : kLeastShare * span);
    return range;
}

/// 1, 2 or 5 times a power of ten, so that at most `most` of them lie within `range`.
double roundStep(double range, double most, bool whole)
{
    const double least = range / std::max(1.0, most);
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    double step = 10.0 * decade;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * decade >= least * (1.0 - 1e-9)) {
            step = factor * decade;
            break;
        }
    return whole ? std::max(1.0, step) : step;
}

/// Numbers at the axis of values; of ranks the first and the last as well, to which their neighbours yield.
void settleValueTicks(TrendLayout& layout, const TrendFigure& figure, double least)
{
    const bool ranks = figure.kind == TrendKind::Rank;
    const double range = layout.shown.high - layout.shown.low;
    const double perUnit = layout.plot.height() / range;
    layout.step = roundStep(range, layout.plot.height() / least, ranks);
    layout.valueTicks.clear();
    std::vector<double> fixed;
    if (ranks)
        fixed = {figure.lowest, figure.highest};
    std::erase_if(fixed, [&](double at) { return at < layout.shown.low || at > layout.shown.high; });
    const auto text = [&](double at) { return ranks ? QString::number(std::llround(at)) : QString::fromStdString(formatTick(at, range)); };
    for (auto i = static_cast<std::int64_t>(std::ceil(layout.shown.low / layout.step - 1e-9)); static_cast<double>(i) * layout.step <= layout.shown.high + 1e-9 * range; ++i) {
        const double at = static_cast<double>(i) * layout.step;
        const bool near = std::ranges::any_of(fixed, [&](double other) { return std::fabs(other - at) * perUnit < 0.4 * least; });
        if (!near && (!ranks || (at >= figure.lowest && at <= figure.highest)))
            layout.valueTicks.push_back({at, text(at)});
    }
    for (const double at : fixed)
        layout.valueTicks.push_back({at, text(at)});
    std::ranges::sort(layout.valueTicks, {}, &TrendLayout::Tick::at);
}

void settleColumnTicks(TrendLayout& layout, const TrendFigure& figure, const Lettering& letters, double gap)
{
    layout.columnTicks.clear();
    double widest = 0.0;
    for (const auto& column : figure.columns)
        widest = std::max(widest, letters.width(Role::Label, displayText(column)));
    layout.labelStep = labelStep(layout.pitch(), widest + gap);
    for (std::size_t i = 0; i < figure.columns.size(); i += static_cast<std::size_t>(layout.labelStep))
        if (const auto at = static_cast<double>(i); at >= layout.shown.left && at <= layout.shown.right)
            layout.columnTicks.push_back({at, displayText(figure.columns[i])});
}

void settleKeyLabels(TrendLayout& layout, const TrendFigure& figure, const Lettering& letters, double scale)
{
    const double pitch = layout.pitch();
    const double least = onlyNumbers(figure.keys) ? widestLabel(figure.keys, letters, kLongestLabel * scale) + kLabelGap * scale : kLeastPitch * scale;
    layout.labelStep = labelStep(pitch, least);
    auto shown = shownLabels(figure.keys, figure.focus, layout.labelStep, pitch, least);
    std::erase_if(shown, [&](std::int64_t key) { return static_cast<double>(key) < layout.shown.left || static_cast<double>(key) > layout.shown.right; });
    layout.labelsRotated = !onlyNumbers(figure.keys) && !fitHorizontally(figure.keys, shown, figure.focus, pitch, letters, kLongestLabel * scale);
    layout.shownKeys = std::move(shown);
}

/// Where a line leaves the plot to the right; nothing where that is not seen.
std::optional<double> endOfLine(const TrendLayout& layout, const std::vector<float>& values)
{
    for (std::size_t column = values.size(); column-- > 0;) {
        if (!std::isfinite(values[column]) || static_cast<double>(column) > layout.shown.right)
            continue;
        const QPointF end = layout.pointOf(static_cast<double>(column), static_cast<double>(values[column]));
        return static_cast<double>(column) >= layout.shown.left && end.y() >= layout.plot.top() && end.y() <= layout.plot.bottom() ? std::optional(end.y()) : std::nullopt;
    }
    return std::nullopt;
}

/// Names in the order of the ends, none over another, as near to their lines as that allows.
void spreadEnds(std::vector<TrendLayout::End>& ends, const QRectF& plot, double pitch)
{
    std::ranges::stable_sort(ends, {}, &TrendLayout::End::at);
    double lowest = plot.top() - pitch;
    for (auto& end : ends)
        lowest = end.middle = std::max(end.at, lowest + pitch);
    double highest = plot.bottom() + pitch;
    for (auto end = ends.rbegin(); end != ends.rend(); ++end)
        highest = end->middle = std::min(end->middle, highest - pitch);
}

void settleEnds(TrendLayout& layout, const TrendFigure& figure, const Lettering& letters, double scale)
{
    layout.ends.clear();
    if (figure.points())
        return;
    for (std::size_t i = 0; i < figure.lines.size(); ++i)
        if (const auto at = figure.lines[i].emphasised ? endOfLine(layout, figure.lines[i].values) : std::nullopt)
            layout.ends.push_back({i, *at, 0.0, letters.elidedEnd(Role::Emphasis, displayText(figure.lines[i].label), kTrendLongestEnd * scale)});
    if (figure.spread && figure.keys.labels.size() == 1)
        if (const auto at = endOfLine(layout, figure.spread->median))
            layout.ends.push_back({std::nullopt, *at, 0.0, QStringLiteral("median of heads")});
    spreadEnds(layout.ends, layout.plot, kTrendEndPitch * scale);
}

double lineOfFooter(const Lettering& letters)
{
    return letters.lineHeight(Role::Label) + 1.0;
}

double footerHeight(const TrendLayout& layout, const Lettering& letters)
{
    return static_cast<double>(std::max<std::size_t>(layout.footerLines.size(), 1)) * lineOfFooter(letters);
}

class TrendArrangement {
public:
    TrendArrangement(const TrendFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style)
    {
        m_layout.size = size;
        m_layout.downward = figure.kind == TrendKind::Rank;
        m_layout.whole = wholeRange(figure);
        m_layout.shown = within(m_layout.whole, figure.shown.value_or(m_layout.whole), figure.kind);
    }

    TrendLayout result()
    {
        const double block = std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock));
        const double left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - block) / 2.0);
        const auto head = placeHead(m_figure.text, {left, std::min(m_style.margin, kFigureTop)}, block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        const double top = head.bottom + (m_style.parts.title ? u(14.0) : 0.0);
        const double axis = std::ceil(u(kAxisName) + widestValue() + u(kTrendTick + 4.0));
        const double width = std::max(u(80.0), block - axis - endsWidth());
        m_layout.plot = QRectF(snapped(left + axis, m_style), snapped(top, m_style), snapped(width, m_style), u(100.0));
        if (m_figure.points())
            settleKeyLabels(m_layout, m_figure, m_letters, m_style.textScale);
        else
            settleColumnTicks(m_layout, m_figure, m_letters, u(kLabelGap));
        m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, m_layout, m_letters, block) : std::vector<QString>{};
        const double labels = u(kLabelGap) + labelsHeight();
        const double below = labels + u(kAxisName) + (m_style.parts.footer ? u(kFooterGap + 4.0) + roomForFooter() : 0.0) + std::min(m_style.margin, kFigureBottom);
        const auto heights = share(m_layout.size.height() - top - below, block);
        m_layout.plot.setHeight(snapped(heights.lines, m_style));
        m_layout.valueName = QRectF(left, m_layout.plot.top(), u(kAxisName), m_layout.plot.height());
        m_layout.columnName = QRectF(m_layout.plot.left(), m_layout.plot.bottom() + labels, m_layout.plot.width(), u(kAxisName));
        if (heights.positions > 0.0)
            m_layout.positions = placePositions(*m_figure.positions, m_layout, m_layout.columnName.bottom(), block, heights.positions, m_letters, m_style);
        if (m_style.parts.footer)
            m_layout.footer = QRectF(left, (m_layout.positions ? m_layout.positions->bottom : m_layout.columnName.bottom()) + u(kFooterGap + 4.0), block, footerHeight(m_layout, m_letters));
        showRange(m_layout, m_figure, m_layout.shown, m_style);
        return m_layout;
    }

private:
    struct Heights {
        double lines = 0.0;
        double positions = 0.0; ///< 0: that chart is not shown
    };

    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    /// Of the plots. The chart of positions takes a third, and where too little is left for both it is not shown.
    [[nodiscard]] Heights share(double room, double width) const
    {
        const double around = m_figure.positions ? aroundPositions(*m_figure.positions, width, m_letters, m_style) : 0.0;
        if (m_layout.size.height() > kAnyHeight)
            return {u(kTrendPaperPlot), m_figure.positions ? u(kTrendPaperPositions) : 0.0};
        if (const double both = room - around; m_figure.positions && both >= u(kTrendLeastPlot + kTrendLeastPositions)) {
            const double positions = std::clamp(both / 3.0, u(kTrendLeastPositions), u(kTrendMostPositions));
            return {std::min(both - positions, u(kTrendMostPlot)), positions};
        }
        return {std::clamp(room, u(kTrendLeastPlot), std::max(u(kTrendLeastPlot), u(kTrendMostPlot))), 0.0};
    }

    /// On screen zooming may bring another line.
    [[nodiscard]] double roomForFooter() const
    {
        const bool grows = m_style.onScreen && !m_layout.zoomed() && m_layout.footerLines.size() < 2;
        return footerHeight(m_layout, m_letters) + (grows ? lineOfFooter(m_letters) : 0.0);
    }

    /// Of any number that zooming may bring.
    [[nodiscard]] double widestValue() const
    {
        const QString widest = m_figure.kind == TrendKind::Rank ? QString::number(m_figure.ranked) : QStringLiteral("0.0000");
        return numberWidth(m_letters, Role::Label, widest);
    }

    [[nodiscard]] double endsWidth() const
    {
        if (m_figure.points())
            return u(12.0);
        double widest = m_figure.spread && m_figure.keys.labels.size() == 1 ? m_letters.width(Role::Emphasis, QStringLiteral("median of heads")) : 0.0;
        for (const auto& line : m_figure.lines)
            if (line.emphasised)
                widest = std::max(widest, m_letters.width(Role::Emphasis, displayText(line.label)));
        const double names = widest > 0.0 ? u(kTrendEndGap) + std::min(widest, u(kTrendLongestEnd)) : u(12.0);
        return m_figure.positions ? std::max(names, besidePositions(*m_figure.positions, m_letters, m_style)) : names;
    }

    [[nodiscard]] double labelsHeight() const
    {
        const bool words = m_figure.points() && !onlyNumbers(m_figure.keys);
        if (!words || (!m_layout.labelsRotated && !m_style.onScreen)) // on screen zooming may turn them
            return m_letters.lineHeight(Role::Label);
        return widestLabel(m_figure.keys, m_letters, u(kLongestLabel));
    }

    const TrendFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    TrendLayout m_layout;
};

} // namespace

TrendLayout layoutTrend(const TrendFigure& figure, QSizeF size, const PaintStyle& style)
{
    return TrendArrangement(figure, size, style).result();
}

void showRange(TrendLayout& layout, const TrendFigure& figure, const ChartRange& range, const PaintStyle& style)
{
    layout.shown = within(layout.whole, range, figure.kind);
    const Lettering letters(style);
    settleValueTicks(layout, figure, kTrendValuePitch * style.textScale);
    if (figure.points())
        settleKeyLabels(layout, figure, letters, style.textScale);
    else
        settleColumnTicks(layout, figure, letters, kLabelGap * style.textScale);
    settleEnds(layout, figure, letters, style.textScale);
    if (style.parts.footer) {
        layout.footerLines = footerLines(figure, layout, letters, layout.footer.width());
        layout.footer.setHeight(footerHeight(layout, letters));
    }
}

double endOf(const TrendLayout& layout)
{
    return std::max({layout.columnName.bottom(), layout.positions ? layout.positions->bottom : 0.0, layout.footer.bottom()});
}

QPointF TrendLayout::pointOf(double column, double value) const
{
    const double across = (column - shown.left) / (shown.right - shown.left);
    const double up = (value - shown.low) / (shown.high - shown.low);
    return {plot.left() + across * plot.width(), downward ? plot.top() + up * plot.height() : plot.bottom() - up * plot.height()};
}

QPointF TrendLayout::dataAt(QPointF point) const
{
    const double across = (point.x() - plot.left()) / plot.width();
    const double up = downward ? (point.y() - plot.top()) / plot.height() : (plot.bottom() - point.y()) / plot.height();
    return {shown.left + across * (shown.right - shown.left), shown.low + up * (shown.high - shown.low)};
}

} // namespace headlight::paint
