// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_bar.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/footer.h"
#include "ui/paint/heads_panels.h"
#include "ui/paint/heads_sizes.h"
#include "ui/paint/strokes.h"
#include "ui/paint/text_ink.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

class HeadsPainting {
public:
    HeadsPainting(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        paintHeadHeaders();
        paintLayerHeaders();
        for (std::size_t i = 0; i < m_figure.heads.size(); ++i)
            paintCell(m_figure.heads[i], m_layout.cells[i]);
        paintFrame(m_painter, m_layout.grid, 1.0, m_style.tokens.edge, m_style);
        paintOutlines();
        if (!m_layout.bar.isEmpty())
            paintHorizontalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style);
        paintHeadsPanel(m_painter, m_figure, m_layout, m_style);
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    /// All selected: accent, on screen only. Some: those with a selected head are bold.
    void drawHeader(const std::string& text, QPointF baseline, bool chosen, Anchor anchor)
    {
        const bool bold = chosen && !m_figure.allSelected;
        const QColor colour = bold || (m_figure.allSelected && m_style.onScreen) ? m_style.tokens.accent : m_style.tokens.quietText;
        m_letters.draw(m_painter, bold ? Role::Emphasis : Role::Label, baseline, displayText(text), colour, anchor);
    }

    void paintHeadHeaders()
    {
        const QRectF& place = m_layout.headHeaders;
        const double cap = m_letters.capMiddle(Role::Label);
        m_letters.draw(m_painter, Role::Label, {place.center().x(), place.top() - u(kHeadsHeaderLine) / 2.0 + cap}, QStringLiteral("head"), m_style.tokens.quietText, Anchor::Middle);
        for (std::size_t column = 0; column < m_figure.headLabels.size(); column += static_cast<std::size_t>(m_layout.headStep)) {
            const auto number = static_cast<std::int64_t>(column);
            const bool chosen = std::ranges::any_of(m_figure.heads, [number](const HeadsFigure::Head& head) { return head.selected && head.head.head.value == number; });
            drawHeader(m_figure.headLabels[column], {place.left() + (static_cast<double>(column) + 0.5) * m_layout.cell.width(), place.center().y() + cap}, chosen, Anchor::Middle);
        }
    }

    void paintLayerHeaders()
    {
        const QRectF& place = m_layout.layerHeaders;
        const double cap = m_letters.capMiddle(Role::Label);
        m_letters.draw(m_painter, Role::Label, {place.left() + m_letters.pixels(Role::Label), place.center().y()}, QStringLiteral("layer"), m_style.tokens.quietText, Anchor::Middle, -90.0);
        for (std::size_t row = 0; row < m_figure.layerLabels.size(); row += static_cast<std::size_t>(m_layout.layerStep)) {
            const auto number = static_cast<std::int64_t>(row);
            const bool chosen = std::ranges::any_of(m_figure.heads, [number](const HeadsFigure::Head& head) { return head.selected && head.head.layer.value == number; });
            drawHeader(m_figure.layerLabels[row], {place.right(), place.top() + (static_cast<double>(row) + 0.5) * m_layout.cell.height() + cap}, chosen, Anchor::End);
        }
    }

    /// Not known yet: the colour of tracks. No number: the hatch, and a dash where numbers stand.
    void paintCell(const HeadsFigure::Head& head, const QRectF& cell)
    {
        QColor words = m_style.tokens.text;
        if (!head.known) {
            m_painter.fillRect(cell, m_style.tokens.faintLine);
            return;
        }
        if (std::isfinite(head.value)) {
            const QColor colour(cellColour(static_cast<float>(head.value), m_figure.scale));
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(cell, colour);
            words = inkOn(colour);
        } else {
            paintHatch(m_painter, cell, m_style);
        }
        if (!m_layout.numbers || !std::isfinite(head.value))
            return;
        m_letters.draw(m_painter, Role::Label, {cell.center().x(), cell.center().y() + m_letters.capMiddle(Role::Label)},
                       headNumber(head.value, m_figure.scale.high - m_figure.scale.low), words, Anchor::Middle);
    }

    /// 2 accent around 1 canvas, inside the cells: neighbours touch.
    void paintOutlines()
    {
        if (m_figure.allSelected)
            return;
        const double one = lineWidth(1.0, m_style);
        const double two = lineWidth(2.0, m_style);
        for (std::size_t i = 0; i < m_figure.heads.size(); ++i) {
            if (!m_figure.heads[i].selected)
                continue;
            const QRectF inner = m_layout.cells[i].adjusted(two, two, -two, -two);
            if (inner.width() <= 2.0 * two || inner.height() <= 2.0 * two) {
                paintFrame(m_painter, m_layout.cells[i], 1.0, m_style.tokens.accent, m_style);
                continue;
            }
            paintFrame(m_painter, inner, 2.0, m_style.tokens.accent, m_style);
            paintFrame(m_painter, inner.adjusted(one, one, -one, -one), 1.0, m_style.tokens.canvas, m_style);
        }
    }

    QPainter& m_painter;
    const HeadsFigure& m_figure;
    const HeadsLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
};

} // namespace

void paint(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    HeadsPainting(painter, figure, layout, style).paint();
    painter.restore();
}

void paintHeadHover(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, std::int64_t head, bool linked, const PaintStyle& style)
{
    const auto index = static_cast<std::size_t>(head);
    if (head < 0 || index >= layout.cells.size())
        return;
    if (linked)
        paintDashedFrame(painter, layout.cells[index], style.tokens.text, style.tokens.canvas, style);
    else
        paintFrame(painter, layout.cells[index], 1.0, style.tokens.text, style);
    const auto row = std::ranges::find(figure.order, head);
    if (const QRectF place = row == figure.order.end() ? QRectF() : layout.rowRect(row - figure.order.begin()); !place.isEmpty() && layout.list.contains(place.center())) {
        const QRectF around = place.adjusted(-6.0, 1.0, 6.0, -1.0).intersected(layout.list.adjusted(-6.0, 0.0, 6.0, 0.0));
        if (linked)
            paintDashedFrame(painter, around, style.tokens.text, style.tokens.canvas, style);
        else
            paintFrame(painter, around, 1.0, style.tokens.text, style);
    }
    if (index >= layout.dots.size() || !layout.plot.contains(layout.dots[index]))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const double radius = (kHeadDot + 3.0) * style.textScale;
    painter.setPen(QPen(style.tokens.canvas, 3.0));
    painter.drawEllipse(layout.dots[index], radius, radius);
    painter.setPen(QPen(style.tokens.text, 1.5));
    painter.drawEllipse(layout.dots[index], radius, radius);
    painter.restore();
}

} // namespace headlight::paint
