// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/trends_view.h"

#include "ui/views/received_chart.h"
#include "ui/views/weights_chart.h"

namespace headlight::ui {

TrendsView::TrendsView(Session& session, QWidget* parent) : View(session, parent)
{
    setObjectName(QStringLiteral("trends"));
    setAccessibleName(tr("Trends"));
    connect(&session, &Session::stateChanged, this, &TrendsView::showChart); // before the charts hear of it: the one behind builds nothing
    m_received = new ReceivedChart(session, this);
    m_weights = new WeightsChart(session, this);
    for (View* chart : {static_cast<View*>(m_received), static_cast<View*>(m_weights)}) {
        connect(chart, &View::statusText, this, &View::statusText);
        connect(chart, &View::figureReplaced, this, &View::figureReplaced);
        connect(chart, &View::exportRequested, this, &View::exportRequested);
        connect(chart, &View::saveRequested, this, &View::saveRequested);
        chart->hide();
    }
    showChart();
}

View& TrendsView::inFront() const
{
    if (session().state().display.trend == TrendKind::Weights)
        return *m_weights;
    return *m_received;
}

void TrendsView::showChart()
{
    View& chart = inFront();
    if (chart.isVisibleTo(this))
        return;
    const bool focused = hasFocus();
    setFocusProxy(&chart);
    chart.setGeometry(rect());
    chart.show();
    for (View* other : {static_cast<View*>(m_received), static_cast<View*>(m_weights)})
        if (other != &chart)
            other->hide();
    if (focused)
        chart.setFocus();
}

void TrendsView::styleChanged()
{
    m_received->setStyle(paintStyle());
    m_weights->setStyle(paintStyle());
}

void TrendsView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    m_received->resize(size());
    m_weights->resize(size());
}

} // namespace headlight::ui
