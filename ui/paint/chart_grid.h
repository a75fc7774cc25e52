// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Axes and grid of a plot whose content is drawn here. Qt Charts draws them, as it draws bars: see bar_chart.h.
#pragma once

#include "ui/paint/painter.h"

#include <QRectF>

namespace headlight::paint {

/// Without words: those stand around the plot like those of every other figure.
struct ChartGrid {
    QRectF plot;
    double left = 0.0;     ///< numbers at the edges of the plot
    double right = 1.0;
    double low = 0.0;
    double high = 1.0;
    double step = 0.2;     ///< lines across stand at its multiples
    bool downward = false; ///< `low` is the upper edge
};

using ChartGridPainter = void (*)(QPainter&, const ChartGrid&, const PaintStyle&);
/// Once, before the first chart is painted.
void setChartGridPainter(ChartGridPainter painter);
/// In the thread of the QApplication.
void paintChartGrid(QPainter& painter, const ChartGrid& grid, const PaintStyle& style);

} // namespace headlight::paint
