// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/head_gestures.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headlight::ui {

void HeadGestures::setGrid(HeadGrid grid, Arrangement arrangement)
{
    m_grid = std::move(grid);
    m_arrangement = std::move(arrangement);
    if (m_anchor && HeadSet::one(*m_anchor).clampedTo(m_grid).empty())
        m_anchor.reset();
}

HeadSet HeadGestures::press(const HeadSet& present, HeadRef head, Qt::KeyboardModifiers modifiers)
{
    m_refused = false;
    m_last = head;
    m_painted = HeadSet::one(head);
    const bool add = modifiers.testFlag(Qt::ControlModifier);
    m_base = add ? present : HeadSet{};
    if (modifiers.testFlag(Qt::ShiftModifier)) {
        m_stroke = Stroke::Rectangle;
        if (!m_anchor)
            m_anchor = present.empty() ? head : present.heads().front();
        m_current = m_base.united(rectangle(*m_anchor, head));
        return m_current;
    }
    m_anchor = head;
    if (!add || !present.contains(head)) {
        m_stroke = Stroke::Add;
        m_current = m_base.united(m_painted);
        return m_current;
    }
    m_current = keepOne(present.without(m_painted), present);
    m_stroke = m_refused ? Stroke::Refused : Stroke::Remove;
    return m_current;
}

HeadSet HeadGestures::drag(HeadRef head)
{
    m_refused = false;
    if (m_stroke == Stroke::None || m_stroke == Stroke::Refused || head == m_last)
        return m_current;
    if (m_stroke == Stroke::Rectangle) {
        m_current = m_base.united(rectangle(*m_anchor, head));
    } else {
        m_painted = m_painted.united(line(m_last, head));
        m_current = m_stroke == Stroke::Add ? m_base.united(m_painted) : keepOne(m_base.without(m_painted), m_current);
    }
    m_last = head;
    return m_current;
}

HeadSet HeadGestures::layerHeader(const HeadSet& present, LayerIndex layer, Qt::KeyboardModifiers modifiers)
{
    const HeadSet heads = HeadSet::ofLayer(m_grid, layer);
    if (!heads.empty())
        m_anchor = heads.heads().front();
    return keepOne(modifiers.testFlag(Qt::ControlModifier) ? present.united(heads) : heads, present);
}

HeadSet HeadGestures::columnHeader(const HeadSet& present, std::int64_t column, Qt::KeyboardModifiers modifiers)
{
    std::vector<HeadRef> heads;
    for (std::size_t layer = 0; layer < m_grid.size(); ++layer)
        if (const auto head = headAt(LayerIndex{static_cast<std::int64_t>(layer)}, column))
            heads.push_back(*head);
    if (!heads.empty())
        m_anchor = heads.front();
    const HeadSet set(std::move(heads));
    return keepOne(modifiers.testFlag(Qt::ControlModifier) ? present.united(set) : set, present);
}

QString HeadGestures::refusal()
{
    return QCoreApplication::translate("HeadGestures", "At least one head stays selected.");
}

std::int64_t HeadGestures::columnOf(HeadRef head) const
{
    const auto layer = static_cast<std::size_t>(head.layer.value);
    if (layer >= m_arrangement.size())
        return head.head.value;
    const auto& columns = m_arrangement[layer];
    const auto place = std::ranges::find(columns, head.head);
    return place == columns.end() ? head.head.value : place - columns.begin();
}

std::optional<HeadRef> HeadGestures::headAt(LayerIndex layer, std::int64_t column) const
{
    const auto row = static_cast<std::size_t>(layer.value);
    if (layer.value < 0 || row >= m_grid.size() || column < 0 || column >= m_grid[row])
        return std::nullopt;
    if (row < m_arrangement.size() && column < static_cast<std::int64_t>(m_arrangement[row].size()))
        return HeadRef{layer, m_arrangement[row][static_cast<std::size_t>(column)]};
    return HeadRef{layer, HeadIndex{column}};
}

HeadSet HeadGestures::rectangle(HeadRef corner, HeadRef opposite) const
{
    const auto top = std::min(corner.layer.value, opposite.layer.value);
    const auto bottom = std::max(corner.layer.value, opposite.layer.value);
    const auto left = std::min(columnOf(corner), columnOf(opposite));
    const auto right = std::max(columnOf(corner), columnOf(opposite));
    std::vector<HeadRef> heads;
    for (auto layer = top; layer <= bottom; ++layer)
        for (auto column = left; column <= right; ++column)
            if (const auto head = headAt(LayerIndex{layer}, column))
                heads.push_back(*head);
    return HeadSet(std::move(heads));
}

HeadSet HeadGestures::line(HeadRef from, HeadRef to) const
{
    const auto layers = to.layer.value - from.layer.value;
    const auto columns = columnOf(to) - columnOf(from);
    const auto steps = std::max(std::abs(layers), std::abs(columns));
    std::vector<HeadRef> heads{to};
    for (std::int64_t step = 1; step < steps; ++step) {
        const double part = static_cast<double>(step) / static_cast<double>(steps);
        const auto layer = from.layer.value + std::llround(part * static_cast<double>(layers));
        const auto column = columnOf(from) + std::llround(part * static_cast<double>(columns));
        if (const auto head = headAt(LayerIndex{layer}, column))
            heads.push_back(*head);
    }
    return HeadSet(std::move(heads));
}

HeadSet HeadGestures::keepOne(HeadSet wanted, const HeadSet& present)
{
    m_refused = wanted.empty();
    return m_refused ? present : wanted;
}

} // namespace headlight::ui
