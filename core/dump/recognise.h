// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From a value tree to stacks: pure, so that it can be tried on trees made by hand. Looks at a bounded number of values.
#pragma once

#include "dump/array_view.h"
#include "dump/banded_array.h"
#include "dump/dump.h"
#include "dump/global_positions.h"
#include "dump/head_scale.h"
#include "dump/nest.h"
#include "dump/row_sums.h"
#include "value/value.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headlight {

using SharedArray = std::shared_ptr<const ArrayView>;

/// A list of tokens for every sample, as found in a file; empty lists where there are none.
using TokenLists = std::vector<std::vector<std::string>>;

struct RecognisedStack {
    std::string name;
    StackKind kind = StackKind::Self;
    bool namedKind = false;                 ///< the kind follows from a name
    std::string querySequence;              ///< Axis::sequence of the queries and keys
    std::string keySequence;
    StackStorage storage = StackStorage::Dense;
    std::int64_t firstQuery = 0;            ///< position of the first row in the sequence, where the rows of a prompt are not there
    SharedArray attention;                  ///< of a sliding window: its expandedView()
    SharedBands bands;                      ///< null unless windowed
    std::vector<std::pair<std::string, SharedArray>> gradients; ///< by target
    std::optional<HeadImportance> importance;
    std::optional<HeadScale> scale;         ///< rows that sum to one number per head
    TokenLists queryTokens;                 ///< one list for each sample, or one for all, or none
    TokenLists keyTokens;
    ValueFacts facts;
    StackReading reading;
};

struct Recognition {
    std::vector<RecognisedStack> stacks;
    std::vector<PictureArray> pictures;     ///< one for each sample, or one for all, or none
    std::vector<Note> notes;
    std::vector<FoundItem> found;
    std::vector<ArrayReading> arrays;       ///< every array of the file
    std::vector<TokenListReading> tokenLists;
};

/// What the surroundings of a file say.
struct RecognitionHints {
    std::string stem;                        ///< name of the file without suffix
    AddressStyle style = AddressStyle::Python;
    std::optional<std::int64_t> records = {}; ///< samples in the sidecar that belongs to this file alone
    std::vector<Nest> globalAttention = {};  ///< of files of global attention beside it
    ReadingChoices choices = {};
};

/// The stacks of one file. ErrorKind::NotADump says what it holds instead, ErrorKind::Unsupported names a layout that is
/// attention but cannot be shown yet.
Result<Recognition> recognise(const Value& root, const RecognitionHints& hints);

/// Moves the global tokens of a windowed stack to these positions, by sample, and says so. ErrorKind::Selection when they do not fit.
Result<void> placeGlobals(RecognisedStack& stack, std::vector<GlobalReading> bySample);

/// The pictures of the samples, where an array of the tree that is no attention holds them: one for each sample of the stacks, or one for all.
std::vector<PictureArray> picturesOf(const TreeContents& contents, AddressStyle style, const std::vector<RecognisedStack>& stacks);

/// Gives every stack that has none the importance of heads in a tree, with reasons; a note and false where it fits none.
bool giveImportance(Recognition& recognition, const std::vector<Nest>& arrays, const std::string& from);

/// Gives every stack that it fits this importance instead of its own. ErrorKind::Selection names both sizes where it fits none.
Result<void> replaceImportance(Recognition& recognition, const std::vector<Nest>& arrays, const std::string& from);

/// The gradients in a file of their own, one array for each stack they fit (by shape), with the roles of the attention.
std::vector<std::pair<std::string, SharedArray>> recogniseGradients(const Value& root, AddressStyle style, const std::string& target,
                                                                    const RecognisedStack& stack);

/// "3 strings and a number": what is in a tree that holds no attention.
std::string summaryOf(const TreeContents& contents, const Value& root);

} // namespace headlight
