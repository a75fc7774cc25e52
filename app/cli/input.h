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

namespace headlight::cli {

/// The one PATH of the command; ErrorKind::Usage for none or several.
Result<std::filesystem::path> onePath(const Arguments& arguments);

/// --tokens, --vocabulary and --global-positions as choices about the reading.
Result<ReadingChoices> readingChoices(const Arguments& arguments);

/// The dump at `path`. A folder that holds several is ErrorKind::Selection and names them.
Result<SharedDump> openInput(const Arguments& arguments, const std::filesystem::path& path, const JobContext& job);

/// --index-base, 1 by default.
Result<IndexBase> indexBase(const Arguments& arguments, IndexBase usual = IndexBase::One);

} // namespace headlight::cli
