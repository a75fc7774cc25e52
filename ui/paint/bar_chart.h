// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bars in a plot area. Qt Charts draws them, and it brings QtWidgets in: what draws them is given to this library, which knows no widgets.
#pragma once

#include "ui/paint/painter.h"

#include <QColor>
#include <QRectF>

#include <optional>
#include <vector>

namespace headlight::paint {

/// Without words: those stand around the plot like those of every other figure.
struct BarChart {
    struct Series {
        QColor colour;
        std::vector<double> values;      ///< one per column
    };
    QRectF plot;                         ///< frame
    double columns = 1.0;                ///< how many fill the plot beside the empty ones; the last one may reach over them
    double empty = 0.0;                  ///< columns of nothing at the left, and as many at the right
    double top = 1.0;                    ///< value at the upper edge; the lower one is 0
    double step = 0.2;                   ///< between lines of the grid
    double nudge = 0.0;                  ///< columns that bars go to the right: those between two pixels then all go to the same one
    std::vector<Series> series;          ///< side by side in every column, all of one length; never empty
    double barShare = 0.8;               ///< of a column that its bars take
    std::optional<double> dashed;        ///< a line across at this value
};

using BarChartPainter = void (*)(QPainter&, const BarChart&, const PaintStyle&);
/// Once, before the first chart is painted.
void setBarChartPainter(BarChartPainter painter);
/// In the thread of the QApplication.
void paintBarChart(QPainter& painter, const BarChart& chart, const PaintStyle& style);

} // namespace headlight::paint
