// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/charts/bar_chart_painter.h"

#include "ui/paint/bar_chart.h"
#include "ui/paint/strokes.h"

#include <QApplication>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QThread>
#include <QValueAxis>

#include <cassert>

namespace headlight::charts {

namespace {

using paint::BarChart;
using paint::PaintStyle;

constexpr double kAround = 40.0; ///< room between the chart's edge and its plot, or Qt Charts makes the plot smaller
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

QValueAxis* valueAxis(const BarChart& chart, const PaintStyle& style)
{
    auto* axis = new QValueAxis;
    axis->setRange(0.0, chart.top);
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTickAnchor(0.0);
    axis->setTickInterval(chart.step);
    axis->setLabelsVisible(false); // words stand around the plot, in the letters of all figures
    axis->setLineVisible(false);   // the frame is on whole pixels
    QPen grid(style.tokens.faintLine, paint::lineWidth(1.0, style));
    grid.setCosmetic(false);
    axis->setGridLinePen(grid);
    return axis;
}

QValueAxis* columnAxis(const BarChart& chart)
{
    auto* axis = new QValueAxis;
    axis->setRange(-0.5 - chart.empty - chart.nudge, chart.columns - 0.5 + chart.empty - chart.nudge);
    axis->setVisible(false);
    return axis;
}

/// The chart in the scene, its plot exactly as large as asked for.
QChart* addChart(QGraphicsScene& scene, const BarChart& chart, const PaintStyle& style)
{
    auto* shown = new QChart;
    scene.addItem(shown);
    shown->setAnimationOptions(QChart::NoAnimation);
    shown->legend()->hide();
    shown->setBackgroundVisible(false);
    shown->setPlotAreaBackgroundVisible(false);
    shown->setMargins({});
    auto* up = valueAxis(chart, style);
    auto* across = columnAxis(chart);
    shown->addAxis(across, Qt::AlignBottom);
    shown->addAxis(up, Qt::AlignLeft);
    std::vector<QAbstractSeries*> all{barsOf(chart)};
    if (chart.dashed && *chart.dashed <= chart.top)
        all.push_back(lineAcross(chart, style));
    for (auto* series : all) {
        shown->addSeries(series);
        series->attachAxis(across);
        series->attachAxis(up);
    }
    shown->resize(chart.plot.size() + QSizeF(2.0 * kAround, 2.0 * kAround));
    shown->setPlotArea(QRectF(QPointF(kAround, kAround), chart.plot.size()));
    shown->layout()->invalidate();
    shown->layout()->activate(); // now, and not with the next event: lines of the grid go where the plot is
    return shown;
}

void paintWithQtCharts(QPainter& painter, const BarChart& chart, const PaintStyle& style)
{
    assert(qobject_cast<QApplication*>(QCoreApplication::instance()) != nullptr && QThread::currentThread() == qApp->thread());
    QGraphicsScene scene;
    const QChart* shown = addChart(scene, chart, style);
    const QRectF whole = shown->geometry();
    scene.setSceneRect(whole);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false); // bars and lines stand on whole device pixels
    scene.render(&painter, QRectF(chart.plot.topLeft() - QPointF(kAround, kAround), whole.size()), whole, Qt::IgnoreAspectRatio);
    painter.restore();
}

} // namespace

void useQtCharts()
{
    paint::setBarChartPainter(&paintWithQtCharts);
}

} // namespace headlight::charts
