// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people say about arrays, put over what was recognised or what a manifest says; and what is told about every array of a file.
#pragma once

#include "base/result.h"
#include "dump/axis_roles.h"
#include "dump/classify.h"
#include "dump/dump.h"
#include "dump/manifest.h"
#include "dump/nest.h"
#include "dump/recognise.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace headlight {

/// The choice about one array; null when there is none.
const ArrayChoice* choiceOf(const ReadingChoices& choices, const std::string& array);

/// Moves arrays to where people want them. ErrorKind::Usage when there is no such array, or when none is left as attention.
Result<void> useAsChosen(Classified& classified, const TreeContents& contents, const ReadingChoices& choices);

/// Axes of an array about which nothing is known.
AxisRoles rolesWithoutMeaning(const Nest& nest);

/// A manifest with kinds, uses and segments of arrays as people chose them; axes are left to whoever reads the arrays.
Manifest withChoices(Manifest manifest, const ReadingChoices& choices);

/// Why arrays of a file were not taken for attention, by address.
std::map<std::string, Decision> reasonsToLeaveOut(const Classified& classified);

/// Fills `arrays` and `tokenLists` from everything in the file and what became of it.
void listArrays(Recognition& recognition, const TreeContents& contents, const std::map<std::string, Decision>& leftOut, const ReadingChoices& choices);

/// The lists of words at an address; none when there is nothing.
TokenLists listsAt(const TreeContents& contents, const std::string& address);

/// Lists of words that people chose for one side of a stack.
void giveChosenTokens(const TreeContents& contents, const ArrayChoice* choice, RecognisedStack& stack);

/// With a last count of 0 filled up.
std::vector<Segment> wholeSegments(std::vector<Segment> segments, std::int64_t size);

/// ErrorKind::Usage when chosen segments do not end where the axis of some sample does.
Result<void> checkSegments(const ReadingChoices& choices, const RecognisedStack& stack);

} // namespace headlight
