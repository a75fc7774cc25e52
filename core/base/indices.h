// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Indices are types: a head passed where a layer is wanted does not compile. All count from 0.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace headlight {

/// A position in one kind of list; `value` is the number, from 0.
template <typename Tag>
struct Index {
    std::int64_t value = 0;

    constexpr Index() = default;
    constexpr explicit Index(std::int64_t number) : value(number) {}
    constexpr auto operator<=>(const Index&) const = default;
};

using LayerIndex = Index<struct LayerTag>;
using HeadIndex = Index<struct HeadTag>;
using QueryIndex = Index<struct QueryTag>;   ///< a row of a map: the position that attends
using KeyIndex = Index<struct KeyTag>;       ///< a column of a map: the position that is attended
using SampleIndex = Index<struct SampleTag>;
using StackIndex = Index<struct StackTag>;

/// One map of a stack. No head: the measure has none (fused heads, relevance).
struct MapIndex {
    LayerIndex layer;
    std::optional<HeadIndex> head;
    bool operator==(const MapIndex&) const = default;
};

/// Whether people count layers, heads and ranks from 0 or from 1. Samples and positions always count from 0.
enum class IndexBase : std::uint8_t { Zero = 0, One = 1 };

/// What people read; the only place that knows how they count.
std::string label(LayerIndex layer, IndexBase base);
std::string label(HeadIndex head, IndexBase base);
std::string label(SampleIndex sample);

/// A number typed by people, as an index; the inverse of label().
LayerIndex layerFromNumber(std::int64_t number, IndexBase base);
HeadIndex headFromNumber(std::int64_t number, IndexBase base);

} // namespace headlight
