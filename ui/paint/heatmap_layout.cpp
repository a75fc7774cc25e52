// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/any_height.h"
#include "ui/paint/axis_labels.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/strokes.h"

#include "figure/build.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kLeastWithProfiles = 120.0; ///< side of a map below which profiles give way
constexpr double kLeastWithLabels = 72.0;    ///< and labels
constexpr double kLeastMap = 40.0;           ///< and panels beside each other
constexpr double kLeastShortSide = 160.0;    ///< a map of few rows and many columns gets taller cells up to here

/// What gives way when the place is small.
struct Amount {
    bool profiles = true;
    bool labels = true;
    std::int64_t panelColumns = 1;
};

/// Cells of one axis on device pixels: some pixels each, or several cells per pixel.
struct CellPixels {
    std::int64_t each = 1;
    std::int64_t pooled = 1;
    [[nodiscard]] std::int64_t length(std::int64_t cells) const { return (cells + pooled - 1) / pooled * each; }
};

/// Works out one layout for one amount of extras.
class Arrangement {
public:
    Arrangement(const HeatmapFigure& figure, QSizeF size, const PaintStyle& style, Amount amount) : m_figure(figure), m_style(style), m_letters(style), m_amount(amount)
    {
        m_layout.size = size;
        const auto& values = figure.panels.front().values;
        m_layout.rows = values ? values->rows() : 0;
        m_layout.columns = values ? values->columns() : 0;
        m_panels = static_cast<std::int64_t>(figure.panels.size());
        m_panelColumns = std::clamp<std::int64_t>(amount.panelColumns, 1, m_panels);
        m_layout.panelColumns = m_panelColumns;
        m_panelRows = (m_panels + m_panelColumns - 1) / m_panelColumns;
    }

    HeatmapLayout result()
    {
        measureLabels();
        measureSides();
        if (m_style.steady)
            settle();
        else
            settleTightly();
        place();
        return m_layout;
    }

private:
    void settle()
    {
        for (int attempt = 0; attempt < 3; ++attempt) { // the footer says what the layout did, so its length depends on it
            settleKeyLabels();
            auto lines = footerLines(m_figure, m_layout, m_letters, blockWidth());
            const bool same = lines.size() == m_footerLines;
            m_footerLines = lines.size();
            m_layout.footerLines = std::move(lines);
            if (same)
                break;
        }
    }

    /// Room for the key labels that are shown only. Which ones are follows from the width alone, so that the natural height of a figure
    /// leads to the same cells again.
    void settleTightly()
    {
        const double anyLabel = m_keyLabelWidth;
        const double height = m_layout.size.height();
        m_layout.size.setHeight(kUnbounded);
        settle();
        const double cell = m_layout.cell;
        m_layout.size.setHeight(height);
        m_keyLabelWidth = std::min(anyLabel, shownWidth(m_figure.keys, m_layout.shownKeys, m_figure.keyColumn));
        settle();
        if (m_layout.cell == cell)
            return;
        m_keyLabelWidth = anyLabel; // the height decides: smaller cells, other labels
        settle();
        m_keyLabelWidth = std::min(anyLabel, shownWidth(m_figure.keys, m_layout.shownKeys, m_figure.keyColumn));
    }

    [[nodiscard]] double shownWidth(const FigureAxis& axis, const std::vector<std::int64_t>& shown, std::optional<std::int64_t> focus) const
    {
        double widest = 0.0;
        for (const std::int64_t i : shown)
            widest = std::max(widest, labelWords(axis.labels[static_cast<std::size_t>(i)], focus == i, m_letters, u(kLongestLabel)).width);
        return std::ceil(widest);
    }

    [[nodiscard]] double profileNameWidth() const
    {
        double widest = 0.0;
        if (columnProfiles() && single())
            for (const QString& line : inTwoLines(displayText(m_figure.panels.front().columns->name)))
                widest = std::max(widest, std::ceil(m_letters.width(Role::Label, line)));
        return widest;
    }

    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool showLabels(const FigureAxis& axis) const { return m_amount.labels && axis.showLabels && !axis.labels.empty(); }
    [[nodiscard]] bool single() const { return m_panels == 1; }
    [[nodiscard]] double margin() const { return m_style.margin; }
    [[nodiscard]] double blockWidth() const { return std::min(m_layout.size.width() - 2.0 * margin(), std::max(u(kWidestBlock), m_contentWidth)); }
    [[nodiscard]] bool columnProfiles() const { return m_amount.profiles && m_figure.panels.front().columns.has_value(); }
    [[nodiscard]] bool rowProfiles() const { return m_amount.profiles && m_figure.panels.front().rows.has_value(); }

    void measureLabels()
    {
        m_queryLabelWidth = showLabels(m_figure.queries) ? widestLabel(m_figure.queries, m_letters, u(kLongestLabel)) : 0.0;
        m_keyLabelWidth = showLabels(m_figure.keys) ? widestLabel(m_figure.keys, m_letters, u(kLongestLabel)) : 0.0;
        m_queryLabelWidth = std::max(m_queryLabelWidth, profileNameWidth());
        m_columnProfile = columnProfiles() ? u(single() ? kColumnProfile : kSmallProfile) : 0.0;
        m_rowProfile = rowProfiles() ? u(single() ? kRowProfile : kSmallProfile) : 0.0;
    }

    void measureSides()
    {
        m_left = u(kAxisName) + gutter(m_figure.queries) + m_queryLabelWidth + (m_queryLabelWidth > 0.0 ? u(kLabelGap) : 0.0);
        m_right = 0.0;
        if (rowProfiles() && single()) {
            for (const QString& line : rowProfileWords(*m_figure.panels.front().rows))
                m_right = std::max(m_right, std::ceil(m_letters.width(Role::Label, line)));
            m_right = u(kProfileGap) + std::max(m_right, m_rowProfile);
        }
        if (columnProfiles() && single())
            m_right = std::max(m_right, u(kProfileGap) + std::ceil(m_letters.width(Role::Label, profileEnd(*m_figure.panels.front().columns))));
        m_barLeft = m_right + u(single() && !rowProfiles() ? 12.0 : kBarGap);
        if (m_style.parts.bar) {
            const double words = u(kBarTicks) + barLabelWidth(m_figure.scale, u(kTypicalBar), m_letters) + u(kBarName);
            m_right = m_barLeft + u(kBarWidth) + std::max(words, notNumbersWidth(m_figure.scale, m_letters) - u(kBarWidth));
        }
        m_gapX = u(kPanelGap) + (m_rowProfile > 0.0 ? m_rowProfile + u(kProfileGap) : 0.0);
        m_headY = std::min(margin(), kFigureTop);
        m_top = m_headY;
        if (m_style.parts.title) {
            m_titleHeight = titleLines(m_letters, m_figure.text.title, std::min(m_layout.size.width() - 2.0 * margin(), u(kWidestBlock)), u(kTitleLine)).height;
            m_top += m_titleHeight + (m_figure.text.subtitle.empty() ? 0.0 : u(kSubtitleLine)) + u(kHeadGap);
        }
        m_panelTop = (panelTitles() ? u(kPanelTitle) : 0.0) + (m_columnProfile > 0.0 ? m_columnProfile + u(kProfileGap) : 0.0);
        m_gapY = u(kPanelGap) + m_panelTop;
    }

    [[nodiscard]] bool panelTitles() const
    {
        return std::any_of(m_figure.panels.begin(), m_figure.panels.end(), [](const MapPanel& panel) { return !panel.title.empty(); });
    }
    [[nodiscard]] double gutter(const FigureAxis& axis) const { return axis.segments.size() > 1 ? u(kSegmentGutter) : 0.0; }

    [[nodiscard]] double bottom(bool rotated) const
    {
        double height = u(kAxisName) + gutter(m_figure.keys);
        if (m_keyLabelWidth > 0.0)
            height += u(kLabelGap) + (rotated ? m_keyLabelWidth : m_letters.lineHeight(Role::Label));
        if (m_style.parts.footer)
            height += u(kFooterGap) + static_cast<double>(m_footerLines) * footerLine();
        return height + std::min(margin(), kFigureBottom);
    }
    [[nodiscard]] double footerLine() const { return m_letters.lineHeight(Role::Label) + 1.0; }

    void settleKeyLabels()
    {
        sizeCells(true);
        thinLabels();
        m_layout.keyLabelsRotated = m_keyLabelWidth > 0.0;
        if (!m_layout.keyLabelsRotated || !horizontalFits())
            return;
        const HeatmapLayout rotated = m_layout;
        sizeCells(false);
        thinLabels();
        m_layout.keyLabelsRotated = false;
        if (!horizontalFits())
            m_layout = rotated;
    }

    /// Plain numbers rather stand at every tenth column than on their heads.
    bool horizontalFits()
    {
        const double pitch = m_layout.cellWidth;
        if (onlyNumbers(m_figure.keys)) {
            const int step = labelStep(pitch, m_keyLabelWidth + u(kLabelGap));
            m_layout.keyLabelStep = std::max(step, m_layout.keyLabelStep);
            m_layout.shownKeys = shownLabels(m_figure.keys, m_figure.keyColumn, step, pitch, m_keyLabelWidth + u(kLabelGap));
            return true;
        }
        return fitHorizontally(m_figure.keys, m_layout.shownKeys, m_figure.keyColumn, pitch, m_letters, u(kLongestLabel));
    }

    void thinLabels()
    {
        const double least = u(kLeastPitch);
        m_layout.queryLabelStep = labelStep(m_layout.cellHeight, least);
        m_layout.keyLabelStep = labelStep(m_layout.cellWidth, least);
        m_layout.shownQueries.clear();
        m_layout.shownKeys.clear();
        if (showLabels(m_figure.queries))
            m_layout.shownQueries = shownLabels(m_figure.queries, m_figure.queryRow, m_layout.queryLabelStep, m_layout.cellHeight, least);
        if (showLabels(m_figure.keys))
            m_layout.shownKeys = shownLabels(m_figure.keys, m_figure.keyColumn, m_layout.keyLabelStep, m_layout.cellWidth, least);
    }

    void sizeCells(bool rotated)
    {
        const double ratio = m_style.devicePixelRatio;
        const auto pixels = [ratio](double room, double gaps, std::int64_t count) {
            return std::max<std::int64_t>(8, static_cast<std::int64_t>(std::floor((room - gaps) / static_cast<double>(count) * ratio)));
        };
        const std::int64_t width = pixels(m_layout.size.width() - 2.0 * margin() - m_left - m_right, static_cast<double>(m_panelColumns - 1) * m_gapX, m_panelColumns);
        const std::int64_t height = pixels(m_layout.size.height() - m_top - m_panelTop - bottom(rotated), static_cast<double>(m_panelRows - 1) * m_gapY, m_panelRows);
        const std::int64_t most = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(u(m_style.largestCell) * ratio)));
        const std::int64_t side = std::min({width / std::max<std::int64_t>(1, m_layout.columns), height / std::max<std::int64_t>(1, m_layout.rows), most});
        CellPixels across{std::max<std::int64_t>(side, 1), 1};
        if (side < 1)
            across.pooled = std::max((m_layout.columns + width - 1) / width, (m_layout.rows + height - 1) / height);
        CellPixels down = across;
        const auto least = static_cast<std::int64_t>(u(kLeastShortSide) * ratio);
        const std::int64_t longer = std::max(across.length(m_layout.columns), down.length(m_layout.rows));
        stretch(across, m_layout.columns, std::min({least, width, longer}), most);
        stretch(down, m_layout.rows, std::min({least, height, longer}), most);

        m_layout.pooledColumns = across.pooled;
        m_layout.pooledRows = down.pooled;
        m_layout.cellWidth = static_cast<double>(across.each) / static_cast<double>(across.pooled) / ratio;
        m_layout.cellHeight = static_cast<double>(down.each) / static_cast<double>(down.pooled) / ratio;
        m_layout.cell = std::min(m_layout.cellWidth, m_layout.cellHeight);
        m_layout.mapPixels = QSize(static_cast<int>(across.length(m_layout.columns)), static_cast<int>(down.length(m_layout.rows)));
        m_contentWidth = m_left + m_right + static_cast<double>(m_panelColumns) * mapSize().width() + static_cast<double>(m_panelColumns - 1) * m_gapX;
    }

    /// Cells are square; only where one side of the map would be a thin line do they grow along it.
    static void stretch(CellPixels& axis, std::int64_t cells, std::int64_t least, std::int64_t most)
    {
        if (cells < 1 || axis.length(cells) >= least)
            return;
        axis.each = std::clamp<std::int64_t>(least / cells, 1, most);
        axis.pooled = axis.each > 1 || cells <= least ? 1 : (cells + least - 1) / least;
    }

    [[nodiscard]] QSizeF mapSize() const { return QSizeF(m_layout.mapPixels) / m_style.devicePixelRatio; }

    void place()
    {
        const double available = m_layout.size.width() - 2.0 * margin();
        const double x0 = available <= u(kWidestBlock) ? margin() : margin() + std::max(0.0, (available - blockWidth()) / 2.0);
        const double headWidth = std::max(0.0, blockWidth());
        double y = m_headY;
        if (m_style.parts.title) {
            m_layout.title = QRectF(x0, y, headWidth, m_titleHeight);
            y += m_titleHeight;
            if (!m_figure.text.subtitle.empty())
                m_layout.subtitle = QRectF(x0, y, headWidth, u(kSubtitleLine));
        }
        placePanels(x0 + m_left);
        placeAxes(x0);
        placeBar();
        if (m_style.parts.footer)
            m_layout.footer = QRectF(x0, m_layout.keyName.bottom() + u(kFooterGap), headWidth, static_cast<double>(m_footerLines) * footerLine());
    }

    void placePanels(double left)
    {
        const QSizeF map = mapSize();
        for (std::int64_t i = 0; i < m_panels; ++i) {
            HeatmapLayout::Panel panel;
            const double x = snapped(left + static_cast<double>(i % m_panelColumns) * (map.width() + m_gapX), m_style);
            const double y = snapped(m_top + m_panelTop + static_cast<double>(i / m_panelColumns) * (map.height() + m_gapY), m_style);
            panel.map = QRectF(QPointF(x, y), map);
            if (m_columnProfile > 0.0)
                panel.columnProfile = QRectF(x, snapped(y - u(kProfileGap) - m_columnProfile, m_style), map.width(), snapped(m_columnProfile, m_style));
            if (m_rowProfile > 0.0)
                panel.rowProfile = QRectF(snapped(panel.map.right() + u(kProfileGap), m_style), y, snapped(m_rowProfile, m_style), map.height());
            panel.title = QRectF(x, y - m_panelTop, map.width(), panelTitles() ? u(kPanelTitle) : 0.0);
            m_layout.panels.push_back(panel);
        }
    }

    void placeAxes(double x0)
    {
        const QRectF first = m_layout.panels.front().map;
        const QRectF last = m_layout.panels.back().map;
        const double labelRight = first.left() - (m_queryLabelWidth > 0.0 ? u(kLabelGap) : 0.0);
        m_layout.queryLabels = QRectF(labelRight - m_queryLabelWidth, first.top(), m_queryLabelWidth, first.height());
        m_layout.queryName = QRectF(x0, first.top(), u(kAxisName), last.bottom() - first.top());
        double y = last.bottom();
        if (m_keyLabelWidth > 0.0) {
            y += u(kLabelGap);
            const double height = m_layout.keyLabelsRotated ? m_keyLabelWidth : m_letters.lineHeight(Role::Label);
            m_layout.keyLabels = QRectF(first.left(), y, first.width(), height);
            y += height;
        } else {
            m_layout.keyLabels = QRectF(first.left(), y, first.width(), 0.0);
        }
        y += gutter(m_figure.keys);
        m_layout.keyName = QRectF(first.left(), y, first.width(), u(kAxisName));
    }

    void placeBar()
    {
        if (!m_style.parts.bar)
            return;
        double right = 0.0;
        for (const auto& panel : m_layout.panels)
            right = std::max(right, panel.map.right());
        if (!single() && m_rowProfile > 0.0)
            right += u(kProfileGap) + m_rowProfile;
        const double top = m_layout.panels.front().map.top();
        m_layout.bar = QRectF(snapped(right + m_barLeft, m_style), top, snapped(u(kBarWidth), m_style), m_layout.panels.back().map.bottom() - top);
        const double words = u(kBarTicks) + barLabelWidth(m_figure.scale, m_layout.bar.height(), m_letters) + u(kBarName);
        m_layout.barLabels = QRectF(m_layout.bar.right(), top, words, m_layout.bar.height());
    }

    const HeatmapFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    Amount m_amount;
    HeatmapLayout m_layout;
    std::int64_t m_panels = 1, m_panelColumns = 1, m_panelRows = 1;
    std::size_t m_footerLines = 1;
    double m_queryLabelWidth = 0.0, m_keyLabelWidth = 0.0;
    double m_columnProfile = 0.0, m_rowProfile = 0.0; ///< height and width, 0 without
    double m_left = 0.0, m_right = 0.0;               ///< of all panels
    double m_barLeft = 0.0;                           ///< from the right edge of the last map or profile
    double m_headY = 0.0, m_titleHeight = 0.0, m_top = 0.0, m_panelTop = 0.0;
    double m_gapX = 0.0, m_gapY = 0.0;
    double m_contentWidth = 0.0;
};

/// Numbers of panels side by side, from the wished one up, where each makes a row of panels less.
std::vector<std::int64_t> grids(std::int64_t wished, std::int64_t panels)
{
    std::vector<std::int64_t> columns{wished};
    for (std::int64_t rows = (panels + wished - 1) / wished - 1; rows >= 1; --rows)
        columns.push_back((panels + rows - 1) / rows);
    return columns;
}

double sideOf(const HeatmapLayout& layout)
{
    return std::max(layout.panels.front().map.width(), layout.panels.front().map.height());
}

/// With the wished number of panels side by side, or with more in a low place, whichever makes the maps larger.
HeatmapLayout arranged(const HeatmapFigure& figure, QSizeF size, const PaintStyle& style, Amount amount)
{
    const auto panels = static_cast<std::int64_t>(figure.panels.size());
    std::optional<HeatmapLayout> best;
    for (const std::int64_t columns : grids(amount.panelColumns, amount.panelColumns == figure.panelColumns ? panels : amount.panelColumns)) {
        amount.panelColumns = columns;
        HeatmapLayout layout = Arrangement(figure, size, style, amount).result();
        if (!best || sideOf(layout) > sideOf(*best))
            best = std::move(layout);
    }
    return *std::move(best);
}

/// First profiles give way, then panels side by side go below each other, and labels last.
std::vector<Amount> amounts(const HeatmapFigure& figure, const PaintStyle& style)
{
    const std::int64_t most = std::clamp<std::int64_t>(figure.panelColumns, 1, static_cast<std::int64_t>(figure.panels.size()));
    std::vector<Amount> result;
    for (std::int64_t columns = most; columns >= 1; --columns) {
        if (style.parts.profiles)
            result.push_back({true, true, columns});
        result.push_back({false, true, columns});
    }
    for (std::int64_t columns = most; columns >= 1; --columns)
        result.push_back({false, false, columns});
    return result;
}

} // namespace

HeatmapLayout layoutHeatmap(const HeatmapFigure& figure, QSizeF size, const PaintStyle& style)
{
    if (figure.panels.empty()) {
        HeatmapLayout nothing;
        nothing.size = size;
        return nothing;
    }
    HeatmapLayout best; // where nothing is large enough
    double largest = -1.0;
    for (const Amount amount : amounts(figure, style)) {
        HeatmapLayout layout = arranged(figure, size, style, amount);
        const double side = sideOf(layout);
        const double least = (amount.profiles ? kLeastWithProfiles : amount.labels ? kLeastWithLabels : kLeastMap) * style.textScale;
        const bool small = static_cast<double>(std::max(layout.rows, layout.columns)) * style.largestCell < least; // more room would not help
        if (small || side >= least)
            return layout;
        if (!amount.labels && side > largest) {
            largest = side;
            best = std::move(layout);
        }
    }
    return best;
}

} // namespace headlight::paint
