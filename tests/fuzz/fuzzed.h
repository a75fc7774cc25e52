// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the fuzz targets share: bytes as a source, small limits, and reading out whatever was accepted.
#pragma once

#include "formats/readers.h"
#include "value/document.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace fuzzed {

using namespace headlight;

inline formats::Source sourceOf(const std::uint8_t* data, std::size_t size)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    return formats::memorySource({bytes, bytes + size});
}

/// Allocation is itself a finding: an input of a few kB may not cost megabytes.
inline formats::Limits limits()
{
    formats::Limits limits;
    limits.mostUnpackedBytes = 1U << 22U;
    limits.mostMembers = 1000;
    limits.mostPickleOpcodes = 100'000;
    limits.mostValues = 20'000;
    return limits;
}

inline void must(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE())
{
    if (holds)
        return;
    std::fprintf(stderr, "%s:%d: must hold\n", file, line);
    std::abort();
}

/// Every tensor that was accepted can be read, or says why not.
inline void readOut(const Result<Document>& document)
{
    if (!document) {
        must(document.error().kind != ErrorKind::NotThisFormat && !sentence(document.error()).empty());
        return;
    }
    std::vector<float> values;
    for (const auto& [address, tensor] : contentsOf(document->root, 100).tensors) {
        must(tensor.count() >= 0);
        if (tensor.count() > 100'000)
            continue;
        values.resize(static_cast<std::size_t>(tensor.count()));
        const auto got = tensor.read(std::span<float>(values));
        must(got || !sentence(got.error()).empty());
    }
}

inline int readAs(const char* name, const std::uint8_t* data, std::size_t size)
{
    const auto opening = formats::openingOf(sourceOf(data, size), name, limits());
    readOut(formats::readOpening(*opening));
    return 0;
}

} // namespace fuzzed
