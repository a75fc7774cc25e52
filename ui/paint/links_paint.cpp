// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/links_lines.h"
#include "ui/paint/links_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>

namespace headlight::paint {

namespace {

constexpr double kVeil = 0.86;       ///< opacity over what is not pointed at
constexpr double kTokenRadius = 4.0;
constexpr double kBarHeight = 6.0;

/// What stands beside one token.
struct Beside {
    double value = 0.0;
    std::int64_t head = 0;
};
using BesideByPlace = std::map<std::int64_t, Beside>;

class LinksPainting {
public:
    LinksPainting(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style)
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        paintLegend();
        paintHeadings();
        paintStrength();
        const auto chosen = m_figure.onlyChosen() ? linesOf(m_figure, chosenEnds(m_figure)) : std::vector<LinkLine>{};
        inView([&] {
            paintLinkLines(m_painter, m_figure, m_layout, m_layout.lines, m_style);
            for (const bool isKey : {false, true}) {
                paintTokens(isKey);
                paintSegments(isKey);
                if (m_figure.onlyChosen())
                    paintWeights(isKey, strongest(chosen, isKey));
                else
                    paintShares(isKey);
            }
            paintMarkers(m_layout.lines);
        });
    }

    void paintHover(const LinksPointed& pointed)
    {
        auto lines = linesPointedAt(pointed);
        for (const bool isKey : {false, true})
            if (const QRectF& beside = m_layout.column(isKey).weights; !beside.isEmpty()) {
                m_painter.fillRect(QRectF(beside.left(), m_layout.headings.top(), beside.width(), m_layout.headings.height()), m_style.tokens.canvas);
                paintBesideName(isKey, QStringLiteral("weight"));
            }
        inView([&] {
            const QRectF between(m_layout.queries.edge, m_layout.viewport.top(), m_layout.keys.edge - m_layout.queries.edge, m_layout.viewport.height());
            QColor veil = m_style.tokens.canvas;
            veil.setAlphaF(static_cast<float>(kVeil));
            m_painter.fillRect(between, veil);
            for (const bool isKey : {false, true})
                if (const QRectF& beside = m_layout.column(isKey).weights; !beside.isEmpty())
                    m_painter.fillRect(beside, m_style.tokens.canvas);
            for (const bool isKey : {false, true}) {
                const auto weights = strongest(lines, isKey);
                paintWeights(isKey, weights);
                for (const auto& [place, beside] : weights)
                    ringAround({isKey, place}, m_style.tokens.edge, 1.0);
            }
            if (pointed.end)
                ringAround(*pointed.end, m_style.tokens.text, 1.6);
            keepStrongest(lines, LinksLayout::kMostLines);
            paintLinkLines(m_painter, m_figure, m_layout, lines, m_style);
            paintMarkers(lines);
        });
        if (pointed.head && static_cast<std::size_t>(*pointed.head) < m_layout.legend.size())
            paintFrame(m_painter, m_layout.legend[static_cast<std::size_t>(*pointed.head)].adjusted(-2.0, 1.0, 4.0, -1.0), 1.0, m_style.tokens.edge, m_style);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] const FigureAxis& axis(bool isKey) const { return isKey ? m_figure.keys : m_figure.queries; }

    template <typename Act>
    void inView(Act act)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setClipRect(m_layout.viewport.adjusted(-2.0, -1.0, 2.0, 1.0), Qt::IntersectClip);
        act();
        m_painter.restore();
    }

    // Above the columns ------------------------------------------------------

    void paintLegend()
    {
        for (std::size_t i = 0; i < m_layout.legend.size(); ++i) {
            const QRectF& place = m_layout.legend[i];
            const auto& head = m_figure.heads[i];
            const QColor colour = headColour(m_figure, static_cast<std::int64_t>(i), m_style.tokens);
            const double middle = place.center().y();
            const double right = place.left() + u(kLinkSwatch - 6.0);
            m_painter.setPen(QPen(colour, u(2.0), Qt::SolidLine, Qt::FlatCap));
            m_painter.drawLine(QPointF(place.left(), middle), QPointF(right, middle));
            if (head.hue)
                paintHeadMarker(m_painter, *head.hue, {(place.left() + right) / 2.0, middle}, u(kMarker + 2.0), colour);
            m_letters.draw(m_painter, Role::Label, {place.left() + u(kLinkSwatch), middle + m_letters.capMiddle(Role::Label)}, displayText(head.name), m_style.tokens.text);
        }
    }

    void paintHeadings()
    {
        const double baseline = m_layout.headings.center().y() + m_letters.capMiddle(Role::Label);
        const auto& tokens = m_style.tokens;
        for (const bool isKey : {false, true}) {
            const auto& column = m_layout.column(isKey);
            const double inner = isKey ? column.labels.left() : column.labels.right();
            m_letters.draw(m_painter, Role::Label, {inner, baseline}, displayText(axis(isKey).name), tokens.quietText, isKey ? Anchor::Start : Anchor::End);
            if (!column.weights.isEmpty())
                paintBesideName(isKey, besideName(isKey));
        }
        if (m_layout.layerBefore.isEmpty())
            return;
        const double middle = (m_layout.layerBefore.right() + m_layout.layerAfter.left()) / 2.0;
        m_letters.draw(m_painter, Role::Label, {middle, baseline}, displayText(m_figure.layer), tokens.text, Anchor::Middle);
        paintArrow(m_layout.layerBefore, -1.0);
        paintArrow(m_layout.layerAfter, 1.0);
    }

    void paintBesideName(bool isKey, const QString& name)
    {
        const QRectF& column = m_layout.column(isKey).weights;
        m_letters.draw(m_painter, Role::Label, {isKey ? column.right() : column.left(), m_layout.headings.center().y() + m_letters.capMiddle(Role::Label)}, name, m_style.tokens.quietText,
                       isKey ? Anchor::End : Anchor::Start);
    }

    void paintArrow(const QRectF& place, double direction)
    {
        const double reach = u(2.6);
        const QPointF middle = place.center();
        m_painter.setPen(QPen(m_style.tokens.quietText, u(1.3), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPolyline(QPolygonF({middle + QPointF(-direction * reach, -1.6 * reach), middle + QPointF(direction * reach, 0.0), middle + QPointF(-direction * reach, 1.6 * reach)}));
    }

    /// What the numbers or bars at the outer side of a column are.
    [[nodiscard]] QString besideName(bool isKey) const
    {
        if (m_figure.onlyChosen())
            return QStringLiteral("weight");
        return isKey ? QStringLiteral("mean received") : QStringLiteral("share kept");
    }

    // Tokens -----------------------------------------------------------------

    void paintTokens(bool isKey)
    {
        const auto& column = m_layout.column(isKey);
        const auto& labels = axis(isKey).labels;
        const auto [first, end] = m_layout.seen(isKey);
        for (auto place = first; place < end; ++place)
            paintToken(isKey, place, labels[static_cast<std::size_t>(place)], column.labels);
    }

    void paintToken(bool isKey, std::int64_t place, const FigureLabel& label, const QRectF& column)
    {
        const auto words = labelWords(label, false, m_letters, column.width(), kLinkRoles);
        const double middle = m_layout.middle({isKey, place});
        const double left = isKey ? column.left() : column.right() - words.width;
        const QPointF baseline(left, middle + m_letters.capMiddle(words.role));
        const auto& tokens = m_style.tokens;
        const bool quiet = label.special || label.padding;
        drawLabel(m_painter, words, baseline, Anchor::Start, 0.0, quiet ? tokens.hintText : tokens.text, tokens.hintText, m_letters);
        const QRectF box = QRectF(left, middle - m_layout.pitch / 2.0, words.width, m_layout.pitch).adjusted(-u(3.0), u(0.5), u(3.0), -u(0.5));
        if (label.emphasised)
            ring(box, tokens.text, 1.6);
        else if (label.special && !label.padding)
            paintChip(box);
    }

    /// Special tokens stand in a dashed frame.
    void paintChip(const QRectF& box)
    {
        QPen pen(m_style.tokens.edge, lineWidth(1.0, m_style));
        pen.setDashPattern({3.0, 2.5});
        m_painter.setPen(pen);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(box, u(kTokenRadius), u(kTokenRadius));
    }

    void ring(const QRectF& box, const QColor& colour, double units)
    {
        m_painter.setPen(QPen(colour, u(units)));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(box, u(kTokenRadius), u(kTokenRadius));
    }

    void ringAround(LinkEnd end, const QColor& colour, double units)
    {
        const QRectF line = m_layout.endRect(end);
        if (line.isNull())
            return;
        const auto words = labelWords(axis(end.isKey).labels[static_cast<std::size_t>(end.place)], false, m_letters, line.width(), kLinkRoles);
        const double left = end.isKey ? line.left() : line.right() - words.width;
        ring(QRectF(left, line.top(), words.width, line.height()).adjusted(-u(3.0), u(0.5), u(3.0), -u(0.5)), colour, units);
    }

    /// A bracket along the part in view of every segment, with its name where it fits.
    void paintSegments(bool isKey)
    {
        const QRectF& place = m_layout.column(isKey).brackets;
        if (place.isEmpty())
            return;
        for (const auto& segment : axis(isKey).segments) {
            const double half = m_layout.pitch / 2.0;
            const double top = std::max(place.top(), m_layout.middle({isKey, segment.first}) - half + u(1.5));
            const double bottom = std::min(place.bottom(), m_layout.middle({isKey, segment.first + segment.count - 1}) + half - u(1.5));
            if (bottom <= top)
                continue;
            const double x = isKey ? place.left() + u(6.0) : place.right() - u(8.0);
            const double hook = isKey ? -u(4.0) : u(4.0);
            m_painter.setPen(QPen(m_style.tokens.edge, lineWidth(1.0, m_style)));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawPolyline(QPolygonF({{x + hook, top}, {x, top}, {x, bottom}, {x + hook, bottom}}));
            const QString name = m_letters.elidedEnd(Role::Label, displayText(segment.name), bottom - top);
            if (bottom - top < m_letters.pixels(Role::Label))
                continue;
            const double baseline = isKey ? place.right() - u(3.0) : place.left() + m_letters.pixels(Role::Label);
            m_letters.draw(m_painter, Role::Label, {baseline, (top + bottom) / 2.0}, name, m_style.tokens.quietText, Anchor::Middle, -90.0);
        }
    }

    // Numbers and bars -------------------------------------------------------

    /// Of these lines the strongest at every token of a column that is in view.
    [[nodiscard]] BesideByPlace strongest(const std::vector<LinkLine>& lines, bool isKey) const
    {
        BesideByPlace strongest;
        const auto [first, end] = m_layout.seen(isKey);
        for (const auto& line : lines) {
            const std::int64_t place = isKey ? line.key : line.query;
            if (place < first || place >= end)
                continue;
            const auto [at, isNew] = strongest.try_emplace(place, Beside{static_cast<double>(line.weight), line.head});
            if (!isNew && std::fabs(static_cast<double>(line.weight)) > std::fabs(at->second.value))
                at->second = {static_cast<double>(line.weight), line.head};
        }
        return strongest;
    }

    void paintWeights(bool isKey, const BesideByPlace& weights)
    {
        for (const auto& [place, beside] : weights)
            paintBeside({isKey, place}, linkStrength(m_figure.scale, static_cast<float>(beside.value)), QString::fromStdString(formatValue(beside.value)),
                        headColour(m_figure, beside.head, m_style.tokens));
    }

    /// Where nothing is chosen: what a key receives, and how much of its row a query's links hold, as means of the heads.
    void paintShares(bool isKey)
    {
        if (m_layout.column(isKey).weights.isEmpty())
            return;
        const double full = isKey ? mostReceived() : 1.0;
        const auto [first, end] = m_layout.seen(isKey);
        for (auto place = first; place < end; ++place) {
            const auto item = static_cast<std::size_t>((isKey ? m_figure.keyItems : m_figure.queryItems)[static_cast<std::size_t>(place)]);
            double sum = 0.0;
            for (const auto& head : m_figure.heads)
                sum += isKey ? std::fabs(static_cast<double>(head.links->received[item])) : head.links->rows[item].share;
            const double value = sum / static_cast<double>(m_figure.heads.size());
            const QString number = isKey ? QString::fromStdString(formatValue(value)) : QStringLiteral("%1 %").arg(std::lround(100.0 * value));
            paintBeside({isKey, place}, full > 0.0 ? value / full : 0.0, number, m_style.tokens.otherSeries);
        }
    }

    [[nodiscard]] double mostReceived() const
    {
        double most = 0.0;
        for (const auto item : m_figure.keyItems) {
            double sum = 0.0;
            for (const auto& head : m_figure.heads)
                sum += std::fabs(static_cast<double>(head.links->received[static_cast<std::size_t>(item)]));
            most = std::max(most, sum / static_cast<double>(m_figure.heads.size()));
        }
        return most;
    }

    /// The bar grows outward from the label; its number stands at the outer end of the room.
    void paintBeside(LinkEnd end, double share, const QString& number, const QColor& colour)
    {
        const QRectF& room = m_layout.column(end.isKey).weights;
        if (room.isEmpty())
            return;
        const double middle = m_layout.middle(end);
        const double length = std::max(lineWidth(1.0, m_style), u(kLinkBar) * std::clamp(share, 0.0, 1.0));
        const double inner = end.isKey ? room.left() + u(kLinkOuterGap) : room.right() - u(kLinkOuterGap);
        {
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(QRectF(end.isKey ? inner : inner - length, middle - u(kBarHeight) / 2.0, length, u(kBarHeight)), colour);
        }
        const double baseline = middle + m_letters.capMiddle(Role::Label);
        const double right = end.isKey ? room.right() : room.left() + u(kLinkNumber - kLinkOuterGap);
        drawNumber(m_painter, m_letters, Role::Label, {right, baseline}, number, m_style.tokens.text);
    }

    // Shapes of heads --------------------------------------------------------

    /// Beside a token stands the shape of every head that has a line there.
    void paintMarkers(const std::vector<LinkLine>& lines)
    {
        if (markerSlots(m_figure) <= 0.0)
            return;
        for (const bool isKey : {false, true}) {
            const auto [first, end] = m_layout.seen(isKey);
            std::vector<bool> done(static_cast<std::size_t>(std::max<std::int64_t>(0, end - first) * LinksFigure::kHues), false);
            for (const auto& line : lines) {
                const std::int64_t place = isKey ? line.key : line.query;
                const auto& hue = m_figure.heads[static_cast<std::size_t>(line.head)].hue;
                if (!hue || place < first || place >= end)
                    continue;
                const auto slot = static_cast<std::size_t>((place - first) * LinksFigure::kHues + *hue);
                if (done[slot])
                    continue;
                done[slot] = true;
                const double away = u(kMarkerSlot) * (static_cast<double>(*hue) + 0.5);
                const double x = isKey ? m_layout.keys.edge + away : m_layout.queries.edge - away;
                paintHeadMarker(m_painter, *hue, {x, m_layout.middle({isKey, place})}, u(kMarker), headColour(m_figure, line.head, m_style.tokens));
            }
        }
    }

    // Below ------------------------------------------------------------------

    /// Lines of the strengths that the round numbers of the scale have, and how many links are in view.
    void paintStrength()
    {
        if (m_layout.bar.isEmpty())
            return;
        ColourScale scale = m_figure.scale;
        if (scale.low < 0.0) { // strength is by magnitude
            scale.high = std::max(std::fabs(scale.low), std::fabs(scale.high));
            scale.low = 0.0;
        }
        const double y = m_layout.bar.top() + u(8.0);
        const double baseline = m_layout.bar.top() + u(15.0) + 0.73 * m_letters.pixels(Role::Label);
        const QString name = displayText(scale.name) + (m_figure.scale.low < 0.0 ? QStringLiteral(", dashed: negative") : QString());
        m_letters.draw(m_painter, Role::Label, {m_layout.bar.left(), baseline}, name, m_style.tokens.quietText);
        const double left = m_layout.bar.left() + m_letters.width(Role::Label, name) + u(14.0);
        const auto ticks = barTicks(scale, u(5.0 * kStrengthSample), u(kStrengthSample));
        double x = left;
        for (const auto& tick : ticks) {
            if (x + u(kStrengthSample) > m_layout.bar.right())
                break;
            QColor colour = m_figure.heads.size() > 1 ? m_style.tokens.text : headColour(m_figure, 0, m_style.tokens);
            colour.setAlphaF(static_cast<float>(linkOpacity(tick.position)));
            m_painter.setPen(QPen(colour, u(linkWidth(tick.position)), Qt::SolidLine, Qt::FlatCap));
            m_painter.drawLine(QPointF(x + u(6.0), y), QPointF(x + u(kStrengthSample - 6.0), y));
            m_letters.draw(m_painter, Role::Label, {x + u(kStrengthSample) / 2.0, baseline}, tick.text, m_style.tokens.text, Anchor::Middle);
            x += u(kStrengthSample);
        }
        if (!m_style.onScreen || !m_layout.scrolls())
            return;
        QString words = QStringLiteral("in view: %1 links").arg(m_layout.inView);
        if (m_layout.inView > std::ssize(m_layout.lines))
            words += QStringLiteral(", the strongest %1 drawn").arg(m_layout.lines.size());
        m_letters.draw(m_painter, Role::Label, {m_layout.bar.right(), baseline}, words, m_style.tokens.quietText, Anchor::End);
    }

    [[nodiscard]] std::vector<LinkLine> linesPointedAt(const LinksPointed& pointed) const
    {
        if (pointed.end)
            return linesOf(m_figure, std::span(&*pointed.end, 1));
        if (pointed.line)
            return {*pointed.line};
        std::vector<LinkLine> lines;
        if (pointed.head)
            std::ranges::copy_if(m_layout.lines, std::back_inserter(lines), [&](const LinkLine& line) { return line.head == *pointed.head; });
        return lines;
    }

    QPainter& m_painter;
    const LinksFigure& m_figure;
    const LinksLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
};

} // namespace

void paint(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    LinksPainting(painter, figure, layout, style).paint();
    painter.restore();
}

void paintLinksHover(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, const LinksPointed& pointed, const PaintStyle& style)
{
    painter.save();
    LinksPainting(painter, figure, layout, style).paintHover(pointed);
    painter.restore();
}

} // namespace headlight::paint
