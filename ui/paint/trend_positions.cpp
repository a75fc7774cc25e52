// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/trend_positions.h"

#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/number_text.h"
#include "ui/paint/placed_labels.h"
#include "ui/paint/strokes.h"
#include "ui/paint/trend_marks.h"
#include "ui/paint/trend_sizes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

using Positions = TrendFigure::Positions;
using PositionsPart = TrendLayout::PositionsPart;

constexpr double kTitleHeight = 24.0;
constexpr double kNoteGap = 24.0;
constexpr double kAbovePositions = 10.0;
constexpr double kLeastTick = 18.0;   ///< between numbers at the axis
constexpr double kHeadroom = 1.06;    ///< of the largest number: it does not touch the frame
constexpr double kLargeMark = 2.6;
constexpr double kSmallMark = 1.5;    ///< where positions stand close
constexpr double kRoomForMarks = 7.0;
constexpr double kFollowedOpacity = 0.45;

QString uniformWords(const Positions& positions)
{
    return QStringLiteral("%1 = uniform").arg(positions.uniform, 0, 'g', 3);
}

/// The note stands beside the title, or where that is too narrow below it.
bool noteBeside(const Positions& positions, double width, const Lettering& letters, const PaintStyle& style)
{
    return letters.width(Role::PanelTitle, displayText(positions.title)) + kNoteGap * style.textScale + letters.width(Role::Label, displayText(positions.note)) <= width;
}

double titleHeight(const Positions& positions, double width, const Lettering& letters, const PaintStyle& style)
{
    return kTitleHeight * style.textScale + (noteBeside(positions, width, letters, style) ? 0.0 : letters.lineHeight(Role::Label));
}

double labelsBelow(const Positions& positions, const Lettering& letters, const PaintStyle& style)
{
    return onlyNumbers(positions.keys) ? letters.lineHeight(Role::Label) : widestLabel(positions.keys, letters, kLongestLabel * style.textScale);
}

/// 0 and what is 1, 2 or 5 times a power of ten, from the top down as far as they have room.
std::vector<TrendLayout::Tick> ticksOf(const PositionsPart& part, double least)
{
    std::vector<TrendLayout::Tick> ticks;
    double last = part.plot.top() - least;
    const auto decade = static_cast<int>(std::floor(std::log10(part.top)));
    for (int power = decade; power > decade - 4; --power)
        for (const double factor : {5.0, 2.0, 1.0}) {
            const double value = factor * std::pow(10.0, power);
            const double y = part.heightOf(value);
            if (value > part.top || y - last < least || part.plot.bottom() - y < least)
                continue;
            ticks.push_back({value, QString::number(value)});
            last = y;
        }
    ticks.push_back({0.0, QStringLiteral("0")});
    return ticks;
}

class PositionsPainting {
public:
    PositionsPainting(QPainter& painter, const Positions& positions, const PositionsPart& part, const Lettering& letters, const PaintStyle& style)
        : m_painter(painter), m_positions(positions), m_part(part), m_letters(letters), m_style(style)
    {
    }

    void paint()
    {
        paintTitle();
        paintSegments();
        paintBars();
        paintDots();
        paintFrame(m_painter, m_part.plot, 1.0, m_style.tokens.edge, m_style);
        paintValues();
        const LabelRow row{m_positions.keys, m_part.shownKeys, m_positions.focus, m_part.pitch(), m_part.labelsRotated};
        for (const auto& label : placedBelow(row, m_part.plot, m_letters, m_style))
            drawLabel(m_painter, label.words, label.baseline, m_part.labelsRotated ? Anchor::End : Anchor::Middle, m_part.labelsRotated ? -90.0 : 0.0, label.colour, m_style.tokens.hintText, m_letters);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }

    void paintTitle()
    {
        const double baseline = m_part.title.top() + u(kTitleHeight) / 2.0 + m_letters.capMiddle(Role::PanelTitle);
        const QString title = displayText(m_positions.title);
        m_letters.draw(m_painter, Role::PanelTitle, {m_part.title.left(), baseline}, title, m_style.tokens.text);
        const bool beside = noteBeside(m_positions, m_part.title.width(), m_letters, m_style);
        const QPointF note = beside ? QPointF(m_part.title.left() + m_letters.width(Role::PanelTitle, title) + u(kNoteGap), baseline)
                                    : QPointF(m_part.title.left(), m_part.title.bottom() - u(8.0));
        m_letters.draw(m_painter, Role::Label, note, m_letters.elidedEnd(Role::Label, displayText(m_positions.note), m_part.title.right() - note.x()), m_style.tokens.quietText);
    }

    void paintSegments()
    {
        m_painter.save();
        QPen pen(m_style.tokens.edge, lineWidth(1.0, m_style), Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({2.0, 3.0});
        m_painter.setPen(pen);
        for (const auto& segment : m_positions.keys.segments)
            if (segment.first > 0 && static_cast<double>(segment.count) * m_part.pitch() >= 4.0) {
                const double x = snapped(m_part.plot.left() + static_cast<double>(segment.first) * m_part.pitch(), m_style);
                m_painter.drawLine(QLineF(x, m_part.plot.top(), x, m_part.plot.bottom()));
            }
        m_painter.restore();
    }

    void paintBars()
    {
        Profile lengths;
        lengths.largest = 1.0;
        for (const float value : m_positions.means)
            lengths.values.push_back(std::isfinite(value) ? static_cast<float>(m_part.share(static_cast<double>(value))) : value);
        const ProfileBars bars(lengths, m_part.pitch(), m_part.plot.width(), std::nullopt, m_style);
        for (const auto& bar : bars.bars())
            paintBar(bar.from, bar.to, bar.length, m_style.tokens.line);
        QColor followed = m_style.tokens.accent;
        followed.setAlphaF(static_cast<float>(kFollowedOpacity));
        for (std::size_t key = 0; key < m_positions.keys.labels.size(); ++key)
            if (m_positions.keys.labels[key].emphasised && std::isfinite(m_positions.means[key])) {
                const double from = static_cast<double>(key) * m_part.pitch();
                paintBar(from, from + std::max(m_part.pitch() - (m_part.pitch() >= 4.0 ? 1.0 : 0.0), 1.0 / m_style.devicePixelRatio), m_part.share(static_cast<double>(m_positions.means[key])), followed);
            }
    }

    void paintBar(double from, double to, double length, const QColor& colour)
    {
        const double high = length * m_part.plot.height();
        if (high > 0.0)
            m_painter.fillRect(QRectF(m_part.plot.left() + from, m_part.plot.bottom() - high, to - from, high), colour);
    }

    void paintDots()
    {
        const double radius = u(m_part.pitch() >= u(kRoomForMarks) ? kLargeMark : kSmallMark);
        for (const auto& dots : m_positions.dots) {
            const QColor colour = seriesColour(dots.series, m_style.tokens);
            for (std::size_t key = 0; key < dots.values.size(); ++key)
                if (std::isfinite(dots.values[key]))
                    paintMarker(m_painter, {m_part.middleOf(static_cast<std::int64_t>(key)), m_part.heightOf(static_cast<double>(dots.values[key]))}, dots.series, radius, colour, colour);
        }
    }

    void paintValues()
    {
        const double width = lineWidth(1.0, m_style);
        for (const auto& tick : m_part.ticks) {
            const double y = m_part.heightOf(tick.at);
            paintLine(m_painter, QRectF(m_part.plot.left() - u(kTrendTick), snapped(y - width / 2.0, m_style), u(kTrendTick), width), m_style.tokens.edge);
            drawNumber(m_painter, m_letters, Role::Label, {m_part.plot.left() - u(kTrendTick + 4.0), y + m_letters.capMiddle(Role::Label)}, tick.text, m_style.tokens.text);
        }
        m_letters.draw(m_painter, Role::Label, {m_part.valueName.left() + m_letters.pixels(Role::Label), m_part.valueName.center().y()}, QStringLiteral("column sum"), m_style.tokens.quietText, Anchor::Middle,
                       -90.0);
        const double y = m_part.heightOf(m_positions.uniform);
        paintLine(m_painter, QRectF(m_part.plot.right(), snapped(y - width / 2.0, m_style), u(kTrendTick), width), m_style.tokens.edge);
        m_letters.draw(m_painter, Role::Label, {m_part.plot.right() + u(kTrendTick + 4.0), y + m_letters.capMiddle(Role::Label)}, uniformWords(m_positions), m_style.tokens.quietText);
    }

    QPainter& m_painter;
    const Positions& m_positions;
    const PositionsPart& m_part;
    const Lettering& m_letters;
    const PaintStyle& m_style;
};

} // namespace

double aroundPositions(const Positions& positions, double width, const Lettering& letters, const PaintStyle& style)
{
    return (kAbovePositions + kLabelGap) * style.textScale + titleHeight(positions, width, letters, style) + labelsBelow(positions, letters, style);
}

double besidePositions(const Positions& positions, const Lettering& letters, const PaintStyle& style)
{
    return (kTrendTick + 4.0) * style.textScale + letters.width(Role::Label, uniformWords(positions));
}

void paintPositionHover(QPainter& painter, const PositionsPart& part, std::int64_t key, const PaintStyle& style)
{
    const double width = std::max(part.pitch(), 3.0);
    QColor ground = style.tokens.accent;
    ground.setAlphaF(0.14F);
    painter.fillRect(QRectF(part.middleOf(key) - width / 2.0, part.plot.top(), width, part.plot.height()), ground);
}

PositionsPart placePositions(const Positions& positions, const TrendLayout& lines, double top, double width, double height, const Lettering& letters, const PaintStyle& style)
{
    const auto u = [&style](double units) { return units * style.textScale; };
    PositionsPart part;
    part.count = std::ssize(positions.means);
    part.title = QRectF(lines.valueName.left(), top + u(kAbovePositions), width, titleHeight(positions, width, letters, style));
    part.plot = QRectF(lines.plot.left(), snapped(part.title.bottom(), style), lines.plot.width(), snapped(height, style));
    part.valueName = QRectF(lines.valueName.left(), part.plot.top(), lines.valueName.width(), part.plot.height());
    part.top = positions.highest * kHeadroom;
    part.ticks = ticksOf(part, u(kLeastTick));
    const double pitch = part.pitch();
    const double least = onlyNumbers(positions.keys) ? widestLabel(positions.keys, letters, u(kLongestLabel)) + u(kLabelGap) : u(kLeastPitch);
    part.shownKeys = shownLabels(positions.keys, positions.focus, labelStep(pitch, least), pitch, least);
    part.labelsRotated = !onlyNumbers(positions.keys) && !fitHorizontally(positions.keys, part.shownKeys, positions.focus, pitch, letters, u(kLongestLabel));
    part.bottom = part.plot.bottom() + u(kLabelGap) + labelsBelow(positions, letters, style);
    return part;
}

void paintPositions(QPainter& painter, const Positions& positions, const PositionsPart& part, const Lettering& letters, const PaintStyle& style)
{
    PositionsPainting(painter, positions, part, letters, style).paint();
}

double TrendLayout::PositionsPart::share(double value) const
{
    return std::sqrt(std::clamp(value / top, 0.0, 1.0));
}

double TrendLayout::PositionsPart::heightOf(double value) const
{
    return plot.bottom() - share(value) * plot.height();
}

double TrendLayout::PositionsPart::pitch() const
{
    return plot.width() / static_cast<double>(std::max<std::int64_t>(1, count));
}

double TrendLayout::PositionsPart::middleOf(std::int64_t key) const
{
    return plot.left() + (static_cast<double>(key) + 0.5) * pitch();
}

std::optional<std::int64_t> TrendLayout::PositionsPart::keyAt(QPointF point) const
{
    const QRectF place(plot.left(), plot.top(), plot.width(), bottom - plot.top());
    if (!place.contains(point))
        return std::nullopt;
    return std::clamp(static_cast<std::int64_t>(std::floor((point.x() - plot.left()) / pitch())), std::int64_t{0}, count - 1);
}

} // namespace headlight::paint
