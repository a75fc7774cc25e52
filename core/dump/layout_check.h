// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Layouts that are attention but not one map [query, key] for each layer and head.
#pragma once

#include "dump/array_view.h"

namespace headlight {

/// Columns are global tokens and a window around the query (Longformer): the first used column of the window moves
/// by one from query to query.
bool looksWindowed(const ArrayView& array);

} // namespace headlight
