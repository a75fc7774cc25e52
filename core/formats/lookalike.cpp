// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files that no reader knows: what they look like, and what their owner can do.
#include "formats/readers.h"
#include "formats/zip_directory.h"

#include "base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace headlight::formats {

namespace {

struct Known {
    std::size_t offset;
    std::string_view magic;
    std::string_view what;
    std::string_view remedy;
};

using namespace std::string_view_literals;

constexpr std::array kKnown{
    Known{0, "version https://git-lfs"sv, "is a Git LFS pointer, not the data", "Run git lfs pull"},
    Known{257, "ustar"sv, "is a tar archive (PyTorch before 0.4 saved checkpoints so)", "Load it in PyTorch and torch.save it again, or unpack it"},
    Known{0, "\x1f\x8b"sv, "is compressed with gzip", "Unpack it with gunzip"},
    Known{0, "\x28\xb5\x2f\xfd"sv, "is compressed with Zstandard", "Unpack it with unzstd"},
    Known{0, "\xfd\x37zXZ"sv, "is compressed with xz", "Unpack it with unxz"},
    Known{0, "BZh"sv, "is compressed with bzip2", "Unpack it with bunzip2"},
    Known{0, "7z\xbc\xaf"sv, "is a 7z archive", "Unpack it"},
    Known{0, "PAR1"sv, "is a Parquet table", "Save the attention as .npz or .safetensors"},
    Known{0, "ARROW1"sv, "is an Arrow table", "Save the attention as .npz or .safetensors"},
    Known{0, "MATLAB 5.0"sv, "is a MATLAB file", "In Python: np.savez('dump.npz', **scipy.io.loadmat(NAME))"},
    Known{0, "\x89PNG"sv, "is a picture", "Open the dump; pictures beside it are found by name"},
    Known{0, "\xff\xd8\xff"sv, "is a picture", "Open the dump; pictures beside it are found by name"},
    Known{0, "%PDF"sv, "is a PDF document", ""},
    Known{0, "\x7f"
             "ELF"sv, "is a program", ""},
    Known{0, "GGUF"sv, "holds the weights of a model, not attention", "Run the model and save the attentions it returns"},
};

bool looksLikeWebPage(std::string_view head)
{
    const auto start = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return start != std::string_view::npos && head[start] == '<';
}

bool looksLikeText(std::string_view head)
{
    return std::ranges::none_of(head, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; });
}

Error unsupported(std::string_view what, std::string_view remedy)
{
    return Error{ErrorKind::Unsupported, std::string(what), {}, std::string(remedy)};
}

/// An archive without a pickle and without arrays: name some of what is in it.
Error unknownArchive(const ZipDirectory& zip)
{
    std::vector<std::string> names;
    for (const auto& entry : zip.entries())
        if (names.size() < 4)
            names.push_back(displayable(entry.name, 60));
    const std::string listed = names.empty() ? "it is empty" : fmt::format("it holds {}{}", fmt::join(names, ", "), zip.entries().size() > 4 ? ", ..." : "");
    return unsupported(fmt::format("is a ZIP archive without data.pkl (PyTorch) and without .npy members (NumPy): {}", listed), "Unpack it and open the files inside");
}

} // namespace

Error lookalike(const Opening& opening)
{
    const std::string_view head = opening.head;
    if (opening.source->size() == 0)
        return Error{ErrorKind::Truncated, "is empty: 0 bytes", {}, "Save or download it again"};
    for (const auto& known : kKnown)
        if (head.size() > known.offset && head.substr(known.offset).starts_with(known.magic))
            return unsupported(known.what, known.remedy);
    if (ZipDirectory::looksLikeZip(*opening.source))
        if (const auto zip = ZipDirectory::read(opening.source, opening.limits))
            return unknownArchive(*zip);
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff") || head.starts_with("\0\0\xfe\xff"sv))
        return unsupported("is text in UTF-16 or UTF-32", "Save it as UTF-8");
    if (looksLikeWebPage(head))
        return unsupported("is a web page or another XML document, not a dump", "The download probably gave an error page; fetch the file itself");
    if (looksLikeText(head))
        return unsupported(fmt::format("is a text file that begins with \"{}\", not a dump", displayable(head.substr(0, head.find_first_of("\r\n")), 60)), "Save the attention with torch.save, np.savez, safetensors or as JSON");
    return unsupported("is in no format that Headlight reads (PyTorch, pickle, NumPy, safetensors, JSON)", "Save the attention with torch.save, np.savez or safetensors");
}

} // namespace headlight::formats
