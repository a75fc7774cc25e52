// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .pt, .pth and .bin files of torch.save: a ZIP archive with one pickle and a member for each storage.
#include "formats/pickle_document.h"
#include "formats/pickle_machine.h"
#include "formats/zip_directory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace headlight::formats {

namespace {

constexpr std::string_view kPickleName = "data.pkl";
constexpr std::uint64_t kLongestRecord = 64;

/// "archive/" of "archive/data.pkl"
Result<std::string> topFolder(const ZipDirectory& zip)
{
    std::vector<std::string> folders;
    for (const auto& entry : zip.entries()) {
        const std::size_t slash = entry.name.rfind('/');
        const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
        if (std::string_view(entry.name).substr(start) == kPickleName)
            folders.push_back(entry.name.substr(0, start));
    }
    if (folders.empty())
        return notThisFormat();
    if (folders.size() > 1)
        return Error{ErrorKind::Unsupported, fmt::format("{} pickles in one archive: {}data.pkl", folders.size(), fmt::join(folders, "data.pkl, ")), {}, "Save each object to a file of its own"};
    return folders.front();
}

/// TorchScript and exported programs also hold a data.pkl.
Result<void> isDump(const ZipDirectory& zip, const std::string& folder)
{
    const bool script = zip.find(folder + "constants.pkl") != nullptr
        || std::ranges::any_of(zip.entries(), [&](const ZipEntry& entry) { return entry.name.starts_with(folder + "code/"); });
    if (script)
        return Error{ErrorKind::Unsupported, "a TorchScript archive: it holds a program, not a dump", {}, "Run the model, and torch.save the attentions it returns"};
    if (zip.find(folder + "archive_format") != nullptr || zip.find(folder + "models/model.json") != nullptr)
        return Error{ErrorKind::Unsupported, "an exported program (.pt2), not a dump", {}, "Run the model, and torch.save the attentions it returns"};
    return {};
}

Result<std::string> record(const ZipDirectory& zip, const std::string& name)
{
    const auto* entry = zip.find(name);
    if (entry == nullptr)
        return std::string();
    if (entry->size > kLongestRecord)
        return Error{ErrorKind::Corrupt, fmt::format("has {} bytes, expected a word", entry->size), atEntry(name)};
    const auto content = zip.contentOf(*entry);
    if (!content)
        return content.error();
    std::string text(asText(*content));
    text.erase(text.find_last_not_of(" \n\r\t") + 1);
    return text;
}

Result<ByteOrder> byteOrderOf(const ZipDirectory& zip, const std::string& folder)
{
    const auto word = record(zip, folder + "byteorder");
    if (!word)
        return word.error();
    if (word->empty() || *word == "little")
        return ByteOrder::Little;
    if (*word == "big")
        return ByteOrder::Big;
    return Error{ErrorKind::Corrupt, fmt::format("says '{}', expected little or big", *word), atEntry(folder + "byteorder")};
}

/// The pickle of the archive: mapped when it is stored, unpacked otherwise, its checksum verified either way.
Result<Source> pickleSource(const Opening& opening, const ZipDirectory& zip, const ZipEntry& entry)
{
    constexpr std::uint64_t kCheckedAtOnce = std::uint64_t{256} << 20;
    if (entry.stored() && entry.size > kCheckedAtOnce)
        return sectionOf(opening.source, entry.dataOffset, entry.size);
    auto content = zip.contentOf(entry);
    if (!content)
        return content.error();
    if (entry.stored())
        return sectionOf(opening.source, entry.dataOffset, entry.size);
    return memorySource(*std::move(content));
}

/// A record that must hold exactly what its name in the pickle declares.
Result<StoredElements> storageInArchive(const ZipDirectory& zip, const std::string& folder, ByteOrder order, const StorageName& name)
{
    const auto* entry = zip.find(folder + "data/" + name.key);
    if (entry == nullptr)
        return Error{ErrorKind::Corrupt, fmt::format("record data/{} is missing", name.key)};
    if (entry->size != name.bytes)
        return Error{entry->size < name.bytes ? ErrorKind::Truncated : ErrorKind::Corrupt,
                     fmt::format("the tensor needs {} bytes, the record has {}", name.bytes, entry->size), atEntry(entry->name), "Save the file again"};
    if (name.viewOffset != 0)
        return Error{ErrorKind::Unsupported, "part of a storage, as PyTorch 0.3 named them", atEntry(entry->name), "Load it in PyTorch and save it again"};
    auto elements = zip.elementsOf(*entry);
    if (!elements)
        return elements.error();
    return StoredElements{*std::move(elements), order};
}

/// Newer numbers than PyTorch has used so far: read all the same, and said.
void noteVersion(Document& document, const std::string& version)
{
    constexpr std::string_view kVersions = "1 2 3 4 5 6 7 8 9 10";
    if (!version.empty() && (version.size() > 2 || (" " + std::string(kVersions) + " ").find(" " + version + " ") == std::string::npos))
        document.warnings.push_back(fmt::format("The archive has version {}, newer than any known one.", version));
}

/// The value tree of the pickle, its storages looked up in the archive.
Result<Document> documentFrom(const Opening& opening, const ZipDirectory& zip, const std::string& folder, ByteOrder order)
{
    const std::string pickleName = folder + std::string(kPickleName);
    const auto named = [&pickleName](Error error) {
        error.place.entry = error.place.entry.empty() ? pickleName : error.place.entry;
        return error;
    };
    const auto pickle = pickleSource(opening, zip, *zip.find(pickleName));
    if (!pickle)
        return pickle.error();
    const auto graph = readPickleGraph(*pickle, 0, opening.limits, opening.job);
    if (!graph)
        return named(graph.error());
    auto built = builtPickle(*graph, [&](const StorageName& name) { return storageInArchive(zip, folder, order, name); }, opening.limits);
    if (!built)
        return named(built.error());
    Document document = documentOf(opening, "PyTorch zip", AddressStyle::Python);
    document.root = std::move(built->root);
    document.warnings = std::move(built->notes);
    if (graph->end < (*pickle)->size())
        document.warnings.push_back(fmt::format("{} bytes follow the pickle in the archive.", (*pickle)->size() - graph->end));
    if (zip.prefix() > 0)
        document.warnings.push_back(fmt::format("{} bytes stand before the archive.", zip.prefix()));
    return document;
}

} // namespace

Result<Document> readTorchZip(const Opening& opening)
{
    if (!opening.startsWith("PK") && !ZipDirectory::looksLikeZip(*opening.source))
        return notThisFormat();
    const auto zip = ZipDirectory::read(opening.source, opening.limits);
    if (!zip)
        return zip.error();
    const auto folder = topFolder(*zip);
    if (!folder)
        return folder.error();
    if (auto dump = isDump(*zip, *folder); !dump)
        return dump.error();
    const auto order = byteOrderOf(*zip, *folder);
    if (!order)
        return order.error();
    const auto version = record(*zip, *folder + "version");
    if (!version)
        return version.error();
    auto document = documentFrom(opening, *zip, *folder, *order);
    if (document)
        noteVersion(*document, *version);
    return document;
}

} // namespace headlight::formats
