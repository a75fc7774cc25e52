// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Heatmap's cells in words and as text to paste.
#pragma once

#include "figure/build.h"
#include "figure/figure.h"
#include "ui/paint/painter.h"
#include "ui/views/axis_text.h"

#include <QString>

#include <optional>

namespace headlight::ui {

/// By positions in the file.
CellIndex cellIndexOf(const HeatmapFigure& figure, paint::FigureCell cell);
/// Nothing where the cell is not shown.
std::optional<paint::FigureCell> figureCellOf(const HeatmapFigure& figure, CellIndex cell, std::int64_t panel = 0);
float valueOf(const HeatmapFigure& figure, paint::FigureCell cell);

/// "avoids → pit   query 21, key 25   0.0501   rank 8 in row"; without the rank while it is not known.
QString statusOf(const HeatmapFigure& figure, paint::FigureCell cell, const std::optional<CellDescription>& known);
/// For screen readers: "query avoids 21, key pit 25, 0.0501, rank 8 of 42".
QString spokenOf(const HeatmapFigure& figure, paint::FigureCell cell, const std::optional<CellDescription>& known);
/// Two lines, separated by tabs: labels of the keys, then label of the query and its values.
QString rowText(const HeatmapFigure& figure, paint::FigureCell cell);

} // namespace headlight::ui
