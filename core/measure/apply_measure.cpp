// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/apply_measure.h"

#include "measure/attention_flow.h"
#include "measure/factor_chain.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

std::string number(std::size_t layer)
{
    return label(LayerIndex{static_cast<std::int64_t>(layer)}, IndexBase::One);
}

/// "layer 3" or "layers 3-12": those from `first` on that are alike.
std::string layersAlike(const std::vector<LayerShape>& layers, std::size_t first)
{
    std::size_t last = first;
    while (last + 1 < layers.size() && layers[last + 1].queries == layers[first].queries)
        ++last;
    return last == first ? fmt::format("layer {}", number(first)) : fmt::format("layers {}–{}", number(first), number(last));
}

Result<void> oneSize(const std::vector<LayerShape>& layers, std::string_view measure)
{
    for (std::size_t l = 0; l < layers.size(); ++l)
        if (layers[l].queries != layers[l].keys)
            return Error{ErrorKind::NotSquare, fmt::format("{} multiplies layers, so it needs as many queries as keys, but layer {} is {} × {}", measure, number(l), layers[l].queries, layers[l].keys),
                         {}, "Choose a stack of self-attention, or the measure attention"};
    for (std::size_t l = 1; l < layers.size(); ++l)
        if (layers[l].queries != layers.front().queries)
            return Error{ErrorKind::Shape, fmt::format("{} needs equal sizes, but {} {} {} and {} {} {}", measure, layersAlike(layers, 0), l == 1 ? "is" : "are", layers.front().queries,
                                                       layersAlike(layers, l), l + 1 < layers.size() && layers[l + 1].queries == layers[l].queries ? "are" : "is", layers[l].queries),
                         {}, "The attention of each layer can be shown"};
    return {};
}

Result<void> sameHeads(const std::vector<LayerShape>& layers)
{
    for (std::size_t l = 1; l < layers.size(); ++l)
        if (layers[l].heads != layers.front().heads)
            return Error{ErrorKind::Shape, fmt::format("a rollout per head needs the same heads in every layer, but layer 1 has {} and layer {} has {}", layers.front().heads, number(l), layers[l].heads),
                         {}, "Choose the rollout with fused heads"};
    return {};
}

Result<void> gradientsFit(const MeasureInputs& inputs, const MeasureOptions& options)
{
    const auto measure = titleOf(options.kind);
    if (inputs.gradients == nullptr)
        return Error{ErrorKind::Selection, fmt::format("{} needs gradients, and this dump has none", measure), {}, "Save them next to the attention as gradients_NAME.pt"};
    const auto& stored = inputs.attention->axes().layers;
    const auto& slopes = inputs.gradients->axes().layers;
    if (stored.size() != slopes.size())
        return Error{ErrorKind::Shape, fmt::format("the gradients have {} layers, the attention {}", slopes.size(), stored.size()), {}, "Attention and rollouts without gradients can be shown"};
    for (std::size_t l = 0; l < stored.size(); ++l) {
        const std::size_t other = options.kind == MeasureKind::GradientRollout && options.order == GradientOrder::Reversed ? stored.size() - 1 - l : l;
        if (slopes[other] != stored[l])
            return Error{ErrorKind::Shape, fmt::format("layer {} is {} heads × {} × {}, but its gradients are {} heads × {} × {}", number(l), stored[l].heads, stored[l].queries, stored[l].keys,
                                                       slopes[other].heads, slopes[other].queries, slopes[other].keys),
                         {}, "Attention and rollouts without gradients can be shown"};
    }
    return {};
}

Result<void> importanceFits(const MeasureInputs& inputs)
{
    if (inputs.importance == nullptr)
        return Error{ErrorKind::Selection, "this dump has no importance of heads", {}, "Name a file with an array layers × heads, or leave the importance out"};
    const auto& layers = inputs.attention->axes().layers;
    if (inputs.importance->rows() != static_cast<std::int64_t>(layers.size()))
        return Error{ErrorKind::Shape, fmt::format("the importance has {} layers, the attention {}", inputs.importance->rows(), layers.size())};
    for (std::size_t l = 0; l < layers.size(); ++l)
        if (inputs.importance->columns() < layers[l].heads)
            return Error{ErrorKind::Shape, fmt::format("the importance has {} heads, the attention of layer {} has {}", inputs.importance->columns(), number(l), layers[l].heads)};
    return {};
}

Result<LayerIndex> firstLayer(const MeasureOptions& options, std::size_t layers)
{
    const auto count = static_cast<std::int64_t>(layers);
    const std::int64_t first = options.firstLayer < 0 ? count + options.firstLayer : options.firstLayer;
    if (first < 0 || first >= count)
        return Error{ErrorKind::Selection, fmt::format("the product should start at layer {}, but there are {} layers", options.firstLayer < 0 ? options.firstLayer : options.firstLayer + 1, count)};
    return LayerIndex{first};
}

Result<void> prefixExists(const MeasureOptions& options, const Axis& axis)
{
    const bool exists = std::ranges::any_of(axis.segments, [](const Segment& segment) { return segment.kind == SegmentKind::Prefix; });
    if (options.protect != Protection::Prefix || exists)
        return {};
    return Error{ErrorKind::Selection, "there are no prefix tokens to protect: this is no stack of an image model", {}, "Protect the first value, or nothing"};
}

/// One map per layer.
MapAxes withoutHeads(const MapAxes& axes)
{
    MapAxes fused = axes;
    for (auto& layer : fused.layers)
        layer.heads = 0;
    return fused;
}

} // namespace

Result<Maps> applyMeasure(const MeasureInputs& inputs, const MeasureOptions& options)
{
    if (auto good = checkOptions(options); !good)
        return good.error();
    MeasureInputs from = inputs;
    if (options.importance) {
        if (auto fits = importanceFits(inputs); !fits)
            return fits.error();
        from.attention = weightedHeads(inputs.attention, inputs.importance);
    }
    if (options.kind == MeasureKind::Attention)
        return from.attention;

    if (options.kind == MeasureKind::Relevance && from.streams != nullptr) {
        CoAttention streams = *from.streams;
        (from.block == CoBlock::Cross ? streams.cross : streams.queries) = {from.attention, from.gradients};
        streams.heads = from.fused;
        return coAttentionRelevance(std::move(streams), from.block, options.firstLayer);
    }
    const auto& axes = from.attention->axes();
    const std::string name(titleOf(options.kind));
    if (auto good = oneSize(axes.layers, name); !good)
        return good.error();
    if (needsGradients(options.kind))
        if (auto fits = gradientsFit(from, options); !fits)
            return fits.error();
    const auto first = firstLayer(options, axes.layers.size());
    if (!first)
        return first.error();

    switch (options.kind) {
    case MeasureKind::Rollout:
        if (auto good = sameHeads(axes.layers); !good)
            return good.error();
        return factorChain(axes, residualFactors(from.attention, options.residual), *first, Cost::Rollout);
    case MeasureKind::Relevance:
        return factorChain(withoutHeads(axes), relevanceFactors(from.attention, from.gradients, from.fused), *first, Cost::Rollout);
    case MeasureKind::FusedRollout:
    case MeasureKind::GradientRollout:
        if (auto good = prefixExists(options, *axes.queries); !good)
            return good.error();
        return factorChain(withoutHeads(axes), fusedFactors(from.attention, options.kind == MeasureKind::GradientRollout ? from.gradients : nullptr, from.fused, options), *first, Cost::Rollout);
    case MeasureKind::Flow:
        return attentionFlow(withoutHeads(axes), fusedFactors(from.attention, nullptr, from.fused, options), *first);
    case MeasureKind::Attention:
        break;
    }
    return from.attention;
}

} // namespace headlight
