// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the sidecars say about every sample, put together.
#pragma once

#include "dump/collect.h"
#include "dump/sidecar.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace headlight {

/// A sample of a file of FileSet::attention.
struct RecordQuery {
    std::size_t file = 0;
    std::int64_t inFile = 0;
    std::int64_t samplesInFile = 1;
};

struct FoundRecord {
    std::vector<std::string> tokens;
    std::string tokensFrom;           ///< name of the sidecar
    std::string caption;
    std::string id;
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<std::int64_t> ids;    ///< token ids
    std::string idsFrom;              ///< name of the sidecar
};

/// One for each query. Samples of a series are numbered over all its files: a file opened alone starts where it would in
/// its folder, batches before it counted as large as it is.
std::vector<FoundRecord> recordsOf(const FileSet& set, const std::vector<Sidecar>& sidecars, const std::vector<RecordQuery>& queries);

} // namespace headlight
