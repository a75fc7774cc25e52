// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Labels of an axis with their places, so that what is drawn can be asked whether it overlaps.
#pragma once

#include "ui/paint/axis_labels.h"

#include <QRectF>

namespace headlight::paint {

struct PlacedLabel {
    std::int64_t index = 0; ///< row or column
    LabelWords words;
    QPointF baseline;    ///< of the anchor: end of query labels and rotated key labels, middle of horizontal ones
    double middle = 0.0; ///< of the row or column, along the axis
    QRectF box;          ///< what the letters cover
    QColor colour;
};

/// How the labels of one axis stand: which of them, how far apart their rows or columns are.
struct LabelRow {
    const FigureAxis& axis;
    const std::vector<std::int64_t>& shown;
    std::optional<std::int64_t> focus;
    double pitch = 0.0;
    bool rotated = false; ///< labels below a map only
};
std::vector<PlacedLabel> placedBeside(const LabelRow& row, const QRectF& map, const Lettering& letters, const PaintStyle& style);
std::vector<PlacedLabel> placedBelow(const LabelRow& row, const QRectF& map, const Lettering& letters, const PaintStyle& style);

std::vector<PlacedLabel> placedQueryLabels(const HeatmapFigure& figure, const HeatmapLayout& layout, const QRectF& map, const Lettering& letters,
                                           const PaintStyle& style);
std::vector<PlacedLabel> placedKeyLabels(const HeatmapFigure& figure, const HeatmapLayout& layout, const QRectF& map, const Lettering& letters, const PaintStyle& style);

/// One bar per row or column; where several share a device pixel, that pixel has the longest.
class ProfileBars {
public:
    struct Bar {
        double from = 0.0; ///< along the axis, from the edge of the map
        double to = 0.0;
        double length = 0.0; ///< 0 to 1
        bool focus = false;
    };
    ProfileBars(const Profile& profile, double cell, double extent, std::optional<std::int64_t> focus, const PaintStyle& style);
    [[nodiscard]] const std::vector<Bar>& bars() const { return m_bars; }

private:
    std::vector<Bar> m_bars;
};

} // namespace headlight::paint
