// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/chart_grid.h"

#include <cassert>

namespace headlight::paint {

namespace {

ChartGridPainter& chosenPainter()
{
    static ChartGridPainter painter = nullptr;
    return painter;
}

} // namespace

void setChartGridPainter(ChartGridPainter painter)
{
    chosenPainter() = painter;
}

void paintChartGrid(QPainter& painter, const ChartGrid& grid, const PaintStyle& style)
{
    assert(chosenPainter() != nullptr);
    if (!grid.plot.isEmpty() && chosenPainter() != nullptr)
        chosenPainter()(painter, grid, style);
}

} // namespace headlight::paint
