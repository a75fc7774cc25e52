// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Layouts that are attention but not one map [query, key] for each layer and head.
#pragma once

#include "dump/array_view.h"
#include "dump/nest.h"

#include <cstdint>
#include <optional>

namespace headlight {

/// Rows that text generation returned one by one: a list of steps of a list of layers.
struct StepLayout {
    std::int64_t steps = 0;
    std::int64_t layers = 0;
};
std::optional<StepLayout> stepLayout(const Nest& nest);

/// Columns are global tokens and a window around the query (Longformer): the first used column of the window moves
/// by one from query to query.
bool looksWindowed(const ArrayView& array);

} // namespace headlight
