// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/charts/plot_chart.h"

#include "ui/paint/strokes.h"

#include <QApplication>
#include <QGraphicsLayout>
#include <QLegend>
#include <QPainter>
#include <QThread>

#include <cassert>

namespace headlight::charts {

namespace {

constexpr double kAround = 40.0; ///< room between the chart's edge and its plot, or Qt Charts makes the plot smaller

} // namespace

PlotChart::PlotChart(const QRectF& plot) : m_plot(plot), m_chart(new QChart)
{
    assert(qobject_cast<QApplication*>(QCoreApplication::instance()) != nullptr && QThread::currentThread() == qApp->thread());
    m_scene.addItem(m_chart);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->setPlotAreaBackgroundVisible(false);
    m_chart->setMargins({});
}

void PlotChart::render(QPainter& painter)
{
    m_chart->resize(m_plot.size() + QSizeF(2.0 * kAround, 2.0 * kAround));
    m_chart->setPlotArea(QRectF(QPointF(kAround, kAround), m_plot.size()));
    m_chart->layout()->invalidate();
    m_chart->layout()->activate(); // now, and not with the next event: lines of the grid go where the plot is
    const QRectF whole = m_chart->geometry();
    m_scene.setSceneRect(whole);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    m_scene.render(&painter, QRectF(m_plot.topLeft() - QPointF(kAround, kAround), whole.size()), whole, Qt::IgnoreAspectRatio);
    painter.restore();
}

QValueAxis* gridAxis(double low, double high, double step, const paint::PaintStyle& style)
{
    auto* axis = new QValueAxis;
    axis->setRange(low, high);
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTickAnchor(0.0);
    axis->setTickInterval(step);
    axis->setLabelsVisible(false); // words stand around the plot, in the letters of all figures
    axis->setLineVisible(false);   // the frame is on whole pixels
    QPen grid(style.tokens.faintLine, paint::lineWidth(1.0, style));
    grid.setCosmetic(false);
    axis->setGridLinePen(grid);
    return axis;
}

QValueAxis* hiddenAxis(double low, double high)
{
    auto* axis = new QValueAxis;
    axis->setRange(low, high);
    axis->setVisible(false);
    return axis;
}

} // namespace headlight::charts
