// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Heatmap on a screen that is not there, and the places on it that the mouse goes to.
#pragma once

#include "ui/views/heatmap_view.h"
#include "ui/views/shown_view.h"

#include <memory>
#include <optional>
#include <vector>

namespace headlight::test {

using namespace headlight::ui;

using Shown = ShownView<HeatmapView>;

/// 20 words and 4 [PAD]; layer 1 of 2, heads taken together.
inline std::unique_ptr<Shown> oneMap()
{
    return std::make_unique<Shown>(slopedDump(2, 3, words(20, 4)), QSize(1100, 900),
                                   std::vector<Action>{SelectHeads{HeadSet::ofLayer({3, 3}, LayerIndex{0})}, SetAggregate{Aggregate::Mean}});
}

inline std::unique_ptr<Shown> panels()
{
    return std::make_unique<Shown>(slopedDump(2, 3, words(12)), QSize(1100, 900), std::vector<Action>{SetAggregate{Aggregate::Each}});
}

inline const HeatmapFigure& figureOf(const Shown& shown)
{
    return std::get<HeatmapFigure>(*shown.view.figure());
}

inline QPointF cellAt(const Shown& shown, std::int64_t row, std::int64_t column, std::int64_t panel = 0)
{
    return shown.view.layoutOnScreen().cellRect({panel, row, column}).center();
}

/// Beside the map, where the label of a query stands.
inline QPointF queryLabel(const Shown& shown, std::int64_t row)
{
    const auto& layout = shown.view.layoutOnScreen();
    return {layout.queryLabels.center().x(), cellAt(shown, row, 0).y()};
}

inline QPointF keyLabel(const Shown& shown, std::int64_t column)
{
    const auto& layout = shown.view.layoutOnScreen();
    return {cellAt(shown, 0, column).x(), layout.keyLabels.center().y()};
}

inline CellIndex cell(std::int64_t query, std::int64_t key)
{
    return {QueryIndex{query}, KeyIndex{key}};
}

} // namespace headlight::test
