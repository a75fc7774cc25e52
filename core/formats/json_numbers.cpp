// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/json_numbers.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

namespace headlight::formats {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// NaN, Infinity, -Infinity, as Python's json module writes them.
ScannedNumber scanLiteral(std::string_view text)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    JsonNumber number;
    number.isLiteral = true;
    for (const auto& [word, value] : {std::pair{std::string_view("NaN"), std::numeric_limits<double>::quiet_NaN()}, {"Infinity", kInfinity}, {"-Infinity", -kInfinity}})
        if (text.starts_with(word)) {
            number.value = value;
            return {number, text.data() + word.size()};
        }
    return {};
}

/// What from_chars could not represent: nothing or everything, by its exponent.
double beyondRange(std::string_view digits)
{
    const bool negative = digits.front() == '-';
    const auto exponent = digits.find_first_of("eE");
    const bool tiny = exponent == std::string_view::npos ? digits.substr(negative ? 1 : 0).starts_with("0.") : digits.substr(exponent + 1).starts_with('-');
    const double magnitude = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return negative ? -magnitude : magnitude;
}

std::vector<std::byte> bytesOf(const auto& values)
{
    const auto bytes = std::as_bytes(std::span(values));
    return {bytes.begin(), bytes.end()};
}

} // namespace

ScannedNumber scanJsonNumber(const char* first, const char* end)
{
    const char* digits = first + (*first == '-' ? 1 : 0);
    if (!isDigit(*digits))
        return scanLiteral({first, static_cast<std::size_t>(end - first)});
    if (*digits == '0' && isDigit(digits[1]))
        return {};
    const char* after = digits;
    while (isDigit(*after))
        ++after;
    ScannedNumber scanned;
    if (*after != '.' && *after != 'e' && *after != 'E') {
        const auto parsed = std::from_chars(first, after, scanned.number.whole);
        scanned.number.isWhole = parsed.ec == std::errc{};
        if (scanned.number.isWhole) {
            scanned.number.value = static_cast<double>(scanned.number.whole);
            scanned.after = after;
            return scanned;
        }
    }
    const auto parsed = std::from_chars(first, end, scanned.number.value);
    if (parsed.ec == std::errc::invalid_argument || parsed.ptr[-1] == '.' || (*after == '.' && !isDigit(after[1])))
        return {};
    if (parsed.ec == std::errc::result_out_of_range) {
        scanned.number.value = beyondRange({first, static_cast<std::size_t>(parsed.ptr - first)});
        scanned.number.isTooLarge = std::isinf(scanned.number.value);
    }
    scanned.after = parsed.ptr;
    return scanned;
}

void FloatPile::push(std::span<const double> values)
{
    constexpr double kLargest = std::numeric_limits<float>::max();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    while (!values.empty()) {
        if (m_size / kBlock == m_blocks.size())
            m_blocks.push_back(std::make_unique_for_overwrite<float[]>(kBlock));
        float* const block = m_blocks[m_size / kBlock].get() + m_size % kBlock;
        const std::size_t count = std::min(values.size(), kBlock - m_size % kBlock);
        for (std::size_t i = 0; i < count; ++i)
            block[i] = std::abs(values[i]) > kLargest ? std::copysign(kInfinity, static_cast<float>(values[i] > 0 ? 1 : -1)) : static_cast<float>(values[i]);
        values = values.subspan(count);
        m_size += count;
    }
}

void FloatPile::truncate(std::size_t size)
{
    m_size = std::min(size, m_size);
    const std::size_t needed = m_size / kBlock + 1;
    if (m_blocks.size() > needed)
        m_blocks.resize(needed);
}

Tensor FloatPile::tensor(std::size_t first, Shape shape, bool whole) const
{
    std::size_t count = 1;
    for (const auto size : shape)
        count *= static_cast<std::size_t>(size);
    const auto order = std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
    std::vector<std::byte> bytes;
    if (whole) {
        std::vector<std::int64_t> numbers(count);
        for (std::size_t i = 0; i < count; ++i)
            numbers[i] = static_cast<std::int64_t>(at(first + i));
        bytes = bytesOf(numbers);
    } else {
        bytes.resize(count * sizeof(float));
        for (std::size_t done = 0; done < count;) {
            const std::size_t index = first + done;
            const std::size_t run = std::min(count - done, kBlock - index % kBlock);
            std::memcpy(bytes.data() + done * sizeof(float), m_blocks[index / kBlock].get() + index % kBlock, run * sizeof(float));
            done += run;
        }
    }
    auto tensor = Tensor::contiguous(whole ? DType::Int64 : DType::Float32, std::move(shape), std::make_shared<MemoryBuffer>(std::move(bytes)), order);
    return *std::move(tensor);
}

} // namespace headlight::formats
