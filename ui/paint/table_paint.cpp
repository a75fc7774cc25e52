// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_maps.h"
#include "ui/paint/footer.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"
#include "ui/paint/table_cell.h"
#include "ui/paint/table_sizes.h"

#include "figure/table.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

struct NumberIn {
    std::size_t row;
    std::optional<double> operator()(const TableWords&) const { return std::nullopt; }
    std::optional<double> operator()(const std::vector<bool>&) const { return std::nullopt; }
    template <typename Number>
    std::optional<double> operator()(const std::vector<Number>& numbers) const
    {
        return static_cast<double>(numbers[row]);
    }
};

/// A bar in Paper blue, as long as the number is of the largest in its column.
void paintCellBar(QPainter& painter, const TableColumn& column, std::int64_t row, const QRectF& place, const PaintStyle& style)
{
    const auto number = std::visit(NumberIn{static_cast<std::size_t>(row)}, column.values);
    if (!number || !std::isfinite(*number) || !(column.largest > 0.0))
        return;
    const double share = std::clamp(*number / column.largest, 0.0, 1.0);
    ColourScale scale;
    scale.map = "paper-blue";
    // Never so light that the bar is lost on its ground.
    const QColor colour = QColor(cellColour(static_cast<float>(0.35 + 0.45 * share), scale));
    const CrispEdges crisp(painter);
    painter.fillRect(place, style.tokens.faintLine);
    painter.fillRect(QRectF(place.topLeft(), QSizeF(snapped(place.width() * share, style), place.height())), style.tokens.dark ? colour.lighter(150) : colour);
}

} // namespace

void paintTableCell(QPainter& painter, const TableColumn& column, std::int64_t row, const QRectF& cell, const QColor& colour, const Lettering& letters, const PaintStyle& style)
{
    const double padding = kTablePadding * style.textScale;
    const double baseline = cell.center().y() + letters.capMiddle(Role::Subtitle);
    const QString text = displayText(shownText(column, row));
    if (column.isText()) {
        letters.draw(painter, Role::Subtitle, {cell.left() + padding, baseline}, letters.elidedMiddle(Role::Subtitle, text, cell.width() - 2.0 * padding), colour);
        return;
    }
    drawNumber(painter, letters, Role::Subtitle, {cell.right() - padding, baseline}, text, colour);
    if (!column.bar)
        return;
    const double width = kTableBar * style.textScale;
    const double height = snapped(8.0 * style.textScale, style);
    const double left = cell.right() - padding - numberWidth(letters, Role::Subtitle, text) - kTableBarGap * style.textScale - width;
    if (left >= cell.left())
        paintCellBar(painter, column, row, QRectF(snapped(left, style), snapped(cell.center().y() - height / 2.0, style), snapped(width, style), height), style);
}

void paintTableHeader(QPainter& painter, const TableColumn& column, const QRectF& cell, std::optional<bool> sorted, const Lettering& letters, const PaintStyle& style)
{
    const double padding = kTablePadding * style.textScale;
    const double arrow = sorted ? kSortArrow * style.textScale : 0.0;
    const double baseline = cell.center().y() + letters.capMiddle(Role::PanelTitle);
    const QString title = letters.elidedEnd(Role::PanelTitle, displayText(column.title), cell.width() - 2.0 * padding - arrow);
    const QColor colour = sorted ? style.tokens.accent : style.tokens.text;
    const double width = letters.width(Role::PanelTitle, title);
    const double left = column.isText() ? cell.left() + padding : cell.right() - padding - width - arrow;
    letters.draw(painter, Role::PanelTitle, {left, baseline}, title, colour);
    if (!sorted)
        return;
    const double side = 3.5 * style.textScale;
    const QPointF middle(left + width + arrow - side - 1.0, cell.center().y());
    const double point = *sorted ? side : -side; // descending points down
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{middle + QPointF(-side, -point * 0.6), middle + QPointF(side, -point * 0.6), middle + QPointF(0.0, point * 0.8)});
    painter.restore();
}

void paint(QPainter& painter, const TableFigure& figure, const TableLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    const Lettering letters(style);
    paintHead(painter, figure.text, layout.title, layout.subtitle, letters, style.tokens);
    paintFooter(painter, layout.footerLines, layout.footer, letters, style.tokens);
    if (!style.onScreen) { // on screen a widget scrolls there
        const double line = lineWidth(1.0, style);
        const QRectF& body = layout.body;
        for (std::size_t c = 0; c < layout.columns.size(); ++c) {
            const auto& column = figure.table->columns[c];
            QRectF cell(body.left() + layout.columns[c].left, body.top(), layout.columns[c].width, layout.headerHeight);
            const bool sorted = figure.options.sortedBy == static_cast<std::int64_t>(c);
            paintTableHeader(painter, column, cell, sorted ? std::optional(figure.options.descending) : std::nullopt, letters, style);
            cell.setHeight(layout.rowHeight);
            for (std::int64_t row = 0; row < layout.shownRows; ++row) {
                cell.moveTop(body.top() + layout.headerHeight + static_cast<double>(row) * layout.rowHeight);
                paintTableCell(painter, column, (*figure.rows)[static_cast<std::size_t>(row)], cell, style.tokens.text, letters, style);
            }
        }
        for (std::int64_t row = 0; row <= layout.shownRows; ++row) {
            const double y = snapped(body.top() + layout.headerHeight + static_cast<double>(row) * layout.rowHeight, style);
            paintLine(painter, QRectF(body.left(), y, body.width(), line), row == 0 ? style.tokens.edge : style.tokens.faintLine);
        }
        if (layout.shownRows == 0)
            letters.draw(painter, Role::Subtitle, {body.left() + kTablePadding * style.textScale, body.bottom() - layout.rowHeight / 2.0 + letters.capMiddle(Role::Subtitle)},
                         QStringLiteral("No row passes the filter."), style.tokens.quietText);
    }
    painter.restore();
}

} // namespace headlight::paint
