// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one door for files: every reader is asked in turn, content decides.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "value/document.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::formats {

/// Bounds that a file may not pass. The defaults serve files of any honest size.
struct Limits {
    std::uint64_t mostUnpackedBytes = std::uint64_t{4} << 30; ///< of one compressed member
    std::size_t mostMembers = 1'000'000;                     ///< of an archive
    std::size_t mostPickleOpcodes = 50'000'000;
    std::size_t mostValues = 20'000'000;                     ///< lists, dictionaries, strings and numbers in one tree
};

/// Reads the directory of a file, never its data. NotThisFormat never leaves: a file no reader knows is Unsupported,
/// with a sentence about what it looks like (a web page, a git-lfs pointer, an empty file, ...).
Result<Document> readFile(const std::filesystem::path& path, const Limits& limits = {}, const JobContext& job = {});

/// Suffixes people use for files that readFile may understand, with the dot, for file dialogs and folders.
const std::vector<std::string>& knownSuffixes();

/// Names of a folder's regular files in natural order (links followed, not recursive), at most 100 000 of them.
Result<std::vector<std::filesystem::path>> listFolder(const std::filesystem::path& folder);

} // namespace headlight::formats
