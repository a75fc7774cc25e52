// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One function per subcommand. An error is printed as one sentence and decides the exit status.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"
#include "app/cli/exit_status.h"
#include "base/job_context.h"
#include "base/result.h"

namespace headlight::cli {

struct Invocation {
    const Arguments& arguments;
    Console& console;
    JobContext job; ///< stopped by SIGINT and SIGTERM
};

Result<ExitStatus> runInfo(const Invocation& invocation);
Result<ExitStatus> runValues(const Invocation& invocation);
Result<ExitStatus> runFigure(const Invocation& invocation);
Result<ExitStatus> runNotebook(const Invocation& invocation);
Result<ExitStatus> runCheck(const Invocation& invocation);
Result<ExitStatus> runTable(const Invocation& invocation);
Result<ExitStatus> runConvert(const Invocation& invocation);

} // namespace headlight::cli
