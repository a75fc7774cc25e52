// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Figures made by hand for the tests of painting.
#pragma once

#include "figure/figure.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace headlight::paint::testing {

/// Values of a map that is easy to recognise: strong first and last column, a diagonal, and quiet noise. Rows sum to one.
Matrix attentionLike(std::int64_t rows, std::int64_t columns, unsigned seed = 1);

/// 42 tokens of a film review, cut as BERT cuts them.
std::vector<FigureLabel> reviewTokens();
/// "0", "1", ...
std::vector<FigureLabel> numbers(std::int64_t count);

/// One map with profiles and a focused query and key.
HeatmapFigure reviewHeatmap();
/// One map of numbered positions, without profiles.
HeatmapFigure plainHeatmap(std::int64_t rows, std::int64_t columns);
/// Panels with titles that share their axes.
HeatmapFigure panelGrid(std::int64_t panels, std::int64_t size);
/// One query of a caption behind 32 learned queries in 12 layers, with a strip for each of 12 heads.
EvolutionFigure evolution(std::int64_t keys = 55, std::int64_t layers = 12, std::int64_t strips = 12, std::int64_t panels = 1);
/// 12 x 12 tiles with the strip of a metric; two heads are selected.
OverviewFigure overview(std::int64_t layers = 12, std::int64_t heads = 12, std::int64_t size = 42);

} // namespace headlight::paint::testing
