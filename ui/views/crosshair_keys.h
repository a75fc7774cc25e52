// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which cell a key leads to.
#pragma once

#include "ui/views/cell_extent.h"

#include <Qt>

#include <cstdint>
#include <optional>

namespace headlight::ui {

/// A cell as places in a CellExtent.
struct CellSpot {
    std::int64_t query = 0;
    std::int64_t key = 0;
    bool operator==(const CellSpot&) const = default;
};

/// Arrows by one, with Ctrl by ten; Home and End to the ends of the row, with Ctrl of the map; PageUp and PageDown by what is shown.
/// Nothing for other keys.
std::optional<CellSpot> crosshairAfter(int key, Qt::KeyboardModifiers modifiers, CellSpot from, const CellStretch& shown, const CellExtent& extent);

} // namespace headlight::ui
