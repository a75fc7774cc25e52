// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump laid out as named arrays, and the manifest that says what they are.
#pragma once

#include "app/cli/array_files.h"
#include "base/result.h"
#include "dump/dump.h"
#include "dump/manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight::cli {

struct ConvertedDump {
    std::vector<ArrayToWrite> arrays;
    Manifest manifest;
    std::vector<std::string> remarks; ///< sentences: what could not come along
};

struct ConversionOptions {
    bool numpyTypes = false;    ///< types that NumPy lacks become float32
    std::string addressOfRoot;  ///< what addresses begin with: "/" in .h5
    std::optional<DType> dtype; ///< float32 or float16 for all arrays; nothing: as stored
};

/// Stacks whose samples and layers are alike are one array [layer, sample, head, query, key]; others an array [head, query, key] for every
/// sample and layer. Sliding windows stay windows: their bands, and the rows of their global tokens. Numbers keep their type.
/// Errors of maps that cannot be read, ErrorKind::Selection when a sample lacks a stack. The dump must outlive the result.
Result<ConvertedDump> convertedDump(const Dump& dump, const ConversionOptions& options);

} // namespace headlight::cli
