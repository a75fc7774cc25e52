// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/array_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>

namespace headlight {

Result<ArrayView> ArrayView::make(Nest nest, AxisRoles roles)
{
    assert(roles.size() == static_cast<std::size_t>(nest.axes()));
    ArrayView view;
    view.m_nest = std::move(nest);
    view.m_roles = std::move(roles);
    view.placeSamples();
    if (const auto* axis = view.listAxis(AxisRole::Layer))
        view.m_layers = axis->size;
    else if (const auto* inTensor = view.tensorAxis(AxisRole::Layer))
        view.m_layers = inTensor->size;
    const auto* layer = view.tensorAxis(AxisRole::Layer);
    for (const auto& leaf : view.m_nest.leaves)
        if (leaf && layer != nullptr && leaf->size(layer->axis) != view.m_layers)
            return Error{ErrorKind::Shape, fmt::format("{} has {} layers in one tensor and {} in another", view.m_nest.name, view.m_layers, leaf->size(layer->axis))};
    return view;
}

const AxisReading* ArrayView::tensorAxis(AxisRole role) const
{
    const auto found = std::ranges::find_if(m_roles, [role](const AxisReading& axis) { return axis.axis >= 0 && axis.role == role; });
    return found == m_roles.end() ? nullptr : &*found;
}

const AxisReading* ArrayView::listAxis(AxisRole role) const
{
    const auto found = std::ranges::find_if(m_roles, [role](const AxisReading& axis) { return axis.axis < 0 && axis.role == role; });
    return found == m_roles.end() ? nullptr : &*found;
}

const Tensor* ArrayView::tensorUnder(std::size_t list, std::int64_t entry) const
{
    std::size_t inner = 1;
    for (std::size_t i = list + 1; i < m_nest.lists.size(); ++i)
        inner *= static_cast<std::size_t>(m_nest.lists[i].size);
    const auto size = static_cast<std::size_t>(m_nest.lists[list].size);
    for (std::size_t i = 0; i < m_nest.leaves.size(); ++i)
        if (m_nest.leaves[i] && (i / inner) % size == static_cast<std::size_t>(entry))
            return &*m_nest.leaves[i];
    return nullptr;
}

void ArrayView::placeSamples()
{
    const auto* list = listAxis(AxisRole::Sample);
    const auto* tensor = tensorAxis(AxisRole::Sample);
    const std::int64_t entries = list == nullptr ? 1 : list->size;
    for (std::int64_t entry = 0; entry < entries; ++entry) {
        std::int64_t batch = tensor == nullptr ? 1 : tensor->size;
        if (tensor != nullptr && list != nullptr)
            if (const auto* any = tensorUnder(static_cast<std::size_t>(list - m_roles.data()), entry)) // batches differ in size
                batch = any->size(tensor->axis);
        for (std::int64_t i = 0; i < batch; ++i)
            m_samples.push_back({entry, i});
    }
}

std::size_t ArrayView::leafOf(const Position& position) const
{
    std::size_t leaf = 0;
    for (std::size_t i = 0; i < m_nest.lists.size(); ++i) {
        std::int64_t index = 0;
        if (m_roles[i].role == AxisRole::Sample)
            index = m_samples[static_cast<std::size_t>(position.sample)].inList;
        else if (m_roles[i].role == AxisRole::Layer)
            index = position.layer;
        else if (m_roles[i].role == AxisRole::Head)
            index = position.head;
        leaf = leaf * static_cast<std::size_t>(m_nest.lists[i].size) + static_cast<std::size_t>(index);
    }
    return leaf;
}

Result<Tensor> ArrayView::map(std::int64_t sample, std::int64_t layer, std::int64_t head) const
{
    assert(sample >= 0 && sample < samples() && layer >= 0 && layer < m_layers && head >= 0);
    const auto& leaf = m_nest.leaves[leafOf({sample, layer, head})];
    if (!leaf)
        return leaf.error();
    Tensor view = *leaf;
    std::int64_t queryAxis = 0;
    std::int64_t keyAxis = 0;
    for (std::int64_t axis = m_nest.rank - 1; axis >= 0; --axis) {
        std::int64_t index = 0;
        switch (m_roles[m_nest.lists.size() + static_cast<std::size_t>(axis)].role) {
        case AxisRole::Query:
            queryAxis = axis;
            continue;
        case AxisRole::Key:
            keyAxis = axis;
            continue;
        case AxisRole::Sample:
            index = m_samples[static_cast<std::size_t>(sample)].inTensor;
            break;
        case AxisRole::Layer:
            index = layer;
            break;
        case AxisRole::Head:
            index = head;
            break;
        case AxisRole::Fixed:
            break;
        }
        if (index >= view.size(axis))
            return Error{ErrorKind::Shape, fmt::format("has shape {}, too small for sample {}, head {}", toString(leaf->shape()), sample, head), atAddress(m_nest.name)};
        view = view.select(axis, index);
    }
    if (queryAxis < keyAxis)
        return view;
    const std::int64_t order[2] = {1, 0};
    return view.permuted(order);
}

std::int64_t ArrayView::headsAt(std::int64_t sample, std::int64_t layer) const
{
    if (const auto* list = listAxis(AxisRole::Head))
        return list->size;
    const auto* inTensor = tensorAxis(AxisRole::Head);
    if (inTensor == nullptr)
        return 1;
    const auto& leaf = m_nest.leaves[leafOf({sample, layer, 0})];
    return leaf ? leaf->size(inTensor->axis) : inTensor->size;
}

std::vector<LayerShape> ArrayView::shapes(std::int64_t sample) const
{
    const auto* query = tensorAxis(AxisRole::Query);
    const auto* key = tensorAxis(AxisRole::Key);
    std::vector<LayerShape> shapes(static_cast<std::size_t>(m_layers));
    std::optional<LayerShape> known;
    std::vector<std::size_t> unknown;
    for (std::size_t layer = 0; layer < shapes.size(); ++layer) {
        const auto number = static_cast<std::int64_t>(layer);
        const std::int64_t heads = headsAt(sample, number);
        const Tensor* tensor = nullptr;
        for (std::int64_t head = 0; head < heads && tensor == nullptr; ++head)
            if (const auto& leaf = m_nest.leaves[leafOf({sample, number, listAxis(AxisRole::Head) != nullptr ? head : 0})])
                tensor = &*leaf;
        if (tensor == nullptr) {
            unknown.push_back(layer);
            continue;
        }
        shapes[layer] = {heads, tensor->size(query->axis), tensor->size(key->axis)};
        known = known ? known : shapes[layer];
    }
    const auto& any = m_nest.sample();
    for (const auto layer : unknown)
        shapes[layer] = layer > 0 && shapes[layer - 1].heads > 0 ? shapes[layer - 1]
            : known ? *known
                    : LayerShape{headsAt(sample, static_cast<std::int64_t>(layer)), any.size(query->axis), any.size(key->axis)};
    return shapes;
}

bool ArrayView::empty() const
{
    if (samples() == 0 || m_layers == 0)
        return true;
    const auto shape = shapes(0).front();
    return shape.heads == 0 || shape.queries == 0 || shape.keys == 0;
}

std::vector<std::pair<std::int64_t, Error>> ArrayView::badLayers() const
{
    std::vector<std::pair<std::int64_t, Error>> bad;
    for (std::int64_t layer = 0; layer < m_layers && samples() > 0; ++layer)
        if (const auto& leaf = m_nest.leaves[leafOf({0, layer, 0})]; !leaf)
            bad.emplace_back(layer, leaf.error());
    return bad;
}

std::int64_t ArrayView::bytes() const
{
    std::int64_t bytes = 0;
    for (const auto& leaf : m_nest.leaves)
        if (leaf)
            bytes += leaf->count() * static_cast<std::int64_t>(sizeOf(leaf->dtype()));
    return bytes;
}

} // namespace headlight
