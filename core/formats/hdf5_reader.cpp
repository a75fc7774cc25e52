// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5 files (.h5, .hdf5, .nc4, MATLAB 7.3): listed and decoded by a child process, contiguous numbers mapped here.
#include "formats/hdf5_tree.h"
#include "formats/readers.h"

#include <array>
#include <optional>
#include <string_view>

namespace headlight::formats {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n"sv;
constexpr std::uint64_t kFirstUserBlock = 512;

constexpr std::size_t kVersionAt = 8; ///< of the superblock; the flags of version 3 stand behind it
constexpr std::size_t kFlagsAt = 11;
constexpr unsigned kOpenForWriting = 0x01;
constexpr std::size_t kDriverAt = 48; ///< of superblock 0, an address; four bytes later in superblock 1
constexpr std::size_t kOldSuperblock = 64;
constexpr std::size_t kDriverName = 8; ///< bytes, and as many before it in its block

/// Where it is: at 0, 512, 1024, 2048, ...; what comes before is the user's.
std::optional<std::uint64_t> signatureIn(const Opening& opening)
{
    if (opening.startsWith(kSignature))
        return 0;
    const std::uint64_t size = opening.source->size();
    for (std::uint64_t at = kFirstUserBlock; at <= size && size - at >= kSignature.size() && at < UINT64_MAX / 2; at *= 2) {
        std::array<char, 8> found{};
        if (!opening.source->read(at, std::as_writable_bytes(std::span(found))))
            return std::nullopt;
        if (std::string_view(found.data(), found.size()) == kSignature)
            return at;
    }
    return std::nullopt;
}

/// A writer notes in the file that it has it open. One that died leaves the note, and its last data may be missing.
bool wasLeftOpen(const Opening& opening, std::uint64_t signature)
{
    std::array<std::uint8_t, kFlagsAt + 1> head{};
    return opening.source->read(signature, std::as_writable_bytes(std::span(head))) && head[kVersionAt] == 3 && (head[kFlagsAt] & kOpenForWriting) != 0U;
}

/// In which an old superblock names a driver that spreads a file over several; they are useless one by one.
std::optional<Error> oneOfSeveral(const Opening& opening, std::uint64_t signature)
{
    std::array<std::byte, kOldSuperblock> head{};
    std::array<std::byte, kDriverName> name{};
    if (!opening.source->read(signature, head) || std::to_integer<unsigned>(head[kVersionAt]) > 1)
        return std::nullopt;
    const std::size_t shift = std::to_integer<unsigned>(head[kVersionAt]) == 1 ? 4 : 0;
    const auto block = loadLittle<std::uint64_t>(head, kDriverAt + shift);
    if (block > opening.source->size() || !opening.source->read(signature + block + kDriverName, name))
        return std::nullopt;
    if (asText(name) == "NCSAfami")
        return Error{ErrorKind::Unsupported, "is one member of a family of files, which together are one HDF5 file", {}, "Join them: h5repart NAME%d.h5 WHOLE.h5 (package hdf5-tools)"};
    if (asText(name) == "NCSAmult")
        return Error{ErrorKind::Unsupported, "is one of several files, which together are one HDF5 file", {}, "Save it as one (h5py: h5py.File(NAME, 'w') without a driver)"};
    return std::nullopt;
}

} // namespace

Result<Document> readHdf5(const Opening& opening)
{
    const auto signature = signatureIn(opening);
    if (!signature)
        return notThisFormat();
    auto file = hdf5::File::of(opening.source);
    if (!file)
        return file.error();
    const auto empty = [&] { return hdf5::Tree(opening.source, *file, opening.limits.mostValues); };
    hdf5::Tree tree = empty();
    const auto walked = (*file)->walk([&tree](hdf5::Frame kind, ByteView body) { return tree.take(kind, body); }, [&] { tree = empty(); }, opening.job);
    if (!walked)
        return oneOfSeveral(opening, *signature).value_or(walked.error());
    auto root = std::move(tree).root();
    if (!root)
        return root.error();
    Document document;
    document.path = opening.path;
    document.format = "HDF5";
    document.style = AddressStyle::Path;
    document.root = *std::move(root);
    document.bytes = opening.source->size();
    if (wasLeftOpen(opening, *signature))
        document.warnings.emplace_back("Whoever wrote this file has not closed it, so that its last numbers may be missing. When nobody writes it any more: "
                                       "h5clear -s FILE (package hdf5-tools)");
    return document;
}

} // namespace headlight::formats
