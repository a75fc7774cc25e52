// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Headers of .npy arrays and the arrays behind them.
#include "formats/npy_header.h"
#include "fuzzed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto header = headlight::formats::parseNpyDictionary(text);
    if (header)
        for (const auto axis : header->shape)
            fuzzed::must(axis >= 0);
    return fuzzed::readAs("fuzzed.npy", data, size);
}
