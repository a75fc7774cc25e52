// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/placed_labels.h"

#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/strokes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kAscent = 0.76; ///< of letters above the baseline, in parts of their size
constexpr double kDescent = 0.22;

QColor labelColour(const FigureLabel& label, bool focus, const Tokens& tokens)
{
    if (focus || label.emphasised)
        return tokens.accent;
    return label.padding ? tokens.hintText : tokens.text;
}

} // namespace

std::vector<PlacedLabel> placedBeside(const LabelRow& row, const QRectF& map, const Lettering& letters, const PaintStyle& style)
{
    std::vector<PlacedLabel> placed;
    const double right = map.left() - kLabelGap * style.textScale;
    for (const std::int64_t index : row.shown) {
        const FigureLabel& label = row.axis.labels[static_cast<std::size_t>(index)];
        const bool focus = row.focus == index;
        PlacedLabel place;
        place.index = index;
        place.words = labelWords(label, focus, letters, kLongestLabel * style.textScale);
        place.middle = map.top() + (static_cast<double>(index) + 0.5) * row.pitch;
        place.baseline = {right, place.middle + letters.capMiddle(place.words.role)};
        const double size = letters.pixels(place.words.role);
        place.box = QRectF(right - place.words.width, place.baseline.y() - kAscent * size, place.words.width, (kAscent + kDescent) * size);
        place.colour = labelColour(label, focus, style.tokens);
        placed.push_back(std::move(place));
    }
    return placed;
}

std::vector<PlacedLabel> placedBelow(const LabelRow& row, const QRectF& map, const Lettering& letters, const PaintStyle& style)
{
    std::vector<PlacedLabel> placed;
    const double top = map.bottom() + kLabelGap * style.textScale;
    for (const std::int64_t index : row.shown) {
        const FigureLabel& label = row.axis.labels[static_cast<std::size_t>(index)];
        const bool focus = row.focus == index;
        PlacedLabel place;
        place.index = index;
        place.words = labelWords(label, focus, letters, kLongestLabel * style.textScale);
        place.middle = map.left() + (static_cast<double>(index) + 0.5) * row.pitch;
        place.colour = labelColour(label, focus, style.tokens);
        const double size = letters.pixels(place.words.role);
        if (row.rotated) {
            place.baseline = {place.middle + letters.capMiddle(place.words.role), top};
            place.box = QRectF(place.baseline.x() - kAscent * size, top, (kAscent + kDescent) * size, place.words.width);
        } else {
            place.baseline = {place.middle, top + kAscent * size};
            place.box = QRectF(place.middle - place.words.width / 2.0, top, place.words.width, (kAscent + kDescent) * size);
        }
        placed.push_back(std::move(place));
    }
    return placed;
}

std::vector<PlacedLabel> placedQueryLabels(const HeatmapFigure& figure, const HeatmapLayout& layout, const QRectF& map, const Lettering& letters, const PaintStyle& style)
{
    return placedBeside({figure.queries, layout.shownQueries, figure.queryRow, layout.cellHeight}, map, letters, style);
}

std::vector<PlacedLabel> placedKeyLabels(const HeatmapFigure& figure, const HeatmapLayout& layout, const QRectF& map, const Lettering& letters, const PaintStyle& style)
{
    return placedBelow({figure.keys, layout.shownKeys, figure.keyColumn, layout.cellWidth, layout.keyLabelsRotated}, map, letters, style);
}

ProfileBars::ProfileBars(const Profile& profile, double cell, double extent, std::optional<std::int64_t> focus, const PaintStyle& style)
{
    const auto lengthOf = [&](float value) {
        return std::isfinite(value) && profile.largest > 0.0 ? std::clamp(static_cast<double>(value) / profile.largest, 0.0, 1.0) : 0.0;
    };
    const double pixel = 1.0 / style.devicePixelRatio;
    // Neighbours can be counted where they have room; else they touch, and on paper reach a little under each other against seams.
    const double gap = cell >= 4.0 ? lineWidth(1.0, style) : style.vector ? -0.05 * cell : 0.0;
    for (std::size_t i = 0; i < profile.values.size(); ++i) {
        const double from = static_cast<double>(i) * cell;
        Bar bar{from, from + cell - gap, lengthOf(profile.values[i]), focus == static_cast<std::int64_t>(i)};
        if (cell < pixel) {
            bar.from = std::floor(from / pixel + 1e-6) * pixel;
            bar.to = std::min(bar.from + pixel, extent);
        }
        if (!m_bars.empty() && std::fabs(m_bars.back().from - bar.from) < pixel / 2.0) {
            m_bars.back().length = std::max(m_bars.back().length, bar.length);
            m_bars.back().focus = m_bars.back().focus || bar.focus;
        } else {
            m_bars.push_back(bar);
        }
    }
}

} // namespace headlight::paint
