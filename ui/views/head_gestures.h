// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How heads are chosen with the mouse, the same in every grid of heads: click only this, Ctrl toggles, Shift takes the
// rectangle from the anchor, dragging paints, headers take whole layers and heads.
#pragma once

#include "state/head_set.h"

#include <QString>
#include <Qt>

#include <cstdint>
#include <optional>
#include <vector>

namespace headlight::ui {

/// Knows no widget and no state: every call gives the selection that should be dispatched. It is never empty; where a call would
/// make it so, the selection stays as it was and refused() says so.
class HeadGestures {
public:
    /// Heads by layer and column, where they do not stand in the order of their numbers. Empty: column = head.
    using Arrangement = std::vector<std::vector<HeadIndex>>;

    /// What can be chosen. The anchor stays while it exists.
    void setGrid(HeadGrid grid, Arrangement arrangement = {});

    HeadSet press(const HeadSet& present, HeadRef head, Qt::KeyboardModifiers modifiers);
    /// The pointer, still pressed, is over this head; heads it jumped over are painted too.
    HeadSet drag(HeadRef head);
    void release() { m_stroke = Stroke::None; }
    [[nodiscard]] bool dragging() const { return m_stroke != Stroke::None; }

    HeadSet layerHeader(const HeadSet& present, LayerIndex layer, Qt::KeyboardModifiers modifiers);
    HeadSet columnHeader(const HeadSet& present, std::int64_t column, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] HeadSet all() const { return HeadSet::all(m_grid); }

    /// Whether the last call was refused.
    [[nodiscard]] bool refused() const { return m_refused; }
    /// "At least one head stays selected."
    static QString refusal();

    [[nodiscard]] std::int64_t columnOf(HeadRef head) const;
    /// Nothing where the layer has no such column.
    [[nodiscard]] std::optional<HeadRef> headAt(LayerIndex layer, std::int64_t column) const;

private:
    enum class Stroke : std::uint8_t { None, Add, Remove, Rectangle, Refused };

    [[nodiscard]] HeadSet rectangle(HeadRef corner, HeadRef opposite) const;
    [[nodiscard]] HeadSet line(HeadRef from, HeadRef to) const;
    HeadSet keepOne(HeadSet wanted, const HeadSet& present);

    HeadGrid m_grid;
    Arrangement m_arrangement;
    std::optional<HeadRef> m_anchor;
    Stroke m_stroke = Stroke::None;
    HeadSet m_base;    ///< what was there before the stroke and stays
    HeadSet m_painted; ///< by the stroke
    HeadSet m_current;
    HeadRef m_last;
    bool m_refused = false;
};

} // namespace headlight::ui
