// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps of a sliding window: rows like any others, and the bands they come from.
#pragma once

#include "dump/banded_array.h"
#include "dump/dense_maps.h"

namespace headlight {

class BandedMaps final : public MapSource {
public:
    /// `expanded` is the expandedView() of `bands`.
    BandedMaps(SharedBands bands, std::shared_ptr<const ArrayView> expanded, std::int64_t sample, MapAxes axes, std::string file)
        : m_bands(std::move(bands)), m_rows(std::move(expanded), sample, std::move(axes), file), m_sample(sample), m_file(std::move(file))
    {
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_rows.axes(); }
    [[nodiscard]] Cost cost(MapIndex map) const override { return m_rows.cost(map); }
    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override { return m_rows.rows(map, range, out, job); }
    [[nodiscard]] Result<std::optional<StoredWindows>> storedWindows(MapIndex map) const override;
    Result<std::optional<WindowedMap>> windowed(MapIndex map, RowRange range, const JobContext& job) const override;

private:
    SharedBands m_bands;
    DenseMaps m_rows;
    std::int64_t m_sample;
    std::string m_file;
};

} // namespace headlight
