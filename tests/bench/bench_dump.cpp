// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench_dump.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <random>
#include <stdexcept>
#include <vector>

namespace headlight::bench {

namespace {

std::string headerOf(std::initializer_list<std::int64_t> shape)
{
    std::string sizes;
    for (const auto size : shape)
        sizes += std::to_string(size) + ", ";
    std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
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

/// Rows of one head, of which others are turned: as `attention` in the window, and a share for the global token.
std::vector<float> windowed(WindowedSize size)
{
    std::mt19937 random(2);
    std::exponential_distribution<float> weight(1.0F);
    const std::int64_t columns = size.window + 2;
    const std::int64_t reach = size.window / 2;
    std::vector<float> band(static_cast<std::size_t>(size.tokens * columns), 0.0F);
    for (std::int64_t q = 1; q < size.tokens; ++q) { // the row of the global token stands elsewhere
        float* row = band.data() + q * columns;
        float sum = row[0] = 4.0F * weight(random);
        for (std::int64_t key = std::max<std::int64_t>(1, q - reach); key <= std::min(size.tokens - 1, q + reach); ++key) {
            float& cell = row[1 + reach + key - q];
            cell = weight(random) * weight(random) / (1.0F + 0.05F * static_cast<float>(std::abs(q - key)));
            sum += cell;
        }
        for (std::int64_t c = 0; c < columns; ++c)
            row[c] /= sum;
    }
    return band;
}

void writeFile(const std::filesystem::path& path, const std::string& header, std::int64_t times, const std::vector<float>& values)
{
    std::error_code none;
    if (std::filesystem::file_size(path, none) == header.size() + static_cast<std::uintmax_t>(times) * values.size() * sizeof(float))
        return;
    std::ofstream file(path, std::ios::binary);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (std::int64_t i = 0; i < times; ++i)
        file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
    if (!file)
        throw std::runtime_error("cannot write " + path.string());
}

} // namespace

void writeWindowedDump(const std::filesystem::path& folder, WindowedSize size)
{
    std::filesystem::create_directories(folder);
    const std::int64_t heads = size.layers * size.heads;
    writeFile(folder / "attentions.npy", headerOf({size.layers, 1, size.heads, size.tokens, size.window + 2}), heads, windowed(size));
    writeFile(folder / "global_attentions.npy", headerOf({size.layers, 1, size.heads, size.tokens, 1}), heads,
              std::vector<float>(static_cast<std::size_t>(size.tokens), 1.0F / static_cast<float>(size.tokens)));
    std::ofstream tokens(folder / "tokens.json");
    tokens << '[';
    for (std::int64_t i = 0; i < size.tokens; ++i)
        tokens << (i > 0 ? ", " : "") << "\"t" << i % 997 << '"';
    tokens << "]\n";
}

void writeDump(const std::filesystem::path& path, DumpSize size)
{
    const std::string header = headerOf({size.layers, size.heads, size.tokens, size.tokens});
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
