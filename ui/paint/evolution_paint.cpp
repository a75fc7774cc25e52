// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_bar.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/evolution_sizes.h"
#include "ui/paint/footer.h"
#include "ui/paint/map_paint.h"
#include "ui/paint/placed_labels.h"
#include "ui/paint/strokes.h"

#include <QPainter>
#include <QPainterPath>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

const QColor kOwnShade(0, 0, 0, 120); ///< under the white dashes around the query's own column

/// One painting of one Evolution.
class EvolutionPainting {
public:
    EvolutionPainting(QPainter& painter, const EvolutionFigure& figure, const EvolutionLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {}

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        m_shortTitles = anyTitleTooLong();
        for (std::size_t i = 0; i < m_layout.panels.size(); ++i)
            paintPanel(i);
        paintBrackets();
        paintLayerName();
        if (!m_layout.bar.isEmpty()) {
            paintVerticalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style);
            paintNotNumbers(m_painter, m_figure.scale, m_layout.bar.bottomLeft() + QPointF(0.0, u(10.0)), m_letters, m_style);
        }
        paintStrips();
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        if (m_figure.pinnedCellInExport && m_style.parts.pinnedCell && m_figure.layerRow && m_figure.keyColumn)
            for (std::int64_t i = 0; i < static_cast<std::int64_t>(m_layout.panels.size()); ++i)
                paintPinned(m_painter, m_layout, {i, *m_figure.layerRow, *m_figure.keyColumn}, m_style);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    /// All panels are named in the same form.
    [[nodiscard]] bool anyTitleTooLong() const
    {
        for (std::size_t i = 0; i < m_layout.panels.size(); ++i) {
            const MapPanel& panel = m_figure.panels[i];
            if (m_letters.width(Role::PanelTitle, displayText(panel.title)) + noteWidth(panel) > m_layout.panels[i].title.width())
                return true;
        }
        return false;
    }
    [[nodiscard]] double noteWidth(const MapPanel& panel) const
    {
        return panel.note.empty() ? 0.0 : u(8.0) + m_letters.width(Role::Label, displayText(panel.note));
    }

    void paintPanel(std::size_t index)
    {
        const MapPanel& panel = m_figure.panels[index];
        const QRectF& map = m_layout.panels[index].map;
        paintMap(m_painter, *panel.values, m_figure.scale, map, m_layout.mapPixels, m_figure.meanPooling, m_style);
        paintSegmentLines(map);
        paintFrame(m_painter, map, 1.0, m_style.tokens.edge, m_style);
        paintOwnColumns(map);
        if (!panel.title.empty() && !m_layout.panels[index].title.isEmpty())
            paintTitle(panel, m_layout.panels[index].title, m_shortTitles ? panel.shortTitle : panel.title, Role::PanelTitle, m_style.tokens.text);
        if (m_layout.firstInRow(index))
            paintLayerLabels(map);
        if (m_layout.lowestInColumn(index))
            paintKeyLabels(map);
    }

    /// The name at the left, its number at the right where both have room.
    void paintTitle(const MapPanel& panel, const QRectF& place, const std::string& name, Role role, const QColor& colour)
    {
        const QString words = m_letters.elidedEnd(role, displayText(name), place.width());
        const double middle = place.center().y();
        m_letters.draw(m_painter, role, {place.left(), middle + m_letters.capMiddle(role)}, words, colour);
        if (!panel.note.empty() && m_letters.width(role, words) + noteWidth(panel) <= place.width())
            m_letters.draw(m_painter, Role::Label, {place.right(), middle + m_letters.capMiddle(Role::Label)}, displayText(panel.note), m_style.tokens.quietText, Anchor::End);
    }

    /// White on dark maps; maps that begin white get the colour of edges.
    void paintSegmentLines(const QRectF& map)
    {
        const bool lightMap = luminance(cellColour(static_cast<float>(m_figure.scale.low), m_figure.scale)) > 0.5;
        const QColor colour = lightMap || m_figure.scale.diverging ? m_style.tokens.edge : QColor(Qt::white);
        const double width = lineWidth(1.5, m_style);
        const CrispEdges crisp(m_painter);
        for (std::size_t i = 1; i < m_figure.keys.segments.size(); ++i) {
            const double x = map.left() + static_cast<double>(m_figure.keys.segments[i].first) * m_layout.cellWidth;
            m_painter.fillRect(QRectF(snapped(x - width / 2.0, m_style), map.top(), width, map.height()), colour);
        }
    }

    void paintOwnColumns(const QRectF& map)
    {
        for (const auto column : m_figure.ownColumns)
            paintOwnColumn(map, column);
    }

    void paintOwnColumn(const QRectF& map, std::int64_t column)
    {
        const double left = map.left() + static_cast<double>(column) * m_layout.cellWidth;
        paintDashedFrame(m_painter, QRectF(left, map.top(), m_layout.cellWidth, map.height()), Qt::white, kOwnShade, m_style);
        const double x = left + m_layout.cellWidth / 2.0;
        const double tip = map.top() - u(3.0);
        QPainterPath sign;
        sign.moveTo(x - u(kMarkerWidth / 2.0), tip - u(kMarkerHeight));
        sign.lineTo(x + u(kMarkerWidth / 2.0), tip - u(kMarkerHeight));
        sign.lineTo(x, tip);
        sign.closeSubpath();
        m_painter.fillPath(sign, m_style.tokens.accent);
    }

    void paintLayerLabels(const QRectF& map)
    {
        const LabelRow row{m_figure.layers, m_layout.shownLayers, std::nullopt, m_layout.cellHeight};
        for (const auto& label : placedBeside(row, map, m_letters, m_style)) {
            drawLabel(m_painter, label.words, label.baseline, Anchor::End, 0.0, label.colour, m_style.tokens.hintText, m_letters);
            if (m_layout.layerLabelStep > 1)
                paintTick(QRectF(map.left() - u(3.0), snapped(label.middle - tickWidth() / 2.0, m_style), u(3.0), tickWidth()));
        }
    }

    void paintKeyLabels(const QRectF& map)
    {
        const LabelRow row{m_figure.keys, m_layout.shownKeys, m_figure.ownColumn(), m_layout.cellWidth, m_layout.keyLabelsRotated};
        const double angle = m_layout.keyLabelsRotated ? -90.0 : 0.0;
        const Anchor anchor = m_layout.keyLabelsRotated ? Anchor::End : Anchor::Middle;
        for (const auto& label : placedBelow(row, map, m_letters, m_style)) {
            drawLabel(m_painter, label.words, label.baseline, anchor, angle, label.colour, m_style.tokens.hintText, m_letters);
            if (m_layout.keyLabelStep > 1)
                paintTick(QRectF(snapped(label.middle - tickWidth() / 2.0, m_style), map.bottom(), tickWidth(), u(3.0)));
        }
        const double nameMiddle = map.bottom() + m_layout.keyName.bottom() - m_layout.panels.back().map.bottom() - m_letters.lineHeight(Role::Label) / 2.0;
        m_letters.draw(m_painter, Role::Label, {map.center().x(), nameMiddle + m_letters.capMiddle(Role::Label)},
                       m_letters.elidedEnd(Role::Label, displayText(m_figure.keys.name), map.width()), m_style.tokens.quietText, Anchor::Middle);
    }

    [[nodiscard]] double tickWidth() const { return lineWidth(1.0, m_style); }
    void paintTick(const QRectF& tick) { paintLine(m_painter, tick, m_style.tokens.edge); }

    void paintLayerName()
    {
        const QRectF& place = m_layout.layerName;
        m_letters.draw(m_painter, Role::Label, {place.left() + m_letters.pixels(Role::Label), place.center().y()},
                       m_letters.elidedEnd(Role::Label, displayText(m_figure.layers.name), place.height()), m_style.tokens.quietText, Anchor::Middle, -90.0);
    }

    void paintBrackets()
    {
        if (m_layout.brackets.isEmpty())
            return;
        const QRectF& map = m_layout.panels.front().map;
        double taken = m_style.margin; // names of narrow segments may reach beyond their bracket, but not into each other
        for (std::size_t i = 0; i < m_figure.keys.segments.size(); ++i) {
            const auto& segment = m_figure.keys.segments[i];
            const double left = map.left() + static_cast<double>(segment.first) * m_layout.cellWidth + u(1.0);
            const double right = map.left() + static_cast<double>(segment.first + segment.count) * m_layout.cellWidth - u(1.0);
            paintBracket(left, right);
            const bool last = i + 1 == m_figure.keys.segments.size();
            const double end = last ? m_layout.brackets.right() : map.left() + static_cast<double>(m_figure.keys.segments[i + 1].first + m_figure.keys.segments[i + 1].count / 3) * m_layout.cellWidth;
            taken = paintBracketName(displayText(segment.name), left, right, taken, end);
        }
    }

    void paintBracket(double left, double right)
    {
        const double bottom = m_layout.brackets.bottom();
        const double top = snapped(bottom - u(kBracketHeight), m_style);
        const double width = lineWidth(1.0, m_style);
        const CrispEdges crisp(m_painter);
        m_painter.fillRect(QRectF(snapped(left, m_style), top, snapped(std::max(right - left, width), m_style), width), m_style.tokens.edge);
        if (right - left > 3.0 * width)
            for (const double x : {left, right - width})
                m_painter.fillRect(QRectF(snapped(x, m_style), top, width, u(kBracketHeight)), m_style.tokens.edge);
    }

    /// Centred over its bracket where it fits, else from the bracket's left edge on; nothing where it would be cut to a letter.
    /// Returns where the next name may begin.
    double paintBracketName(const QString& whole, double left, double right, double from, double end)
    {
        const double baseline = m_layout.brackets.top() + u(kBracketName) / 2.0 + m_letters.capMiddle(Role::Label);
        const double width = m_letters.width(Role::Label, whole);
        double x = (left + right - width) / 2.0;
        QString name = whole;
        if (x < from || x + width > end) {
            x = std::max(from, std::min(left, end - width));
            name = m_letters.elidedEnd(Role::Label, whole, end - x);
        }
        if (name.size() <= 2 && name != whole)
            return from;
        m_letters.draw(m_painter, Role::Label, {x, baseline}, name, m_style.tokens.quietText);
        return x + m_letters.width(Role::Label, name) + u(8.0);
    }

    void paintStrips()
    {
        if (m_layout.strips.empty())
            return;
        const QRectF& head = m_layout.stripsHead;
        const double middle = head.top() + u(8.0);
        const QString name = QStringLiteral("By head");
        m_letters.draw(m_painter, Role::PanelTitle, {head.left(), middle + m_letters.capMiddle(Role::PanelTitle)}, name, m_style.tokens.text);
        m_letters.draw(m_painter, Role::Label, {head.left() + m_letters.width(Role::PanelTitle, name) + u(10.0), middle + m_letters.capMiddle(Role::Label)},
                       stripWords(head.width() - m_letters.width(Role::PanelTitle, name) - u(10.0)), m_style.tokens.quietText);
        for (std::size_t i = 0; i < m_layout.strips.size(); ++i)
            paintStrip(i);
    }

    /// As much of it as there is room for.
    [[nodiscard]] QString stripWords(double room) const
    {
        QStringList parts{QStringLiteral("same scale")};
        if (!m_figure.strips.front().note.empty())
            parts << (!m_figure.ownColumns.empty() ? QStringLiteral("shares without the query itself, in the uppermost layer") : QStringLiteral("shares in the uppermost layer"));
        if (m_style.onScreen)
            parts << QStringLiteral("click a strip to isolate the head");
        QString words = parts.join(QStringLiteral("; "));
        while (m_letters.width(Role::Label, words) > room && words.contains(QRegularExpression(QStringLiteral("[;,]"))))
            words.truncate(words.lastIndexOf(QRegularExpression(QStringLiteral("[;,]"))));
        return words;
    }

    void paintStrip(std::size_t index)
    {
        const MapPanel& strip = m_figure.strips[index];
        const auto& place = m_layout.strips[index];
        const bool selected = m_figure.stripSelected[index];
        const QSize pixels = (place.map.size() * m_style.devicePixelRatio).toSize().expandedTo(QSize(1, 1));
        paintMap(m_painter, *strip.values, m_figure.scale, place.map, pixels, m_figure.meanPooling, m_style);
        paintFrame(m_painter, place.map, 1.0, selected ? m_style.tokens.canvas : m_style.tokens.edge, m_style);
        if (selected) {
            const double one = lineWidth(1.0, m_style);
            paintFrame(m_painter, place.map.adjusted(-one, -one, one, one), 2.0, m_style.tokens.accent, m_style);
        }
        paintTitle(strip, place.title, strip.title, selected ? Role::Emphasis : Role::Label, selected ? m_style.tokens.accent : m_style.tokens.text);
    }

    QPainter& m_painter;
    const EvolutionFigure& m_figure;
    const EvolutionLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
    bool m_shortTitles = false; ///< "H7"
};

} // namespace

void paint(QPainter& painter, const EvolutionFigure& figure, const EvolutionLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    if (!layout.panels.empty())
        EvolutionPainting(painter, figure, layout, style).paint();
    painter.restore();
}

} // namespace headlight::paint
