// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bars, grid and lines across, drawn by Qt Charts onto any QPainter.
#pragma once

namespace headlight::charts {

/// Tells ui/paint to draw its charts with Qt Charts. Any QApplication of this process may come later.
void useQtCharts();

} // namespace headlight::charts
