// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pickles of every protocol, as a plain file and as the pickle of a torch stream.
#include "fuzzed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto opening = fuzzed::formats::openingOf(fuzzed::sourceOf(data, size), "fuzzed.pkl", fuzzed::limits());
    for (const auto reader : {fuzzed::formats::readPickle, fuzzed::formats::readTorchLegacy}) {
        const auto document = reader(*opening);
        if (document || document.error().kind != headlight::ErrorKind::NotThisFormat)
            fuzzed::readOut(document);
    }
    return 0;
}
