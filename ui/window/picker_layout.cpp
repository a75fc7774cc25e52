// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/picker_layout.h"

#include <algorithm>
#include <cmath>

namespace headlight::ui {

PickerLayout::PickerLayout(HeadGrid grid, double width, double headerWidth, double headerHeight)
    : m_grid(std::move(grid)), m_left(headerWidth), m_top(headerHeight)
{
    constexpr double kLargest = 17.0;
    constexpr double kSmallest = 3.0;
    m_heads = m_grid.empty() ? 0 : *std::max_element(m_grid.begin(), m_grid.end());
    if (m_heads > 0)
        m_pitch = std::clamp((width - headerWidth) / static_cast<double>(m_heads), kSmallest, kLargest);
    if (m_pitch >= 5.0)
        m_pitch = std::floor(m_pitch);
    m_gap = m_pitch >= 5.0 ? 1.0 : 0.0;
}

double PickerLayout::height() const
{
    return m_top + m_pitch * static_cast<double>(m_grid.size());
}

bool PickerLayout::has(HeadRef head) const
{
    return head.layer.value >= 0 && head.layer.value < layers() && head.head.value >= 0 && head.head.value < m_grid[static_cast<std::size_t>(head.layer.value)];
}

QRectF PickerLayout::cellRect(HeadRef head) const
{
    return {m_left + m_pitch * static_cast<double>(head.head.value), m_top + m_pitch * static_cast<double>(head.layer.value), m_pitch - m_gap, m_pitch - m_gap};
}

QRectF PickerLayout::layerHeader(LayerIndex layer) const
{
    return {0.0, m_top + m_pitch * static_cast<double>(layer.value), m_left, m_pitch};
}

QRectF PickerLayout::headHeader(HeadIndex head) const
{
    return {m_left + m_pitch * static_cast<double>(head.value), 0.0, m_pitch, m_top};
}

std::optional<HeadRef> PickerLayout::cellAt(QPointF point) const
{
    if (point.x() < m_left || point.y() < m_top)
        return std::nullopt;
    const HeadRef head{LayerIndex{static_cast<std::int64_t>((point.y() - m_top) / m_pitch)}, HeadIndex{static_cast<std::int64_t>((point.x() - m_left) / m_pitch)}};
    return has(head) ? std::optional(head) : std::nullopt;
}

std::optional<HeadRef> PickerLayout::nearestCell(QPointF point) const
{
    if (m_heads == 0)
        return std::nullopt;
    const auto row = static_cast<std::int64_t>(std::floor((point.y() - m_top) / m_pitch));
    const auto column = static_cast<std::int64_t>(std::floor((point.x() - m_left) / m_pitch));
    const LayerIndex layer{std::clamp<std::int64_t>(row, 0, layers() - 1)};
    const auto most = m_grid[static_cast<std::size_t>(layer.value)];
    if (most == 0)
        return std::nullopt;
    return HeadRef{layer, HeadIndex{std::clamp<std::int64_t>(column, 0, most - 1)}};
}

std::optional<LayerIndex> PickerLayout::layerHeaderAt(QPointF point) const
{
    if (point.x() < 0.0 || point.x() >= m_left || point.y() < m_top || point.y() >= height())
        return std::nullopt;
    return LayerIndex{std::min(layers() - 1, static_cast<std::int64_t>((point.y() - m_top) / m_pitch))};
}

std::optional<HeadIndex> PickerLayout::headHeaderAt(QPointF point) const
{
    if (point.y() < 0.0 || point.y() >= m_top || point.x() < m_left || point.x() >= m_left + gridWidth())
        return std::nullopt;
    return HeadIndex{std::min(m_heads - 1, static_cast<std::int64_t>((point.x() - m_left) / m_pitch))};
}

} // namespace headlight::ui
