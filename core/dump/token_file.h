// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file of tokens that people name: a JSON list, or one token a line.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight {

/// The text of a file of at most 256 MB, the byte order mark left out. ErrorKind::Limit beyond.
Result<std::string> textOfFile(const std::filesystem::path& path);

/// Lines without their ends, broken UTF-8 repaired. An empty last line is none.
std::vector<std::string> linesOf(std::string_view text);

/// Raw tokens. ErrorKind::NotADump says what it holds instead: nothing, numbers, a vocabulary.
Result<std::vector<std::string>> tokensInFile(const std::filesystem::path& path);

} // namespace headlight
