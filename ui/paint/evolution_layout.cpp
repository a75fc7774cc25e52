// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/axis_labels.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/evolution_sizes.h"
#include "ui/paint/footer.h"
#include "ui/paint/panel_cells.h"
#include "ui/paint/strokes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

const QString kTypicalTick = QStringLiteral("≥ 0.0000");

/// Works out one layout for one number of panels side by side, with or without strips.
class EvolutionArrangement {
public:
    EvolutionArrangement(const EvolutionFigure& figure, QSizeF size, const PaintStyle& style, std::int64_t panelColumns, bool strips)
        : m_figure(figure), m_style(style), m_letters(style), m_panels(static_cast<std::int64_t>(figure.panels.size())), m_panelColumns(panelColumns),
          m_panelRows((m_panels + panelColumns - 1) / panelColumns), m_strips(strips ? static_cast<std::int64_t>(figure.strips.size()) : 0)
    {
        m_layout.size = size;
        m_layout.rows = static_cast<std::int64_t>(figure.layers.labels.size());
        m_layout.columns = static_cast<std::int64_t>(figure.keys.labels.size());
        m_layout.panelColumns = panelColumns;
    }

    EvolutionLayout result()
    {
        measureSides();
        sizeColumns();
        settleKeyLabels();
        m_layout.footerLines = footerLines(m_figure, m_layout, m_strips > 0 || m_figure.strips.empty(), m_letters, blockWidth());
        sizeRows();
        if (m_layout.pooledRows > 1)
            m_layout.footerLines = footerLines(m_figure, m_layout, m_strips > 0 || m_figure.strips.empty(), m_letters, blockWidth());
        settleLayerLabels();
        place();
        return m_layout;
    }

    /// Strips, labels and all have room.
    [[nodiscard]] bool comfortable() const
    {
        const double least = u(m_strips > 0 ? kLeastLayer : kLeastFreeLayer);
        return m_layout.cellHeight >= least - 1e-6 && (m_strips == 0 || m_stripHeight >= u(kLeastStrip) - 1e-6);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] double ratio() const { return m_style.devicePixelRatio; }
    [[nodiscard]] double available() const { return m_layout.size.width() - 2.0 * m_style.margin; }
    [[nodiscard]] double blockWidth() const { return std::min(available(), u(kWidestBlock)); }
    [[nodiscard]] bool bracketed() const { return m_panels == 1 && m_figure.keys.segments.size() > 1; }
    [[nodiscard]] bool titled() const { return m_panels > 1; }
    [[nodiscard]] double footerLine() const { return m_letters.lineHeight(Role::Label) + 1.0; }

    void measureSides()
    {
        double labels = 0.0;
        for (const auto& label : m_figure.layers.labels)
            labels = std::max(labels, labelWords(label, true, m_letters, u(kLongestLabel)).width);
        m_layerWidth = std::ceil(labels);
        m_left = u(kAxisName) + m_layerWidth + u(kLabelGap);
        if (m_style.parts.bar) {
            double words = barLabelWidth(m_figure.scale, u(kTypicalBar), m_letters);
            if (m_style.steady) // nothing moves while queries are stepped through
                words = std::max(words, std::ceil(m_letters.width(Role::Label, kTypicalTick)));
            words += u(kBarTicks) + u(kEvolutionBarName);
            m_right = u(kBarGap) + u(kBarWidth) + std::max(words, notNumbersWidth(m_figure.scale, m_letters) - u(kBarWidth));
        }
        m_headY = std::min(m_style.margin, kFigureTop);
        m_top = m_headY;
        if (m_style.parts.title) {
            m_titleHeight = titleLines(m_letters, m_figure.text.title, blockWidth(), u(kTitleLine)).height;
            m_top += m_titleHeight + (m_figure.text.subtitle.empty() ? 0.0 : u(kSubtitleLine)) + u(kHeadGap);
        }
        m_above = u(kMarkerRoom) + (bracketed() ? u(kBracketName + kBracketHeight) : 0.0) + (titled() ? u(kPanelTitle) : 0.0);
    }

    /// Whole device pixels for each key, or several keys for each pixel.
    void sizeColumns()
    {
        const double gaps = static_cast<double>(m_panelColumns - 1) * u(kPanelGap);
        const double room = (blockWidth() - m_left - m_right - gaps) / static_cast<double>(m_panelColumns);
        const auto pixels = std::max<std::int64_t>(8, static_cast<std::int64_t>(std::floor(room * ratio())));
        const std::int64_t columns = std::max<std::int64_t>(1, m_layout.columns);
        const auto most = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(u(kWidestKey) * ratio())));
        const std::int64_t each = std::min(pixels / columns, most);
        m_layout.pooledColumns = each >= 1 ? 1 : (columns + pixels - 1) / pixels;
        const std::int64_t width = each >= 1 ? each * columns : (columns + m_layout.pooledColumns - 1) / m_layout.pooledColumns;
        m_layout.mapPixels.setWidth(static_cast<int>(width));
        m_layout.cellWidth = (each >= 1 ? static_cast<double>(each) : 1.0 / static_cast<double>(m_layout.pooledColumns)) / ratio();
    }

    [[nodiscard]] double mapWidth() const { return m_layout.mapPixels.width() / ratio(); }
    [[nodiscard]] double mapHeight() const { return m_layout.mapPixels.height() / ratio(); }

    void settleKeyLabels()
    {
        m_layout.shownKeys.clear();
        if (!m_figure.keys.showLabels || m_layout.columns == 0)
            return;
        const double pitch = m_layout.cellWidth;
        const double widest = widestLabel(m_figure.keys, m_letters, u(kLongestLabel));
        m_layout.keyLabelStep = labelStep(pitch, u(kLeastPitch));
        m_layout.shownKeys = shownLabels(m_figure.keys, m_figure.ownColumn(), m_layout.keyLabelStep, pitch, u(kLeastPitch));
        m_layout.keyLabelsRotated = true;
        m_keyHeight = widest;
        if (onlyNumbers(m_figure.keys)) {
            m_layout.keyLabelStep = std::max(m_layout.keyLabelStep, labelStep(pitch, widest + u(kLabelGap)));
            m_layout.shownKeys = shownLabels(m_figure.keys, m_figure.ownColumn(), m_layout.keyLabelStep, pitch, widest + u(kLabelGap));
            m_layout.keyLabelsRotated = false;
        } else if (fitHorizontally(m_figure.keys, m_layout.shownKeys, m_figure.ownColumn(), pitch, m_letters, u(kLongestLabel))) {
            m_layout.keyLabelsRotated = false;
        } else if (!m_style.steady) {
            m_keyHeight = 0.0;
            for (const auto key : m_layout.shownKeys)
                m_keyHeight = std::max(m_keyHeight, std::ceil(labelWords(m_figure.keys.labels[static_cast<std::size_t>(key)], m_figure.ownColumn() == key, m_letters, u(kLongestLabel)).width));
        }
        if (!m_layout.keyLabelsRotated)
            m_keyHeight = m_letters.lineHeight(Role::Label);
    }

    [[nodiscard]] double below() const
    {
        double height = (m_keyHeight > 0.0 ? u(kLabelGap) + m_keyHeight : 0.0) + u(kAxisName);
        if (m_style.parts.footer)
            height += u(kFooterGap + 4.0) + static_cast<double>(m_layout.footerLines.size()) * footerLine();
        return height + std::min(m_style.margin, kFigureBottom);
    }

    void measureStrips()
    {
        if (m_strips == 0)
            return;
        const double width = m_left + mapWidth();
        const double gap = u(kStripGapX);
        m_stripColumns = std::clamp<std::int64_t>(static_cast<std::int64_t>((std::max(width, std::min(u(720.0), blockWidth())) + gap) / (u(kLeastStripWidth) + gap)), 1,
                                                  std::min(m_strips, kStripsInRow));
        m_stripRows = (m_strips + m_stripColumns - 1) / m_stripColumns;
        m_stripColumns = (m_strips + m_stripRows - 1) / m_stripRows; // rows of equal length
        const double all = std::max(width, std::min(blockWidth(), static_cast<double>(m_stripColumns) * (u(kLeastStripWidth) + gap)));
        m_stripWidth = std::floor((all - static_cast<double>(m_stripColumns - 1) * gap) / static_cast<double>(m_stripColumns) * ratio()) / ratio();
        m_stripWidth = std::min(m_stripWidth, u(kWidestStrip));
    }

    [[nodiscard]] double stripsFixed() const
    {
        if (m_strips == 0)
            return 0.0;
        return u(kStripsGap + kStripsHead) + static_cast<double>(m_stripRows) * u(kEvolutionStripTitle) + static_cast<double>(m_stripRows - 1) * u(kStripGapY);
    }

    void sizeRows()
    {
        measureStrips();
        const std::int64_t rows = std::max<std::int64_t>(1, m_layout.rows);
        const double gaps = static_cast<double>(m_panelRows) * m_above + static_cast<double>(m_panelRows - 1) * u(kPanelGap);
        const double room = std::max(1.0, m_layout.size.height() - m_top - gaps - below() - stripsFixed());
        const double flat = titled() ? kPanelFlatness * mapWidth() : kFlatness * std::max(mapWidth(), u(kLeastFlatWidth));
        double height = std::min({room / static_cast<double>(m_panelRows), std::max(static_cast<double>(rows) * u(kTallestLayer), u(kLowestMap)), std::max(flat, static_cast<double>(rows) * u(kLeastLayer))});
        m_stripHeight = m_strips > 0 ? std::min(u(kTallestStrip), m_stripWidth * kStripFlatness) : 0.0;
        const double wanted = height + static_cast<double>(m_stripRows) * m_stripHeight;
        if (m_strips > 0 && wanted > room) { // both give, in proportion
            height *= room / wanted;
            m_stripHeight *= room / wanted;
        }
        m_stripHeight = std::floor(m_stripHeight * ratio()) / ratio();
        const auto pixels = static_cast<std::int64_t>(std::floor(height * ratio() + 1e-6));
        const std::int64_t each = pixels / rows;
        m_layout.pooledRows = each >= 1 ? 1 : (rows + std::max<std::int64_t>(1, pixels) - 1) / std::max<std::int64_t>(1, pixels);
        m_layout.mapPixels.setHeight(static_cast<int>(each >= 1 ? each * rows : (rows + m_layout.pooledRows - 1) / m_layout.pooledRows));
        m_layout.cellHeight = (each >= 1 ? static_cast<double>(each) : 1.0 / static_cast<double>(m_layout.pooledRows)) / ratio();
    }

    void settleLayerLabels()
    {
        m_layout.layerLabelStep = labelStep(m_layout.cellHeight, u(kLeastPitch));
        m_layout.shownLayers = shownLabels(m_figure.layers, std::nullopt, m_layout.layerLabelStep, m_layout.cellHeight, u(kLeastPitch));
    }

    void place()
    {
        const double x0 = m_style.margin + std::max(0.0, (available() - blockWidth()) / 2.0);
        double y = m_headY;
        if (m_style.parts.title) {
            m_layout.title = QRectF(x0, y, blockWidth(), m_titleHeight);
            y += m_titleHeight;
            if (!m_figure.text.subtitle.empty())
                m_layout.subtitle = QRectF(x0, y, blockWidth(), u(kSubtitleLine));
        }
        placePanels(x0 + m_left);
        placeAxes(x0);
        placeBar();
        double bottom = m_layout.keyName.bottom();
        if (m_strips > 0)
            bottom = placeStrips(x0, bottom);
        if (m_style.parts.footer)
            m_layout.footer = QRectF(x0, bottom + u(kFooterGap + 4.0), blockWidth(), static_cast<double>(m_layout.footerLines.size()) * footerLine());
    }

    void placePanels(double left)
    {
        for (std::int64_t i = 0; i < m_panels; ++i) {
            const double x = snapped(left + static_cast<double>(i % m_panelColumns) * (mapWidth() + u(kPanelGap)), m_style);
            const double y = snapped(m_top + m_above + static_cast<double>(i / m_panelColumns) * (mapHeight() + m_above + u(kPanelGap)), m_style);
            const QRectF map(QPointF(x, y), QSizeF(mapWidth(), mapHeight()));
            m_layout.panels.push_back({map, titled() ? QRectF(x, y - m_above, map.width(), u(kPanelTitle)) : QRectF()});
        }
        if (bracketed()) {
            const QRectF& map = m_layout.panels.front().map;
            m_layout.brackets = QRectF(map.left(), map.top() - m_above, map.width(), u(kBracketName + kBracketHeight));
        }
    }

    void placeAxes(double x0)
    {
        const QRectF first = m_layout.panels.front().map;
        const QRectF last = m_layout.panels.back().map;
        m_layout.layerLabels = QRectF(first.left() - u(kLabelGap) - m_layerWidth, first.top(), m_layerWidth, first.height());
        m_layout.layerName = QRectF(x0, first.top(), u(kAxisName), last.bottom() - first.top());
        double y = last.bottom();
        m_layout.keyLabels = QRectF(first.left(), y + (m_keyHeight > 0.0 ? u(kLabelGap) : 0.0), first.width(), m_keyHeight);
        y = m_layout.keyLabels.bottom();
        m_layout.keyName = QRectF(first.left(), y, first.width(), u(kAxisName));
    }

    void placeBar()
    {
        if (!m_style.parts.bar)
            return;
        double right = 0.0;
        for (const auto& panel : m_layout.panels)
            right = std::max(right, panel.map.right());
        const double top = m_layout.panels.front().map.top();
        m_layout.bar = QRectF(snapped(right + u(kBarGap), m_style), top, snapped(u(kBarWidth), m_style), m_layout.panels.back().map.bottom() - top);
        m_layout.barLabels = QRectF(m_layout.bar.right(), top, m_right - u(kBarGap) - u(kBarWidth), m_layout.bar.height());
    }

    double placeStrips(double x0, double bottom)
    {
        const double left = snapped(x0, m_style);
        m_layout.stripsHead = QRectF(left, bottom + u(kStripsGap), blockWidth(), u(kStripsHead));
        double end = m_layout.stripsHead.bottom();
        for (std::int64_t i = 0; i < m_strips; ++i) {
            const double x = snapped(left + static_cast<double>(i % m_stripColumns) * (m_stripWidth + u(kStripGapX)), m_style);
            const double y = snapped(m_layout.stripsHead.bottom() + static_cast<double>(i / m_stripColumns) * (u(kEvolutionStripTitle) + m_stripHeight + u(kStripGapY)), m_style);
            const QRectF title(x, y, m_stripWidth, u(kEvolutionStripTitle));
            m_layout.strips.push_back({QRectF(x, snapped(title.bottom(), m_style), m_stripWidth, m_stripHeight), title});
            end = m_layout.strips.back().map.bottom();
        }
        return end;
    }

    const EvolutionFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    EvolutionLayout m_layout;
    std::int64_t m_panels, m_panelColumns, m_panelRows;
    std::int64_t m_strips, m_stripColumns = 1, m_stripRows = 0;
    double m_layerWidth = 0.0, m_keyHeight = 0.0;
    double m_left = 0.0, m_right = 0.0; ///< of all panels
    double m_headY = 0.0, m_titleHeight = 0.0, m_top = 0.0;
    double m_above = 0.0; ///< each panel: title or brackets, and the sign of the own column
    double m_stripWidth = 0.0, m_stripHeight = 0.0;
};

double areaOf(const EvolutionLayout& layout)
{
    return layout.panels.front().map.width() * layout.panels.front().map.height();
}

} // namespace

EvolutionLayout layoutEvolution(const EvolutionFigure& figure, QSizeF size, const PaintStyle& style)
{
    EvolutionLayout best;
    best.size = size;
    if (figure.panels.empty())
        return best;
    const auto panels = static_cast<std::int64_t>(figure.panels.size());
    if (panels == 1) {
        EvolutionArrangement whole(figure, size, style, 1, true);
        EvolutionLayout layout = whole.result();
        return whole.comfortable() || figure.strips.empty() ? layout : EvolutionArrangement(figure, size, style, 1, false).result();
    }
    const auto usual = static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(panels))));
    for (std::int64_t columns = std::max<std::int64_t>(1, usual - 2); columns <= std::min(panels, usual + 2); ++columns) {
        EvolutionLayout layout = EvolutionArrangement(figure, size, style, columns, false).result();
        if (best.panels.empty() || areaOf(layout) > areaOf(best) * 1.02)
            best = std::move(layout);
    }
    return best;
}

// Points to cells and back ---------------------------------------------------

std::optional<FigureCell> EvolutionLayout::cellAt(QPointF point) const
{
    return panelCellAt(*this, point);
}

QRectF EvolutionLayout::cellRect(FigureCell cell) const
{
    return panelCellRect(*this, cell);
}

std::optional<std::int64_t> EvolutionLayout::stripAt(QPointF point) const
{
    for (std::size_t i = 0; i < strips.size(); ++i)
        if (strips[i].map.united(strips[i].title).contains(point))
            return static_cast<std::int64_t>(i);
    return std::nullopt;
}

std::optional<std::int64_t> EvolutionLayout::layerLabelAt(QPointF point) const
{
    for (const Panel& panel : panels) {
        const QRectF& map = panel.map;
        if (point.y() >= map.top() && point.y() < map.bottom() && point.x() >= layerLabels.left() && point.x() < panels.front().map.left())
            return std::clamp<std::int64_t>(static_cast<std::int64_t>((point.y() - map.top()) / cellHeight), 0, rows - 1);
    }
    return std::nullopt;
}

std::optional<std::int64_t> EvolutionLayout::keyLabelAt(QPointF point) const
{
    const double reach = panels.empty() ? 0.0 : keyName.bottom() - panels.back().map.bottom();
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const QRectF& map = panels[i].map;
        const double above = panels.size() == 1 && !brackets.isEmpty() ? map.top() - brackets.top() : kMarkerRoom;
        const bool under = lowestInColumn(i) && point.y() >= map.bottom() && point.y() < map.bottom() + reach;
        const bool over = point.y() < map.top() && point.y() >= map.top() - above;
        if (point.x() >= map.left() && point.x() < map.right() && (under || over))
            return std::clamp<std::int64_t>(static_cast<std::int64_t>((point.x() - map.left()) / cellWidth), 0, columns - 1);
    }
    return std::nullopt;
}

std::int64_t EvolutionLayout::columnNear(QPointF point) const
{
    const Panel* nearest = nullptr;
    double least = 0.0;
    for (const Panel& panel : panels) {
        const double away = std::max({panel.map.left() - point.x(), point.x() - panel.map.right(), 0.0});
        if (nearest == nullptr || away < least) {
            nearest = &panel;
            least = away;
        }
    }
    if (nearest == nullptr || columns == 0)
        return 0;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor((point.x() - nearest->map.left()) / cellWidth)), 0, columns - 1);
}

} // namespace headlight::paint
