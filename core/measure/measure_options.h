// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which measure is computed from a stack, in which variant, and every switch of it.
//
// A^l_h is the attention of layer l and head h, G^l_h its gradient, R^0 = I; products put later layers on the left.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace headlight {

enum class MeasureKind : std::uint8_t {
    Attention,       ///< A^l_h as stored
    Rollout,         ///< R^l_h = (αI + (1-α)A^l_h) R^(l-1)_h, every head by itself (Abnar and Zuidema 2020, applied per head)
    FusedRollout,    ///< heads fused to F, smallest values discarded, a = αI + (1-α)F, normalised, R^l = a^l R^(l-1)
    GradientRollout, ///< F = (mean_h A ⊙ G)^+, then as FusedRollout
    Relevance,       ///< R <- R + (mean_h (A ⊙ G)^+) R (Chefer, Gur and Wolf 2021)
    Flow,            ///< largest flow through the graph of the rollout's factors (Abnar and Zuidema 2020)
};
inline constexpr int kMeasureCount = 6;
std::string_view nameOf(MeasureKind kind);  ///< "attention", "rollout", "fused-rollout", ... as on the command line
std::string_view titleOf(MeasureKind kind); ///< "Attention", "Rollout per head", "Rollout, heads fused", ... for people
std::optional<MeasureKind> measureFromName(std::string_view name);

enum class MeasureVariant : std::uint8_t {
    Paper,     ///< as the paper defines it
    Published, ///< as the published code computes it
    Corrected, ///< the published code with its errors mended
};
std::string_view nameOf(MeasureVariant variant);  ///< "paper", "published", "corrected"
std::string_view titleOf(MeasureVariant variant); ///< "Paper", "As published code", "Corrected"
std::optional<MeasureVariant> variantFromName(std::string_view name);
/// Those that exist for a measure, the default first.
std::span<const MeasureVariant> variantsOf(MeasureKind kind);

enum class HeadFusion : std::uint8_t { Mean, Max, Min };
enum class Normalisation : std::uint8_t {
    None,
    Row,    ///< a_ij divided by the sum of row i
    Column, ///< a_ij divided by the sum of row j, as a / a.sum(dim=-1) does
};
enum class Protection : std::uint8_t {
    None,
    First,  ///< the value at (0, 0) is never discarded
    Prefix, ///< nor is any value in a row or column of a prefix token
};
enum class GradientOrder : std::uint8_t {
    Paired,   ///< layer l with the gradient of layer l
    Reversed, ///< layer l with that of layer L-1-l, as a hook collects them during the backward pass
};
std::string_view nameOf(HeadFusion fusion);
std::string_view nameOf(Normalisation normalisation);
std::string_view nameOf(Protection protection);
std::string_view nameOf(GradientOrder order);
std::optional<HeadFusion> headFusionFromName(std::string_view name);
std::optional<Normalisation> normalisationFromName(std::string_view name);
std::optional<Protection> protectionFromName(std::string_view name);
std::optional<GradientOrder> gradientOrderFromName(std::string_view name);

struct MeasureOptions {
    MeasureKind kind = MeasureKind::Attention;
    MeasureVariant variant = MeasureVariant::Paper;
    double residual = 0.5;                        ///< α in [0, 1]: share of the identity
    HeadFusion fusion = HeadFusion::Mean;         ///< FusedRollout and Flow
    double discard = 0.0;                         ///< ρ in [0, 1]: share of the smallest values set to 0
    Normalisation normalise = Normalisation::None;
    Protection protect = Protection::None;
    GradientOrder order = GradientOrder::Paired;
    std::int64_t firstLayer = 0;                  ///< from 0; negative counts from the last layer, which is -1
    std::string target;                           ///< of the gradients; empty: the only one there is
    bool importance = false;                      ///< A^l_h times the importance of the head, before everything else

    bool operator==(const MeasureOptions&) const = default;
};

/// A measure with the switches of one variant (the default one where the measure lacks it).
MeasureOptions measureOptions(MeasureKind kind, std::optional<MeasureVariant> variant = std::nullopt);

bool needsGradients(MeasureKind kind);
bool needsSquareMaps(MeasureKind kind); ///< products of layers
bool hasHeads(MeasureKind kind);        ///< one map per head; else one per layer
bool usesDiscard(MeasureKind kind);     ///< discard, normalise and protect mean something
bool usesFusion(MeasureKind kind);
bool isByQuery(MeasureKind kind);       ///< a row is the work of seconds, a whole map that of minutes
bool usesResidual(MeasureKind kind);

/// True when values may be negative, so that colours are centred at zero.
bool isSigned(const MeasureOptions& options);

/// As people read it, with the variant where there are several and what differs from it: "attention", "rollout per head",
/// "rollout, corrected, largest of heads, discard 0.5", "relevance, last layer only".
std::string displayName(const MeasureOptions& options);

/// What the variant does, in one line for people.
std::string explanationOf(const MeasureOptions& options);

/// Everything in one line, the same text for the same options: for keys of caches.
std::string keyOf(const MeasureOptions& options);

/// ErrorKind::Usage where a number is out of its range.
Result<void> checkOptions(const MeasureOptions& options);

} // namespace headlight
