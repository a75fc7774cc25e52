// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Several maps taken together, cell by cell.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"

#include <optional>
#include <span>

namespace headlight {

/// Mean, maximum or minimum over `maps`, which must have the same size (ErrorKind::Shape names the first that has not).
/// Sums are kept in float64 and rounded once. A NaN in any map makes the cell NaN. Aggregate::Each takes the first map.
Result<void> aggregateMaps(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, RowRange range, MatrixBlock out, const JobContext& job);

/// The same rows as band, global columns and global rows. Nothing where one of the maps is not stored as a sliding window, or they have not the same window
/// and global tokens: then aggregateMaps() is the way.
Result<std::optional<WindowedMap>> aggregateWindows(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, RowRange range, const JobContext& job);

} // namespace headlight
