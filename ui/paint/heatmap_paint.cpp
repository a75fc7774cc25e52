// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/axis_labels.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/map_paint.h"
#include "ui/paint/placed_labels.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kLeastBracket = 10.0; ///< shorter ones are a line

/// One painting of one Heatmap.
class HeatmapPainting {
public:
    HeatmapPainting(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {}

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        m_shortTitles = anyTitleTooLong();
        for (std::size_t i = 0; i < m_layout.panels.size(); ++i)
            paintPanel(i);
        paintAxisNames();
        if (!m_layout.bar.isEmpty()) {
            paintVerticalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style);
            paintNotNumbers(m_painter, m_figure.scale, m_layout.bar.bottomLeft() + QPointF(0.0, u(10.0)), m_letters, m_style);
        }
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        if (m_figure.pinnedCellInExport && m_style.parts.pinnedCell && m_figure.queryRow && m_figure.keyColumn)
            for (std::int64_t i = 0; i < static_cast<std::int64_t>(m_layout.panels.size()); ++i)
                paintPinned(m_painter, m_layout, {i, *m_figure.queryRow, *m_figure.keyColumn}, m_style);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    /// All panels are named in the same form.
    [[nodiscard]] bool anyTitleTooLong() const
    {
        for (std::size_t i = 0; i < m_layout.panels.size(); ++i) {
            const MapPanel& panel = m_figure.panels[i];
            if (!panel.shortTitle.empty() && m_letters.width(Role::PanelTitle, displayText(panel.title)) > m_layout.panels[i].title.width())
                return true;
        }
        return false;
    }

    void paintPanel(std::size_t index)
    {
        const MapPanel& panel = m_figure.panels[index];
        const HeatmapLayout::Panel& place = m_layout.panels[index];
        if (panel.values && panel.values->rows() == m_layout.rows && panel.values->columns() == m_layout.columns)
            paintMap(m_painter, *panel.values, m_figure.scale, place.map, m_layout.mapPixels, m_figure.meanPooling, m_style);
        else
            m_painter.fillRect(place.map, m_style.tokens.faintLine);
        paintSegmentLines(place.map);
        paintFrame(m_painter, place.map, 1.0, m_style.tokens.edge, m_style);
        if (m_figure.cellNumbers && panel.values)
            paintCellNumbers(m_painter, *panel.values, m_figure.scale, place.map, m_letters, m_style);
        if (!panel.title.empty() && !place.title.isEmpty())
            m_letters.draw(m_painter, Role::PanelTitle, {place.title.left(), place.title.center().y() + m_letters.capMiddle(Role::PanelTitle)},
                           m_letters.elidedEnd(Role::PanelTitle, displayText(m_shortTitles ? panel.shortTitle : panel.title), place.title.width()), m_style.tokens.text);
        if (panel.columns && !place.columnProfile.isEmpty())
            paintColumnProfile(*panel.columns, place.columnProfile);
        if (panel.rows && !place.rowProfile.isEmpty())
            paintRowProfile(*panel.rows, place.rowProfile);
        if (m_layout.firstInRow(index))
            paintQueryLabels(place.map);
        if (m_layout.lowestInColumn(index))
            paintKeyLabels(place.map);
    }

    /// White on dark maps; maps that begin white get the colour of edges.
    void paintSegmentLines(const QRectF& map)
    {
        const bool lightMap = luminance(cellColour(static_cast<float>(m_figure.scale.low), m_figure.scale)) > 0.5;
        const QColor colour = lightMap || m_figure.scale.diverging ? m_style.tokens.edge : QColor(Qt::white);
        const double width = lineWidth(1.5, m_style);
        const CrispEdges crisp(m_painter);
        for (std::size_t i = 1; i < m_figure.queries.segments.size(); ++i) {
            const double y = map.top() + static_cast<double>(m_figure.queries.segments[i].first) * m_layout.cellHeight;
            m_painter.fillRect(QRectF(map.left(), snapped(y - width / 2.0, m_style), map.width(), width), colour);
        }
        for (std::size_t i = 1; i < m_figure.keys.segments.size(); ++i) {
            const double x = map.left() + static_cast<double>(m_figure.keys.segments[i].first) * m_layout.cellWidth;
            m_painter.fillRect(QRectF(snapped(x - width / 2.0, m_style), map.top(), width, map.height()), colour);
        }
    }

    void paintQueryLabels(const QRectF& map)
    {
        const bool ticks = m_layout.queryLabelStep > 1;
        for (const auto& label : placedQueryLabels(m_figure, m_layout, map, m_letters, m_style)) {
            drawLabel(m_painter, label.words, label.baseline, Anchor::End, 0.0, label.colour, m_style.tokens.hintText, m_letters);
            if (ticks)
                paintTick({map.left() - u(3.0), label.middle}, {u(3.0), 0.0});
        }
        for (const auto& segment : m_figure.queries.segments)
            if (m_figure.queries.segments.size() > 1)
                paintQuerySegment(segment, map);
    }

    void paintKeyLabels(const QRectF& map)
    {
        const bool ticks = m_layout.keyLabelStep > 1;
        const double angle = m_layout.keyLabelsRotated ? -90.0 : 0.0;
        const Anchor anchor = m_layout.keyLabelsRotated ? Anchor::End : Anchor::Middle;
        for (const auto& label : placedKeyLabels(m_figure, m_layout, map, m_letters, m_style)) {
            drawLabel(m_painter, label.words, label.baseline, anchor, angle, label.colour, m_style.tokens.hintText, m_letters);
            if (ticks)
                paintTick({label.middle, map.bottom()}, {0.0, u(3.0)});
        }
        for (const auto& segment : m_figure.keys.segments)
            if (m_figure.keys.segments.size() > 1)
                paintKeySegment(segment, map);
        const double nameMiddle = map.bottom() + m_layout.keyName.bottom() - m_layout.panels.back().map.bottom() - m_letters.lineHeight(Role::Label) / 2.0;
        m_letters.draw(m_painter, Role::Label, {map.center().x(), nameMiddle + m_letters.capMiddle(Role::Label)},
                       m_letters.elidedEnd(Role::Label, displayText(m_figure.keys.name), map.width()), m_style.tokens.quietText, Anchor::Middle);
    }

    void paintTick(QPointF from, QPointF along)
    {
        const double width = lineWidth(1.0, m_style);
        if (along.x() > 0.0)
            paintLine(m_painter, QRectF(from.x(), snapped(from.y() - width / 2.0, m_style), along.x(), width), m_style.tokens.edge);
        else
            paintLine(m_painter, QRectF(snapped(from.x() - width / 2.0, m_style), from.y(), width, along.y()), m_style.tokens.edge);
    }

    /// A bracket beside the labels and the name, reading upward.
    void paintQuerySegment(const FigureSegment& segment, const QRectF& map)
    {
        const double top = map.top() + static_cast<double>(segment.first) * m_layout.cellHeight + u(1.5);
        const double bottom = map.top() + static_cast<double>(segment.first + segment.count) * m_layout.cellHeight - u(1.5);
        const double x = m_layout.queryLabels.left() - u(4.0);
        const double width = lineWidth(1.0, m_style);
        {
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(QRectF(snapped(x - u(3.0), m_style), snapped(top, m_style), width, snapped(bottom - top, m_style)), m_style.tokens.edge);
            if (bottom - top >= u(kLeastBracket))
                for (const double y : {top, bottom - width})
                    m_painter.fillRect(QRectF(snapped(x - u(3.0), m_style), snapped(y, m_style), u(3.0), width), m_style.tokens.edge);
        }
        drawSegmentName(segment, bottom - top, {x - u(7.0), (top + bottom) / 2.0}, -90.0);
    }

    void paintKeySegment(const FigureSegment& segment, const QRectF& map)
    {
        const double left = map.left() + static_cast<double>(segment.first) * m_layout.cellWidth + u(1.5);
        const double right = map.left() + static_cast<double>(segment.first + segment.count) * m_layout.cellWidth - u(1.5);
        const double y = map.bottom() + m_layout.keyLabels.bottom() - m_layout.panels.back().map.bottom() + u(4.0);
        const double width = lineWidth(1.0, m_style);
        {
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(QRectF(snapped(left, m_style), snapped(y + u(3.0), m_style), snapped(right - left, m_style), width), m_style.tokens.edge);
            if (right - left >= u(kLeastBracket))
                for (const double x : {left, right - width})
                    m_painter.fillRect(QRectF(snapped(x, m_style), snapped(y, m_style), width, u(3.0)), m_style.tokens.edge);
        }
        drawSegmentName(segment, right - left, {(left + right) / 2.0, y + u(6.0) + 0.73 * m_letters.pixels(Role::Label)}, 0.0);
    }

    /// Elided; left out where not even two letters fit.
    void drawSegmentName(const FigureSegment& segment, double room, QPointF baseline, double angle)
    {
        const QString name = m_letters.elidedEnd(Role::Label, displayText(segment.name), room);
        if (name.size() > 2 || name == displayText(segment.name))
            if (m_letters.width(Role::Label, name) <= room)
                m_letters.draw(m_painter, Role::Label, baseline, name, m_style.tokens.quietText, Anchor::Middle, angle);
    }

    void paintAxisNames()
    {
        const QRectF& place = m_layout.queryName;
        m_letters.draw(m_painter, Role::Label, {place.left() + m_letters.pixels(Role::Label), place.center().y()},
                       m_letters.elidedEnd(Role::Label, displayText(m_figure.queries.name), place.height()), m_style.tokens.quietText, Anchor::Middle, -90.0);
    }

    [[nodiscard]] const QColor& barColour(bool focus) const { return focus ? m_style.tokens.accent : m_style.tokens.edge; }

    void paintColumnProfile(const Profile& profile, const QRectF& place)
    {
        const ProfileBars bars(profile, m_layout.cellWidth, place.width(), m_figure.keyColumn, m_style);
        {
            const CrispEdges crisp(m_painter);
            for (const auto& bar : bars.bars()) {
                const double height = snapped(bar.length * place.height(), m_style);
                m_painter.fillRect(QRectF(place.left() + bar.from, place.bottom() - height, bar.to - bar.from, height), barColour(bar.focus));
            }
        }
        if (m_layout.panels.size() > 1)
            return;
        const double pitch = m_letters.lineHeight(Role::Label);
        double y = place.top() + pitch / 2.0;
        for (const QString& line : inTwoLines(displayText(profile.name))) {
            m_letters.draw(m_painter, Role::Label, {place.left() - u(kLabelGap), y + m_letters.capMiddle(Role::Label)}, line, m_style.tokens.quietText, Anchor::End);
            y += pitch;
        }
        m_letters.draw(m_painter, Role::Label, {place.right() + u(kProfileGap), place.top() + 0.73 * m_letters.pixels(Role::Label)}, profileEnd(profile),
                       m_style.tokens.quietText);
    }

    void paintRowProfile(const Profile& profile, const QRectF& place)
    {
        const ProfileBars bars(profile, m_layout.cellHeight, place.height(), m_figure.queryRow, m_style);
        {
            const CrispEdges crisp(m_painter);
            for (const auto& bar : bars.bars()) {
                const double width = snapped(bar.length * place.width(), m_style);
                m_painter.fillRect(QRectF(place.left(), place.top() + bar.from, width, bar.to - bar.from), barColour(bar.focus));
            }
        }
        if (m_layout.panels.size() > 1)
            return;
        const double pitch = m_letters.lineHeight(Role::Label);
        double y = place.bottom() + u(kLabelGap) + pitch / 2.0;
        for (const QString& line : rowProfileWords(profile)) {
            m_letters.draw(m_painter, Role::Label, {place.left(), y + m_letters.capMiddle(Role::Label)}, line, m_style.tokens.quietText);
            y += pitch;
        }
    }

    QPainter& m_painter;
    const HeatmapFigure& m_figure;
    const HeatmapLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
    bool m_shortTitles = false; ///< "L3 H7"
};

} // namespace

void paint(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    HeatmapPainting(painter, figure, layout, style).paint();
    painter.restore();
}

} // namespace headlight::paint
