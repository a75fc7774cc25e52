// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/output.h"

#include "app/cli/interruption.h"
#include "base/whole_file.h"
#include "ui/paint/export.h"

#include <fmt/format.h>

#include <cctype>
#include <mutex>
#include <system_error>

#include <unistd.h>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

Error cannotWrite(const fs::path& path, std::string what, std::string remedy = {})
{
    Error error{ErrorKind::CannotWrite, std::move(what), {}, std::move(remedy)};
    error.place.file = path.string();
    return error;
}

Result<void> makeFolder(const fs::path& folder)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return cannotWrite(folder, fmt::format("the folder cannot be made: {}", problem.message()));
    if (!fs::is_directory(folder, problem))
        return cannotWrite(folder, "is not a folder");
    return {};
}

/// Said before hours of work, not after.
Result<void> checkWritable(const fs::path& folder)
{
    std::error_code problem;
    if (!fs::is_directory(folder, problem))
        return cannotWrite(folder, "there is no such folder", "Make it first");
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return cannotWrite(folder, fmt::format("the folder cannot be written: {}", std::generic_category().message(errno)));
    return {};
}

} // namespace

Result<Output> Output::open(const Arguments& arguments, bool folderOnly)
{
    const auto given = arguments.value("--output");
    if (!given || given->empty())
        return wrongUsage(arguments.command(), "where should it be written? -o is missing");
    Output output;
    output.m_path = *given;
    output.m_replace = !arguments.has("--no-clobber");
    output.m_resume = arguments.has("--resume");
    if (output.isStandardOutput())
        return output;
    std::error_code problem;
    output.m_folder = folderOnly || given->ends_with('/') || fs::is_directory(output.m_path, problem);
    if (output.m_folder) {
        if (auto made = makeFolder(output.m_path); !made)
            return made.error();
        if (auto writable = checkWritable(output.m_path); !writable)
            return writable.error();
        return output;
    }
    const auto status = fs::status(output.m_path, problem);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return output; // a pipe or device is written to, not replaced
    const auto parent = output.m_path.parent_path();
    if (auto writable = checkWritable(parent.empty() ? fs::path(".") : parent); !writable)
        return writable.error();
    if (!output.m_replace && fs::exists(fs::symlink_status(output.m_path, problem)))
        return cannotWrite(output.m_path, "exists already, and --no-clobber leaves it alone");
    return output;
}

Result<void> Output::write(const fs::path& file, const QByteArray& content, const JobContext& job) const
{
    if (job.stopped())
        return cancelled();
    const std::shared_lock notInterrupted(Interruption::writing());
    if (m_folder)
        if (auto made = makeFolder(file.parent_path()); !made)
            return made;
    return paint::writeWhole(file, content, m_replace);
}

Result<void> Output::writePieces(const fs::path& file, const std::function<Result<void>(const Sink&)>& fill, const JobContext& job) const
{
    if (job.stopped())
        return cancelled();
    const std::shared_lock notInterrupted(Interruption::writing()); // before the file, so that nothing of it is left when it is given up
    auto whole = WholeFile::create(file, m_replace);
    if (!whole)
        return whole.error();
    auto filled = fill([&](std::string_view piece) -> Result<void> {
        if (job.stopped())
            return cancelled();
        return whole->append(asBytes(piece));
    });
    return filled ? whole->commit() : filled;
}

std::string suffixOf(const fs::path& path)
{
    std::string suffix = path.extension().string();
    if (!suffix.empty())
        suffix.erase(0, 1);
    for (char& c : suffix)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return suffix;
}

} // namespace headlight::cli
