// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `info` says: for people and for programs.
#pragma once

#include "base/error.h"
#include "base/indices.h"
#include "dump/dump.h"
#include "value/document.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::cli {

/// Everything that is known about a path: a dump, a readable file without attention, or a folder of several dumps.
struct Report {
    std::filesystem::path path;
    std::string format;
    SharedDump dump;                          ///< null when there is no attention in it
    std::vector<Document> documents;          ///< what was read; the first one is the path itself where that is a file
    std::vector<std::filesystem::path> parts; ///< dumps of a folder that holds several
    std::vector<std::string> warnings;        ///< sentences
    bool tensors = false;                     ///< list them all
};

std::string jsonReport(const Report& report);
std::string textReport(const Report& report);

/// The value tree in lines, neighbours of the same kind taken together: "[0] to [11]: float16 tensor [2, 12, 63, 63]".
std::string treeText(const Document& document);

} // namespace headlight::cli
