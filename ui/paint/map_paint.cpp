// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/map_paint.h"

#include "figure/build.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>

namespace headlight::paint {

namespace {

constexpr double kNumberCell = 28.0;
constexpr double kNumberMargin = 2.0;

std::optional<QRgb> colourOf(float value, const ColourScale& scale)
{
    if (!std::isfinite(value))
        return std::nullopt;
    return cellColour(value, scale);
}

/// Runs of equal colour in a row become one rectangle, and each reaches half a cell under its right and lower neighbours, which are
/// drawn later: viewers smooth edges, and two edges that only meet show the paper between them.
void paintRectangles(QPainter& painter, const Matrix& values, const ColourScale& scale, const QRectF& place, const PaintStyle& style)
{
    const CrispEdges crisp(painter);
    const double width = place.width() / static_cast<double>(values.columns());
    const double height = place.height() / static_cast<double>(values.rows());
    for (std::int64_t r = 0; r < values.rows(); ++r) {
        const double top = place.top() + static_cast<double>(r) * height;
        const double bottom = std::min(place.bottom(), top + 1.5 * height);
        for (std::int64_t c = 0; c < values.columns();) {
            const auto colour = colourOf(values(r, c), scale);
            std::int64_t end = c + 1;
            while (end < values.columns() && colourOf(values(r, end), scale) == colour)
                ++end;
            const double left = place.left() + static_cast<double>(c) * width;
            const double right = std::min(place.right(), place.left() + (static_cast<double>(end) + 0.5) * width);
            painter.fillRect(QRectF(left, top, right - left, bottom - top), colour ? QColor(*colour) : style.tokens.canvas);
            c = end;
        }
    }
}

void paintHatches(QPainter& painter, const Matrix& values, const QRectF& place, const PaintStyle& style)
{
    const double width = place.width() / static_cast<double>(values.columns());
    const double height = place.height() / static_cast<double>(values.rows());
    for (std::int64_t r = 0; r < values.rows(); ++r)
        for (std::int64_t c = 0; c < values.columns(); ++c)
            if (!std::isfinite(values(r, c)))
                paintHatch(painter, QRectF(place.left() + static_cast<double>(c) * width, place.top() + static_cast<double>(r) * height, width, height), style);
}

/// With the digits of the colour bar; without the nought in front where that is too wide.
QString numberText(float value, const ColourScale& scale, bool withNought)
{
    QString text = QString::fromStdString(formatTick(static_cast<double>(value), scale.high - scale.low));
    if (withNought)
        return text;
    if (text.startsWith(QStringLiteral("0.")))
        return text.mid(1);
    if (text.startsWith(QStringLiteral("\u22120.")))
        return QChar(0x2212) + text.mid(2);
    return text;
}

double widestNumber(const Matrix& values, const ColourScale& scale, bool withNought, const Lettering& letters)
{
    double widest = 0.0;
    for (const float value : values.values())
        if (std::isfinite(value))
            widest = std::max(widest, letters.width(Role::Number, numberText(value, scale, withNought)));
    return widest;
}

} // namespace

PixelRows rowsSeen(const QPainter& painter, const QRectF& place, int height)
{
    if (!painter.hasClipping() || !(place.height() > 0.0))
        return {0, height};
    const QRectF seen = painter.clipBoundingRect();
    const double perUnit = height / place.height();
    const auto rowAt = [&](double y) { return std::clamp((y - place.top()) * perUnit, -1.0, height + 1.0); };
    const int first = std::clamp(static_cast<int>(std::floor(rowAt(seen.top()))) - 1, 0, height);
    return {first, std::clamp(static_cast<int>(std::ceil(rowAt(seen.bottom()))) + 1, first, height)};
}

void paintRowsOfImage(QPainter& painter, const QRectF& place, int height, PixelRows rows, const QImage& image)
{
    if (image.isNull())
        return;
    const double unit = place.height() / height;
    paintImage(painter, QRectF(place.left(), place.top() + rows.first * unit, place.width(), rows.count() * unit), image);
}

void paintMap(QPainter& painter, const Matrix& values, const ColourScale& scale, const QRectF& place, QSize pixels, bool meanPooling, const PaintStyle& style)
{
    if (style.vector && std::max(values.rows(), values.columns()) <= kVectorCells) {
        paintRectangles(painter, values, scale, place, style);
        paintHatches(painter, values, place, style);
        return;
    }
    const PixelRows rows = rowsSeen(painter, place, pixels.height());
    paintRowsOfImage(painter, place, pixels.height(), rows, mapImage(values, scale, pixels, rows, meanPooling, style.tokens.canvas.rgb(), style.tokens.hintText.rgb()));
}

void paintCellNumbers(QPainter& painter, const Matrix& values, const ColourScale& scale, const QRectF& map, const Lettering& letters, const PaintStyle& style)
{
    const double width = map.width() / static_cast<double>(values.columns());
    const double height = map.height() / static_cast<double>(values.rows());
    const double least = std::floor(kNumberCell * style.textScale * style.devicePixelRatio) / style.devicePixelRatio;
    if (std::min(width, height) < least - 1e-6)
        return;
    const double room = width - kNumberMargin * style.textScale;
    const bool withNought = widestNumber(values, scale, true, letters) <= room;
    if (!withNought && widestNumber(values, scale, false, letters) > room)
        return;
    for (std::int64_t r = 0; r < values.rows(); ++r)
        for (std::int64_t c = 0; c < values.columns(); ++c) {
            const auto ground = colourOf(values(r, c), scale);
            if (!ground)
                continue;
            const QColor ink = contrast(*ground, qRgb(0, 0, 0)) >= contrast(*ground, qRgb(255, 255, 255)) ? Qt::black : Qt::white;
            const QPointF middle(map.left() + (static_cast<double>(c) + 0.5) * width, map.top() + (static_cast<double>(r) + 0.5) * height);
            letters.draw(painter, Role::Number, middle + QPointF(0.0, letters.capMiddle(Role::Number)), numberText(values(r, c), scale, withNought), ink, Anchor::Middle);
        }
}

} // namespace headlight::paint
