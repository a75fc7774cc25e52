// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/links_lines.h"
#include "ui/paint/links_sizes.h"
#include "ui/paint/strokes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kNear = 3.0; ///< a line is pointed at within so many units

class LinksArrangement {
public:
    LinksArrangement(const LinksFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style) { m_layout.size = size; }

    LinksLayout result()
    {
        m_block = std::max(u(kShortestLinkLabel), std::min(m_layout.size.width() - 2.0 * m_style.margin, u(kWidestBlock)));
        m_left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - m_block) / 2.0);
        const auto head = placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, m_block, m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        m_y = head.bottom + (m_style.parts.title ? u(8.0) : 0.0);
        m_layout.pitch = snapped(u(kLinkPitch), m_style);
        m_layout.hues = std::ranges::count_if(m_figure.heads, [](const LinksFigure::Head& one) { return one.hue.has_value(); });
        m_layout.apart = u(kHeadsApart);
        m_layout.queries.count = std::ssize(m_figure.queries.labels);
        m_layout.keys.count = std::ssize(m_figure.keys.labels);
        placeLegend();
        placeAcross();
        placeHeadings();
        placeDown();
        placeColumns();
        scrollTo(m_layout, m_figure, m_scroll[0], m_scroll[1]);
        m_layout.footerLines = footer();
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    void placeLegend()
    {
        if (m_figure.heads.size() < 2)
            return;
        double x = m_left;
        for (const auto& head : m_figure.heads) {
            const double width = u(kLinkSwatch) + m_letters.width(Role::Label, displayText(head.name));
            if (x > m_left && x + width > m_left + m_block) {
                x = m_left;
                m_y += u(kLegendLine);
            }
            m_layout.legend.emplace_back(x, m_y, width, u(kLegendLine));
            x += width + u(kLegendApart);
        }
        m_y += u(kLegendLine);
    }

    /// Room at the outer side goes first where the figure is narrow, then labels become shorter.
    void placeAcross()
    {
        const double longest = u(kLongestLabel);
        const auto shown = [&](const FigureAxis& axis) { return axis.showLabels ? widestLabel(axis, m_letters, longest, kLinkRoles) : u(kShortestLinkLabel); };
        double queryLabels = std::max(u(kShortestLinkLabel), shown(m_figure.queries));
        double keyLabels = std::max(u(kShortestLinkLabel), shown(m_figure.keys));
        const double queryBrackets = m_figure.queries.segments.empty() ? 0.0 : u(kLinkBracket);
        const double keyBrackets = m_figure.keys.segments.empty() ? 0.0 : u(kLinkBracket);
        const double pads = 2.0 * u(kLinkPad + markerSlots(m_figure));
        double numbers = m_style.parts.profiles ? u(kLinkBar + kLinkNumber + kLinkOuterGap) : 0.0;
        const double rest = m_block - queryBrackets - keyBrackets - pads;
        if (rest - queryLabels - keyLabels - 2.0 * numbers < u(kLeastLinkGap))
            numbers = 0.0;
        if (const double room = (rest - u(kNarrowLinkGap)) / 2.0; queryLabels + keyLabels > 2.0 * room) {
            queryLabels = std::max(u(kShortestLinkLabel), std::min(queryLabels, room));
            keyLabels = std::max(u(kShortestLinkLabel), std::min(keyLabels, room));
        }
        const double gap = std::clamp(rest - queryLabels - keyLabels - 2.0 * numbers, u(12.0), u(kMostLinkGap));
        double x = m_left;
        const auto next = [&x](QRectF& place, double width) {
            if (width > 0.0)
                place = QRectF(x, 0.0, width, 0.0);
            x += width;
        };
        next(m_layout.queries.brackets, queryBrackets);
        next(m_layout.queries.weights, numbers);
        next(m_layout.queries.labels, queryLabels);
        x += pads / 2.0;
        m_layout.queries.edge = snapped(x, m_style);
        x += gap;
        m_layout.keys.edge = snapped(x, m_style);
        x += pads / 2.0;
        next(m_layout.keys.labels, keyLabels);
        next(m_layout.keys.weights, numbers);
        next(m_layout.keys.brackets, keyBrackets);
    }

    void placeHeadings()
    {
        m_layout.headings = QRectF(m_left, m_y, m_block, u(kLinkHeadings));
        m_y = m_layout.headings.bottom();
        if (!m_style.onScreen || m_figure.layer.empty())
            return;
        const double middle = (m_layout.queries.edge + m_layout.keys.edge) / 2.0;
        const double half = m_letters.width(Role::Label, displayText(m_figure.layer)) / 2.0 + u(4.0);
        const double top = m_layout.headings.center().y() - u(kLayerArrow) / 2.0;
        m_layout.layerBefore = QRectF(middle - half - u(kLayerArrow), top, u(kLayerArrow), u(kLayerArrow));
        m_layout.layerAfter = QRectF(middle + half, top, u(kLayerArrow), u(kLayerArrow));
    }

    // Heights ----------------------------------------------------------------

    [[nodiscard]] std::int64_t longest() const { return std::max(m_layout.queries.count, m_layout.keys.count); }

    /// What the figure says below itself; on paper also what is not drawn.
    [[nodiscard]] std::vector<QString> footer() const
    {
        return m_style.parts.footer ? paint::footerLines(m_figure, m_layout, m_style.onScreen, m_letters, m_block) : std::vector<QString>{};
    }

    [[nodiscard]] double footerHeight(std::size_t lines) const
    {
        return m_style.parts.footer ? u(kFooterGap) + static_cast<double>(std::max<std::size_t>(1, lines)) * (m_letters.lineHeight(Role::Label) + 1.0) : 0.0;
    }

    /// First token of a cut column: what is chosen stands in its upper third.
    [[nodiscard]] double firstOf(std::int64_t count, const std::vector<std::int64_t>& chosen, std::int64_t usual, std::int64_t rows) const
    {
        const auto first = chosen.empty() ? usual : chosen.front() - rows / 3;
        return static_cast<double>(std::clamp<std::int64_t>(first, 0, std::max<std::int64_t>(0, count - rows))) * m_layout.pitch;
    }

    void placeDown()
    {
        m_top = snapped(m_y, m_style);
        const double bar = m_style.parts.bar ? u(kStrengthBelow) : 0.0;
        const double below = bar + std::min(m_style.margin, kFigureBottom);
        const auto roomFor = [&](std::size_t lines) { return std::max(u(kLeastLinkWindow), m_layout.size.height() - m_top - below - footerHeight(lines)); };
        auto lines = footer().size();
        m_height = static_cast<double>(longest()) * m_layout.pitch;
        if (!m_style.onScreen && (longest() > kMostLinksOnPaper || m_height > roomFor(lines))) {
            lines += 2; // says what is left out
            const auto rows = std::clamp<std::int64_t>(static_cast<std::int64_t>(roomFor(lines) / m_layout.pitch), 1, kMostLinksOnPaper);
            m_height = static_cast<double>(std::min(rows, longest())) * m_layout.pitch;
            m_scroll[0] = firstOf(m_layout.queries.count, m_figure.chosenQueries, m_figure.firstQuery, rows);
            m_scroll[1] = firstOf(m_layout.keys.count, m_figure.chosenKeys, m_figure.firstKey, rows);
            if (m_figure.together && m_figure.chosenQueries.empty())
                m_scroll[0] = m_scroll[1];
        }
        m_height = snapped(std::min(m_height, roomFor(lines)), m_style);
        m_layout.viewport = QRectF(m_left, m_top, m_block, m_height);
        double y = m_layout.viewport.bottom();
        if (m_style.parts.bar) {
            m_layout.bar = QRectF(m_left, y + u(6.0), m_block, bar - u(6.0));
            y += bar;
        }
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, y + u(kFooterGap), m_block, footerHeight(lines) - u(kFooterGap));
    }

    void placeColumns()
    {
        for (auto* column : {&m_layout.queries, &m_layout.keys})
            for (auto* part : {&column->labels, &column->weights, &column->brackets})
                if (part->width() > 0.0)
                    *part = QRectF(part->left(), m_layout.viewport.top(), part->width(), m_layout.viewport.height());
    }

    const LinksFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    LinksLayout m_layout;
    double m_block = 0.0, m_left = 0.0, m_y = 0.0, m_top = 0.0, m_height = 0.0;
    std::array<double, 2> m_scroll{}; ///< where a column begins that paper cuts
};

} // namespace

LinksLayout layoutLinks(const LinksFigure& figure, QSizeF size, const PaintStyle& style)
{
    return LinksArrangement(figure, size, style).result();
}

double endOf(const LinksLayout& layout)
{
    return std::max({layout.viewport.bottom(), layout.bar.bottom(), layout.footer.bottom()});
}

double LinksLayout::mostScroll(bool isKey) const
{
    return std::max(0.0, static_cast<double>(column(isKey).count) * pitch - viewport.height());
}

std::pair<std::int64_t, std::int64_t> LinksLayout::seen(bool isKey) const
{
    const auto& shown = column(isKey);
    if (pitch <= 0.0)
        return {0, 0};
    const auto first = static_cast<std::int64_t>(std::floor(shown.scroll / pitch));
    const auto end = static_cast<std::int64_t>(std::ceil((shown.scroll + viewport.height()) / pitch - 1e-6));
    return {std::clamp<std::int64_t>(first, 0, shown.count), std::clamp<std::int64_t>(end, 0, shown.count)};
}

double LinksLayout::middle(LinkEnd end) const
{
    return viewport.top() + (static_cast<double>(end.place) + 0.5) * pitch - column(end.isKey).scroll;
}

std::optional<LinkEnd> LinksLayout::endAt(QPointF point) const
{
    if (!viewport.contains(point) || (point.x() > queries.edge && point.x() < keys.edge))
        return std::nullopt;
    const bool isKey = point.x() >= keys.edge;
    const auto& shown = column(isKey);
    const QRectF across = shown.labels | shown.weights;
    if (isKey ? point.x() > across.right() : point.x() < across.left())
        return std::nullopt;
    const auto place = static_cast<std::int64_t>(std::floor((point.y() - viewport.top() + shown.scroll) / pitch));
    return place < 0 || place >= shown.count ? std::nullopt : std::optional(LinkEnd{isKey, place});
}

QRectF LinksLayout::endRect(LinkEnd end) const
{
    const auto [first, last] = seen(end.isKey);
    if (end.place < first || end.place >= last)
        return {};
    const auto& shown = column(end.isKey);
    return {shown.labels.left(), middle(end) - pitch / 2.0, shown.labels.width(), pitch};
}

std::optional<std::int64_t> LinksLayout::legendAt(QPointF point) const
{
    const auto found = std::ranges::find_if(legend, [&](const QRectF& entry) { return entry.contains(point); });
    return found == legend.end() ? std::nullopt : std::optional<std::int64_t>(found - legend.begin());
}

std::optional<std::size_t> LinksLayout::lineAt(QPointF point) const
{
    if (!viewport.contains(point) || point.x() < queries.edge || point.x() > keys.edge)
        return std::nullopt;
    const double width = keys.edge - queries.edge;
    const double ease = linkEase((point.x() - queries.edge) / width);
    const double climb = linkEase(std::min(1.0, (point.x() + 1.0 - queries.edge) / width)) - ease; // of a unit to the right
    std::optional<std::size_t> nearest;
    double best = kNear;
    for (std::size_t i = lines.size(); i-- > 0;) { // the strongest first: it lies on top
        const auto ends = lineEnds(*this, lines[i]);
        const double rise = ends.key - ends.query;
        const double away = std::fabs(ends.query + rise * ease - point.y()) / std::hypot(1.0, rise * climb);
        if (away < best) {
            best = away;
            nearest = i;
        }
    }
    return nearest;
}

} // namespace headlight::paint
