// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/bar_chart.h"

#include <cassert>

namespace headlight::paint {

namespace {

BarChartPainter& chosenPainter()
{
    static BarChartPainter painter = nullptr;
    return painter;
}

} // namespace

void setBarChartPainter(BarChartPainter painter)
{
    chosenPainter() = painter;
}

void paintBarChart(QPainter& painter, const BarChart& chart, const PaintStyle& style)
{
    assert(chosenPainter() != nullptr);
    if (!chart.plot.isEmpty() && !chart.series.empty() && chosenPainter() != nullptr)
        chosenPainter()(painter, chart, style);
}

} // namespace headlight::paint
