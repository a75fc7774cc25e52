// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers of a JSON text: one of them, and the pile of those that wait to become a tensor.
#pragma once

#include "value/tensor.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace headlight::formats {

struct JsonNumber {
    double value = 0;
    std::int64_t whole = 0;  ///< the exact value, where isWhole
    bool isWhole = false;
    bool isLiteral = false;  ///< NaN, Infinity or -Infinity
    bool isTooLarge = false; ///< read as infinity
};

/// The number that begins at `first`; nothing follows in `after` when there is none. `*end` must be readable and no part of a number.
struct ScannedNumber {
    JsonNumber number;
    const char* after = nullptr; ///< null: no number here
};
ScannedNumber scanJsonNumber(const char* first, const char* end);

/// Whether a number, NaN or Infinity may begin so.
inline bool mayBeginNumber(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == 'N' || c == 'I';
}

/// float32 values in blocks, so that growing never copies. Arrays push at the end and take from it.
class FloatPile {
public:
    [[nodiscard]] std::size_t size() const { return m_size; }
    void push(std::span<const double> values);
    void truncate(std::size_t size);
    /// float32, or int64 where all numbers are whole.
    [[nodiscard]] Tensor tensor(std::size_t first, Shape shape, bool whole) const;

private:
    static constexpr std::size_t kBlock = std::size_t{1} << 16;

    [[nodiscard]] float at(std::size_t index) const { return m_blocks[index / kBlock][index % kBlock]; }

    std::vector<std::unique_ptr<float[]>> m_blocks;
    std::size_t m_size = 0;
};

} // namespace headlight::formats
