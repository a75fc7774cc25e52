// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/registry.h"

#include "base/natural_order.h"
#include "formats/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <optional>
#include <span>

namespace headlight::formats {

namespace {

using Reader = Result<Document> (*)(const Opening&);

/// In the order they are asked. Safetensors comes before pickle: the length of its header may look like a pickle's magic. An archive is found by
/// its end, so that it comes behind those that are known by their beginning, unless it begins as one.
constexpr std::array<Reader, 8> kReaders{readNpy, readHdf5, readSafetensors, readTorchZip, readNpz, readTorchLegacy, readPickle, readJson};
constexpr std::array<Reader, 2> kArchiveReaders{readTorchZip, readNpz};

constexpr std::size_t kMostFiles = 100'000;

/// A file of nothing but tensors that cannot be read cannot be read.
Result<Document> withSomethingToShow(Document document)
{
    const auto contents = contentsOf(document.root);
    if (!contents.tensors.empty())
        return document;
    for (const auto& [address, opaque] : contents.opaque)
        if (opaque.why) {
            Error error = *opaque.why;
            if (error.place.address.empty())
                error.place.address = address.toString(document.style);
            return error;
        }
    return document;
}

/// What the first of them says that knows the file, if any does.
std::optional<Result<Document>> asked(std::span<const Reader> readers, const Opening& opening)
{
    for (const Reader reader : readers) {
        auto document = reader(opening);
        if (document)
            return withSomethingToShow(*std::move(document));
        if (document.error().kind != ErrorKind::NotThisFormat)
            return document;
    }
    return std::nullopt;
}

Result<Document> askReaders(const Opening& opening)
{
    if (opening.head.starts_with("PK"))
        if (auto archive = asked(kArchiveReaders, opening))
            return *std::move(archive);
    auto document = asked(kReaders, opening);
    return document ? *std::move(document) : lookalike(opening);
}

} // namespace

std::string Opening::suffix() const
{
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return suffix;
}

Result<Opening> openingOf(Source source, std::filesystem::path path, const Limits& limits, const JobContext& job)
{
    auto head = headOf(*source, Opening::kHeadSize);
    if (!head)
        return head.error();
    return Opening{std::move(source), std::move(path), *std::move(head), limits, job};
}

Result<Document> readOpening(const Opening& opening)
{
    try {
        return askReaders(opening);
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::Limit, "its structure does not fit in memory"};
    }
}

Result<Document> readFile(const std::filesystem::path& path, const Limits& limits, const JobContext& job)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return file.error();
    const auto named = [&path](Error error) { return inFile(std::move(error), path.string()); };
    const auto opening = openingOf(fileSource(*file), path, limits, job);
    if (!opening)
        return named(opening.error());
    auto document = readOpening(*opening);
    if (auto same = (*file)->unchanged(); !same) // what was found may be of both
        return same.error();
    if (!document)
        return named(std::move(document).error());
    document->stamp = (*file)->stamp();
    return document;
}

const std::vector<std::string>& knownSuffixes()
{
    static const std::vector<std::string> suffixes{".pt", ".pth", ".bin", ".pkl", ".pickle", ".npy", ".npz", ".safetensors", ".h5", ".hdf5", ".nc4", ".json", ".jsonl"};
    return suffixes;
}

Result<std::vector<std::filesystem::path>> listFolder(const std::filesystem::path& folder)
{
    std::error_code code;
    std::filesystem::directory_iterator entries(folder, code);
    const auto failed = [&folder](const std::error_code& why) {
        const auto kind = why == std::errc::no_such_file_or_directory ? ErrorKind::NotFound : ErrorKind::Io;
        return inFile(Error{kind, fmt::format("the folder cannot be listed: {}", why.message())}, folder.string());
    };
    if (code)
        return failed(code);
    std::vector<std::filesystem::path> files;
    while (entries != std::filesystem::directory_iterator()) {
        std::error_code ignored; // a dangling link is no file
        if (entries->is_regular_file(ignored)) {
            if (files.size() == kMostFiles)
                return inFile(Error{ErrorKind::Limit, fmt::format("more than {} files", kMostFiles)}, folder.string());
            files.push_back(entries->path());
        }
        entries.increment(code);
        if (code)
            return failed(code);
    }
    std::ranges::sort(files, [](const auto& a, const auto& b) { return naturallyBefore(a.filename().string(), b.filename().string()); });
    return files;
}

} // namespace headlight::formats
