// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The dump a command works on, opened as the flags say.
#pragma once

#include "app/cli/arguments.h"
#include "base/job_context.h"
#include "base/result.h"
#include "dump/dump.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::cli {

/// The one PATH of the command; ErrorKind::Usage for none or several.
Result<std::filesystem::path> onePath(const Arguments& arguments);

/// --tokens, --gradients, --importance and what else says how to read it.
Result<ReadingChoices> readingChoices(const Arguments& arguments);

/// The dump at `path`. A folder that holds several is ErrorKind::Selection and names them.
Result<SharedDump> openInput(const Arguments& arguments, const std::filesystem::path& path, const JobContext& job);

/// What has to be said about --tokens: that they are too few or too many. Nothing without the option; `info` says it anyway.
std::vector<std::string> remarksOnTokens(const Arguments& arguments, const Dump& dump);

/// --index-base, 1 by default.
Result<IndexBase> indexBase(const Arguments& arguments, IndexBase usual = IndexBase::One);

} // namespace headlight::cli
