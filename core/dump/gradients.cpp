// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/gradients.h"

#include "dump/names.h"

#include <algorithm>

namespace headlight {

namespace {

/// Sizes of all axes of a nest, lists first.
std::vector<AxisReading> plainAxes(const Nest& nest)
{
    std::vector<AxisReading> axes;
    const auto lists = static_cast<std::int64_t>(nest.lists.size());
    for (std::int64_t i = 0; i < lists; ++i)
        axes.push_back({i - lists, nest.lists[static_cast<std::size_t>(i)].size, AxisRole::Fixed, Certainty::Named, "As the attention"});
    for (std::int64_t axis = 0; axis < nest.rank; ++axis)
        axes.push_back({axis, nest.sample().size(axis), AxisRole::Fixed, Certainty::Named, "As the attention"});
    return axes;
}

/// The roles of the attention carried over axis by axis; axes of size 1 may be missing on either side.
std::optional<AxisRoles> rolesLike(const Nest& nest, const AxisRoles& attention)
{
    auto axes = plainAxes(nest);
    std::size_t theirs = 0;
    for (auto& axis : axes) {
        while (theirs < attention.size() && attention[theirs].size != axis.size && attention[theirs].size == 1)
            ++theirs;
        if (theirs < attention.size() && attention[theirs].size == axis.size) {
            axis.role = attention[theirs].role;
            ++theirs;
        } else if (axis.size != 1) {
            return std::nullopt;
        }
    }
    while (theirs < attention.size() && attention[theirs].size == 1)
        ++theirs;
    const auto isInTensor = [&](AxisRole role) { return std::ranges::any_of(axes, [role](const AxisReading& axis) { return axis.role == role && axis.axis >= 0; }); };
    if (theirs != attention.size() || !isInTensor(AxisRole::Query) || !isInTensor(AxisRole::Key))
        return std::nullopt;
    return axes;
}

} // namespace

SharedArray gradientFor(const Nest& nest, const ArrayView& attention)
{
    if (nest.rank < 2)
        return nullptr;
    auto roles = rolesLike(nest, attention.roles());
    if (!roles)
        return nullptr;
    auto array = ArrayView::make(nest, *std::move(roles));
    if (!array || array->samples() != attention.samples() || array->layers() != attention.layers())
        return nullptr;
    for (std::int64_t sample = 0; sample < array->samples(); ++sample)
        if (array->shapes(sample) != attention.shapes(sample))
            return nullptr;
    return std::make_shared<const ArrayView>(*std::move(array));
}

std::vector<std::pair<std::string, SharedArray>> recogniseGradients(const Value& root, AddressStyle style, const std::string& target, const RecognisedStack& stack)
{
    std::vector<std::pair<std::string, SharedArray>> gradients;
    for (const auto& nest : treeContents(root, style).nests) {
        auto array = gradientFor(nest, *stack.attention);
        if (array == nullptr)
            continue;
        const std::string words = nest.words();
        const std::string own = saysGradient(words) ? gradientTarget(words) : words;
        std::string name = target.empty() ? own : target;
        if (std::ranges::any_of(gradients, [&](const auto& other) { return other.first == name; }))
            name = own.empty() ? nest.name : own;
        gradients.emplace_back(name.empty() ? "gradient" : name, std::move(array));
    }
    return gradients;
}

} // namespace headlight
