// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/crosshair_keys.h"

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr std::int64_t kLeap = 10;

} // namespace

std::optional<CellSpot> crosshairAfter(int key, Qt::KeyboardModifiers modifiers, CellSpot from, const CellStretch& shown, const CellExtent& extent)
{
    const Qt::KeyboardModifiers held = modifiers & ~Qt::KeypadModifier;
    const bool control = held == Qt::ControlModifier;
    if ((held != Qt::NoModifier && !control) || extent.empty())
        return std::nullopt;
    const std::int64_t step = control ? kLeap : 1;
    const std::int64_t page = std::max<std::int64_t>(1, shown.queries.count);
    switch (key) {
    case Qt::Key_Up:
        from.query -= step;
        break;
    case Qt::Key_Down:
        from.query += step;
        break;
    case Qt::Key_Left:
        from.key -= step;
        break;
    case Qt::Key_Right:
        from.key += step;
        break;
    case Qt::Key_Home:
        from = {control ? 0 : from.query, 0};
        break;
    case Qt::Key_End:
        from = {control ? extent.queryCount() - 1 : from.query, extent.keyCount() - 1};
        break;
    case Qt::Key_PageUp:
        if (control)
            return std::nullopt; // the sample before
        from.query -= page;
        break;
    case Qt::Key_PageDown:
        if (control)
            return std::nullopt;
        from.query += page;
        break;
    default:
        return std::nullopt;
    }
    return CellSpot{std::clamp<std::int64_t>(from.query, 0, extent.queryCount() - 1), std::clamp<std::int64_t>(from.key, 0, extent.keyCount() - 1)};
}

} // namespace headlight::ui
