// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For every sample of one stack: tokens, learned queries, patches, padding, and what has to be said about them.
#pragma once

#include "dump/key_use.h"
#include "dump/opened_dump.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// What is known about one sample of the stack.
struct SampleFacts {
    SharedArray attention;                  ///< null when the sample lacks the stack
    std::int64_t inFile = 0;
    std::vector<std::string> queryTokens;   ///< raw; empty when there are none
    std::vector<std::string> keyTokens;
    std::string tokensFrom;                 ///< "tokens.json", "the file"
};

struct StackFacts {
    std::string querySequence;
    std::string keySequence;
    StackKind kind = StackKind::Self;
    bool namedKind = false;
    std::optional<PictureFacts> picture;
    std::optional<Grid> grid = {};          ///< of patches, as people named it
    std::int64_t firstQuery = 0;            ///< position of the first row: tokens and numbers of queries begin there
    bool numbersOnly = false;
    bool firstStack = true;                 ///< notes about tokens and padding are made for the first stack only
};

struct PlannedAxes {
    std::vector<AxisPlans> plans;           ///< of every sample
    StackKind kind = StackKind::Self;       ///< Vision where patches were found
    bool causal = false;
    std::vector<std::string> reasons;
    std::vector<Note> notes;
    Decision positions = {Certainty::Assumed, "One text: nothing says otherwise"};
};

/// `budget` is how many values may be looked at for all samples together.
PlannedAxes planAxes(const StackFacts& stack, const std::vector<SampleFacts>& samples, std::int64_t budget);

} // namespace headlight
