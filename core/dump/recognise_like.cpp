// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/recognise_like.h"

#include "dump/file_tokens.h"
#include "dump/gradients.h"
#include "dump/recognise_notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

/// Which axis is which is known; sizes may differ in samples, queries and keys.
std::optional<AxisRoles> rolesOf(const Nest& nest, const ArrayView& model)
{
    if (nest.lists.size() != model.nest().lists.size() || nest.rank != model.nest().rank)
        return std::nullopt;
    auto roles = model.roles();
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const std::int64_t size = i < nest.lists.size() ? nest.lists[i].size : nest.sample().size(roles[i].axis);
        const bool mayDiffer = roles[i].role == AxisRole::Sample || roles[i].role == AxisRole::Query || roles[i].role == AxisRole::Key;
        if (size != roles[i].size && !mayDiffer)
            return std::nullopt;
        roles[i].size = size;
    }
    return roles;
}

std::optional<RecognisedStack> stackLike(const TreeContents& contents, const RecognisedStack& model)
{
    if (model.storage != StackStorage::Dense)
        return std::nullopt; // sizes alone do not say how its parts belong together
    const auto nest = std::ranges::find(contents.nests, model.attention->nest().address, &Nest::address);
    if (nest == contents.nests.end())
        return std::nullopt;
    auto roles = rolesOf(*nest, *model.attention);
    if (!roles)
        return std::nullopt;
    auto array = ArrayView::make(*nest, std::move(*roles));
    if (!array || array->empty())
        return std::nullopt;
    RecognisedStack stack = model;
    stack.attention = std::make_shared<const ArrayView>(*std::move(array));
    const auto shape = stack.attention->shapes(0).front();
    const auto samples = stack.attention->samples();
    stack.queryTokens = tokensFor({stack.kind, AxisSide::Query, shape.queries, samples}, *nest, contents.strings);
    stack.keyTokens = tokensFor({stack.kind, AxisSide::Key, shape.keys, samples}, *nest, contents.strings);
    stack.gradients.clear();
    for (const auto& [target, gradient] : model.gradients) {
        const auto own = std::ranges::find(contents.nests, gradient->nest().address, &Nest::address);
        if (own != contents.nests.end())
            if (auto fitting = gradientFor(*own, *stack.attention))
                stack.gradients.emplace_back(target, std::move(fitting));
    }
    return stack;
}

} // namespace

std::optional<Recognition> recogniseLike(const Value& root, AddressStyle style, const Recognition& first)
{
    const auto contents = treeContents(root, style);
    Recognition recognition;
    for (const auto& model : first.stacks) {
        auto stack = stackLike(contents, model);
        if (!stack)
            return std::nullopt;
        const auto notes = notesAboutLayers(*stack->attention);
        recognition.notes.insert(recognition.notes.end(), notes.begin(), notes.end());
        recognition.stacks.push_back(std::move(*stack));
    }
    recognition.pictures = picturesOf(contents, style, recognition.stacks);
    return recognition;
}

} // namespace headlight
