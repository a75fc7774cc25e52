// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From states to files: built, painted and written on all threads.
#pragma once

#include "app/cli/figure_settings.h"
#include "app/cli/output.h"
#include "base/job_context.h"
#include "base/result.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::cli {

/// One picture of one state, in one or several formats.
struct FigureTask {
    State state;
    std::filesystem::path stem; ///< target without suffix
    std::vector<paint::FileFormat> formats;
    FigureSettings settings;
    bool panelsInOneRow = false;
};

/// The figure as the command line shows it: with its title, and ErrorKind::Selection where nothing is left to draw.
Result<Figure> buildTask(const Workspace& workspace, const FigureTask& task, const JobContext& job);

std::string suffixFor(paint::FileFormat format);

/// All of them; the first error ends the others. What is there already is skipped with --resume.
Result<void> renderAll(const Workspace& workspace, const SharedDump& dump, const std::vector<FigureTask>& tasks, const Output& output, const JobContext& job);

/// Options for a file at `target`, with the state inside.
paint::ExportOptions paperFor(const FigureTask& task, const Dump& dump, const std::filesystem::path& target, paint::FileFormat format);

} // namespace headlight::cli
