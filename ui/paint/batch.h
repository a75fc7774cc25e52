// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Many figures as files: built, painted and written on all threads. What the command line and the window's batch export have in common.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/dump.h"
#include "state/state.h"
#include "ui/paint/export.h"
#include "ui/paint/figure_settings.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::paint {

/// One picture of one state, in one or several formats.
struct FigureTask {
    State state;
    std::filesystem::path stem; ///< target without suffix
    std::vector<FileFormat> formats;
    FigureSettings settings;
    bool panelsInOneRow = false;
};

/// Figures that are made at the same time, after those of the part before.
struct BatchPart {
    std::shared_ptr<const Workspace> workspace;            ///< where the dump is open; shared by parts that need the same maps
    std::function<Result<void>(const JobContext&)> before; ///< what the figures have in common, computed first; empty: nothing
    std::vector<FigureTask> tasks;
};

struct Batch {
    SharedDump dump;
    std::vector<BatchPart> parts;
    std::vector<std::string> remarks; ///< sentences about what cannot be made

    [[nodiscard]] std::size_t figures() const;
    [[nodiscard]] std::size_t files() const;
};

/// What happens to a file that is there already.
enum class Existing : std::uint8_t {
    Replace,
    Skip,
    Number, ///< "name (2).png"; figures in several formats keep one number
};

struct BatchChoices {
    Existing existing = Existing::Replace;
    bool endAtFirstError = false; ///< the others are not made; else they are
    /// Writes one whole file; empty: writeWhole(), with the folders between. Called from any thread.
    std::function<Result<void>(const std::filesystem::path&, const QByteArray&, const JobContext&)> write = {};
    /// Does the work in the main thread, for figures that need it (needsMainThread), and waits for its end; false when it was stopped before.
    /// Empty: this is the main thread.
    std::function<bool(const std::function<void()>& work, const JobContext&)> inMainThread = {};
};

/// What became of it, in the order of the batch.
struct BatchReport {
    struct Failure {
        std::filesystem::path file;
        Error error; ///< names the file
    };
    std::vector<std::filesystem::path> written;
    std::vector<std::filesystem::path> skipped;
    std::vector<Failure> failed;
    std::vector<std::string> remarks;
    std::uint64_t bytes = 0;
    bool cancelled = false; ///< what was written until then is whole
};

/// A file for each figure and format. Parts are let go when they are done, with all that was computed for them.
BatchReport writeBatch(Batch batch, const BatchChoices& choices, const JobContext& job);

/// All figures as pages of one PDF, in the order of the batch. A figure that cannot be made ends it: no file is written then.
BatchReport writePages(Batch batch, const std::filesystem::path& file, const BatchChoices& choices, const JobContext& job);

/// One batch after the other, for sets of many samples: each is made when its turn comes, and nothing of it stays in memory.
using MakeBatch = std::function<Result<Batch>(std::size_t)>;
BatchReport writeSeries(std::size_t count, const MakeBatch& make, const BatchChoices& choices, const JobContext& job);

/// About how many bytes the files of a batch have: one figure of each kind is made for it.
Result<std::uint64_t> estimatedBytes(const Batch& batch, const JobContext& job);

/// The figure as it is written: with its title, and ErrorKind::Selection where nothing is left to draw.
Result<Figure> buildTask(const Workspace& workspace, const FigureTask& task, const JobContext& job);

/// Options for a file at `target`, with the state inside.
ExportOptions paperFor(const FigureTask& task, const Dump& dump, const std::filesystem::path& target, FileFormat format);

std::string_view suffixFor(FileFormat format); ///< ".png"

} // namespace headlight::paint
