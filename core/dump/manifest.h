// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The manifest of a dump, NAME.headlight.json: what its files mean, in the words of whoever made them. It goes before recognition.
// resources/manifest.schema.json describes it to people and to other programs.
#pragma once

#include "base/result.h"
#include "dump/axis.h"
#include "dump/dump.h"
#include "dump/id_tokens.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headlight {

/// Where an array stands. File names are relative to the folder of the manifest and never leave it.
struct ManifestArray {
    std::vector<std::string> addresses; ///< one, as `info` prints it ('#' stands for the numbers of a series); or one for each entry of a list
    std::string file;                   ///< empty: each file of the dump
    bool operator==(const ManifestArray&) const = default;
};

struct ManifestTokens {
    bool numbers = false;                        ///< null: positions are numbered
    std::vector<std::vector<std::string>> lists; ///< raw: one list for all samples, or one for each
    std::string file;                            ///< a JSON list, or a token a line
    IdLists ids;                                 ///< looked up in `vocabulary`
    std::optional<ManifestArray> idsAt;          ///< ids in an array
    std::string vocabulary;                      ///< file; empty: the one beside the dump
    bool operator==(const ManifestTokens&) const = default;
};

/// A segment whose count is 0 takes the rest of its axis.
using ManifestSegments = std::vector<Segment>;
/// Positions that are not padding: one number for all samples, or one for each.
using ManifestLengths = std::vector<std::int64_t>;

/// Something about the two axes of a map; plain values in the file mean both.
template <typename T>
struct BySide {
    std::optional<T> query = {};
    std::optional<T> key = {};
    bool operator==(const BySide&) const = default;

    [[nodiscard]] bool given() const { return query || key; }
};

struct ManifestStack {
    std::string name;                                             ///< empty: by its kind
    std::optional<StackKind> kind = {};
    ManifestArray array;
    std::vector<AxisRole> axes;                                   ///< lists around the tensors first; empty: recognised
    std::vector<std::pair<std::string, ManifestArray>> gradients; ///< by target
    std::optional<ManifestArray> importance = {};                 ///< [layer, head]
    std::optional<StackStorage> storage = {};
    std::optional<std::int64_t> window = {};                      ///< columns of the band of a windowed stack
    std::optional<ManifestArray> globals = {};                    ///< query rows of the global tokens of a windowed stack, [..., position, column]
    std::vector<std::vector<std::int64_t>> globalPositions = {};  ///< of a windowed stack: for all samples, or for each
    std::optional<std::int64_t> firstQuery = {};                  ///< position of the first row in the sequence of the keys, where rows of a prompt are not there
    BySide<std::string> sequences = {};                           ///< Axis::sequence
    BySide<ManifestTokens> tokens = {};
    BySide<ManifestSegments> segments = {};
    BySide<ManifestLengths> lengths = {};
    bool operator==(const ManifestStack&) const = default;
};

struct ManifestSample {
    std::string id;
    std::string caption;
    std::string picture; ///< file
    std::vector<std::pair<std::string, std::string>> fields;
    bool operator==(const ManifestSample&) const = default;
};

struct Manifest {
    static constexpr int kVersion = 1;

    std::vector<std::string> files;                ///< empty: the file or the folder it is called after
    std::vector<ManifestStack> stacks;             ///< empty: recognised
    std::optional<ManifestTokens> tokens = {};     ///< of stacks that have none of their own
    std::optional<ManifestSegments> segments = {};
    std::optional<ManifestLengths> lengths = {};
    std::vector<ManifestSample> samples;           ///< in the order of the dump
    bool operator==(const Manifest&) const = default;
};

struct ReadManifest {
    Manifest manifest;
    std::vector<std::string> warnings; ///< unknown properties, one sentence each, with their place
};

/// ErrorKind::Corrupt where it is no JSON or holds something else than expected; the error's address is the place in the manifest,
/// such as stacks[0].axes[2].
Result<ReadManifest> manifestFromJson(std::string_view text);

/// With line breaks and indentation, lists of tokens and numbers on one line.
std::string toJson(const Manifest& manifest);

/// Everything that was understood about a dump, as a manifest beside it: opening it with this manifest gives the same dump, also
/// where people chose something else than recognition would.
Result<Manifest> manifestOf(const Dump& dump);

} // namespace headlight
