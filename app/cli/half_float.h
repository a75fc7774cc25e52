// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// float32 as IEEE half precision, for files that are to be small.
#pragma once

#include <bit>
#include <cstdint>

namespace headlight::cli {

/// To the nearest half, of two equally near ones the even one; what is too large is infinite, NaN stays NaN.
constexpr std::uint16_t halfBits(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U)
        return static_cast<std::uint16_t>(sign | 0x7E00U);
    if (magnitude >= 0x47800000U) // 65536
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    if (magnitude < 0x33000000U) // below half of the smallest one
        return static_cast<std::uint16_t>(sign);
    // Subnormal halves lose more of their mantissa, the hidden one included.
    const bool subnormal = magnitude < 0x38800000U;
    const std::uint32_t lost = subnormal ? 126U - (magnitude >> 23U) : 13U;
    const std::uint32_t kept = subnormal ? (magnitude & 0x7FFFFFU) | 0x800000U : magnitude - 0x38000000U;
    const std::uint32_t rest = kept & ((1U << lost) - 1U);
    const std::uint32_t middle = 1U << (lost - 1U);
    std::uint32_t half = kept >> lost;
    if (rest > middle || (rest == middle && (half & 1U) != 0))
        ++half; // may carry into the exponent, which is right
    return static_cast<std::uint16_t>(sign | half);
}

} // namespace headlight::cli
