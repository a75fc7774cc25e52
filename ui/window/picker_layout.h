// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the cells and headers of the layers x heads picker are. cellAt and cellRect are inverse.
#pragma once

#include "state/head_set.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace headlight::ui {

class PickerLayout {
public:
    PickerLayout() = default;
    /// Cells of 16 on a pitch of 17 where the width allows, smaller for many heads.
    PickerLayout(HeadGrid grid, double width, double headerWidth, double headerHeight);

    [[nodiscard]] const HeadGrid& grid() const { return m_grid; }
    [[nodiscard]] std::int64_t layers() const { return static_cast<std::int64_t>(m_grid.size()); }
    [[nodiscard]] std::int64_t heads() const { return m_heads; } ///< of the layer with the most
    [[nodiscard]] double pitch() const { return m_pitch; }
    [[nodiscard]] double height() const;
    [[nodiscard]] double gridWidth() const { return m_pitch * static_cast<double>(m_heads); }

    [[nodiscard]] bool has(HeadRef head) const;
    [[nodiscard]] QRectF cellRect(HeadRef head) const;
    [[nodiscard]] QRectF layerHeader(LayerIndex layer) const;
    [[nodiscard]] QRectF headHeader(HeadIndex head) const;
    [[nodiscard]] QRectF corner() const { return {0.0, 0.0, m_left, m_top}; }

    [[nodiscard]] std::optional<HeadRef> cellAt(QPointF point) const;
    [[nodiscard]] std::optional<HeadRef> nearestCell(QPointF point) const; ///< while dragging outside
    [[nodiscard]] std::optional<LayerIndex> layerHeaderAt(QPointF point) const;
    [[nodiscard]] std::optional<HeadIndex> headHeaderAt(QPointF point) const;

private:
    HeadGrid m_grid;
    std::int64_t m_heads = 0;
    double m_left = 0.0;
    double m_top = 0.0;
    double m_pitch = 17.0;
    double m_gap = 1.0;
};

} // namespace headlight::ui
