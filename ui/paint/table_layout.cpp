// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/any_height.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"
#include "ui/paint/table_sizes.h"

#include "figure/table.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr std::int64_t kMostOnPaper = 100;
constexpr std::int64_t kMeasuredRows = 200;

class TableArrangement {
public:
    TableArrangement(const TableFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style)
    {
        m_layout.size = size;
        m_layout.rowHeight = snapped(u(kTableRow), style);
        m_layout.headerHeight = snapped(u(kTableHeader), style);
    }

    TableLayout result()
    {
        m_block = std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock));
        m_left = snapped(m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - m_block) / 2.0), m_style);
        placeHead();
        placeColumns();
        const auto rows = static_cast<std::int64_t>(m_figure.rows->size());
        m_layout.shownRows = std::min(rows, kMostOnPaper);
        for (int attempt = 0; attempt < 2; ++attempt) {
            m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, m_style.onScreen ? rows : m_layout.shownRows, m_letters, m_block) : std::vector<QString>{};
            placeBody(rows);
        }
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, m_layout.body.bottom() + u(kFooterGap + 4.0), m_block, footerHeight());
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] double footerHeight() const { return static_cast<double>(std::max<std::size_t>(m_layout.footerLines.size(), 1)) * (m_letters.lineHeight(Role::Label) + 1.0); }

    void placeHead()
    {
        const auto head = paint::placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, m_block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        m_top = head.bottom;
        if (m_style.parts.title)
            m_top = snapped(m_top + u(14.0), m_style);
    }

    [[nodiscard]] double widthOf(const TableColumn& column) const
    {
        double width = m_letters.width(Role::PanelTitle, displayText(column.title)) + u(kSortArrow);
        for (std::int64_t i = 0; i < std::min(m_figure.table->rows, kMeasuredRows); ++i) {
            const QString text = displayText(shownText(column, i));
            width = std::max(width, column.isText() ? m_letters.width(Role::Subtitle, text) : numberWidth(m_letters, Role::Subtitle, text));
        }
        width += u(2.0 * kTablePadding) + (column.bar ? u(kTableBar + kTableBarGap) : 0.0);
        return std::ceil(std::clamp(width, u(kLeastTableColumn), u(kMostTableColumn)));
    }

    /// As wide as their words; narrower in proportion where there is no room.
    void placeColumns()
    {
        double whole = 0.0;
        for (const auto& column : m_figure.table->columns) {
            const double width = widthOf(column);
            m_layout.columns.push_back({0.0, width});
            whole += width;
        }
        double left = 0.0;
        for (auto& column : m_layout.columns) {
            if (whole > m_block)
                column.width = snapped(std::floor(column.width * m_block / whole), m_style);
            column.left = left;
            left += column.width;
        }
        m_width = left;
    }

    void placeBody(std::int64_t rows)
    {
        double room = m_layout.size.height() - m_top - std::min(m_style.margin, kFigureBottom);
        if (m_style.parts.footer)
            room -= u(kFooterGap + 4.0) + footerHeight();
        if (m_style.onScreen) {
            m_layout.body = QRectF(m_left, m_top, m_block, std::max(0.0, room));
            m_layout.shownRows = rows;
            return;
        }
        auto fit = kMostOnPaper;
        if (m_layout.size.height() < kAnyHeight)
            fit = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor((room - m_layout.headerHeight) / m_layout.rowHeight)));
        m_layout.shownRows = std::min({rows, fit, kMostOnPaper});
        m_layout.body = QRectF(m_left, m_top, m_width, m_layout.headerHeight + m_layout.rowHeight * static_cast<double>(std::max<std::int64_t>(1, m_layout.shownRows)));
    }

    const TableFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    TableLayout m_layout;
    double m_left = 0.0, m_top = 0.0, m_block = 0.0, m_width = 0.0;
};

} // namespace

TableLayout layoutTable(const TableFigure& figure, QSizeF size, const PaintStyle& style)
{
    return TableArrangement(figure, size, style).result();
}

double endOf(const TableLayout& layout)
{
    return std::max(layout.body.bottom(), layout.footer.bottom());
}

} // namespace headlight::paint
