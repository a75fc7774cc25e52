// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sliding-window attention (Longformer): what two arrays hold, read as rows of [query, key] without ever being expanded as a whole.
#pragma once

#include "dump/array_view.h"
#include "dump/composed_rows.h"
#include "dump/windowed_map.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace headlight {

/// Positions of the global tokens of one sample; entry g belongs to slot g of the arrays. Fewer than slots where some are unused.
using GlobalPositions = std::vector<std::int64_t>;

/// Const, callable from any thread. With G slots for global tokens and a window of w (which may differ from layer to layer):
/// column g < G of `bands` [..., query, G + w + 1] is the attention to global token g, column G + w/2 + d that to the token at
/// distance d. `globals` [..., position, G] are the query rows of the global tokens; its positions may be padded beyond the queries.
class BandedArray {
public:
    /// ErrorKind::Shape when a window has no middle, or the arrays do not have the same samples, layers and heads.
    static Result<BandedArray> make(ArrayView bands, std::optional<ArrayView> globals, std::int64_t globalColumns);
    /// The roles of an array of global attention beside these bands, whose last axes are [position, slot]; nothing when it does not fit.
    static std::optional<ArrayView> globalsLike(const Nest& nest, const ArrayView& bands);

    [[nodiscard]] const ArrayView& bands() const { return m_bands; }
    [[nodiscard]] const std::optional<ArrayView>& globals() const { return m_globals; }
    [[nodiscard]] std::int64_t globalColumns() const { return m_globalColumns; }
    /// w of every layer.
    [[nodiscard]] std::vector<std::int64_t> windows(std::int64_t sample) const;

    /// The same arrays with global tokens at these positions, by sample. ErrorKind::Selection when there are more than slots, or
    /// one lies outside the sequence or stands twice.
    [[nodiscard]] Result<BandedArray> placed(std::vector<GlobalPositions> bySample) const;
    [[nodiscard]] const GlobalPositions& positions(std::int64_t sample) const { return m_positions[static_cast<std::size_t>(sample)]; }

    struct Place {
        std::int64_t sample = 0;
        std::int64_t layer = 0;
        std::int64_t head = 0;
    };
    /// Rows of [query, key], packed; `out` holds zeros.
    Result<void> rows(const Place& place, RowRange range, ElementType type, std::span<std::byte> out) const;
    /// The arrays behind one map.
    [[nodiscard]] Result<StoredWindows> stored(const Place& place) const;
    [[nodiscard]] Result<WindowedMap> windowed(const Place& place, RowRange range) const;

private:
    BandedArray(ArrayView bands, std::optional<ArrayView> globals, std::int64_t globalColumns) : m_bands(std::move(bands)), m_globals(std::move(globals)), m_globalColumns(globalColumns) {}

    [[nodiscard]] Result<Tensor> bandOf(const Place& place) const;
    [[nodiscard]] Result<Tensor> fullRow(const Place& place, std::size_t slot, std::int64_t keys) const;

    ArrayView m_bands;
    std::optional<ArrayView> m_globals;
    std::int64_t m_globalColumns;
    std::vector<GlobalPositions> m_positions;
};

using SharedBands = std::shared_ptr<const BandedArray>;

/// [sample, layer, head, query, key] of the bands: an array like any other, whose rows are scattered when they are read.
Result<ArrayView> expandedView(const SharedBands& bands);

} // namespace headlight
