// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands along an axis: text, learned queries before it, patches with their class token, padding behind.
#pragma once

#include "dump/axis.h"
#include "dump/dump.h"
#include "dump/key_use.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// Tokens in front of the patches, and the patches.
struct PatchLayout {
    std::int64_t prefix = 0;
    Grid grid;
    std::string why = {}; ///< where it follows from more than the number of positions
    bool operator==(const PatchLayout& other) const { return prefix == other.prefix && grid == other.grid; }
};

/// What is known about the picture behind the patches.
struct PictureFacts {
    std::string why;                        ///< "a picture lies beside it"
    std::optional<double> aspect = {};      ///< width / height
    std::optional<Grid> pixels = {};        ///< rows and columns as they went into the model
};

/// How `positions` may be patches of an image, best first: the size of the picture the model saw divided by a usual patch; a square grid
/// with a class token (197 = 1 + 14 x 14), with distillation or register tokens (198, 201, 261), or without any (196); a grid of the
/// picture's shape; a square with another number of tokens in front, where a picture tells that these are patches.
std::vector<PatchLayout> patchLayouts(std::int64_t positions, const std::optional<PictureFacts>& picture = {});

/// The layout people named: what stands before the patches is a prefix. Nothing where they do not fit.
std::optional<PatchLayout> patchLayoutOf(std::int64_t positions, const Grid& grid);

/// "a class token, a distillation token and 14 x 14 patches"
std::string patchText(const PatchLayout& layout);

/// Where tokens stand on an axis, and which positions are padding.
struct TokenPlacement {
    std::int64_t queries = 0;        ///< learned queries in front
    std::int64_t tokens = 0;         ///< listed tokens that have a position
    std::int64_t paddingFrom = 0;    ///< first position of the padding at the end; the axis size when there is none
    std::int64_t listedPadding = 0;  ///< [PAD] tokens in the list itself
};

/// Everything that decides how an axis is labelled.
struct AxisPlan {
    std::int64_t size = 0;
    std::string sequence;                           ///< Axis::sequence
    std::int64_t numberFrom = 0;                    ///< of the first position, where it is labelled by its number
    std::vector<std::string> tokens;                ///< raw, may be fewer or more than positions
    TokenPlacement placement;
    std::optional<PatchLayout> patches;
    bool numbersOnly = false;
    std::vector<Segment> segments = {};             ///< as a manifest names them, over everything above; empty: decided by it
    bool tokensOfAll = false;                       ///< with `segments`: tokens for every position, else for those in text
};

/// How this tokenizer writes padding; empty when it cannot be told.
std::string paddingTokenFor(const std::vector<std::string>& tokens);
/// "class", "distillation", "register 3": a position among `prefix` in front of patches.
std::string prefixLabel(std::int64_t position, std::int64_t prefix);
/// "patch 3,7", counted from 0
std::string patchLabel(std::int64_t patch, const Grid& grid);

/// Items of an axis whose segments are named: called by makeAxis.
void addNamedSegments(Axis& axis, const AxisPlan& plan);

Axis makeAxis(const AxisPlan& plan);

/// Listed tokens before the padding tokens at the end of the list.
std::int64_t tokensBeforePadding(const std::vector<std::string>& tokens);

/// How many learned queries stand before the tokens of every one of these samples; nothing when the samples disagree or the
/// tokens fill the axis. Needs measured key use: a text of n tokens behind q queries leaves all keys from q + n on unused.
std::optional<std::int64_t> learnedQueries(const std::vector<KeyUse>& uses, const std::vector<std::vector<std::string>>& tokens, bool causal);

TokenPlacement placeTokens(std::int64_t size, const std::vector<std::string>& tokens, std::int64_t queries, const KeyUse& use);

} // namespace headlight
