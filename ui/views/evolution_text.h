// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An Evolution's cells in words and as text to paste.
#pragma once

#include "figure/build.h"
#include "figure/figure.h"
#include "ui/paint/painter.h"

#include <QString>

#include <optional>

namespace headlight::ui {

LayerIndex layerOf(const EvolutionFigure& figure, paint::FigureCell cell);
KeyIndex keyOf(const EvolutionFigure& figure, paint::FigureCell cell);
/// Nothing where the cell is not shown.
std::optional<paint::FigureCell> figureCellOf(const EvolutionFigure& figure, LayerIndex layer, KeyIndex key, std::int64_t panel = 0);
float valueOf(const EvolutionFigure& figure, paint::FigureCell cell);

/// "triangle → star   layer 9, key 42   0.0481   rank 2 in row"; without the rank while it is not known.
QString statusOf(const EvolutionFigure& figure, paint::FigureCell cell, const std::optional<LayerCellDescription>& known);
/// For screen readers: "layer 9, key star 42, 0.0481, rank 2 of 55".
QString spokenOf(const EvolutionFigure& figure, paint::FigureCell cell, const std::optional<LayerCellDescription>& known);
/// Two lines, separated by tabs: labels of the keys, then the layer and its values.
QString rowText(const EvolutionFigure& figure, paint::FigureCell cell);

} // namespace headlight::ui
