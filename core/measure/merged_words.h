// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps of words instead of sub-words.
#pragma once

#include "dump/map_source.h"

#include <cstdint>
#include <vector>

namespace headlight {

/// Items [first, first + count) of an axis that make one word.
struct WordRange {
    std::int64_t first = 0;
    std::int64_t count = 1;
    bool operator==(const WordRange&) const = default;
};

/// The words of an axis, in order; they partition it. An item joins the word before it when it goes on from there
/// (AxisItem::continues). Special tokens, padding and learned queries stay alone, and no word crosses a segment.
std::vector<WordRange> wordsOf(const Axis& axis);

/// The maps of `source` by words on both axes: attention to a word is the sum over its pieces, attention from a word the mean, so rows
/// that sum to one still do. A layer smaller than the axis has the words that begin in it, the last of them with the pieces it has.
/// Sums are kept in float64. The source itself where there is nothing to put together.
/// AxisItem::position is that of the first piece, AxisItem::pieces how many there are.
Maps mergedWords(Maps source);

} // namespace headlight
