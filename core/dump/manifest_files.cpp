// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/manifest_files.h"

#include "base/natural_order.h"
#include "base/text.h"
#include "dump/names.h"
#include "dump/token_file.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

using Path = std::filesystem::path;

constexpr std::string_view kSuffix = ".headlight.json";

bool isFile(const Path& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

/// Without a trailing slash, so that a folder has a name.
Path withoutSlash(const Path& folder)
{
    std::error_code failed;
    const Path whole = std::filesystem::absolute(folder, failed).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

Result<SharedManifest> manifestFrom(std::string_view text, FoundManifest found)
{
    auto read = manifestFromJson(text);
    if (!read)
        return inManifest(found, read.error());
    found.manifest = std::move(read->manifest);
    for (auto& warning : read->warnings)
        found.warnings.push_back(std::move(warning));
    return std::make_shared<const FoundManifest>(std::move(found));
}

/// The first of several, with a word about the others.
Result<SharedManifest> firstOf(const std::vector<Path>& candidates)
{
    std::vector<Path> there;
    for (const auto& path : candidates)
        if (isFile(path) && std::ranges::find(there, path) == there.end())
            there.push_back(path);
    if (there.empty())
        return SharedManifest{};
    auto first = readManifest(there.front());
    if (!first || there.size() == 1)
        return first;
    FoundManifest found = **first;
    for (std::size_t i = 1; i < there.size(); ++i)
        found.warnings.push_back(fmt::format("{} is used; {} is another manifest of the same dump and was passed over.", displayable(there.front().filename().string()),
                                             displayable(there[i].filename().string())));
    return std::make_shared<const FoundManifest>(std::move(found));
}

/// Manifests in a folder that are called after none of its files.
std::vector<Path> strayManifests(const Path& folder)
{
    const auto files = formats::listFolder(folder);
    std::vector<Path> strays;
    for (const auto& file : files ? *files : std::vector<Path>{}) {
        if (!isManifestName(file))
            continue;
        std::string name = file.filename().string();
        name.resize(name.size() - kSuffix.size());
        const bool owned = std::ranges::any_of(*files, [&](const Path& other) { return !isManifestName(other) && (other.filename() == name || other.stem() == name); });
        if (!owned)
            strays.push_back(file);
    }
    return strays;
}

} // namespace

Error inManifest(const FoundManifest& manifest, Error error)
{
    if (manifest.inside && error.place.entry.empty())
        error.place.entry = "headlight";
    return inFile(std::move(error), manifest.path.string());
}

bool isManifestName(const Path& file)
{
    return lowercase(file.filename().native()).ends_with(kSuffix);
}

Result<SharedManifest> readManifest(const Path& path)
{
    const auto text = textOfFile(path);
    if (!text)
        return text.error();
    FoundManifest found;
    found.path = path;
    found.folder = path.has_parent_path() ? path.parent_path() : Path(".");
    return manifestFrom(*text, std::move(found));
}

Result<SharedManifest> manifestOfFile(const Path& file)
{
    Path bySuffix = file;
    bySuffix += kSuffix;
    Path byStem = file;
    byStem.replace_extension();
    byStem += kSuffix;
    return firstOf({bySuffix, byStem});
}

Result<SharedManifest> manifestOfFolder(const Path& folder)
{
    const Path whole = withoutSlash(folder);
    Path beside = whole;
    beside += kSuffix;
    std::vector<Path> candidates{beside, folder / (whole.filename().string() + std::string(kSuffix))};
    for (auto& stray : strayManifests(folder))
        candidates.push_back(std::move(stray));
    return firstOf(candidates);
}

Result<SharedManifest> manifestIn(const Value& root, const Path& file)
{
    const auto* metadata = root.find("__metadata__");
    const auto* value = metadata == nullptr ? root.find("headlight") : metadata->find("headlight");
    if (value == nullptr)
        value = root.find("@headlight"); // an attribute of an HDF5 file
    if (value == nullptr || value->string() == nullptr)
        return SharedManifest{};
    FoundManifest found;
    found.path = file;
    found.folder = file.has_parent_path() ? file.parent_path() : Path(".");
    found.inside = true;
    return manifestFrom(*value->string(), std::move(found));
}

Result<Path> namedFile(const FoundManifest& manifest, const std::string& name, const std::string& place)
{
    const auto refused = [&](ErrorKind kind, std::string what, std::string remedy = {}) {
        return inManifest(manifest, Error{kind, std::move(what), atAddress(place), std::move(remedy)});
    };
    const Path path(name);
    const std::string shown = displayable(name, 80);
    if (manifest.inside)
        return refused(ErrorKind::Corrupt, fmt::format("names the file {}: a manifest inside a dump may name no files", shown), "Put the manifest beside the dump");
    const bool leaves = path.is_absolute() || std::ranges::find(path, Path("..")) != path.end();
    if (name.empty() || name.find('\0') != std::string::npos || leaves)
        return refused(ErrorKind::Corrupt, fmt::format("names \"{}\": files are named from the manifest's folder, inside it", shown));
    std::error_code failed;
    const Path folder = std::filesystem::canonical(manifest.folder, failed);
    const Path real = failed ? Path{} : std::filesystem::canonical(folder / path, failed);
    if (failed || !isFile(real))
        return refused(ErrorKind::NotFound, fmt::format("there is no file {}", shown));
    const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), real.begin(), real.end());
    if (end != folder.end())
        return refused(ErrorKind::Corrupt, fmt::format("names \"{}\", a link that leaves the manifest's folder", shown));
    return manifest.folder / path;
}

Result<std::optional<FileSet>> filesNamedBy(const FoundManifest& manifest, const Path& opened)
{
    if (manifest.manifest.files.empty())
        return std::optional<FileSet>{};
    FileSeries series;
    for (std::size_t i = 0; i < manifest.manifest.files.size(); ++i) {
        auto file = namedFile(manifest, manifest.manifest.files[i], fmt::format("files[{}]", i));
        if (!file)
            return file.error();
        if (std::ranges::find(series.files, *file) != series.files.end())
            return inManifest(manifest, Error{ErrorKind::Corrupt, fmt::format("names {} twice", file->filename().string()), atAddress(fmt::format("files[{}]", i))});
        series.files.push_back(*std::move(file));
    }
    const Path first = series.files.front().parent_path();
    const auto folder = folderContents(first.empty() ? Path(".") : first);
    series.pattern = series.files.front().filename().string();
    if (folder)
        for (const auto& known : folder->candidates) // a series keeps its numbers
            if (std::ranges::equal(known.files, series.files, {}, [](const Path& file) { return file.filename(); }, [](const Path& file) { return file.filename(); }))
                series = known;
    return std::optional(filesOfSeries(opened, series, folder ? *folder : FolderContents{}));
}

Path manifestPathFor(const Dump& dump)
{
    if (isManifestName(dump.manifest()))
        return dump.manifest();
    std::error_code ignored;
    const Path& path = dump.path();
    if (std::filesystem::is_directory(path, ignored)) {
        const Path whole = withoutSlash(path);
        return whole / (whole.filename().string() + std::string(kSuffix));
    }
    const auto files = formats::listFolder(path.has_parent_path() ? path.parent_path() : Path("."));
    const bool alone = !files || std::ranges::none_of(*files, [&](const Path& other) { return other.filename() != path.filename() && other.stem() == path.stem(); });
    Path manifest = path;
    if (alone)
        manifest.replace_extension();
    manifest += kSuffix;
    return manifest;
}

Result<Path> calledAfter(const Path& manifest)
{
    std::string name = manifest.filename().string();
    name.resize(name.size() - kSuffix.size());
    const Path folder = manifest.has_parent_path() ? manifest.parent_path() : Path(".");
    std::error_code ignored;
    if (name.empty())
        return folder;
    if (std::filesystem::exists(folder / name, ignored))
        return folder / name;
    std::vector<Path> named;
    const auto files = formats::listFolder(folder);
    for (const auto& file : files ? *files : std::vector<Path>{})
        if (!isManifestName(file) && file.stem() == name && std::ranges::find(formats::knownSuffixes(), lowercase(file.extension().native())) != formats::knownSuffixes().end())
            named.push_back(file);
    if (named.size() == 1)
        return named.front();
    const auto own = std::filesystem::canonical(folder, ignored);
    if (named.empty() && own.filename() == name)
        return folder;
    return inFile(Error{ErrorKind::NotFound, named.empty() ? fmt::format("no dump called {} lies beside this manifest", displayable(name)) : fmt::format("{} files are called {}", named.size(), displayable(name)),
                        {}, "Name its files in it: \"files\": [\"attentions.pt\"]"},
                  manifest.string());
}

} // namespace headlight
