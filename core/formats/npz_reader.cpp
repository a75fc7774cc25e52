// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .npz files: a ZIP archive of .npy arrays. A member that cannot be read does not hide the others.
#include "formats/npy_array.h"
#include "formats/pickle_document.h"
#include "formats/zip_directory.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::formats {

namespace {

constexpr std::string_view kSuffix = ".npy";

Result<Value> memberValue(const ZipDirectory& zip, const ZipEntry& entry, std::vector<std::string>& warnings)
{
    const auto head = zip.headOf(entry, kNpyHeadSize);
    if (!head)
        return head.error();
    const NpyPlace place{std::string(asText(*head)), entry.size, [&](std::uint64_t offset) { return zip.elementsOf(entry, offset); },
                         [&](std::uint64_t offset, std::uint64_t size) -> Result<std::vector<std::byte>> {
                             auto content = zip.contentOf(entry);
                             if (!content)
                                 return content;
                             const auto first = content->begin() + static_cast<std::ptrdiff_t>(offset);
                             return std::vector<std::byte>(first, first + static_cast<std::ptrdiff_t>(size));
                         }};
    std::vector<std::string> said;
    auto value = npyValue(place, said);
    for (const auto& sentence : said)
        warnings.push_back(fmt::format("{}: {}", entry.name, sentence));
    return value;
}

Value valueOrReason(const ZipDirectory& zip, const ZipEntry& entry, std::vector<std::string>& warnings)
{
    auto value = memberValue(zip, entry, warnings);
    if (value)
        return *std::move(value);
    Error error = std::move(value).error();
    if (error.kind == ErrorKind::NotThisFormat)
        error = Error{ErrorKind::Unsupported, "is no .npy array"};
    if (error.place.entry.empty())
        error.place.entry = entry.name;
    return Opaque{"numpy.ndarray", std::move(error)};
}

} // namespace

Result<Document> readNpz(const Opening& opening)
{
    if (!opening.startsWith("PK") && !ZipDirectory::looksLikeZip(*opening.source))
        return notThisFormat();
    const auto zip = ZipDirectory::read(opening.source, opening.limits);
    if (!zip)
        return zip.error();
    const auto isArray = [](const ZipEntry& entry) { return entry.name.ends_with(kSuffix); };
    const bool emptyNpz = zip->entries().empty() && opening.suffix() == ".npz";
    if (std::ranges::none_of(zip->entries(), isArray) && !emptyNpz)
        return notThisFormat();

    Document document = documentOf(opening, "NumPy .npz", AddressStyle::Name);
    Dictionary members;
    for (const auto& entry : zip->entries()) {
        if (entry.isFolder())
            continue;
        if (opening.job.stopped())
            return cancelled();
        std::string name = isArray(entry) ? entry.name.substr(0, entry.name.size() - kSuffix.size()) : entry.name;
        if (isArray(entry) && zip->find(name) != nullptr) // "a" beside "a.npy": np.load, too, gives each by its whole name
            name = entry.name;
        members.emplace_back(Value(std::move(name)), valueOrReason(*zip, entry, document.warnings));
    }
    document.root = std::move(members);
    if (zip->prefix() > 0)
        document.warnings.push_back(fmt::format("{} bytes stand before the archive.", zip->prefix()));
    return document;
}

} // namespace headlight::formats
