// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One query through the layers: its row of every layer's map.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"

#include <cstdint>
#include <optional>
#include <span>

namespace headlight {

/// The row of every layer's map of one head, [layer, key], layer 0 first; of several queries the mean of their rows. `items` are indices into
/// Axis::items of the queries. NaN where a layer lacks the head, the query or the key. Errors are those of the maps.
Result<Matrix> evolutionOf(const MapSource& maps, std::span<const std::int64_t> items, std::optional<HeadIndex> head, const JobContext& job);

/// Several heads taken together cell by cell, in float64 and rounded once; a NaN in any of them makes the cell NaN. All have one size (asserted).
/// Aggregate::Each takes the first.
Matrix evolutionsTogether(std::span<const Matrix* const> heads, Aggregate aggregate);

} // namespace headlight
