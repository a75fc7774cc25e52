// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/dtype.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace headlight {

namespace {

struct Described {
    std::string_view name;
    std::size_t size;
};

constexpr std::array<Described, 17> kTypes{{
    {"float64", 8}, {"float32", 4}, {"float16", 2}, {"bfloat16", 2}, {"float8_e4m3fn", 1}, {"float8_e5m2", 1},
    {"int64", 8}, {"int32", 4}, {"int16", 2}, {"int8", 1}, {"uint64", 8}, {"uint32", 4}, {"uint16", 2}, {"uint8", 1}, {"bool", 1},
    {"complex64", 8}, {"complex128", 16},
}};

/// Widens a binary float of `exponentBits` and `mantissaBits` by rebuilding its float32 bits. IEEE rules for subnormals;
/// `ieeeSpecials`: the largest exponent means infinity and NaN (not so in float8_e4m3fn, where only all ones is NaN).
float widenBits(std::uint32_t bits, unsigned exponentBits, unsigned mantissaBits, bool ieeeSpecials)
{
    const std::uint32_t sign = (bits >> (exponentBits + mantissaBits)) & 1U;
    const std::uint32_t exponentMask = (1U << exponentBits) - 1U;
    const std::uint32_t mantissaMask = (1U << mantissaBits) - 1U;
    const std::uint32_t exponent = (bits >> mantissaBits) & exponentMask;
    const std::uint32_t mantissa = bits & mantissaMask;
    const int bias = static_cast<int>(exponentMask >> 1U);

    const bool special = exponent == exponentMask && (ieeeSpecials || mantissa == mantissaMask);
    if (special) {
        const std::uint32_t widened = (sign << 31U) | 0x7F800000U | (ieeeSpecials ? mantissa << (23U - mantissaBits) : 0x400000U);
        return std::bit_cast<float>(widened);
    }
    const float magnitude = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), 1 - bias - static_cast<int>(mantissaBits))
                                          : std::ldexp(static_cast<float>(mantissa | (1U << mantissaBits)), static_cast<int>(exponent) - bias - static_cast<int>(mantissaBits));
    return sign != 0 ? -magnitude : magnitude;
}

template <std::size_t N>
std::array<float, N> tableOf(unsigned exponentBits, unsigned mantissaBits, bool ieeeSpecials)
{
    std::array<float, N> table{};
    for (std::uint32_t i = 0; i < N; ++i)
        table[i] = widenBits(i, exponentBits, mantissaBits, ieeeSpecials);
    return table;
}

const std::array<float, 65536>& halfTable()
{
    static const auto table = tableOf<65536>(5, 10, true);
    return table;
}

template <typename Bits>
Bits loadAs(const std::byte* from, ByteOrder order)
{
    std::array<std::byte, sizeof(Bits)> raw;
    std::memcpy(raw.data(), from, sizeof(Bits));
    const bool native = (order == ByteOrder::Little) == (std::endian::native == std::endian::little);
    if (!native)
        for (std::size_t i = 0; i < raw.size() / 2; ++i)
            std::swap(raw[i], raw[raw.size() - 1 - i]);
    return std::bit_cast<Bits>(raw);
}

template <typename Stored, typename Out, typename Convert>
void widenAll(ByteOrder order, ByteView from, std::span<Out> out, Convert convert)
{
    const std::byte* source = from.data();
    if (order == ByteOrder::Little && std::endian::native == std::endian::little) {
        for (Out& value : out) {
            Stored stored;
            std::memcpy(&stored, source, sizeof(Stored));
            value = static_cast<Out>(convert(stored));
            source += sizeof(Stored);
        }
        return;
    }
    for (Out& value : out) {
        value = static_cast<Out>(convert(loadAs<Stored>(source, order)));
        source += sizeof(Stored);
    }
}

template <typename Out>
Result<void> widenTo(DType type, ByteOrder order, ByteView from, std::span<Out> out)
{
    assert(from.size() == out.size() * sizeOf(type));
    const auto same = [](auto value) { return value; };
    switch (type) {
    case DType::Float64:
        widenAll<double>(order, from, out, same);
        return {};
    case DType::Float32:
        widenAll<float>(order, from, out, same);
        return {};
    case DType::Float16: {
        const auto& table = halfTable();
        widenAll<std::uint16_t>(order, from, out, [&table](std::uint16_t bits) { return table[bits]; });
        return {};
    }
    case DType::BFloat16:
        widenAll<std::uint16_t>(order, from, out, [](std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U); });
        return {};
    case DType::Float8E4M3FN: {
        static const auto table = tableOf<256>(4, 3, false);
        widenAll<std::uint8_t>(order, from, out, [](std::uint8_t bits) { return table[bits]; });
        return {};
    }
    case DType::Float8E5M2: {
        static const auto table = tableOf<256>(5, 2, true);
        widenAll<std::uint8_t>(order, from, out, [](std::uint8_t bits) { return table[bits]; });
        return {};
    }
    case DType::Int64:
        widenAll<std::int64_t>(order, from, out, same);
        return {};
    case DType::Int32:
        widenAll<std::int32_t>(order, from, out, same);
        return {};
    case DType::Int16:
        widenAll<std::int16_t>(order, from, out, same);
        return {};
    case DType::Int8:
        widenAll<std::int8_t>(order, from, out, same);
        return {};
    case DType::UInt64:
        widenAll<std::uint64_t>(order, from, out, same);
        return {};
    case DType::UInt32:
        widenAll<std::uint32_t>(order, from, out, same);
        return {};
    case DType::UInt16:
        widenAll<std::uint16_t>(order, from, out, same);
        return {};
    case DType::UInt8:
        widenAll<std::uint8_t>(order, from, out, same);
        return {};
    case DType::Bool:
        widenAll<std::uint8_t>(order, from, out, [](std::uint8_t bits) { return bits == 0 ? 0 : 1; });
        return {};
    case DType::Complex64:
    case DType::Complex128:
        break;
    }
    return Error{ErrorKind::Unsupported, fmt::format("values of type {} have no single number to show", nameOf(type)), {}, "Save abs(x), x.real or x.imag"};
}

} // namespace

std::string_view nameOf(DType type)
{
    return kTypes[static_cast<std::size_t>(type)].name;
}

std::size_t sizeOf(DType type)
{
    return kTypes[static_cast<std::size_t>(type)].size;
}

bool isFloating(DType type)
{
    return type <= DType::Float8E5M2;
}

bool isComplex(DType type)
{
    return type >= DType::Complex64;
}

Result<void> widen(DType type, ByteOrder order, ByteView from, std::span<float> out)
{
    return widenTo(type, order, from, out);
}

Result<void> widen(DType type, ByteOrder order, ByteView from, std::span<double> out)
{
    return widenTo(type, order, from, out);
}

} // namespace headlight
