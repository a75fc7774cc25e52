// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/trend_marks.h"

#include "ui/paint/fresh_image.h"
#include "ui/paint/trend_sizes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace headlight::paint {

namespace {

constexpr double kFewPoints = 3'000.0; ///< are larger
constexpr double kManyPoints = 30'000.0;
constexpr double kLeastOpacity = 0.3;
constexpr double kLeastOwn = 0.75;     ///< of points with a colour of their own
constexpr std::size_t kLevels = 256;

/// Side of a point in device pixels.
int pointSide(double points, const PaintStyle& style)
{
    const double side = points < kFewPoints ? 4.0 : points < kManyPoints ? 3.0 : 2.0;
    return std::max(2, static_cast<int>(std::lround(side * style.textScale * style.devicePixelRatio)));
}

/// How many points share each pixel.
class Density {
public:
    Density(QSize pixels, int side) : m_width(pixels.width()), m_height(pixels.height()), m_side(side), m_counts(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height), 0U) {}

    /// The middle of a point.
    void add(double x, double y)
    {
        const int left = static_cast<int>(std::floor(x - (m_side - 1) / 2.0));
        const int top = static_cast<int>(std::floor(y - (m_side - 1) / 2.0));
        const int right = std::min(left + m_side, m_width);
        const int bottom = std::min(top + m_side, m_height);
        for (int row = std::max(0, top); row < bottom; ++row)
            for (int column = std::max(0, left); column < right; ++column)
                ++m_counts[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(column)];
    }

    /// Over what the image has already.
    void paintOn(QImage& image, const QColor& colour, double leastOpacity) const
    {
        const std::uint32_t most = *std::ranges::max_element(m_counts);
        if (most == 0)
            return;
        std::array<double, kLevels> shades{};
        const double scale = most > 1 ? std::log(static_cast<double>(most)) : 1.0;
        for (std::size_t count = 1; count < kLevels; ++count)
            shades[count] = shade(static_cast<double>(count), scale, leastOpacity);
        for (int row = 0; row < m_height; ++row) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
            const auto* counts = m_counts.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(m_width);
            for (int column = 0; column < m_width; ++column)
                if (const auto count = counts[column]; count > 0)
                    line[column] = over(line[column], colour, count < kLevels ? shades[count] : shade(static_cast<double>(count), scale, leastOpacity));
        }
    }

private:
    static double shade(double count, double scale, double least) { return least + (1.0 - least) * std::min(1.0, std::log(count) / scale); }

    /// Premultiplied.
    static QRgb over(QRgb below, const QColor& colour, double opacity)
    {
        const double rest = 1.0 - opacity;
        const auto mix = [&](int ours, int theirs) { return static_cast<int>(std::lround(opacity * ours + rest * theirs)); };
        return qRgba(mix(colour.red(), qRed(below)), mix(colour.green(), qGreen(below)), mix(colour.blue(), qBlue(below)), mix(255, qAlpha(below)));
    }

    int m_width;
    int m_height;
    int m_side;
    std::vector<std::uint32_t> m_counts;
};

struct KeyRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

KeyRange keysSeen(const TrendLayout& layout, std::int64_t keys)
{
    const auto first = static_cast<std::int64_t>(std::floor(layout.shown.left - 0.5));
    const auto end = static_cast<std::int64_t>(std::ceil(layout.shown.right + 0.5)) + 1;
    return {std::clamp<std::int64_t>(first, 0, keys), std::clamp<std::int64_t>(end, 0, keys)};
}

double columnOf(std::int64_t key, std::int64_t map, std::int64_t maps)
{
    return static_cast<double>(key) + ((static_cast<double>(map) + 0.5) / static_cast<double>(maps) - 0.5) * kTrendSpread;
}

/// Maps of one colour, one after the other.
void addMaps(Density& density, const TrendFigure& figure, const TrendLayout& layout, QSizeF scale, std::optional<std::size_t> series)
{
    const auto& scores = *figure.scores;
    const auto keys = keysSeen(layout, scores.columns());
    const QPointF origin = layout.pointOf(0.0, 0.0) - layout.plot.topLeft();
    const double perColumn = layout.pitch();
    const double perValue = (layout.downward ? 1.0 : -1.0) * layout.plot.height() / (layout.shown.high - layout.shown.low);
    for (std::int64_t map = 0; map < scores.rows(); ++map) {
        if (figure.seriesOf[static_cast<std::size_t>(map)] != series)
            continue;
        const auto row = scores.row(map);
        const double shift = columnOf(0, map, scores.rows());
        for (std::int64_t key = keys.first; key < keys.end; ++key) {
            const auto value = static_cast<double>(row[static_cast<std::size_t>(key)]);
            if (value >= layout.shown.low && value <= layout.shown.high) // NaN is neither
                density.add((origin.x() + (static_cast<double>(key) + shift) * perColumn) * scale.width(), (origin.y() + value * perValue) * scale.height());
        }
    }
}

} // namespace

QImage densityImage(const TrendFigure& figure, const TrendLayout& layout, QSize pixels, const PaintStyle& style)
{
    QImage image = freshImage(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (image.isNull() || !figure.points())
        return image;
    const QSizeF scale(pixels.width() / layout.plot.width(), pixels.height() / layout.plot.height());
    const auto seen = keysSeen(layout, figure.scores->columns());
    const int side = pointSide(static_cast<double>((seen.end - seen.first) * figure.scores->rows()), style);
    const auto layer = [&](std::optional<std::size_t> series, const QColor& colour, double leastOpacity, int larger) {
        if (std::ranges::find(figure.seriesOf, series) == figure.seriesOf.end())
            return;
        Density density(pixels, side + larger);
        addMaps(density, figure, layout, scale, series);
        density.paintOn(image, colour, leastOpacity);
    };
    layer(std::nullopt, figure.allSelected ? style.tokens.series[0] : style.tokens.otherSeries, kLeastOpacity, 0);
    for (std::size_t series = 0; series < TrendFigure::kMostSeries; ++series)
        layer(series, seriesColour(series, style.tokens), kLeastOwn, static_cast<int>(std::lround(style.devicePixelRatio)));
    return image;
}

QPointF placePoint(const TrendFigure& figure, const TrendLayout& layout, TrendPlace place)
{
    if (figure.points())
        return layout.pointOf(columnOf(place.column, place.line, figure.scores->rows()), static_cast<double>((*figure.scores)(place.line, place.column)));
    return layout.pointOf(static_cast<double>(place.column), static_cast<double>(figure.lines[static_cast<std::size_t>(place.line)].values[static_cast<std::size_t>(place.column)]));
}

} // namespace headlight::paint
