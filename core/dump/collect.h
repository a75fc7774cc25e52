// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which files belong together: numbered series, gradients, sidecars, pictures. Names only; nothing is opened.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

struct FoundManifest;

/// Files whose names differ in one number.
struct FileSeries {
    std::string pattern;                       ///< "attentions_#.pt"
    std::vector<std::filesystem::path> files;  ///< natural order
    std::vector<std::int64_t> numbers;         ///< of each file; empty for a file that stands alone
    bool layers = false;                       ///< every file is a layer, not a batch
    std::int64_t parts = 0;                    ///< how many files hold the arrays of one dump together: x-00001-of-00003; 0: none of it

    /// Numbers between the first and the last that no file has; of parts: all that are not there.
    [[nodiscard]] std::vector<std::int64_t> missing() const;
};

struct GradientFile {
    std::filesystem::path path;
    std::size_t attention = 0;                 ///< index of the file in the series it belongs to
    std::string target;                        ///< "243"; empty when the name has none
};

/// Another part of the attention in one file.
struct PartFile {
    std::filesystem::path path;
    std::size_t attention = 0;                 ///< index of the file in the series it belongs to
};

/// Everything that was found by name for one dump.
struct FileSet {
    std::filesystem::path path;                ///< as given: file or folder
    FileSeries attention;                      ///< what is opened
    FileSeries whole;                          ///< the series a single file is part of; equal to `attention` otherwise
    std::vector<GradientFile> gradients;
    std::vector<std::filesystem::path> sidecars;
    std::vector<std::filesystem::path> pictures;
    std::vector<PartFile> globals;             ///< of global attention: the second part of a sliding window
    std::vector<std::filesystem::path> importance; ///< of heads
    std::shared_ptr<const FoundManifest> manifest = {}; ///< beside the dump; null when there is none
};

/// What lies in a folder, sorted by what its names say.
struct FolderContents {
    std::vector<FileSeries> candidates;        ///< may hold attention
    std::vector<std::filesystem::path> gradients;
    std::vector<std::filesystem::path> sidecars;
    std::vector<std::filesystem::path> pictures;
    std::vector<std::filesystem::path> globals;
    std::vector<std::filesystem::path> importance;
};

Result<FolderContents> folderContents(const std::filesystem::path& folder);

/// A file with everything that belongs to it.
FileSet filesAround(const std::filesystem::path& file, const FolderContents& folder);
/// One series of a folder with everything that belongs to it.
FileSet filesOfSeries(const std::filesystem::path& path, const FileSeries& series, const FolderContents& folder);

/// The picture of a sample: by the file's stem, the sample's id, the folder's name (beside it or one up), or a usual name.
std::filesystem::path pictureFor(const FileSet& files, std::size_t file, const std::string& id, bool onlySample);

} // namespace headlight
