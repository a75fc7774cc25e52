// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What text generation returns: for every step the attention of the new tokens only, joined here to one map for each head.
#pragma once

#include "dump/nest.h"
#include "dump/reading.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// Steps joined along the query axis.
struct JoinedSteps {
    Nest nest;                        ///< list of layers, or one tensor with its layers inside; rows are read from the step they came from
    std::vector<std::string> reasons; ///< sentences for the report
    std::int64_t firstQuery = 0;      ///< position of the first row in the sequence: the rows of the prompt may not be there
    std::vector<Note> notes;          ///< steps that are missing or do not fit
};

/// The steps of a nest whose outermost list runs over them: a list of layers in each step, or one tensor. A first step may be a
/// block of rows, the others have one row each (more where several tokens were accepted at once). Self-attention is known by its
/// keys, which grow with every row; cross attention, whose keys stay the same, by its name. Nothing for other nests.
///
/// `asked`: people say that these are steps; then every list of tensors with two entries or more is joined.
/// Keys beyond the length of a step are 0. Rows of a step that is missing or does not fit are NaN, and said.
std::optional<JoinedSteps> joinedSteps(const Nest& nest, bool asked = false);

} // namespace headlight
