// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps as they are stored: every row is a read of the file, nothing is kept.
#pragma once

#include "dump/array_view.h"
#include "dump/map_source.h"

#include <memory>

namespace headlight {

/// One sample of an array of attention or gradients.
class DenseMaps final : public MapSource {
public:
    /// `file` completes the place of errors.
    DenseMaps(std::shared_ptr<const ArrayView> array, std::int64_t sample, MapAxes axes, std::string file);

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override;
    [[nodiscard]] std::optional<Tensor> stored(MapIndex map) const override;

private:
    std::shared_ptr<const ArrayView> m_array;
    std::int64_t m_sample;
    MapAxes m_axes;
    std::string m_file;
};

} // namespace headlight
