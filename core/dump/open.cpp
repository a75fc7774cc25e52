// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/collect.h"
#include "dump/dump.h"
#include "dump/dump_builder.h"
#include "dump/read_files.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

using Path = std::filesystem::path;

Path folderOf(const Path& file)
{
    return file.has_parent_path() ? file.parent_path() : Path(".");
}

Result<SharedDump> openFiles(const FileSet& set, const ReadingChoices& choices, const JobContext& job)
{
    auto read = readFiles(set, choices, job);
    if (!read)
        return inFile(read.error(), set.path.string());
    if (job.stopped())
        return cancelled();
    return std::make_shared<const OpenedDump>(buildDump(set, *std::move(read), choices));
}

/// False only for files that are readable and no attention: settings, predictions, vocabularies.
bool mayBeDump(const FileSeries& series, const JobContext& job)
{
    const auto document = formats::readFile(series.files.front(), {}, job);
    if (!document)
        return document.error().kind != ErrorKind::Unsupported || series.files.front().extension() != ".json";
    RecognitionHints hints;
    hints.stem = series.files.front().stem().string();
    hints.style = document->style;
    const auto recognition = recognise(document->root, hints);
    return recognition || recognition.error().kind != ErrorKind::NotADump || series.layers;
}

struct FolderDumps {
    FolderContents contents;
    std::vector<FileSeries> dumps;
};

/// The series of a folder that may be dumps. One candidate is not looked into: opening it says what is wrong with it.
Result<FolderDumps> dumpsOfFolder(const Path& folder, const JobContext& job)
{
    auto contents = folderContents(folder);
    if (!contents)
        return contents.error();
    FolderDumps found{*std::move(contents), {}};
    if (found.contents.candidates.size() == 1 && found.contents.candidates.front().files.front().extension() != ".json") {
        found.dumps = found.contents.candidates;
        return found;
    }
    for (const auto& series : found.contents.candidates) {
        if (job.stopped())
            return cancelled();
        if (mayBeDump(series, job))
            found.dumps.push_back(series);
    }
    return found;
}

/// Folders inside a folder, in natural order; links to folders are not followed.
std::vector<Path> foldersIn(const Path& folder)
{
    std::vector<Path> folders;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->is_symlink(ignored))
            folders.push_back(entry->path());
    }
    std::ranges::sort(folders);
    return folders;
}

/// Dumps of a folder as paths; the folder itself where it is one dump.
Result<std::vector<Path>> pathsIn(const Path& folder, bool look, const JobContext& job)
{
    const auto found = dumpsOfFolder(folder, job);
    if (!found)
        return found.error();
    if (found->dumps.size() == 1)
        return std::vector<Path>{folder};
    std::vector<Path> paths;
    for (const auto& series : found->dumps)
        paths.insert(paths.end(), series.files.begin(), series.files.end());
    if (!paths.empty() || !look)
        return paths;
    for (const auto& inner : foldersIn(folder)) {
        auto more = pathsIn(inner, false, job);
        if (!more && more.error().kind == ErrorKind::Cancelled)
            return more;
        if (more)
            paths.insert(paths.end(), more->begin(), more->end());
    }
    return paths;
}

Result<SharedDump> openFolder(const Path& folder, const ReadingChoices& choices, const JobContext& job)
{
    const auto found = dumpsOfFolder(folder, job);
    if (!found)
        return found.error();
    if (found->dumps.size() == 1)
        return openFiles(filesOfSeries(folder, found->dumps.front(), found->contents), choices, job);
    const auto paths = pathsIn(folder, true, job);
    if (!paths)
        return paths.error();
    if (paths->size() == 1)
        return openDump(paths->front(), choices, job);
    if (paths->empty())
        return inFile(Error{ErrorKind::NotADump, "the folder holds no attention", {}, "Open a folder with attentions.pt or with numbered files attentions_0.pt, attentions_1.pt, ..."},
                      folder.string());
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(paths->size(), 5); ++i)
        names += (i == 0 ? "" : ", ") + (*paths)[i].lexically_relative(folder).string();
    return inFile(Error{ErrorKind::Selection, fmt::format("the folder holds {} dumps: {}{}", paths->size(), names, paths->size() > 5 ? ", ..." : ""), {}, "Open one of them"},
                  folder.string());
}

} // namespace

std::string_view nameOf(StackKind kind)
{
    switch (kind) {
    case StackKind::Self:
        return "self";
    case StackKind::Encoder:
        return "encoder";
    case StackKind::Decoder:
        return "decoder";
    case StackKind::Cross:
        return "cross";
    case StackKind::Vision:
        return "vision";
    case StackKind::Text:
        return "text";
    }
    return {};
}

std::string_view nameOf(StackStorage storage)
{
    switch (storage) {
    case StackStorage::Dense:
        return "dense";
    case StackStorage::Windowed:
        return "windowed";
    case StackStorage::Steps:
        return "steps";
    }
    return {};
}

Result<SharedDump> openDump(const Path& path, const ReadingChoices& choices, const JobContext& job)
{
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed))
        return openFolder(path, choices, job);
    auto folder = folderContents(folderOf(path));
    // A file in a folder that cannot be listed still opens, alone.
    return openFiles(filesAround(path, folder ? *folder : FolderContents{}), choices, job);
}

Result<std::vector<Path>> dumpsIn(const Path& path, const JobContext& job)
{
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed))
        return std::vector<Path>{path};
    return pathsIn(path, true, job);
}

} // namespace headlight
