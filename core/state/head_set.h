// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which heads are chosen: any set of (layer, head) pairs, and how people write it: "L6 H1,7; L8 H3".
#pragma once

#include "base/indices.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headlight {

struct HeadRef {
    LayerIndex layer;
    HeadIndex head;
    constexpr auto operator<=>(const HeadRef&) const = default;
};

/// Heads of every layer: the grid that a HeadSet is a subset of.
using HeadGrid = std::vector<std::int64_t>;

/// A sorted set of heads. A value type.
class HeadSet {
public:
    HeadSet() = default;
    explicit HeadSet(std::vector<HeadRef> heads); ///< any order, duplicates dropped

    static HeadSet all(const HeadGrid& grid);
    static HeadSet one(HeadRef head);
    static HeadSet ofLayer(const HeadGrid& grid, LayerIndex layer);
    static HeadSet ofHead(const HeadGrid& grid, HeadIndex head);             ///< this head in every layer that has it
    static HeadSet rectangle(const HeadGrid& grid, HeadRef corner, HeadRef opposite); ///< inclusive
    static HeadSet product(const HeadGrid& grid, std::span<const LayerIndex> layers, std::span<const HeadIndex> heads);

    [[nodiscard]] bool contains(HeadRef head) const;
    [[nodiscard]] bool empty() const { return m_heads.empty(); }
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_heads.size()); }
    [[nodiscard]] const std::vector<HeadRef>& heads() const { return m_heads; }
    [[nodiscard]] std::vector<LayerIndex> layers() const;                 ///< layers with at least one head, ascending
    [[nodiscard]] std::vector<HeadIndex> headsIn(LayerIndex layer) const;
    [[nodiscard]] bool isAll(const HeadGrid& grid) const;

    [[nodiscard]] HeadSet united(const HeadSet& other) const;
    [[nodiscard]] HeadSet without(const HeadSet& other) const;
    [[nodiscard]] HeadSet toggled(HeadRef head) const;
    [[nodiscard]] HeadSet clampedTo(const HeadGrid& grid) const;          ///< drops what the grid does not have
    /// Moved by whole layers and heads; refused (unchanged) where any member would leave the grid.
    [[nodiscard]] HeadSet shifted(const HeadGrid& grid, std::int64_t layers, std::int64_t heads) const;

    bool operator==(const HeadSet&) const = default;

private:
    std::vector<HeadRef> m_heads;
};

/// "1,3-5", "all": numbers with ranges, in the order given. Errors are ErrorKind::Selection with what was not understood.
Result<std::vector<std::int64_t>> parseNumbers(std::string_view text);
/// {1, 3, 4, 5} as "1,3-5".
std::string formatNumbers(std::span<const std::int64_t> numbers);

/// "L6 H1,7,10" · "L1-4" · "H*" · "L-1" (last) · "L6 H1; L8 H3" · "all". ErrorKind::Selection when it names what the grid lacks.
Result<HeadSet> parseHeads(std::string_view text, const HeadGrid& grid, IndexBase base);
/// The shortest of the forms that parseHeads reads, one part per group of layers with equal heads.
std::string formatHeads(const HeadSet& heads, const HeadGrid& grid, IndexBase base);

} // namespace headlight
