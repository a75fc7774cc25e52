// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/strokes.h"
#include "ui/paint/text_sizes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

class TextArrangement {
public:
    TextArrangement(const TextFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style) { m_layout.size = size; }

    TextLayout result()
    {
        m_block = std::max(u(kSquare), std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock)));
        m_left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - m_block) / 2.0);
        const auto head = paint::placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, m_block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        const double top = snapped(head.bottom + (m_style.parts.title ? u(kTextTop) : 0.0), m_style);
        m_y = top;
        placeOthers();
        placeSquares();
        placeWords();
        placeRows();
        m_layout.contentHeight = m_y - top;
        placeBelow(top);
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool listed() const { return m_style.parts.profiles && !m_figure.largest.empty(); }
    [[nodiscard]] bool beside() const { return listed() && m_block >= u(kListBeside); }

    void nextPart(double bottom) { m_y = snapped(bottom + u(kTextGap), m_style); }

    static void shift(std::vector<QRectF>& boxes, QPointF by)
    {
        for (QRectF& box : boxes)
            if (!box.isNull())
                box.translate(by);
    }

    void placeOthers()
    {
        if (m_figure.others.empty())
            return;
        m_layout.othersTitle = QRectF(m_left, m_y, m_block, u(kPartTitle));
        auto flow = flowLabels(m_figure.others, otherRules(), m_letters, m_block);
        shift(flow.boxes, {m_left, m_layout.othersTitle.bottom()});
        m_layout.others = std::move(flow.boxes);
        nextPart(m_layout.othersTitle.bottom() + flow.height);
    }

    [[nodiscard]] FlowRules otherRules() const
    {
        auto rules = rowRules(m_style.textScale);
        rules.pitch = u(21.0);
        rules.height = u(19.0);
        rules.pad = u(4.0);
        return rules;
    }

    void placeSquares()
    {
        m_layout.tokens.resize(m_figure.tokens.size());
        const double side = snapped(u(kSquare), m_style);
        const double pitch = snapped(u(kSquare + kSquareGap), m_style);
        const auto perLine = std::max<std::int64_t>(1, static_cast<std::int64_t>((m_block + u(kSquareGap)) / pitch));
        std::int64_t count = 0;
        const double top = m_y + u(kPartTitle);
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i) {
            if (!m_figure.tokens[i].square)
                continue;
            m_layout.tokens[i] = QRectF(snapped(m_left, m_style) + static_cast<double>(count % perLine) * pitch, top + static_cast<double>(count / perLine) * pitch, side, side);
            ++count;
        }
        if (count == 0)
            return;
        m_layout.squaresTitle = QRectF(m_left, m_y, m_block, u(kPartTitle));
        nextPart(top + static_cast<double>((count - 1) / perLine + 1) * pitch);
    }

    void placeWords()
    {
        const double width = m_block - (beside() ? u(kTextListWidth + kListAway) : 0.0);
        const double top = m_y;
        double bottom = paint::placeWords(m_layout, m_figure, {m_left, top}, m_left + width, m_letters, m_style.textScale);
        if (listed())
            bottom = beside() ? std::max(bottom, placeList(m_left + width + u(kListAway), top, u(kTextListWidth), bottom - top)) : placeList(m_left, bottom + u(kTextGap), std::min(m_block, u(1.4 * kTextListWidth)), 0.0);
        nextPart(bottom);
    }

    double placeList(double x, double y, double width, double height)
    {
        m_layout.listTitle = QRectF(x, y, width, u(kPartTitle));
        const double room = height - u(kPartTitle);
        const auto fit = static_cast<std::size_t>(std::max(0.0, std::floor(room / u(kListPitch))));
        const auto count = std::min(m_figure.largest.size(), std::clamp(fit, kLeastListed, kMostWeightsListed));
        for (std::size_t i = 0; i < count; ++i)
            m_layout.list.emplace_back(x, y + u(kPartTitle) + static_cast<double>(i) * u(kListPitch), width, u(kListPitch));
        return m_layout.list.back().bottom();
    }

    void placeRows()
    {
        if (m_figure.rows.empty() || !m_style.parts.profiles) {
            m_y -= u(kTextGap);
            return;
        }
        m_layout.rowsTitle = QRectF(m_left, m_y, m_block, u(kPartTitle));
        m_y += u(kPartTitle);
        const bool shares = std::ranges::any_of(m_figure.rows, [](const TextFigure::Row& row) { return std::isfinite(row.special); });
        const double right = shares ? u(kRowShare) : 0.0;
        m_layout.rowWidth = std::max(u(kSquare), m_block - u(kRowNumber) - right - u(8.0));
        auto flow = flowText(m_figure, rowRules(m_style.textScale), m_letters, m_layout.rowWidth);
        m_layout.small = std::move(flow.boxes);
        m_layout.rowHeight = flow.height;
        const double pitch = snapped(flow.height + u(2.0 * kRowPad), m_style);
        for (const auto& row : m_figure.rows) {
            TextLayout::Row placed;
            placed.frame = QRectF(snapped(m_left, m_style), m_y, m_block, pitch);
            placed.text = QPointF(m_left + u(kRowNumber + 4.0), m_y + u(kRowPad));
            if (std::isfinite(row.special))
                placed.share = QRectF(m_left + m_block - u(kRowShare), m_y, u(kRowShare), pitch);
            m_layout.rows.push_back(placed);
            m_y += pitch;
        }
    }

    /// Colour scales and footer: below the text, or at the foot of a window that is too small for it.
    void placeBelow(double top)
    {
        m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, m_letters, m_block) : std::vector<QString>{};
        const double footer = m_style.parts.footer ? u(kFooterGap + 4.0) + static_cast<double>(std::max<std::size_t>(1, m_layout.footerLines.size())) * (m_letters.lineHeight(Role::Label) + 1.0) : 0.0;
        const bool both = !m_layout.rows.empty();
        const double name = m_letters.width(Role::Label, displayText(m_figure.scale.name + (both ? ", selected heads" : ""))) + u(12.0);
        const double length = std::max(u(40.0), std::min(u(kScaleBar), m_block - name - u(10.0)));
        const bool stacked = both && m_block < 2.0 * (name + length) + u(kBetweenScales);
        const double line = u(kTextGap - 4.0 + kScaleHeight + kScaleBelow);
        const double bars = m_style.parts.bar ? line * (stacked ? 2.0 : 1.0) : 0.0;
        double seen = m_layout.contentHeight;
        if (m_style.onScreen)
            seen = std::min(seen, std::max(u(kLeastTextWindow), std::floor(m_layout.size.height() - top - bars - footer - std::min(m_style.margin, kFigureBottom))));
        m_layout.viewport = QRectF(0.0, top, m_layout.size.width(), seen);
        double y = m_layout.viewport.bottom();
        if (m_style.parts.bar) {
            m_layout.bar = QRectF(snapped(m_left + name, m_style), snapped(y + u(kTextGap - 4.0), m_style), length, u(kScaleHeight));
            if (both) {
                const QPointF corner = stacked ? m_layout.bar.topLeft() + QPointF(0.0, line) : QPointF(m_layout.bar.right() + u(kBetweenScales) + name, m_layout.bar.top());
                m_layout.rowBar = QRectF(QPointF(snapped(corner.x(), m_style), snapped(corner.y(), m_style)), m_layout.bar.size());
            }
            y += bars;
        }
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, y + u(kFooterGap + 4.0), m_block, footer - u(kFooterGap + 4.0));
        m_layout.contentHeight = std::max(m_layout.contentHeight, seen);
    }

    const TextFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    TextLayout m_layout;
    double m_block = 0.0, m_left = 0.0, m_y = 0.0;
};

std::optional<std::int64_t> boxAt(const std::vector<QRectF>& boxes, QPointF point)
{
    const auto found = std::ranges::find_if(boxes, [&](const QRectF& box) { return box.contains(point); });
    return found == boxes.end() ? std::nullopt : std::optional<std::int64_t>(found - boxes.begin());
}

} // namespace

double placeWords(TextLayout& layout, const TextFigure& figure, QPointF corner, double right, const Lettering& letters, double scale)
{
    layout.tokens.resize(figure.tokens.size());
    auto flow = flowText(figure, runningRules(scale), letters, right - corner.x());
    for (std::size_t i = 0; i < flow.boxes.size(); ++i)
        if (!flow.boxes[i].isNull())
            layout.tokens[i] = flow.boxes[i].translated(corner);
    const double pad = kPaper * scale;
    layout.paper = QRectF(corner.x(), corner.y(), right - corner.x(), flow.height).adjusted(-pad, -pad, pad, pad);
    return corner.y() + flow.height;
}

TextLayout layoutText(const TextFigure& figure, QSizeF size, const PaintStyle& style)
{
    return TextArrangement(figure, size, style).result();
}

double endOf(const TextLayout& layout)
{
    return std::max({layout.viewport.top() + layout.contentHeight, layout.bar.bottom(), layout.rowBar.bottom(), layout.footer.bottom()});
}

std::optional<TextPlace> TextLayout::placeAt(QPointF point) const
{
    if (!viewport.contains(point))
        return std::nullopt;
    point.ry() += scroll;
    if (const auto token = boxAt(tokens, point))
        return TextPlace{*token, std::nullopt};
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (rows[row].frame.contains(point))
            if (const auto token = boxAt(small, point - rows[row].text))
                return TextPlace{*token, static_cast<std::int64_t>(row)};
    return std::nullopt;
}

QRectF TextLayout::placeRect(TextPlace place) const
{
    const auto token = static_cast<std::size_t>(place.token);
    if (place.token < 0 || token >= tokens.size() || (place.row && (*place.row < 0 || static_cast<std::size_t>(*place.row) >= rows.size() || token >= small.size())))
        return {};
    const QRectF box = place.row ? small[token] : tokens[token];
    return box.isNull() ? box : box.translated((place.row ? rows[static_cast<std::size_t>(*place.row)].text : QPointF()) - QPointF(0.0, scroll));
}

std::optional<std::int64_t> TextLayout::otherAt(QPointF point) const
{
    return viewport.contains(point) ? boxAt(others, point + QPointF(0.0, scroll)) : std::nullopt;
}

std::optional<std::int64_t> TextLayout::listAt(QPointF point) const
{
    return viewport.contains(point) ? boxAt(list, point + QPointF(0.0, scroll)) : std::nullopt;
}

std::optional<std::int64_t> TextLayout::rowAt(QPointF point) const
{
    if (!viewport.contains(point))
        return std::nullopt;
    const auto found = std::ranges::find_if(rows, [at = point + QPointF(0.0, scroll)](const Row& row) { return row.frame.contains(at); });
    return found == rows.end() ? std::nullopt : std::optional<std::int64_t>(found - rows.begin());
}

} // namespace headlight::paint
