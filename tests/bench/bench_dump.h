// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Dumps of any size to measure with: rows that sum to one, different in every head.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace headlight::bench {

struct DumpSize {
    std::int64_t layers = 12;
    std::int64_t heads = 12;
    std::int64_t tokens = 512;
};

/// Writes [layers, heads, tokens, tokens] float32 as .npy; keeps a file of the right size that is there already.
void writeDump(const std::filesystem::path& path, DumpSize size);

struct WindowedSize {
    std::int64_t layers = 12;
    std::int64_t heads = 12;
    std::int64_t tokens = 2048;
    std::int64_t window = 512;
};

/// A sliding window as Longformer's: attentions.npy [layers, 1, heads, tokens, 1 + window + 1], global_attentions.npy [layers, 1, heads, tokens, 1] and
/// tokens.json. The first token is global. Rows sum to one.
void writeWindowedDump(const std::filesystem::path& folder, WindowedSize size);

/// Folder for such files: HEADLIGHT_BENCH_DIR, else a folder in the system's temporary one.
std::filesystem::path benchFolder();

} // namespace headlight::bench
