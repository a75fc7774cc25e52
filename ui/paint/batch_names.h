// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Names of many files: patterns with tokens, and those of the notebooks.
#pragma once

#include "base/result.h"
#include "dump/axis.h"
#include "dump/dump.h"
#include "state/state.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace headlight::paint {

/// Characters unfit for file names become '-'; long names end between two characters.
std::string fitForFileName(std::string_view name);

/// "0_12060", or "0" where samples have no id.
std::string sampleName(const Dump& dump, SampleIndex sample);

/// "45 triangle", or "45" where the position has no token.
std::string queryName(const AxisItem& query);

/// What the tokens of a pattern stand for in one figure.
struct NameParts {
    std::string sample;
    std::string layer;
    std::string head;
    std::string query;
};

/// The pattern with {sample}, {layer}, {head} and {query} filled in, as a relative path without suffix: '/' makes folders.
/// ErrorKind::Usage for other tokens, a brace alone and a pattern without a name.
Result<std::filesystem::path> pathFrom(std::string_view pattern, const NameParts& parts);

} // namespace headlight::paint
