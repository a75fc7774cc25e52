// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"
#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/number_text.h"
#include "ui/paint/scripts.h"
#include "ui/paint/strokes.h"
#include "ui/paint/text_ink.h"
#include "ui/paint/text_sizes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kRadius = 4.0;
constexpr double kSeen = 1.15; ///< contrast from which a ground is told from the canvas

/// How the words of one flow are painted: the text itself or a row of a layer.
struct Flowed {
    FlowRules rules;
    const ColourScale& scale;
    std::span<const float> weights;
    double radius;
};

class TextPainting {
public:
    TextPainting(QPainter& painter, const TextFigure& figure, const TextLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style), m_allSelected(std::ranges::all_of(figure.rows, &TextFigure::Row::selected))
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        paintBars();
        m_painter.save();
        if (m_layout.scrolls())
            m_painter.setClipRect(m_layout.viewport.adjusted(0.0, -1.0, 0.0, 1.0), Qt::IntersectClip);
        m_painter.translate(0.0, -m_layout.scroll);
        m_seen = m_layout.viewport.translated(0.0, m_layout.scroll).adjusted(0.0, -20.0, 0.0, 20.0);
        m_painter.setRenderHint(QPainter::Antialiasing);
        paintOthers();
        paintSquares();
        paintWords();
        paintList();
        paintRows();
        m_painter.restore();
    }

    void paintOnlyWords()
    {
        m_seen = m_layout.paper.adjusted(0.0, -20.0, 0.0, 20.0);
        m_painter.setRenderHint(QPainter::Antialiasing);
        paintWords();
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool seen(const QRectF& box) const { return !box.isNull() && box.bottom() >= m_seen.top() && box.top() <= m_seen.bottom(); }

    [[nodiscard]] bool hasPaper(const ColourScale& scale) const { return contrast(paperColour(scale).rgb(), m_style.tokens.canvas.rgb()) >= kSeen; }

    void heading(const QRectF& place, const QString& name, const QString& note)
    {
        const double baseline = place.top() + m_letters.pixels(Role::PanelTitle);
        m_letters.draw(m_painter, Role::PanelTitle, {place.left(), baseline}, name, m_style.tokens.text);
        const double left = place.left() + m_letters.width(Role::PanelTitle, name) + u(10.0);
        m_letters.draw(m_painter, Role::Label, {left, baseline}, m_letters.elidedEnd(Role::Label, note, std::max(0.0, place.right() - left)), m_style.tokens.quietText);
    }

    void paintBars()
    {
        if (m_layout.bar.isEmpty())
            return;
        ColourScale scale = m_figure.scale;
        if (!m_layout.rowBar.isEmpty())
            scale.name += ", selected heads";
        paintHorizontalBar(m_painter, scale, m_layout.bar, m_letters, m_style);
        if (m_layout.rowBar.isEmpty())
            return;
        scale = m_figure.rowScale;
        scale.name += ", every layer";
        paintHorizontalBar(m_painter, scale, m_layout.rowBar, m_letters, m_style);
    }

    void paintOthers()
    {
        if (m_layout.others.empty())
            return;
        heading(m_layout.othersTitle, displayText(m_figure.othersName), m_style.onScreen ? QStringLiteral("click a word to choose it") : QString());
        for (std::size_t i = 0; i < m_layout.others.size(); ++i) {
            const QRectF& box = m_layout.others[i];
            const auto& label = m_figure.others[i];
            if (!seen(box))
                continue;
            if (label.emphasised)
                paintRing(box, m_style.tokens.text, 1.6);
            const Role role = label.emphasised ? Role::Emphasis : Role::Label;
            m_letters.draw(m_painter, role, {box.center().x(), box.center().y() + m_letters.capMiddle(role)}, displayText(label.text),
                           label.special ? m_style.tokens.hintText : m_style.tokens.text, Anchor::Middle);
        }
    }

    void paintSquares()
    {
        if (m_layout.squaresTitle.isEmpty())
            return;
        std::int64_t count = 0;
        const CrispEdges crisp(m_painter);
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i) {
            if (!m_figure.tokens[i].square)
                continue;
            ++count;
            const QRectF& box = m_layout.tokens[i];
            if (!seen(box))
                continue;
            const float weight = m_figure.weights[i];
            if (std::isfinite(weight))
                m_painter.fillRect(box, QColor::fromRgb(cellColour(weight, m_figure.scale)));
            else
                paintHatch(m_painter, box, m_style);
            paintFrame(m_painter, box.adjusted(1.0, 1.0, -1.0, -1.0), m_figure.tokens[i].framed ? 2.0 : 1.0, m_figure.tokens[i].framed ? m_style.tokens.text : m_style.tokens.line, m_style);
        }
        heading(m_layout.squaresTitle, QStringLiteral("%1 positions that are no words").arg(count), QStringLiteral("in their order, the first at the left"));
    }

    // Words ------------------------------------------------------------------

    void paintWords()
    {
        if (hasPaper(m_figure.scale)) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(paperColour(m_figure.scale));
            m_painter.drawRoundedRect(m_layout.paper, u(kRadius), u(kRadius));
        }
        const Flowed flowed{runningRules(m_style.textScale), m_figure.scale, m_figure.weights, u(kRadius)};
        paintFlow(flowed, m_layout.tokens, {});
        for (std::size_t i = 0; i < m_figure.tokens.size(); ++i)
            if (m_figure.tokens[i].framed && !m_figure.tokens[i].square && seen(m_layout.tokens[i]))
                paintRing(m_layout.tokens[i], inkOn(paperColour(m_figure.scale)), 1.8);
    }

    /// Grounds first, so that no ground covers a neighbour's letters.
    void paintFlow(const Flowed& flowed, const std::vector<QRectF>& boxes, QPointF corner)
    {
        const auto each = [&](auto act) {
            for (std::size_t i = 0; i < boxes.size(); ++i)
                if (!boxes[i].isNull() && !m_figure.tokens[i].square)
                    if (const QRectF box = boxes[i].translated(corner); seen(box))
                        act(i, box);
        };
        each([&](std::size_t i, const QRectF& box) { paintGround(flowed, i, box); });
        each([&](std::size_t i, const QRectF& box) { paintToken(flowed, i, box); });
    }

    [[nodiscard]] bool isChip(const Flowed& flowed, std::size_t token) const { return flowed.rules.chips && m_figure.tokens[token].label.special; }

    [[nodiscard]] QColor groundOf(const Flowed& flowed, std::size_t token) const
    {
        return groundColour(m_figure.tokens[token], flowed.weights[token], flowed.scale);
    }

    void paintGround(const Flowed& flowed, std::size_t token, const QRectF& box)
    {
        const auto& mine = m_figure.tokens[token];
        if (!mine.coloured)
            return;
        if (!std::isfinite(flowed.weights[token])) {
            paintHatch(m_painter, box, m_style);
            return;
        }
        const QColor colour = groundOf(flowed, token);
        if (colour == paperColour(flowed.scale))
            return;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colour);
        const bool alone = mine.spaced && (token + 1 >= m_figure.tokens.size() || m_figure.tokens[token + 1].spaced);
        if (alone)
            m_painter.drawRoundedRect(box, flowed.radius, flowed.radius);
        else // pieces of one word meet without a gap
            m_painter.fillRect(box, colour);
    }

    void paintToken(const Flowed& flowed, std::size_t token, const QRectF& box)
    {
        const auto& mine = m_figure.tokens[token];
        if (isChip(flowed, token)) {
            paintChip(flowed, token, box);
            return;
        }
        const QColor ground = groundOf(flowed, token);
        const Role role = mine.framed && flowed.rules.chips ? Role::StrongWord : flowed.rules.role;
        const double baseline = box.center().y() + m_letters.capMiddle(flowed.rules.role);
        const QString text = m_letters.elidedMiddle(flowed.rules.role, displayText(mine.label.text), std::max(1.0, box.width() + u(1.0)));
        if (needsShaping(text) && !wholeWord(flowed, token, box, baseline, inkOn(ground)))
            return;
        const bool first = mine.spaced;
        const bool last = token + 1 >= m_figure.tokens.size() || m_figure.tokens[token + 1].spaced || m_figure.tokens[token + 1].label.special;
        const double x = box.left() + (box.width() - m_letters.width(flowed.rules.role, text)) / 2.0 + (first == last ? 0.0 : (first ? 1.0 : -1.0) * flowed.rules.pad / 2.0);
        m_letters.draw(m_painter, role, {role == flowed.rules.role ? x : x + (m_letters.width(flowed.rules.role, text) - m_letters.width(role, text)) / 2.0, baseline}, text, inkOn(ground));
    }

    /// Letters that join over pieces: the whole word is drawn in every piece's ink, and only that piece is seen. True: it is no such word.
    bool wholeWord(const Flowed& flowed, std::size_t token, const QRectF& box, double baseline, const QColor& ink)
    {
        const auto& boxes = flowed.rules.chips ? m_layout.tokens : m_layout.small;
        std::size_t first = token;
        std::size_t last = token;
        while (first > 0 && !m_figure.tokens[first].spaced && sameLine(boxes, first, first - 1))
            --first;
        while (last + 1 < m_figure.tokens.size() && !m_figure.tokens[last + 1].spaced && sameLine(boxes, last, last + 1))
            ++last;
        if (first == last)
            return true;
        QString whole;
        QRectF around;
        for (std::size_t i = first; i <= last; ++i) {
            whole += displayText(m_figure.tokens[i].label.text);
            around |= boxes[i];
        }
        around.translate(box.topLeft() - boxes[token].topLeft());
        m_painter.save();
        m_painter.setClipRect(box, Qt::IntersectClip);
        m_letters.draw(m_painter, flowed.rules.role, {around.center().x(), baseline}, whole, ink, Anchor::Middle);
        m_painter.restore();
        return false;
    }

    static bool sameLine(const std::vector<QRectF>& boxes, std::size_t one, std::size_t other)
    {
        return !boxes[one].isNull() && !boxes[other].isNull() && boxes[one].top() == boxes[other].top();
    }

    /// A special token in a dashed frame, with its number.
    void paintChip(const Flowed& flowed, std::size_t token, const QRectF& box)
    {
        const auto& mine = m_figure.tokens[token];
        const QColor ground = groundOf(flowed, token);
        const bool filled = ground != paperColour(flowed.scale);
        const QColor ink = filled || hasPaper(flowed.scale) ? inkOn(ground) : m_style.tokens.quietText;
        QPen pen(filled || hasPaper(flowed.scale) ? inkOn(ground) : m_style.tokens.edge, lineWidth(1.0, m_style));
        pen.setDashPattern({3.0, 2.5});
        m_painter.setPen(pen);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), flowed.radius, flowed.radius);
        const QString number = chipNumber(flowed.weights[token]);
        const double end = box.right() - flowed.rules.chipPad;
        const double numberLeft = end - m_letters.width(Role::Label, number);
        const QString name = m_letters.elidedMiddle(flowed.rules.role, displayText(mine.label.text), std::max(1.0, numberLeft - box.left() - flowed.rules.chipPad));
        const double baseline = box.center().y() + m_letters.capMiddle(flowed.rules.role);
        m_letters.draw(m_painter, flowed.rules.role, {box.left() + flowed.rules.chipPad, baseline}, name, ink);
        m_letters.draw(m_painter, Role::Label, {numberLeft, baseline}, number, ink);
    }

    void paintRing(const QRectF& box, const QColor& colour, double units)
    {
        m_painter.setPen(QPen(colour, u(units)));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), u(kRadius), u(kRadius));
    }

    // List and rows ----------------------------------------------------------

    void paintList()
    {
        if (m_layout.list.empty())
            return;
        heading(m_layout.listTitle, QStringLiteral("Largest weights"), QStringLiteral("of %1 %2").arg(m_figure.largest.size()).arg(m_figure.tokensAreQueries ? QStringLiteral("queries") : QStringLiteral("keys")));
        const double largest = std::max(1e-30, static_cast<double>(std::fabs(m_figure.weights[static_cast<std::size_t>(m_figure.largest.front())])));
        for (std::size_t i = 0; i < m_layout.list.size(); ++i)
            if (seen(m_layout.list[i]))
                paintEntry(i, m_layout.list[i], largest);
    }

    void paintEntry(std::size_t entry, const QRectF& place, double largest)
    {
        const auto token = static_cast<std::size_t>(m_figure.largest[entry]);
        const auto& mine = m_figure.tokens[token];
        const auto weight = static_cast<double>(m_figure.weights[token]);
        const double baseline = place.center().y() + m_letters.capMiddle(Role::Label);
        const double rank = u(20.0);
        const double number = u(46.0);
        const double bar = u(58.0);
        const double position = u(30.0);
        drawNumber(m_painter, m_letters, Role::Label, {place.left() + rank - u(8.0), baseline}, QString::number(entry + 1), m_style.tokens.quietText);
        const double room = place.width() - rank - number - bar - position - u(16.0);
        const QString name = (mine.label.continues ? QStringLiteral("##") : QString()) + displayText(mine.label.text);
        m_letters.draw(m_painter, Role::Label, {place.left() + rank, baseline}, m_letters.elidedMiddle(Role::Label, name, room), m_style.tokens.text);
        drawNumber(m_painter, m_letters, Role::Label, {place.left() + rank + room + position, baseline}, QString::number(mine.label.position), m_style.tokens.quietText);
        const QRectF whole(place.right() - number - bar - u(4.0), place.center().y() - u(3.0), bar, u(6.0));
        const CrispEdges crisp(m_painter);
        m_painter.fillRect(whole, m_style.tokens.faintLine);
        m_painter.fillRect(QRectF(whole.topLeft(), QSizeF(whole.width() * std::clamp(std::fabs(weight) / largest, 0.0, 1.0), whole.height())), m_style.tokens.series[0]);
        drawNumber(m_painter, m_letters, Role::Label, {place.right(), baseline}, QString::fromStdString(formatValue(weight)), m_style.tokens.text);
    }

    void paintRows()
    {
        if (m_layout.rows.empty())
            return;
        const QString special = displayText(m_figure.specialName);
        const bool shares = std::ranges::any_of(m_layout.rows, [](const TextLayout::Row& row) { return !row.share.isEmpty(); });
        const QRectF& title = m_layout.rowsTitle;
        const double right = shares ? u(kRowShare) + u(12.0) : 0.0;
        heading(title.adjusted(0.0, 0.0, -right, 0.0), displayText(m_figure.rowsTitle), displayText(m_figure.rowsNote));
        if (shares)
            m_letters.draw(m_painter, Role::Label, {title.right(), title.top() + m_letters.pixels(Role::PanelTitle)}, m_letters.elidedEnd(Role::Label, special, u(kRowShare)), m_style.tokens.quietText,
                           Anchor::End);
        for (std::size_t i = 0; i < m_layout.rows.size(); ++i)
            if (seen(m_layout.rows[i].frame))
                paintRow(static_cast<std::int64_t>(i));
    }

    void paintRow(std::int64_t index)
    {
        const auto& row = m_figure.rows[static_cast<std::size_t>(index)];
        const auto& place = m_layout.rows[static_cast<std::size_t>(index)];
        const double width = lineWidth(1.0, m_style);
        paintLine(m_painter, QRectF(place.frame.left(), place.frame.top(), place.frame.width(), width), m_style.tokens.faintLine);
        if (hasPaper(m_figure.rowScale))
            m_painter.fillRect(QRectF(place.text.x() - u(2.0), place.frame.top() + width, m_layout.rowWidth + u(4.0), place.frame.height() - width), paperColour(m_figure.rowScale));
        const Role role = row.selected ? Role::Emphasis : Role::Label;
        const double baseline = place.frame.center().y() + m_letters.capMiddle(Role::Label);
        m_letters.draw(m_painter, role, {place.frame.left() + u(18.0), baseline}, displayText(row.label), row.selected && m_style.onScreen ? m_style.tokens.accent : m_style.tokens.text, Anchor::End);
        const Flowed flowed{rowRules(m_style.textScale), m_figure.rowScale, m_figure.layers->row(index), u(2.0)};
        paintFlow(flowed, m_layout.small, place.text);
        if (!place.share.isEmpty())
            paintShare(place.share, row.special);
        if (row.selected && !m_allSelected && m_style.onScreen) {
            m_painter.setPen(QPen(m_style.tokens.accent, 1.5));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(place.frame.adjusted(0.75, 0.75, -0.75, -0.25), 3.0, 3.0);
        }
    }

    void paintShare(const QRectF& place, double share)
    {
        const QRectF whole(place.right() - u(kShareBar + 34.0), place.center().y() - u(kShareHeight / 2.0), u(kShareBar), u(kShareHeight));
        {
            const CrispEdges crisp(m_painter);
            m_painter.fillRect(whole, m_style.tokens.faintLine);
            m_painter.fillRect(QRectF(whole.topLeft(), QSizeF(whole.width() * std::clamp(share, 0.0, 1.0), whole.height())), m_style.tokens.edge);
        }
        drawNumber(m_painter, m_letters, Role::Label, {place.right() - u(4.0), place.center().y() + m_letters.capMiddle(Role::Label)}, QString::number(share, 'f', 2), m_style.tokens.quietText);
    }

    QPainter& m_painter;
    const TextFigure& m_figure;
    const TextLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
    bool m_allSelected; ///< no row is outlined
    QRectF m_seen;
};

} // namespace

void paint(QPainter& painter, const TextFigure& figure, const TextLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    TextPainting(painter, figure, layout, style).paint();
    painter.restore();
}

void paintWords(QPainter& painter, const TextFigure& figure, const TextLayout& layout, const PaintStyle& style)
{
    painter.save();
    TextPainting(painter, figure, layout, style).paintOnlyWords();
    painter.restore();
}

void paintTextHover(QPainter& painter, const TextFigure& figure, const TextLayout& layout, TextPlace place, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(layout.viewport);
    painter.setBrush(Qt::NoBrush);
    const auto ring = [&](const QRectF& box, double white, double black) {
        for (const auto& [colour, width] : {std::pair{QColor(Qt::white), white}, {QColor(Qt::black), black}}) {
            painter.setPen(QPen(colour, width));
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), kRadius, kRadius);
        }
    };
    if (const QRectF box = layout.placeRect({place.token, std::nullopt}); !box.isNull())
        ring(box, 4.0, 1.6);
    for (std::size_t row = 0; row < layout.rows.size(); ++row)
        if (const QRectF box = layout.placeRect({place.token, static_cast<std::int64_t>(row)}); !box.isNull() && box.intersects(layout.viewport))
            ring(box, 3.0, 1.0);
    const auto entry = std::ranges::find(figure.largest, place.token);
    if (const auto at = static_cast<std::size_t>(entry - figure.largest.begin()); entry != figure.largest.end() && at < layout.list.size()) {
        painter.setPen(QPen(style.tokens.accent, 1.0));
        painter.drawRoundedRect(layout.list[at].translated(0.0, -layout.scroll).adjusted(-2.0, 0.5, 2.0, -0.5), kRadius, kRadius);
    }
    painter.restore();
}

} // namespace headlight::paint
