// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/cell_extent.h"

#include "figure/shown_cells.h"

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

Stretch stretchOf(const std::vector<std::int64_t>& positions, std::int64_t first, std::int64_t count)
{
    const auto begin = std::ranges::lower_bound(positions, first);
    const auto end = std::ranges::lower_bound(positions, first + count);
    if (begin >= end)
        return {0, static_cast<std::int64_t>(positions.size())};
    return {begin - positions.begin(), end - begin};
}

std::vector<std::int64_t> positionsOf(const Axis& axis, const std::vector<std::int64_t>& items)
{
    std::vector<std::int64_t> positions;
    positions.reserve(items.size());
    for (const auto item : items)
        positions.push_back(axis.items[static_cast<std::size_t>(item)].position);
    return positions;
}

} // namespace

Stretch zoomed(Stretch shown, std::int64_t total, double about, double scale)
{
    std::int64_t count = std::llround(static_cast<double>(shown.count) * scale);
    if (scale < 1.0)
        count = std::min<std::int64_t>(count, shown.count - 1);
    else if (scale > 1.0)
        count = std::max<std::int64_t>(count, shown.count + 1);
    count = std::clamp(count, std::min({kFewest, shown.count, total}), total);
    const double part = shown.count > 0 ? (about - static_cast<double>(shown.first)) / static_cast<double>(shown.count) : 0.5;
    const std::int64_t first = std::llround(about - part * static_cast<double>(count));
    return {std::clamp<std::int64_t>(first, 0, total - count), count};
}

Stretch moved(Stretch shown, std::int64_t total, std::int64_t by)
{
    return {std::clamp<std::int64_t>(shown.first + by, 0, std::max<std::int64_t>(0, total - shown.count)), shown.count};
}

Stretch showing(Stretch shown, std::int64_t total, std::int64_t place)
{
    if (place < shown.first)
        return moved(shown, total, place - shown.first);
    return moved(shown, total, std::max<std::int64_t>(0, place - shown.last()));
}

CellStretch CellExtent::shown(const std::optional<CellWindow>& window) const
{
    if (!window)
        return whole();
    return {stretchOf(queries, window->firstQuery, window->queries), stretchOf(keys, window->firstKey, window->keys)};
}

std::optional<CellWindow> CellExtent::window(const CellStretch& shown) const
{
    if (empty() || shown == whole())
        return std::nullopt;
    const auto at = [](const std::vector<std::int64_t>& positions, std::int64_t place) { return positions[static_cast<std::size_t>(place)]; };
    CellWindow window;
    window.firstQuery = at(queries, shown.queries.first);
    window.queries = at(queries, shown.queries.last()) - window.firstQuery + 1;
    window.firstKey = at(keys, shown.keys.first);
    window.keys = at(keys, shown.keys.last()) - window.firstKey + 1;
    return window;
}

CellStretch zoomed(const CellStretch& shown, const CellExtent& extent, double aboutQuery, double aboutKey, double scale)
{
    return {zoomed(shown.queries, extent.queryCount(), aboutQuery, scale), zoomed(shown.keys, extent.keyCount(), aboutKey, scale)};
}

CellStretch moved(const CellStretch& shown, const CellExtent& extent, std::int64_t queries, std::int64_t keys)
{
    return {moved(shown.queries, extent.queryCount(), queries), moved(shown.keys, extent.keyCount(), keys)};
}

CellExtent extentOf(const MapAxes& axes, const Selection& selection)
{
    if (selection.heads.empty())
        return {};
    Selection unfiltered = selection;
    unfiltered.window.reset();
    const auto cells = shownCells(axes, selection.heads.heads().front().layer, unfiltered);
    return {positionsOf(*axes.queries, cells.rows), positionsOf(*axes.keys, cells.columns)};
}

std::optional<std::int64_t> placeOf(const std::vector<std::int64_t>& positions, std::int64_t position)
{
    const auto place = std::ranges::lower_bound(positions, position);
    if (place == positions.end() || *place != position)
        return std::nullopt;
    return place - positions.begin();
}

} // namespace headlight::ui
