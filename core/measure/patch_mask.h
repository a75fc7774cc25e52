// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A row of a map over the patches of an image.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/axis.h"
#include "dump/map_source.h"
#include "measure/enlargement.h"
#include "measure/measure.h"

#include <cstdint>
#include <optional>
#include <span>

namespace headlight {

/// The values of a row at the patches, as the grid of the picture [grid rows, grid columns]. `keys` are the items of the row.
/// ErrorKind::Selection where the axis has no patches, or not all of a grid.
Result<Matrix> patchMask(std::span<const float> row, const Axis& keys);

/// [rows, columns], both at least 1.
Matrix enlarged(const Matrix& mask, std::int64_t rows, std::int64_t columns, Enlargement how = Enlargement::Bilinear);

/// The row of one query over the patches, the maps taken together as aggregateMaps does. `item` counts in axes().queries; one key may be
/// set to 0.
Result<Matrix> queryMask(const MapSource& maps, std::span<const MapIndex> taken, Aggregate aggregate, std::int64_t item, std::optional<std::int64_t> without, const JobContext& job);

} // namespace headlight
