// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/collect.h"
#include "dump/dump.h"
#include "dump/dump_builder.h"
#include "dump/manifest_files.h"
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

bool hasGrid(const DumpParts& parts, const Grid& grid)
{
    const auto has = [&grid](const AxisPlan& plan) { return plan.patches && plan.patches->grid == grid; };
    return std::ranges::any_of(parts.plans, [&](const std::vector<AxisPlans>& samples) {
        return std::ranges::any_of(samples, [&](const AxisPlans& plans) { return has(plans.queries) || (plans.keys && has(*plans.keys)); });
    });
}

Result<SharedDump> openFiles(const FileSet& set, ReadingChoices choices, const JobContext& job)
{
    auto read = readFiles(set, choices, job);
    if (!read)
        return inFile(read.error(), set.path.string());
    if (job.stopped())
        return cancelled();
    if (const auto& manifest = read->manifest; manifest != nullptr && manifest->manifest.tokens && manifest->manifest.tokens->numbers)
        choices.numbersOnly = true;
    auto parts = buildDump(set, *std::move(read), choices);
    if (choices.grid && !hasGrid(parts, *choices.grid))
        return Error{ErrorKind::Selection, fmt::format("no axis of image patches holds {} x {} of them: stack {} has {} keys", choices.grid->rows, choices.grid->columns, parts.stacks.front().name,
                                                       parts.stacks.front().layers.front().keys)};
    if (choices.globalPositions && std::ranges::none_of(parts.stacks, [](const Stack& stack) { return stack.storage == StackStorage::Windowed; }))
        return Error{ErrorKind::Selection, "global positions are named, and no stack of this dump is a sliding window", {}, "Leave them out"};
    return std::make_shared<const OpenedDump>(std::move(parts));
}

/// The files a manifest names, else `usual`; with the manifest in it.
Result<FileSet> withManifest(const SharedManifest& manifest, FileSet usual)
{
    if (manifest == nullptr)
        return usual;
    auto named = filesNamedBy(*manifest, usual.path);
    if (!named)
        return named.error();
    FileSet set = *named ? **std::move(named) : std::move(usual);
    set.manifest = manifest;
    return set;
}

/// A file with what lies beside it. A file in a folder that cannot be listed still opens, alone.
Result<SharedDump> openFile(const Path& path, const SharedManifest& manifest, const ReadingChoices& choices, const JobContext& job)
{
    const auto folder = folderContents(folderOf(path));
    auto set = withManifest(manifest, filesAround(path, folder ? *folder : FolderContents{}));
    if (!set)
        return set.error();
    return openFiles(*set, choices, job);
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

Result<SharedDump> openFolder(const Path& folder, const SharedManifest& manifest, const ReadingChoices& choices, const JobContext& job)
{
    if (manifest != nullptr && !manifest->manifest.files.empty()) {
        FileSet set;
        set.path = folder;
        auto named = withManifest(manifest, std::move(set));
        if (!named)
            return named.error();
        return openFiles(*named, choices, job);
    }
    const auto found = dumpsOfFolder(folder, job);
    if (!found)
        return found.error();
    if (found->dumps.size() == 1) {
        auto set = withManifest(manifest, filesOfSeries(folder, found->dumps.front(), found->contents));
        if (!set)
            return set.error();
        if (manifest == nullptr && set->attention.files.size() == 1 && !choices.ignoreManifest) {
            auto own = manifestOfFile(set->attention.files.front());
            if (!own)
                return own.error();
            set->manifest = *std::move(own);
        }
        return openFiles(*set, choices, job);
    }
    const auto paths = pathsIn(folder, true, job);
    if (!paths)
        return paths.error();
    if (paths->size() == 1)
        return openDump(paths->front(), choices, job);
    if (paths->empty() && !found->contents.globals.empty())
        return inFile(Error{ErrorKind::NotADump, fmt::format("the folder holds only the global attention of a sliding window, {}", found->contents.globals.front().filename().string()), {},
                            "Save the windows beside it as attentions.pt: torch.save(outputs.attentions, 'attentions.pt')"},
                      folder.string());
    if (paths->empty())
        return inFile(Error{ErrorKind::NotADump, "the folder holds no attention", {}, "Open a folder with attentions.pt or with numbered files attentions_0.pt, attentions_1.pt, ..."},
                      folder.string());
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(paths->size(), 5); ++i)
        names += (i == 0 ? "" : ", ") + (*paths)[i].lexically_relative(folder).string();
    return inFile(Error{ErrorKind::Selection, fmt::format("the folder holds {} dumps: {}{}", paths->size(), names, paths->size() > 5 ? ", ..." : ""), {}, "Open one of them"},
                  folder.string());
}

/// A manifest is opened as the dump it is about.
Result<SharedDump> openManifest(const Path& path, const ReadingChoices& choices, const JobContext& job)
{
    const auto manifest = readManifest(path);
    if (!manifest)
        return manifest.error();
    Path dump = path;
    if ((*manifest)->manifest.files.empty()) {
        auto named = calledAfter(path);
        if (!named)
            return named.error();
        dump = *std::move(named);
    }
    std::error_code failed;
    return std::filesystem::is_directory(dump, failed) ? openFolder(dump, *manifest, choices, job) : openFile(dump, *manifest, choices, job);
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
    if (isManifestName(path))
        return openManifest(path, choices, job);
    std::error_code failed;
    const bool isFolder = std::filesystem::is_directory(path, failed);
    const auto manifest = choices.ignoreManifest ? Result<SharedManifest>(SharedManifest{}) : isFolder ? manifestOfFolder(path) : manifestOfFile(path);
    if (!manifest)
        return manifest.error();
    return isFolder ? openFolder(path, *manifest, choices, job) : openFile(path, *manifest, choices, job);
}

Result<std::vector<Path>> dumpsIn(const Path& path, const JobContext& job)
{
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed))
        return std::vector<Path>{path};
    return pathsIn(path, true, job);
}

} // namespace headlight
