// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .npy files.
#include "formats/npy_array.h"
#include "formats/pickle_document.h"

namespace headlight::formats {

Result<Document> readNpy(const Opening& opening)
{
    if (!opening.startsWith("\x93NUMPY"))
        return notThisFormat();
    const Source& source = opening.source;
    auto head = headOf(*source, kNpyHeadSize);
    if (!head)
        return head.error();
    Document document = documentOf(opening, "NumPy .npy", AddressStyle::Python);
    const NpyPlace place{*std::move(head), source->size(), [&source](std::uint64_t offset) { return source->elements(offset, source->size() - offset); },
                         [&source](std::uint64_t offset, std::uint64_t size) { return bytesAt(*source, offset, size); }};
    auto value = npyValue(place, document.warnings);
    if (!value)
        return value.error();
    document.root = *std::move(value);
    return document;
}

} // namespace headlight::formats
