// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench_dump.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <stdexcept>
#include <vector>

namespace headlight::bench {

namespace {

std::string headerOf(DumpSize size)
{
    std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(size.layers) + ", " + std::to_string(size.heads) + ", "
        + std::to_string(size.tokens) + ", " + std::to_string(size.tokens) + "), }";
    constexpr std::size_t kPrelude = 10;
    while ((kPrelude + dictionary.size() + 1) % 64 != 0)
        dictionary += ' ';
    dictionary += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(dictionary.size() & 0xFF);
    header += static_cast<char>(dictionary.size() >> 8);
    return header + dictionary;
}

/// Exponential values with a few strong ones, each row divided by its sum.
std::vector<float> attention(std::int64_t tokens)
{
    std::mt19937 random(1);
    std::exponential_distribution<float> weight(1.0F);
    std::vector<float> map(static_cast<std::size_t>(tokens * tokens));
    for (std::int64_t q = 0; q < tokens; ++q) {
        float* row = map.data() + q * tokens;
        float sum = 0.0F;
        for (std::int64_t k = 0; k < tokens; ++k) {
            row[k] = weight(random) / (1.0F + 0.05F * static_cast<float>(std::abs(q - k)));
            sum += row[k];
        }
        for (std::int64_t k = 0; k < tokens; ++k)
            row[k] /= sum;
    }
    return map;
}

} // namespace

void writeDump(const std::filesystem::path& path, DumpSize size)
{
    const std::string header = headerOf(size);
    const auto mapBytes = static_cast<std::uintmax_t>(size.tokens * size.tokens) * sizeof(float);
    const auto wanted = header.size() + mapBytes * static_cast<std::uintmax_t>(size.layers * size.heads);
    std::error_code none;
    if (std::filesystem::file_size(path, none) == wanted)
        return;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    const auto map = attention(size.tokens);
    for (std::int64_t head = 0; head < size.layers * size.heads; ++head) {
        // The same rows in another order: different pictures, rows still sum to one.
        const auto first = static_cast<std::size_t>(head * 37 % size.tokens * size.tokens);
        file.write(reinterpret_cast<const char*>(map.data() + first), static_cast<std::streamsize>((map.size() - first) * sizeof(float)));
        file.write(reinterpret_cast<const char*>(map.data()), static_cast<std::streamsize>(first * sizeof(float)));
    }
    if (!file)
        throw std::runtime_error("cannot write " + path.string());
}

std::filesystem::path benchFolder()
{
    if (const char* folder = std::getenv("HEADLIGHT_BENCH_DIR"))
        return folder;
    return std::filesystem::temp_directory_path() / "headlight-bench";
}

} // namespace headlight::bench
