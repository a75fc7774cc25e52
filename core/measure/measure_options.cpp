// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/measure_options.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>

namespace headlight {

namespace {

struct Words {
    std::string_view name;
    std::string_view title;
};

constexpr std::array<Words, kMeasureCount> kMeasures{{
    {"attention", "Attention"},
    {"rollout", "Rollout per head"},
    {"fused-rollout", "Rollout, heads fused"},
    {"gradient-rollout", "Gradient rollout"},
    {"relevance", "Relevance"},
    {"flow", "Attention flow"},
}};
constexpr std::array<Words, 3> kVariants{{{"paper", "Paper"}, {"published", "As published code"}, {"corrected", "Corrected"}}};
constexpr std::array<std::string_view, 3> kFusions{"mean", "max", "min"};
constexpr std::array<std::string_view, 3> kNormalisations{"none", "row", "column"};
constexpr std::array<std::string_view, 3> kProtections{"none", "first", "prefix"};
constexpr std::array<std::string_view, 2> kOrders{"paired", "reversed"};

template <typename Enum, std::size_t N>
std::optional<Enum> fromName(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

template <typename Enum, std::size_t N>
std::optional<Enum> fromName(const std::array<Words, N>& words, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i].name == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

template <typename Enum>
std::size_t at(Enum value)
{
    return static_cast<std::size_t>(value);
}

/// The measure with its variant, without switches.
std::string variantName(const MeasureOptions& options)
{
    switch (options.kind) {
    case MeasureKind::Attention:
        return "attention";
    case MeasureKind::Rollout:
        return "rollout per head";
    case MeasureKind::FusedRollout:
        return options.variant == MeasureVariant::Published ? "rollout, as published code" : fmt::format("rollout, {}", nameOf(options.variant));
    case MeasureKind::GradientRollout:
        return options.variant == MeasureVariant::Published ? "gradient rollout, as published code" : "gradient rollout, corrected";
    case MeasureKind::Relevance:
        return options.variant == MeasureVariant::Published ? "relevance, last layer only" : "relevance, all layers";
    case MeasureKind::Flow:
        break;
    }
    return "attention flow";
}

std::string_view fusionWords(HeadFusion fusion)
{
    constexpr std::array<std::string_view, 3> kWords{"mean of heads", "largest of heads", "smallest of heads"};
    return kWords[at(fusion)];
}

std::string_view normalisationWords(Normalisation normalisation)
{
    constexpr std::array<std::string_view, 3> kWords{"not normalised", "divided by the sum of row i", "divided by the sum of row j"};
    return kWords[at(normalisation)];
}

std::string_view protectionWords(Protection protection)
{
    constexpr std::array<std::string_view, 3> kWords{"nothing protected", "first value protected", "prefix tokens protected"};
    return kWords[at(protection)];
}

} // namespace

std::string_view nameOf(MeasureKind kind) { return kMeasures[at(kind)].name; }
std::string_view titleOf(MeasureKind kind) { return kMeasures[at(kind)].title; }
std::optional<MeasureKind> measureFromName(std::string_view name) { return fromName<MeasureKind>(kMeasures, name); }
std::string_view nameOf(MeasureVariant variant) { return kVariants[at(variant)].name; }
std::string_view titleOf(MeasureVariant variant) { return kVariants[at(variant)].title; }
std::optional<MeasureVariant> variantFromName(std::string_view name) { return fromName<MeasureVariant>(kVariants, name); }
std::string_view nameOf(HeadFusion fusion) { return kFusions[at(fusion)]; }
std::string_view nameOf(Normalisation normalisation) { return kNormalisations[at(normalisation)]; }
std::string_view nameOf(Protection protection) { return kProtections[at(protection)]; }
std::string_view nameOf(GradientOrder order) { return kOrders[at(order)]; }
std::optional<HeadFusion> headFusionFromName(std::string_view name) { return fromName<HeadFusion>(kFusions, name); }
std::optional<Normalisation> normalisationFromName(std::string_view name) { return fromName<Normalisation>(kNormalisations, name); }
std::optional<Protection> protectionFromName(std::string_view name) { return fromName<Protection>(kProtections, name); }
std::optional<GradientOrder> gradientOrderFromName(std::string_view name) { return fromName<GradientOrder>(kOrders, name); }

std::span<const MeasureVariant> variantsOf(MeasureKind kind)
{
    using enum MeasureVariant;
    static constexpr std::array kPaper{Paper};
    static constexpr std::array kAll{Paper, Published, Corrected};
    static constexpr std::array kPublished{Published};
    static constexpr std::array kMended{Corrected, Published};
    static constexpr std::array kBoth{Paper, Published};
    switch (kind) {
    case MeasureKind::Rollout:
        return kPublished;
    case MeasureKind::FusedRollout:
        return kAll;
    case MeasureKind::GradientRollout:
        return kMended;
    case MeasureKind::Relevance:
        return kBoth;
    case MeasureKind::Attention:
    case MeasureKind::Flow:
        break;
    }
    return kPaper;
}

MeasureOptions measureOptions(MeasureKind kind, std::optional<MeasureVariant> variant)
{
    const auto known = variantsOf(kind);
    MeasureOptions options;
    options.kind = kind;
    options.variant = known.front();
    for (const auto one : known)
        if (one == variant)
            options.variant = one;
    const bool published = options.variant == MeasureVariant::Published;
    const bool paper = options.variant == MeasureVariant::Paper;
    switch (kind) {
    case MeasureKind::FusedRollout:
        options.discard = paper ? 0.0 : 0.9;
        options.normalise = published ? Normalisation::Column : Normalisation::Row;
        options.protect = paper ? Protection::None : Protection::First;
        break;
    case MeasureKind::GradientRollout:
        options.discard = 0.9;
        options.normalise = published ? Normalisation::Column : Normalisation::Row;
        options.order = published ? GradientOrder::Reversed : GradientOrder::Paired;
        break;
    case MeasureKind::Relevance:
        options.firstLayer = published ? -1 : 0;
        break;
    case MeasureKind::Flow:
        options.normalise = Normalisation::Row;
        break;
    case MeasureKind::Attention:
    case MeasureKind::Rollout:
        break;
    }
    return options;
}

bool needsGradients(MeasureKind kind)
{
    return kind == MeasureKind::GradientRollout || kind == MeasureKind::Relevance;
}

bool needsSquareMaps(MeasureKind kind)
{
    return kind != MeasureKind::Attention;
}

bool hasHeads(MeasureKind kind)
{
    return kind == MeasureKind::Attention || kind == MeasureKind::Rollout;
}

bool usesDiscard(MeasureKind kind)
{
    return kind == MeasureKind::FusedRollout || kind == MeasureKind::GradientRollout;
}

bool usesFusion(MeasureKind kind)
{
    return kind == MeasureKind::FusedRollout || kind == MeasureKind::Flow;
}

bool isByQuery(MeasureKind kind)
{
    return kind == MeasureKind::Flow;
}

bool usesResidual(MeasureKind kind)
{
    return kind != MeasureKind::Attention && kind != MeasureKind::Relevance;
}

bool isSigned(const MeasureOptions&)
{
    return false; // products of shares and positive parts; gradients and differences are maps of their own
}

std::string displayName(const MeasureOptions& options)
{
    const auto plain = measureOptions(options.kind, options.variant);
    std::string name = variantName(options);
    const auto add = [&name](std::string_view words) { name += fmt::format(", {}", words); };
    if (options.importance)
        add("heads weighted by importance");
    if (options.fusion != plain.fusion)
        add(fusionWords(options.fusion));
    if (options.discard != plain.discard)
        add(fmt::format("discard {}", options.discard));
    if (options.normalise != plain.normalise)
        add(normalisationWords(options.normalise));
    if (options.protect != plain.protect)
        add(protectionWords(options.protect));
    if (options.residual != plain.residual)
        add(fmt::format("residual {}", options.residual));
    if (options.order != plain.order)
        add(options.order == GradientOrder::Reversed ? "gradients reversed" : "gradients paired");
    if (options.firstLayer > 0)
        add(fmt::format("from layer {}", options.firstLayer + 1));
    else if (options.firstLayer != plain.firstLayer)
        add(options.firstLayer == 0 ? std::string("from the first layer") : options.firstLayer == -1 ? std::string("last layer only") : fmt::format("last {} layers", -options.firstLayer));
    if (needsGradients(options.kind) && !options.target.empty())
        add(fmt::format("target {}", options.target));
    return name;
}

std::string explanationOf(const MeasureOptions& options)
{
    const bool published = options.variant == MeasureVariant::Published;
    switch (options.kind) {
    case MeasureKind::Attention:
        return "Values as stored.";
    case MeasureKind::Rollout:
        return "Product of (A + I)/2 over the layers, every head by itself.";
    case MeasureKind::FusedRollout:
        if (options.variant == MeasureVariant::Paper)
            return "Mean of heads, nothing discarded, rows sum to 1.";
        return published ? "Heads fused, smallest values discarded, position 0 kept, divided by the sum of row j." : "As published, but divided by the sum of row i.";
    case MeasureKind::GradientRollout:
        return published ? "Gradients in hook order, last layer first, divided by the sum of row j." : "Gradients paired with their layer, divided by the sum of row i.";
    case MeasureKind::Relevance:
        return published ? "Positive part of gradient × attention, last layer only." : "Positive part of gradient × attention, from the first layer on.";
    case MeasureKind::Flow:
        break;
    }
    return "Largest flow from one query to each key through all layers.";
}

std::string keyOf(const MeasureOptions& options)
{
    return fmt::format("{} {} a{} {} d{} {} {} {} f{} t{} {}", nameOf(options.kind), nameOf(options.variant), options.residual, nameOf(options.fusion), options.discard,
                       nameOf(options.normalise), nameOf(options.protect), nameOf(options.order), options.firstLayer, options.target, options.importance ? "i" : "");
}

Result<void> checkOptions(const MeasureOptions& options)
{
    const auto share = [](double value) { return std::isfinite(value) && value >= 0.0 && value <= 1.0; };
    if (!share(options.residual))
        return Error{ErrorKind::Usage, fmt::format("the residual is {}, but a share from 0 to 1 is needed", options.residual)};
    if (!share(options.discard))
        return Error{ErrorKind::Usage, fmt::format("the share to discard is {}, but one from 0 to 1 is needed", options.discard)};
    return {};
}

} // namespace headlight
