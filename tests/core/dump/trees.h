// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Value trees made by hand: attention of any shape whose rows sum to one, and files of it.
#pragma once

#include "value/value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#define COMPARE_VALUES(actual, expected)                                                                                           \
    do {                                                                                                                           \
        const auto actualValue = (actual);                                                                                         \
        const auto expectedValue = (expected);                                                                                     \
        QVERIFY2(actualValue == expectedValue, fmt::format("is {}, expected {}", actualValue, expectedValue).c_str());             \
    } while (false)

namespace headlight::test {

/// Numbers between 0 and 1, the same on every machine.
class Numbers {
public:
    explicit Numbers(std::uint32_t seed = 1) : m_state(seed * 2654435761U + 12345U) {}
    float next()
    {
        m_state = m_state * 1664525U + 1013904223U;
        return static_cast<float>(m_state >> 8) / static_cast<float>(1U << 24);
    }

private:
    std::uint32_t m_state;
};

struct Pattern {
    bool causal = false;      ///< nothing above the diagonal
    std::int64_t used = -1;   ///< keys from here on receive nothing; -1: all are used
    std::uint32_t seed = 1;
};

/// [..., query, key]: every row sums to one.
inline Tensor attention(const Shape& shape, const Pattern& pattern = {})
{
    const std::int64_t keys = shape.back();
    const std::int64_t queries = shape[shape.size() - 2];
    std::int64_t maps = 1;
    for (std::size_t i = 0; i + 2 < shape.size(); ++i)
        maps *= shape[i];
    Numbers numbers(pattern.seed);
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(maps * queries * keys));
    for (std::int64_t row = 0; row < maps * queries; ++row) {
        const std::int64_t end = std::min(pattern.used < 0 ? keys : pattern.used, pattern.causal ? row % queries + 1 : keys);
        std::vector<float> line(static_cast<std::size_t>(keys), 0.0F);
        float sum = 0.0F;
        for (std::int64_t key = 0; key < end; ++key)
            sum += line[static_cast<std::size_t>(key)] = 0.05F + numbers.next();
        for (const float value : line)
            values.push_back(value / sum);
    }
    return Tensor::fromFloats(shape, std::move(values));
}

/// Signed values of any shape.
inline Tensor gradients(const Shape& shape, std::uint32_t seed = 9)
{
    Numbers numbers(seed);
    std::vector<float> values(static_cast<std::size_t>(*elementCount(shape)));
    for (float& value : values)
        value = numbers.next() - 0.5F;
    return Tensor::fromFloats(shape, std::move(values));
}

/// A list of layers, each with its own numbers.
inline Value layers(std::int64_t count, const Shape& shape, Pattern pattern = {})
{
    List list;
    for (std::int64_t layer = 0; layer < count; ++layer) {
        pattern.seed = static_cast<std::uint32_t>(layer + 1);
        list.emplace_back(attention(shape, pattern));
    }
    return list;
}

inline Value strings(const std::vector<std::string>& texts)
{
    return List(texts.begin(), texts.end());
}

inline std::vector<float> valuesOf(const Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.count()));
    const auto read = tensor.read(std::span<float>(values));
    return read ? values : std::vector<float>{};
}

/// A .npy file, version 1.0, float32.
inline void writeNpy(const std::filesystem::path& path, const Tensor& tensor)
{
    std::string shape;
    for (const auto size : tensor.shape())
        shape += fmt::format("{},", size);
    std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
    header.resize((header.size() + 10 + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    const auto values = valuesOf(tensor);
    std::ofstream file(path, std::ios::binary);
    file << "\x93NUMPY" << '\x01' << '\x00' << static_cast<char>(header.size() & 0xFF) << static_cast<char>(header.size() >> 8) << header;
    file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
}

inline void writeText(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace headlight::test
