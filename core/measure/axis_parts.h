// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Segments split by marks, as the window names them: learned queries, special tokens, text, patches, padding.
#pragma once

#include "dump/axis.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headlight {

struct AxisPart {
    std::string name;                 ///< "learned queries", "special", "text", "class", "patches", "padding"
    std::vector<std::int64_t> items;  ///< indices into Axis::items, ascending
    bool padding = false;
};

/// In the order of their first position, special before text, padding last. Empty parts do not appear.
std::vector<AxisPart> partsOf(const Axis& axis);

/// The position that is meant where no query is named: of the first prefix token, else the first; 0 on an empty axis.
std::int64_t usualQuery(const Axis& axis);

} // namespace headlight
