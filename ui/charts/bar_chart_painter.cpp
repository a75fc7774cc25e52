// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/charts/bar_chart_painter.h"

#include "ui/charts/plot_chart.h"
#include "ui/paint/bar_chart.h"
#include "ui/paint/chart_grid.h"
#include "ui/paint/strokes.h"

#include <QBarSeries>
#include <QBarSet>
#include <QLineSeries>

namespace headlight::charts {

namespace {

using paint::BarChart;
using paint::ChartGrid;
using paint::PaintStyle;

constexpr qreal kDash = 5.0;
constexpr qreal kDashGap = 4.0;

QBarSeries* barsOf(const BarChart& chart)
{
    auto* bars = new QBarSeries;
    for (const auto& series : chart.series) {
        auto* set = new QBarSet(QString());
        QList<qreal> values;
        values.reserve(static_cast<qsizetype>(series.values.size()));
        for (const double value : series.values)
            values << value;
        set->append(values);
        set->setBrush(series.colour);
        set->setPen(Qt::NoPen);
        bars->append(set);
    }
    bars->setBarWidth(chart.barShare);
    return bars;
}

QLineSeries* lineAcross(const BarChart& chart, const PaintStyle& style)
{
    auto* line = new QLineSeries;
    line->append(-0.5 - chart.empty - chart.nudge, *chart.dashed);
    line->append(chart.columns - 0.5 + chart.empty - chart.nudge, *chart.dashed);
    QPen pen(style.tokens.text, paint::lineWidth(1.0, style));
    pen.setCosmetic(false);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({kDash, kDashGap});
    line->setPen(pen);
    return line;
}

void paintBars(QPainter& painter, const BarChart& chart, const PaintStyle& style)
{
    PlotChart plot(chart.plot);
    auto* up = gridAxis(0.0, chart.top, chart.step, style);
    auto* across = hiddenAxis(-0.5 - chart.empty - chart.nudge, chart.columns - 0.5 + chart.empty - chart.nudge);
    plot.chart().addAxis(across, Qt::AlignBottom);
    plot.chart().addAxis(up, Qt::AlignLeft);
    std::vector<QAbstractSeries*> all{barsOf(chart)};
    if (chart.dashed && *chart.dashed <= chart.top)
        all.push_back(lineAcross(chart, style));
    for (auto* series : all) {
        plot.chart().addSeries(series);
        series->attachAxis(across);
        series->attachAxis(up);
    }
    plot.render(painter);
}

void paintGrid(QPainter& painter, const ChartGrid& grid, const PaintStyle& style)
{
    PlotChart plot(grid.plot);
    auto* up = gridAxis(grid.low, grid.high, grid.step, style);
    up->setReverse(grid.downward);
    auto* across = hiddenAxis(grid.left, grid.right);
    plot.chart().addAxis(across, Qt::AlignBottom);
    plot.chart().addAxis(up, Qt::AlignLeft);
    plot.render(painter);
}

} // namespace

void useQtCharts()
{
    paint::setBarChartPainter(&paintBars);
    paint::setChartGridPainter(&paintGrid);
}

} // namespace headlight::charts
