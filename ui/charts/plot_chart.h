// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A chart of Qt Charts that is nothing but its plot, exactly as large as asked for: words stand around it, in the letters of all figures.
#pragma once

#include "ui/paint/painter.h"

#include <QChart>
#include <QGraphicsScene>
#include <QPen>
#include <QRectF>
#include <QValueAxis>

class QPainter;

namespace headlight::charts {

class PlotChart {
public:
    /// In the thread of the QApplication.
    explicit PlotChart(const QRectF& plot);

    [[nodiscard]] QChart& chart() { return *m_chart; }
    /// Drawn where the plot is, without antialiasing: lines stand on whole device pixels.
    void render(QPainter& painter);

private:
    QRectF m_plot;
    QGraphicsScene m_scene;
    QChart* m_chart; ///< the scene's
};

/// An axis with lines of the grid at multiples of `step`, and nothing else of it seen.
QValueAxis* gridAxis(double low, double high, double step, const paint::PaintStyle& style);
/// An axis that is not seen at all.
QValueAxis* hiddenAxis(double low, double high);

} // namespace headlight::charts
