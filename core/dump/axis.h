// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands along the query and key axes: tokens, learned queries, patches, padding.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// Patches in rows and columns, row by row.
struct Grid {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    bool operator==(const Grid&) const = default;
};

enum class SegmentKind : std::uint8_t {
    Text,
    Queries, ///< learned queries of a Q-Former
    Patches,
    Prefix,  ///< class, distillation and register tokens in front of patches
};

/// Segments partition an axis. Positions are those of the file, before padding is hidden.
struct Segment {
    std::string name; ///< "queries", "text", "patches", "prefix"
    SegmentKind kind = SegmentKind::Text;
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::optional<Grid> grid = {};
    bool operator==(const Segment&) const = default;
};

/// Properties of one position.
struct Marks {
    bool special = false; ///< [CLS], <s>, <|endoftext|>, ...
    bool padding = false;
    bool operator==(const Marks&) const = default;
};

struct AxisItem {
    std::int64_t position = 0;    ///< in the file
    std::string token;            ///< raw as in the file: "##nni", "Ġvisualization"; empty where the dump has no token
    std::string label;            ///< clean, for people: "nni" (with `continues`), "visualization", "query 4", "17"
    bool continues = false;       ///< a sub-word that goes on from the position before
    bool leadingSpace = false;    ///< the raw token carried a mark for a space before it
    std::int64_t segment = 0;     ///< index into Axis::segments
    Marks marks = {};
    std::int64_t pieces = 1;      ///< positions it stands for: several for a word put together from sub-words
    bool operator==(const AxisItem&) const = default;
};

/// One sequence of positions: the queries or the keys of a map.
struct Axis {
    std::string sequence;              ///< "decoder", "encoder", "text", "image"; empty for plain self-attention
    std::vector<AxisItem> items;
    std::vector<Segment> segments;     ///< never empty for a non-empty axis
    bool labelled = false;             ///< the labels are tokens of the dump, not numbers
    bool operator==(const Axis&) const = default;

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(items.size()); }
    /// Index of the item at a position of the file, which may be any piece of a word; nothing where the position was dropped.
    [[nodiscard]] std::optional<std::int64_t> itemAt(std::int64_t position) const
    {
        const auto after = std::ranges::upper_bound(items, position, {}, &AxisItem::position);
        if (after == items.begin() || position >= (after - 1)->position + (after - 1)->pieces)
            return std::nullopt;
        return after - items.begin() - 1;
    }
};

using SharedAxis = std::shared_ptr<const Axis>;

} // namespace headlight
