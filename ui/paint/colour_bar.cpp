// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_bar.h"

#include "figure/build.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr std::int64_t kMostTicks = 6; ///< with both ends
constexpr double kTickLength = 4.0;
constexpr double kTickGap = 3.0;
constexpr double kNameGap = 8.0;
constexpr double kSwatch = 12.0;

QString tickText(double value, const ColourScale& scale)
{
    return QString::fromStdString(formatTick(value, scale.high - scale.low));
}

/// A tick must say what it marks: 0.025 written as 0.03 does not.
bool saysItsValue(double value, const ColourScale& scale)
{
    bool read = false;
    const double written = tickText(value, scale).replace(QChar(0x2212), u'-').toDouble(&read);
    return read && std::fabs(written - value) < 1e-6 * (scale.high - scale.low);
}

std::vector<double> multiplesInside(double step, const ColourScale& scale)
{
    std::vector<double> values;
    for (double i = std::floor(scale.low / step) + 1.0; i * step < scale.high - 1e-9 * step; i += 1.0)
        if (i * step > scale.low + 1e-9 * step)
            values.push_back(i * step);
    return values;
}

/// The closest round values that leave room for their labels; rather fewer, evenly up to both ends, than one left out beside an end.
std::vector<double> roundValues(const ColourScale& scale, double length, double spacing)
{
    const double range = scale.high - scale.low;
    const double decade = std::pow(10.0, std::floor(std::log10(range)) - 1.0);
    std::vector<double> second;
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0}) {
        const double step = factor * decade;
        auto values = multiplesInside(step, scale);
        const bool honest = std::all_of(values.begin(), values.end(), [&](double value) { return saysItsValue(value, scale); });
        if (step / range * length < spacing || !honest)
            continue;
        const auto crowded = std::erase_if(values, [&](double value) { return std::min(value - scale.low, scale.high - value) / range * length < spacing; });
        if (static_cast<std::int64_t>(values.size()) + 2 > kMostTicks || values.empty())
            continue;
        if (crowded == 0)
            return values;
        if (second.empty())
            second = std::move(values);
    }
    return second;
}

void paintColours(QPainter& painter, const ColourTable& table, const QRectF& bar, bool upward, const PaintStyle& style)
{
    const CrispEdges crisp(painter);
    if (style.vector) { // each colour reaches under the next, so that no seam shows between them
        for (std::size_t i = 0; i < table.size(); ++i) {
            const double from = static_cast<double>(i) / 256.0;
            const QRectF rest = upward ? QRectF(bar.left(), bar.top(), bar.width(), bar.height() * (1.0 - from))
                                       : QRectF(bar.left() + bar.width() * from, bar.top(), bar.width() * (1.0 - from), bar.height());
            painter.fillRect(rest, QColor(table[i]));
        }
        return;
    }
    const auto width = static_cast<int>(std::lround(bar.width() * style.devicePixelRatio));
    const auto height = static_cast<int>(std::lround(bar.height() * style.devicePixelRatio));
    if (width < 1 || height < 1)
        return;
    QImage colours(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(colours.scanLine(y));
        for (int x = 0; x < width; ++x)
            line[x] = table[static_cast<std::size_t>(upward ? std::int64_t{height - 1 - y} * 256 / height : std::int64_t{x} * 256 / width)];
    }
    paintImage(painter, bar, colours);
}

QString notNumbersText(const ColourScale& scale)
{
    return QStringLiteral("%1 not a number").arg(scale.notNumbers);
}

} // namespace

std::vector<BarTick> barTicks(const ColourScale& scale, double length, double spacing)
{
    const double range = scale.high - scale.low;
    QString low = tickText(scale.low, scale);
    QString high = tickText(scale.high, scale);
    if (scale.clippedLow)
        low.prepend(QStringLiteral("≤ "));
    if (scale.clippedHigh)
        high.prepend(QStringLiteral("≥ "));
    if (!(range > 0.0) || !std::isfinite(range))
        return {{scale.low, 0.0, low}};
    std::vector<BarTick> ticks = {{scale.low, 0.0, low}};
    for (const double value : roundValues(scale, length, spacing))
        ticks.push_back({value, (value - scale.low) / range, tickText(value, scale)});
    ticks.push_back({scale.high, 1.0, high});
    return ticks;
}

double barLabelWidth(const ColourScale& scale, double length, const Lettering& letters)
{
    double widest = 0.0;
    for (const auto& tick : barTicks(scale, length, letters.lineHeight(Role::Label)))
        widest = std::max(widest, letters.width(Role::Label, tick.text));
    return std::ceil(widest);
}

void paintVerticalBar(QPainter& painter, const ColourScale& scale, const QRectF& bar, const Lettering& letters, const PaintStyle& style, const ColourTable* table)
{
    const double s = style.textScale;
    paintColours(painter, table != nullptr ? *table : *colourMap(scale.map).table, bar, true, style);
    paintFrame(painter, bar, 1.0, style.tokens.edge, style);
    const double line = lineWidth(1.0, style);
    const double textLeft = bar.right() + (kTickLength + kTickGap) * s;
    double widest = 0.0;
    for (const auto& tick : barTicks(scale, bar.height(), letters.lineHeight(Role::Label))) {
        const double y = bar.bottom() - tick.position * bar.height();
        const double top = std::clamp(snapped(y - line / 2.0, style), bar.top() - line, bar.bottom());
        paintLine(painter, QRectF(bar.right(), top, kTickLength * s, line), style.tokens.edge);
        letters.draw(painter, Role::Label, {textLeft, y + letters.capMiddle(Role::Label)}, tick.text, style.tokens.text);
        widest = std::max(widest, letters.width(Role::Label, tick.text));
    }
    const QString name = letters.elidedEnd(Role::Label, legendName(scale), bar.height());
    const double middle = textLeft + widest + kNameGap * s + letters.capMiddle(Role::Label);
    letters.draw(painter, Role::Label, {middle - letters.capMiddle(Role::Label), bar.center().y()}, name, style.tokens.quietText, Anchor::Middle, 90.0);
}

void paintHorizontalBar(QPainter& painter, const ColourScale& scale, const QRectF& bar, const Lettering& letters, const PaintStyle& style)
{
    const double s = style.textScale;
    paintColours(painter, *colourMap(scale.map).table, bar, false, style);
    paintFrame(painter, bar, 1.0, style.tokens.edge, style);
    const double line = lineWidth(1.0, style);
    const double widest = letters.width(Role::Label, tickText(scale.high, scale)) + letters.width(Role::Label, QStringLiteral("≥ "));
    const double baseline = bar.bottom() + (kTickLength + kTickGap) * s + 0.73 * letters.pixels(Role::Label);
    for (const auto& tick : barTicks(scale, bar.width(), widest + kNameGap * s)) {
        const double x = bar.left() + tick.position * bar.width();
        const double left = std::clamp(snapped(x - line / 2.0, style), bar.left() - line, bar.right());
        paintLine(painter, QRectF(left, bar.bottom(), line, kTickLength * s), style.tokens.edge);
        const Anchor anchor = tick.position == 1.0 ? Anchor::End : tick.position == 0.0 ? Anchor::Start : Anchor::Middle;
        letters.draw(painter, Role::Label, {x, baseline}, tick.text, style.tokens.text, anchor);
    }
    letters.draw(painter, Role::Label, {bar.left() - kNameGap * s, bar.center().y() + letters.capMiddle(Role::Label)}, legendName(scale), style.tokens.quietText,
                 Anchor::End);
}

double notNumbersWidth(const ColourScale& scale, const Lettering& letters)
{
    return scale.notNumbers == 0 ? 0.0 : 1.5 * letters.pixels(Role::Label) + letters.width(Role::Label, notNumbersText(scale));
}

void paintNotNumbers(QPainter& painter, const ColourScale& scale, QPointF topLeft, const Lettering& letters, const PaintStyle& style)
{
    if (scale.notNumbers == 0)
        return;
    const double side = snapped(kSwatch * style.textScale, style);
    const QRectF swatch(snapped(topLeft.x(), style), snapped(topLeft.y(), style), side, side);
    paintHatch(painter, swatch, style);
    paintFrame(painter, swatch, 1.0, style.tokens.edge, style);
    letters.draw(painter, Role::Label, {swatch.right() + 0.4 * letters.pixels(Role::Label), swatch.center().y() + letters.capMiddle(Role::Label)}, notNumbersText(scale),
                 style.tokens.text);
}

QString legendName(const ColourScale& scale)
{
    QString name = displayText(scale.name);
    if (!scale.diverging)
        return name;
    const QStringList sides = name.split(QStringLiteral(" − "));
    const bool difference = sides.size() == 2;
    const QString low = difference ? sides[1] + QStringLiteral(" larger") : QStringLiteral("negative");
    const QString high = difference ? sides[0] + QStringLiteral(" larger") : QStringLiteral("positive");
    if (scale.map == "blue-brown")
        return QStringLiteral("%1; blue: %2, brown: %3").arg(name, low, high);
    return QStringLiteral("%1; low end: %2, high end: %3").arg(name, low, high);
}

} // namespace headlight::paint
