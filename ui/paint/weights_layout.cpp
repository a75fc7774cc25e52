// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/any_height.h"
#include "ui/paint/axis_labels.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"
#include "ui/paint/weights_sizes.h"

#include "figure/build.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace headlight::paint {

namespace {

constexpr std::size_t kMostListed = 40;
constexpr std::size_t kMostOthers = 10;   ///< of parts that are no words, on paper
constexpr std::size_t kFewestListed = 4;
constexpr double kLeastFilled = 0.85; ///< of a plot: before more of it is empty, columns are rather no whole pixels wide
constexpr double kRounding = 0.1; ///< of a row: what whole pixels of plots take away

/// Round numbers from 0: at most five steps up to the first that is not below `largest`.
std::vector<double> ticksFor(double largest)
{
    if (!(largest > 0.0))
        return {0.0, 1.0};
    const double decade = std::pow(10.0, std::floor(std::log10(largest)) - 1.0);
    for (const double factor : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
        const double step = factor * decade;
        const double steps = std::ceil(largest / step - 1e-9);
        if (steps > 5.0)
            continue;
        std::vector<double> ticks;
        for (int i = 0; i <= static_cast<int>(steps); ++i)
            ticks.push_back(i * step);
        return ticks;
    }
    return {0.0, largest};
}

class WeightsArrangement {
public:
    WeightsArrangement(const WeightsFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style)
    {
        m_layout.size = size;
        m_layout.ticks = ticksFor(figure.largest);
        m_layout.top = m_layout.ticks.back();
        m_layout.charts.resize(figure.parts.size());
        m_layout.lists.resize(figure.parts.size());
    }

    WeightsLayout result()
    {
        measure();
        placeHead();
        for (auto i = std::size_t{0}; i < m_layout.charts.size(); ++i)
            settleLabels(i);
        m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, m_layout, m_letters, m_block) : std::vector<QString>{};
        placeCharts();
        placeLists();
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, m_bottom + u(kFooterGap + 4.0), m_block, footerHeight());
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool anyHeight() const { return m_layout.size.height() > kAnyHeight; }
    [[nodiscard]] double footerHeight() const { return static_cast<double>(std::max<std::size_t>(m_layout.footerLines.size(), 1)) * (m_letters.lineHeight(Role::Label) + 1.0); }
    [[nodiscard]] double parts() const { return static_cast<double>(m_figure.parts.size()); }
    [[nodiscard]] double plotLeft() const { return m_left + m_axis; }

    void measure()
    {
        m_block = std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock));
        m_left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - m_block) / 2.0);
        double ticks = 0.0;
        for (const double tick : m_layout.ticks)
            ticks = std::max(ticks, numberWidth(m_letters, Role::Label, QString::fromStdString(formatTick(tick, m_layout.top))));
        m_axis = std::ceil(u(kAxisName) + ticks + u(kPlotTick + 4.0));
        measureColumns();
        m_beside = m_block - m_list - u(kListGap) - m_axis >= u(kLeastCharts);
        m_charts = m_beside ? m_block - m_list - u(kListGap) : m_block;
        const double each = (m_block - u(kListGap) * (parts() - 1.0)) / parts();
        m_abreast = !m_beside && parts() > 1.0 && each >= m_list - u(kListToken - kNarrowToken);
        m_listWidth = m_abreast ? std::min(each, m_list + u(40.0)) : m_beside ? m_list : std::min(m_block, m_list + u(60.0));
    }

    /// Widths of the columns of the lists: position, mean, then a weight per temperature.
    void measureColumns()
    {
        const double number = std::ceil(std::max(numberWidth(m_letters, Role::Label, QStringLiteral("0.00000")), m_letters.width(Role::Label, QStringLiteral("T 0.05")))) + u(kListColumnGap);
        const double position = std::ceil(m_letters.width(Role::Label, QStringLiteral("position"))) + u(kListColumnGap);
        m_widths = {position, number};
        m_widths.resize(2 + m_figure.temperatures.size(), number);
        m_list = u(kListToken);
        for (const double width : m_widths)
            m_list += width;
    }

    void placeHead()
    {
        const auto head = paint::placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, m_block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        m_top = head.bottom;
        if (m_style.parts.title)
            m_top += u(14.0);
    }

    /// Whole device pixels for each position, or several positions for a bar of two.
    void settleLabels(std::size_t part)
    {
        auto& chart = m_layout.charts[part];
        const auto& keys = m_figure.parts[part].keys;
        const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(keys.labels.size()));
        const double ratio = m_style.devicePixelRatio;
        const auto pixels = std::max<std::int64_t>(8, static_cast<std::int64_t>(std::floor((m_charts - m_axis) * ratio)));
        const auto most = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(u(kWidestColumn) * ratio)));
        const auto each = std::min(pixels / count, most);
        const bool wasteful = each < most && static_cast<double>(each * count) < kLeastFilled * static_cast<double>(pixels);
        chart.pitch = wasteful ? static_cast<double>(pixels) / static_cast<double>(count) / ratio : static_cast<double>(each) / ratio;
        const double least = 2.0 + static_cast<double>(m_figure.temperatures.size()); // a bar needs a pixel and a gap
        chart.pooled = chart.pitch >= least ? 1 : static_cast<std::int64_t>(std::ceil(least / chart.pitch));
        m_plotWidth.push_back(chart.pitch * static_cast<double>(count));
        m_frameWidth.push_back(each == most ? m_plotWidth.back() : static_cast<double>(pixels) / ratio);
        chart.labelStep = labelStep(chart.pitch, u(kLeastPitch));
        chart.shownKeys = shownLabels(keys, std::nullopt, chart.labelStep, chart.pitch, u(kLeastPitch));
        chart.labelsRotated = false;
        double height = m_letters.lineHeight(Role::Label);
        const double widest = widestLabel(keys, m_letters, u(kLongestLabel));
        if (onlyNumbers(keys)) {
            chart.labelStep = std::max(chart.labelStep, labelStep(chart.pitch, widest + u(kLabelGap)));
            chart.shownKeys = shownLabels(keys, std::nullopt, chart.labelStep, chart.pitch, widest + u(kLabelGap));
        } else if (!fitHorizontally(keys, chart.shownKeys, std::nullopt, chart.pitch, m_letters, u(kLongestLabel))) {
            chart.labelsRotated = true;
            height = 0.0;
            for (const auto key : chart.shownKeys)
                height = std::max(height, std::ceil(labelWords(keys.labels[static_cast<std::size_t>(key)], false, m_letters, u(kLongestLabel)).width));
            if (m_style.steady)
                height = widest;
        }
        m_labelHeight.push_back(u(kLabelGap) + height);
    }

    /// All plots are equally high: as high as fits, or as paper wants them.
    void placeCharts()
    {
        const auto count = static_cast<double>(m_layout.charts.size());
        double fixed = count * u(kChartTitle) + (count - 1.0) * u(kBetweenCharts) + u(kAxisName);
        for (const double height : m_labelHeight)
            fixed += height;
        double room = m_layout.size.height() - m_top - fixed - std::min(m_style.margin, kFigureBottom);
        if (m_style.parts.footer)
            room -= u(kFooterGap + 4.0) + footerHeight();
        if (!m_beside)
            room -= u(kBetweenLists) + (m_style.onScreen ? u(kListTitle + kListHead + kListRow * static_cast<double>(kFewestListed)) : listsHeight());
        const double most = count > 1.0 ? u(kMostPlot) : u(1.75 * kMostPlot);
        const double free = anyHeight() ? u(kPaperPlot) : std::clamp(room / count, u(kLeastPlot), most);
        const double height = std::floor(free * m_style.devicePixelRatio + 1e-6) / m_style.devicePixelRatio;
        double y = m_top;
        for (std::size_t i = 0; i < m_layout.charts.size(); ++i) {
            auto& chart = m_layout.charts[i];
            chart.title = QRectF(snapped(plotLeft(), m_style), y, m_frameWidth[i], u(kChartTitle));
            y += u(kChartTitle);
            const QPointF corner(snapped(chart.title.left() + (m_frameWidth[i] - m_plotWidth[i]) / 2.0, m_style), snapped(y, m_style));
            chart.plot = QRectF(corner, QSizeF(m_plotWidth[i], height));
            y = chart.plot.bottom() + m_labelHeight[i] + (i + 1 < m_layout.charts.size() ? u(kBetweenCharts) : 0.0);
        }
        const QRectF first = m_layout.charts.front().plot;
        const QRectF last = frameOf(m_layout.charts.back());
        m_layout.weightName = QRectF(m_left, first.top(), u(kAxisName), last.bottom() - first.top());
        m_layout.keyName = QRectF(last.left(), y, last.width(), u(kAxisName));
        m_bottom = m_layout.keyName.bottom();
    }

    [[nodiscard]] std::vector<std::size_t> listOrder() const
    {
        std::vector<std::size_t> order;
        for (const bool words : {true, false})
            for (std::size_t i = 0; i < m_figure.parts.size(); ++i)
                if (m_figure.parts[i].words == words)
                    order.push_back(i);
        return order;
    }

    [[nodiscard]] std::size_t wanted(std::size_t part) const
    {
        const auto most = m_style.onScreen || m_figure.parts[part].words || m_figure.parts.size() == 1 ? kMostListed : kMostOthers;
        return std::min(m_figure.parts[part].heaviest.size(), most);
    }
    /// With the line that says how many are not shown.
    [[nodiscard]] double rowsHeight(std::size_t part, std::size_t rows) const
    {
        return u(kListRow) * static_cast<double>(rows + (rows < m_figure.parts[part].heaviest.size() ? 1 : 0));
    }

    /// Of all that the lists want to show, where they stand below the charts.
    [[nodiscard]] double listsHeight() const
    {
        double highest = 0.0;
        double sum = 0.0;
        for (std::size_t part = 0; part < m_figure.parts.size(); ++part) {
            const double height = u(kListTitle) + rowsHeight(part, wanted(part));
            highest = std::max(highest, height);
            sum += height + u(kBetweenLists);
        }
        return u(kListHead) + (m_abreast ? highest : sum - u(kBetweenLists));
    }

    /// Words first; what is left goes to the other parts, which keep a few lines where that is possible.
    [[nodiscard]] std::vector<std::size_t> rowsPerList(double room) const
    {
        const auto order = listOrder();
        std::vector<std::size_t> rows(order.size(), 0);
        double left = room - u(kListHead);
        for (std::size_t place = 0; place < order.size(); ++place) {
            const auto part = order[place];
            const double here = left - u(kListTitle);
            double others = 0.0;
            for (std::size_t next = place + 1; next < order.size() && !m_abreast; ++next)
                others += u(kBetweenLists + kListTitle) + rowsHeight(order[next], std::min(kFewestListed, wanted(order[next])));
            auto fit = static_cast<std::size_t>(std::max(0.0, std::floor((here - others) / u(kListRow) + kRounding)));
            if (fit < m_figure.parts[part].heaviest.size() && fit > 0 && fit <= wanted(part))
                --fit; // for the line that says how many are not shown
            rows[part] = std::min(fit, wanted(part));
            if (!m_abreast)
                left = here - rowsHeight(part, rows[part]) - u(kBetweenLists);
        }
        return rows;
    }

    void placeLists()
    {
        double x = m_beside ? plotLeft() + m_charts - m_axis + u(kListGap) : m_left;
        double y = m_beside ? m_layout.charts.front().title.top() : m_bottom + u(kBetweenLists);
        double room = m_bottom - y;
        if (!m_beside)
            room = anyHeight() ? 1e6 : m_layout.size.height() - y - (m_style.parts.footer ? footerHeight() + u(kFooterGap + 4.0) : 0.0) - std::min(m_style.margin, kFigureBottom);
        const auto rows = rowsPerList(room);
        double right = x + m_listWidth;
        m_layout.columns.assign(m_widths.size(), 0.0);
        for (std::size_t i = m_widths.size(); i-- > 0;) {
            m_layout.columns[i] = right - x;
            right -= m_widths[i];
        }
        const double top = y;
        bool first = true;
        double lowest = m_bottom;
        for (const auto part : listOrder()) {
            if (rows[part] == 0)
                continue;
            auto& list = m_layout.lists[part];
            list.title = QRectF(x, y, m_listWidth, u(kListTitle));
            y += u(kListTitle);
            if (m_abreast || std::exchange(first, false)) {
                if (m_layout.listHead.isEmpty())
                    m_layout.listHead = QRectF(x, y, m_listWidth, u(kListHead));
                y += u(kListHead);
            }
            for (std::size_t row = 0; row < rows[part]; ++row, y += u(kListRow))
                list.rows.emplace_back(x, y, m_listWidth, u(kListRow));
            if (rows[part] < m_figure.parts[part].heaviest.size()) {
                list.more = QRectF(x, y, m_listWidth, u(kListRow));
                y += u(kListRow);
            }
            lowest = std::max(lowest, y);
            y += u(kBetweenLists);
            if (m_abreast) {
                x += m_listWidth + u(kListGap);
                y = top;
            }
        }
        m_bottom = lowest;
    }

    const WeightsFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    WeightsLayout m_layout;
    std::vector<double> m_plotWidth, m_frameWidth, m_labelHeight, m_widths;
    double m_left = 0.0, m_top = 0.0, m_bottom = 0.0, m_block = 0.0, m_axis = 0.0, m_list = 0.0, m_charts = 0.0, m_listWidth = 0.0;
    bool m_beside = true;
    bool m_abreast = false; ///< lists side by side below the charts
};

} // namespace

WeightsLayout layoutWeights(const WeightsFigure& figure, QSizeF size, const PaintStyle& style)
{
    return WeightsArrangement(figure, size, style).result();
}

double endOf(const WeightsLayout& layout)
{
    double end = std::max(layout.keyName.bottom(), layout.footer.bottom());
    for (const auto& list : layout.lists)
        if (!list.rows.empty())
            end = std::max({end, list.rows.back().bottom(), list.more.bottom()});
    return end;
}

std::optional<WeightPlace> WeightsLayout::placeAt(QPointF point) const
{
    for (std::size_t part = 0; part < charts.size(); ++part) {
        const auto& chart = charts[part];
        const double below = part + 1 < charts.size() ? charts[part + 1].title.top() : keyName.bottom();
        if (!QRectF(chart.plot.topLeft(), QPointF(chart.plot.right(), below)).contains(point))
            continue;
        const auto count = static_cast<std::int64_t>(std::lround(chart.plot.width() / chart.pitch));
        return WeightPlace{static_cast<std::int64_t>(part), std::clamp<std::int64_t>(static_cast<std::int64_t>((point.x() - chart.plot.left()) / chart.pitch), 0, count - 1)};
    }
    return std::nullopt;
}

QRectF WeightsLayout::columnRect(WeightPlace place) const
{
    if (place.part < 0 || place.part >= static_cast<std::int64_t>(charts.size()))
        return {};
    const auto& chart = charts[static_cast<std::size_t>(place.part)];
    if (place.position < 0 || static_cast<double>(place.position) * chart.pitch >= chart.plot.width() - 1e-6)
        return {};
    return {chart.plot.left() + static_cast<double>(place.position) * chart.pitch, chart.plot.top(), chart.pitch, chart.plot.height()};
}

std::optional<std::pair<std::int64_t, std::int64_t>> WeightsLayout::rowAt(QPointF point) const
{
    for (std::size_t part = 0; part < lists.size(); ++part)
        for (std::size_t row = 0; row < lists[part].rows.size(); ++row)
            if (lists[part].rows[row].contains(point))
                return std::pair{static_cast<std::int64_t>(part), static_cast<std::int64_t>(row)};
    return std::nullopt;
}

} // namespace headlight::paint
