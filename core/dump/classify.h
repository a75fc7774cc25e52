// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sorts the arrays of a tree: attention, gradients, and what only looks like it.
#pragma once

#include "dump/nest.h"
#include "dump/recognise.h"
#include "dump/row_sums.h"

#include <string>
#include <vector>

namespace headlight {

struct Candidate {
    Nest nest;
    ValueFacts facts;
    std::string words;       ///< keys that lead to it; with the file's name where they say nothing
    bool named = false;      ///< called attention
    bool knownOrder = false; ///< of a form whose axes are fixed: layer, head, query, key
    bool isBlock = false;    ///< a block cut out of a larger array
    std::string ownName;     ///< the file's own name for the stack
    std::optional<StackKind> kind = {}; ///< where the form says it
    TokenLists queryTokens;
    TokenLists keyTokens;
    StackStorage storage = StackStorage::Dense;
    std::int64_t firstQuery = 0; ///< position of the first row in the sequence
    std::vector<std::string> reasons = {}; ///< what was decided before its axes are looked at
    std::vector<Note> notes = {};
};

struct Classified {
    std::vector<Candidate> attention;
    std::vector<Candidate> gradients;
    std::vector<Candidate> negative;   ///< not called gradients, but with values below zero
    std::vector<Candidate> unfit;      ///< not called attention, and no axis sums to one
    std::vector<Nest> globals;         ///< global attention: the second part of sliding windows
};

Classified classify(const Value& root, const TreeContents& contents, const RecognitionHints& hints);

/// Why there is no attention, or attention of a layout that cannot be shown; called when `attention` is empty.
Error whyNoAttention(const Value& root, const TreeContents& contents, const Classified& classified);

} // namespace headlight
