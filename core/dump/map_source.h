// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps [query, key] by layer and head, read or computed on demand. Attention as stored, a rollout, a relevance and a
// difference are the same thing to whoever draws or sums them.
#pragma once

#include "base/indices.h"
#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/axis.h"
#include "dump/windowed_map.h"
#include "value/tensor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace headlight {

/// Sizes of one layer; heads == 0 where the measure has no heads.
struct LayerShape {
    std::int64_t heads = 0;
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    bool operator==(const LayerShape&) const = default;
};

/// Rows that whoever goes through many maps reads together: a block of them stays in the cache, and what is asked between blocks answers at once.
inline constexpr std::int64_t kRowsAtOnce = 64;

struct MapAxes {
    std::vector<LayerShape> layers;
    SharedAxis queries; ///< of the largest layer; a layer with fewer queries uses the first of them
    SharedAxis keys;
};

inline const LayerShape& shapeOf(const MapAxes& axes, LayerIndex layer)
{
    return axes.layers[static_cast<std::size_t>(layer.value)];
}

/// Who may ask for a map unasked: a stored row costs a read, a rollout costs every layer below.
enum class Cost : std::uint8_t { StoredRow, Product, Rollout, Flow };

/// The arrays behind a map that is stored as a sliding window.
struct StoredWindows {
    Tensor band;                              ///< [query, global column + window + 1]
    std::optional<Tensor> globals;            ///< [position, global column]: query rows of global tokens; may have more positions than queries
    std::int64_t globalColumns = 0;
    std::vector<std::int64_t> positions = {}; ///< of the global tokens; entry g belongs to column g
};

/// Const, callable from any thread.
class MapSource {
public:
    virtual ~MapSource() = default;

    [[nodiscard]] virtual const MapAxes& axes() const = 0;
    [[nodiscard]] virtual Cost cost(MapIndex) const = 0;

    /// Rows [range.first, + range.count) of one map into `out` (range.count x keys). The map must exist (asserted);
    /// errors are those of the file, or Cancelled. Values as stored or computed, NaN included, accumulated in float32 or better.
    virtual Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const = 0;

    /// Row `query` of every layer's map, one row of `out` per layer, layer 0 first. The default reads layer by layer.
    virtual Result<void> rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const;

    /// The same rows as band, global columns and global rows, as stored: what sums, ranks and largest values of a sliding window are
    /// computed from. Nothing where the maps are not stored so; then rows() is the way.
    virtual Result<std::optional<WindowedMap>> windowed(MapIndex map, RowRange range, const JobContext& job) const;

    /// The tensor [query, key] behind a map that is stored just so; nothing for maps that are put together or computed.
    [[nodiscard]] virtual std::optional<Tensor> stored(MapIndex) const { return std::nullopt; }
    /// The arrays of a map that is stored as a sliding window; nothing for all others.
    [[nodiscard]] virtual Result<std::optional<StoredWindows>> storedWindows(MapIndex) const { return std::optional<StoredWindows>{}; }
};

using Maps = std::shared_ptr<const MapSource>;

/// Tensor::verify() of the arrays behind one map, where it is stored in one piece.
Result<void> verify(const MapSource& maps, MapIndex map, const JobContext& job);

/// A whole map in one matrix.
Result<Matrix> wholeMap(const MapSource& maps, MapIndex map, const JobContext& job = {});

} // namespace headlight
