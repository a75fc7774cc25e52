// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which axis of an array is what: the key axis is measured, the others follow from lists, names and habits.
#pragma once

#include "base/result.h"
#include "dump/axis_names.h"
#include "dump/nest.h"
#include "dump/reading.h"
#include "dump/row_sums.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace headlight {

/// Roles of all axes of a nest, lists first (outermost first), with reasons. Axis numbers as in AxisReading.
using AxisRoles = std::vector<AxisReading>;

struct RoleHints {
    bool namedAttention = false;               ///< the array or the file is called attention
    bool knownOrder = false;                   ///< a form whose axis order is fixed (BertViz): layer, head, query, key
    bool keyIsLast = false;                    ///< however the values look: rows were put together from steps
    std::optional<WrittenRoles> written = {};  ///< names of the axes that stand beside the array; what was measured does not change them
    std::optional<std::int64_t> samples = {};  ///< how many token lists or records come with the array
    std::optional<std::int64_t> sizes[2] = {}; ///< lengths of query and key token lists where known
};

/// The reading of an array, or ErrorKind::NotADump with the reason why it cannot be attention.
Result<AxisRoles> axisRoles(const Nest& nest, const ValueFacts& facts, const RoleHints& hints);

/// Gives axes the roles people chose, where they differ; whoever had such a role gets the old one of that axis. ErrorKind::Usage when there is
/// no such axis, or when a list would have to become the query or key axis.
Result<AxisRoles> withChoices(AxisRoles roles, const std::vector<std::pair<std::int64_t, AxisRole>>& choices);

/// True when a measured axis sums to one, values are not negative, and the array has room for queries and keys.
bool measuresAsAttention(const Nest& nest, const ValueFacts& facts);

} // namespace headlight
