// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Manifests: refused with a sentence that names a place, or read, written and read again as the same. Seeds: tests/fixtures/manifests.
#include "dump/manifest.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace headlight;
    const auto read = manifestFromJson({reinterpret_cast<const char*>(data), size});
    if (!read) {
        if (sentence(read.error()).empty())
            std::abort();
        return 0;
    }
    const auto again = manifestFromJson(toJson(read->manifest));
    if (!again || !(again->manifest == read->manifest) || !again->warnings.empty())
        std::abort();
    return 0;
}
