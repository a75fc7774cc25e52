// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Arithmetic of zooming and scrolling a map, without pixels. Padding and other blocks may be left out, so that the positions
// that can be shown are a list and not a range.
#pragma once

#include "dump/map_source.h"
#include "state/state.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace headlight::ui {

/// Part of an axis, as places in the list of positions that can be shown.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t count = 0;
    bool operator==(const Stretch&) const = default;

    [[nodiscard]] std::int64_t last() const { return first + count - 1; }
    [[nodiscard]] bool contains(std::int64_t place) const { return place >= first && place <= last(); }
};

/// `scale` times as many places (0.8 zooms in), at least one fewer or more; the place at `about` stays where it is.
/// Never fewer than kFewest, where there are that many.
Stretch zoomed(Stretch shown, std::int64_t total, double about, double scale);
Stretch moved(Stretch shown, std::int64_t total, std::int64_t by);
/// Moved as little as needed to contain `place`.
Stretch showing(Stretch shown, std::int64_t total, std::int64_t place);
inline constexpr std::int64_t kFewest = 4;

/// What of a map is shown.
struct CellStretch {
    Stretch queries;
    Stretch keys;
    bool operator==(const CellStretch&) const = default;
};

/// Positions in the file that a map can show, ascending.
struct CellExtent {
    std::vector<std::int64_t> queries;
    std::vector<std::int64_t> keys;

    [[nodiscard]] std::int64_t queryCount() const { return static_cast<std::int64_t>(queries.size()); }
    [[nodiscard]] std::int64_t keyCount() const { return static_cast<std::int64_t>(keys.size()); }
    [[nodiscard]] bool empty() const { return queries.empty() || keys.empty(); }

    [[nodiscard]] CellStretch whole() const { return {{0, queryCount()}, {0, keyCount()}}; }
    /// Everything where there is no window or nothing is in it.
    [[nodiscard]] CellStretch shown(const std::optional<CellWindow>& window) const;
    /// None when everything is shown.
    [[nodiscard]] std::optional<CellWindow> window(const CellStretch& shown) const;
};

/// Both axes zoomed alike about a cell, in places that may lie between two cells; everything at most.
CellStretch zoomed(const CellStretch& shown, const CellExtent& extent, double aboutQuery, double aboutKey, double scale);
CellStretch moved(const CellStretch& shown, const CellExtent& extent, std::int64_t queries, std::int64_t keys);

/// Positions that a selection shows when there is no window.
CellExtent extentOf(const MapAxes& axes, const Selection& selection);
/// Place of a position in an ascending list of positions.
std::optional<std::int64_t> placeOf(const std::vector<std::int64_t>& positions, std::int64_t position);

} // namespace headlight::ui
