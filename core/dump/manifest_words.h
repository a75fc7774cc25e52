// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words of a manifest: names of roles, kinds and segments, and the properties its objects have.
#pragma once

#include "dump/axis.h"
#include "dump/dump.h"

#include <array>
#include <optional>
#include <string_view>

namespace headlight {

inline constexpr std::array<std::string_view, 8> kManifestProperties{"$schema", "headlight", "files", "stacks", "tokens", "segments", "lengths", "samples"};
inline constexpr std::array<std::string_view, 16> kStackProperties{"name",   "kind",    "array",           "file",       "axes",      "gradients", "importance", "storage",
                                                                   "window", "globals", "globalPositions", "firstQuery", "sequences", "tokens",    "segments",   "lengths"};
inline constexpr std::array<std::string_view, 2> kArrayProperties{"array", "file"};
inline constexpr std::array<std::string_view, 2> kSideProperties{"query", "key"};
inline constexpr std::array<std::string_view, 3> kTokensProperties{"file", "ids", "vocabulary"};
inline constexpr std::array<std::string_view, 5> kSegmentProperties{"name", "kind", "first", "count", "grid"};
inline constexpr std::array<std::string_view, 4> kSampleProperties{"id", "caption", "picture", "fields"};

inline constexpr std::array kManifestRoles{AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key, AxisRole::Fixed};
inline constexpr std::array kManifestKinds{StackKind::Self, StackKind::Encoder, StackKind::Decoder, StackKind::Cross, StackKind::Vision, StackKind::Text};
inline constexpr std::array kManifestStorages{StackStorage::Dense, StackStorage::Windowed, StackStorage::Steps};
inline constexpr std::array kManifestSegments{SegmentKind::Text, SegmentKind::Queries, SegmentKind::Patches, SegmentKind::Prefix};

/// One word for each; AxisRole::Fixed is "fixed".
constexpr std::string_view manifestWord(AxisRole role)
{
    constexpr std::array<std::string_view, 6> words{"sample", "layer", "head", "query", "key", "fixed"};
    return words[static_cast<std::size_t>(role)];
}
constexpr std::string_view manifestWord(SegmentKind kind)
{
    constexpr std::array<std::string_view, 4> words{"text", "queries", "patches", "prefix"};
    return words[static_cast<std::size_t>(kind)];
}
inline std::string_view manifestWord(StackKind kind)
{
    return nameOf(kind);
}
inline std::string_view manifestWord(StackStorage storage)
{
    return nameOf(storage);
}

} // namespace headlight
