// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a tokenizer marks words, found from the tokens themselves.
#pragma once

#include "dump/dump.h"

#include <string>
#include <vector>

namespace headlight {

enum class TokenStyle : std::uint8_t {
    Plain,
    WordPiece,     ///< ##nni
    ByteLevel,     ///< Ġvisualization
    SentencePiece, ///< ▁visualization
    EndOfWord,     ///< circle</w>
    Spaces,        ///< " visualization"
};

TokenStyle styleOf(const std::vector<std::string>& tokens);

/// All tokens of one sequence; which of them go on a word is seen from their neighbours.
std::vector<CleanToken> cleanTokens(const std::vector<std::string>& raw);

} // namespace headlight
