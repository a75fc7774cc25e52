// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where results go: -o checked before any work, files written whole.
#pragma once

#include "app/cli/arguments.h"
#include "base/job_context.h"
#include "base/result.h"

#include <QByteArray>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace headlight::cli {

/// What -o says.
class Output {
public:
    /// ErrorKind::Usage without -o; ErrorKind::CannotWrite when --no-clobber meets an existing file or there is no such folder.
    /// A folder (it ends in '/', is one, or `folderOnly`) is made when it does not exist.
    static Result<Output> open(const Arguments& arguments, bool folderOnly = false);

    [[nodiscard]] bool isFolder() const { return m_folder; }
    [[nodiscard]] bool isStandardOutput() const { return m_path == "-"; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Figures that are there already stay.
    [[nodiscard]] bool resumes() const { return m_resume; }

    /// False with --no-clobber.
    [[nodiscard]] bool replaces() const { return m_replace; }

    /// Replaces the file as a whole, or with --no-clobber makes it; folders between are made. Cancelled before anything is touched.
    Result<void> write(const std::filesystem::path& file, const QByteArray& content, const JobContext& job) const;

    /// The same for what comes in pieces, from `fill`, which is handed what takes the next one.
    using Sink = std::function<Result<void>(std::string_view)>;
    Result<void> writePieces(const std::filesystem::path& file, const std::function<Result<void>(const Sink&)>& fill, const JobContext& job) const;

private:
    std::filesystem::path m_path;
    bool m_folder = false;
    bool m_replace = true;
    bool m_resume = false;
};

/// The suffix in lower case, without the dot.
std::string suffixOf(const std::filesystem::path& path);

} // namespace headlight::cli
