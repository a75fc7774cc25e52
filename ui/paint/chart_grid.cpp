// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/chart_grid.h"

#include <cassert>

namespace headlight::paint {

namespace {

ChartGridPainter& gridPainter()
{
    static ChartGridPainter painter = nullptr;
    return painter;
}

} // namespace

void setChartGridPainter(ChartGridPainter painter)
{
    gridPainter() = painter;
}

void paintChartGrid(QPainter& painter, const ChartGrid& grid, const PaintStyle& style)
{
    assert(gridPainter() != nullptr);
    if (!grid.plot.isEmpty() && gridPainter() != nullptr)
        gridPainter()(painter, grid, style);
}

} // namespace headlight::paint
