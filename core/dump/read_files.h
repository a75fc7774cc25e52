// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the files of one dump and recognises what is in them.
#pragma once

#include "dump/collect.h"
#include "dump/manifest_axes.h"
#include "dump/manifest_files.h"
#include "dump/recognise.h"
#include "dump/sidecar.h"

#include <vector>

namespace headlight {

/// One attention file, or all files of a series of layers.
struct ReadFile {
    std::filesystem::path path;
    std::size_t index = 0;               ///< in FileSet::attention
    Recognition recognition;
};

struct ReadFiles {
    std::vector<ReadFile> files;
    std::vector<Document> documents;     ///< attention first, then gradients
    std::vector<Sidecar> sidecars;
    std::vector<Note> notes;
    std::vector<FoundItem> found;
    SharedManifest manifest;             ///< null when there is none
    std::optional<NamedWords> words;     ///< what it says about positions
};

/// ErrorKind of the first attention file when none of them can be used; files that fail beside good ones become notes.
Result<ReadFiles> readFiles(const FileSet& files, const ReadingChoices& choices, const JobContext& job);

} // namespace headlight
