// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The forms in which BertViz hands attention to its views, blocks of a sentence pair or a list of named arrays, and the
// form of its ancestor, the view of tensor2tensor.
#pragma once

#include "dump/dump.h"
#include "dump/nest.h"
#include "value/value.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// One array [layer, head, query, key] of such a file.
struct BertVizArray {
    std::string name;                     ///< "all", "ab", "Encoder"; empty when the file gives none
    Nest nest;
    std::vector<std::string> queryTokens; ///< left_text
    std::vector<std::string> keyTokens;   ///< right_text
    bool isBlock = false;                 ///< aa, ab, ba, bb: cut out of `all`, not renormalised
    std::optional<StackKind> kind = {};   ///< where the form says it
};

/// Empty when the tree is not of these forms. `all` comes first, then the file's order.
std::vector<BertVizArray> bertVizArrays(const Value& root, AddressStyle style);

} // namespace headlight
