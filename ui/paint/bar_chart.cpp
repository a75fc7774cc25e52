// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/bar_chart.h"

#include <cassert>

namespace headlight::paint {

namespace {

BarChartPainter& barPainter()
{
    static BarChartPainter painter = nullptr;
    return painter;
}

} // namespace

void setBarChartPainter(BarChartPainter painter)
{
    barPainter() = painter;
}

void paintBarChart(QPainter& painter, const BarChart& chart, const PaintStyle& style)
{
    assert(barPainter() != nullptr);
    if (!chart.plot.isEmpty() && !chart.series.empty() && barPainter() != nullptr)
        barPainter()(painter, chart, style);
}

} // namespace headlight::paint
