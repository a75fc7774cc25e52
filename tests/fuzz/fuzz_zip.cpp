// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// ZIP directories, and the torch and NumPy archives in them.
#include "formats/zip_directory.h"
#include "fuzzed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto source = fuzzed::sourceOf(data, size);
    const auto zip = headlight::formats::ZipDirectory::read(source, fuzzed::limits());
    if (zip)
        for (const auto& entry : zip->entries()) {
            const auto content = zip->contentOf(entry);
            fuzzed::must(!content || content->size() == entry.size);
        }
    return fuzzed::readAs("fuzzed.npz", data, size);
}
