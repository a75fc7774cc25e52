// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/any_height.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/lettering.h"
#include "ui/paint/painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kEmptyHeight = 120.0;
constexpr std::size_t kMostLines = 8;

} // namespace

void paint(QPainter& painter, const EmptyFigure& figure, QSizeF size, const PaintStyle& style)
{
    const Lettering letters(style);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), size), style.tokens.canvas);
    const auto lines = wrappedParts(letters, Role::Sentence, {displayText(figure.sentence)}, std::max(1.0, size.width() - 2.0 * style.margin), kMostLines);
    const double pitch = letters.lineHeight(Role::Sentence);
    double y = size.height() / 2.0 - (static_cast<double>(lines.size()) - 1.0) * pitch / 2.0;
    for (const QString& line : lines) {
        letters.draw(painter, Role::Sentence, {size.width() / 2.0, y + letters.capMiddle(Role::Sentence)}, line, style.tokens.quietText, Anchor::Middle);
        y += pitch;
    }
    painter.restore();
}

void paint(QPainter& painter, const Figure& figure, QSizeF size, const PaintStyle& style)
{
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&figure))
        paint(painter, *heatmap, layoutHeatmap(*heatmap, size, style), style);
    else if (const auto* overview = std::get_if<OverviewFigure>(&figure))
        paint(painter, *overview, layoutOverview(*overview, size, style), style);
    else if (const auto* evolution = std::get_if<EvolutionFigure>(&figure))
        paint(painter, *evolution, layoutEvolution(*evolution, size, style), style);
    else if (const auto* text = std::get_if<TextFigure>(&figure))
        paint(painter, *text, layoutText(*text, size, style), style);
    else if (const auto* links = std::get_if<LinksFigure>(&figure))
        paint(painter, *links, layoutLinks(*links, size, style), style);
    else if (const auto* image = std::get_if<ImageFigure>(&figure))
        paint(painter, *image, layoutImage(*image, size, style), style);
    else if (const auto* weights = std::get_if<WeightsFigure>(&figure))
        paint(painter, *weights, layoutWeights(*weights, size, style), style);
    else if (const auto* trend = std::get_if<TrendFigure>(&figure))
        paint(painter, *trend, layoutTrend(*trend, size, style), style);
    else if (const auto* table = std::get_if<TableFigure>(&figure))
        paint(painter, *table, layoutTable(*table, size, style), style);
    else if (const auto* heads = std::get_if<HeadsFigure>(&figure))
        paint(painter, *heads, layoutHeads(*heads, size, style), style);
    else
        paint(painter, std::get<EmptyFigure>(figure), size, style);
}

double naturalHeight(const Figure& figure, double width, const PaintStyle& style)
{
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&figure)) {
        const HeatmapLayout layout = layoutHeatmap(*heatmap, {width, kUnbounded}, style);
        const double bottom = layout.footer.isEmpty() ? layout.keyName.bottom() : layout.footer.bottom();
        return std::ceil(bottom + std::min(style.margin, kFigureBottom));
    }
    if (const auto* overview = std::get_if<OverviewFigure>(&figure))
        return std::ceil(layoutOverview(*overview, {width, kUnbounded}, style).contentHeight);
    if (const auto* evolution = std::get_if<EvolutionFigure>(&figure))
        return std::ceil(endOf(layoutEvolution(*evolution, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* text = std::get_if<TextFigure>(&figure))
        return std::ceil(endOf(layoutText(*text, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* links = std::get_if<LinksFigure>(&figure))
        return std::ceil(endOf(layoutLinks(*links, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* image = std::get_if<ImageFigure>(&figure))
        return std::ceil(endOf(layoutImage(*image, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* weights = std::get_if<WeightsFigure>(&figure))
        return std::ceil(endOf(layoutWeights(*weights, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* trend = std::get_if<TrendFigure>(&figure))
        return std::ceil(endOf(layoutTrend(*trend, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* table = std::get_if<TableFigure>(&figure))
        return std::ceil(endOf(layoutTable(*table, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    if (const auto* heads = std::get_if<HeadsFigure>(&figure))
        return std::ceil(endOf(layoutHeads(*heads, {width, kUnbounded}, style)) + std::min(style.margin, kFigureBottom));
    return kEmptyHeight * style.textScale;
}

bool needsMainThread(const Figure& figure)
{
    return std::holds_alternative<WeightsFigure>(figure) || std::holds_alternative<TrendFigure>(figure);
}

double endOf(const EvolutionLayout& layout)
{
    double end = std::max(layout.footer.bottom(), layout.keyName.bottom());
    if (!layout.strips.empty())
        end = std::max(end, layout.strips.back().map.bottom());
    return end;
}

} // namespace headlight::paint
