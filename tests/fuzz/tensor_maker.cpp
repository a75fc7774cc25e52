// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tensor_maker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

namespace fuzzed {

using namespace headlight;

namespace {

constexpr std::int64_t kMostValues = 20'000; ///< of all tensors of a tree
constexpr std::int64_t kMostInTensor = 4096;

constexpr std::array<DType, 9> kTypes{DType::Float32, DType::Float64, DType::BFloat16, DType::Float16,  DType::Float8E4M3FN,
                                      DType::Int64,   DType::UInt8,   DType::Bool,     DType::Complex64};

/// Rough, towards zero: what a number is exactly does not matter here.
std::uint16_t halfOf(double value)
{
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    const auto sign = static_cast<std::uint32_t>(bits >> 16U & 0x8000U);
    const std::int32_t exponent = static_cast<std::int32_t>(bits >> 23U & 0xFFU) - 112;
    if (exponent <= 0 || exponent >= 31)
        return static_cast<std::uint16_t>(exponent <= 0 ? sign : sign | 0x7C00U | (std::isnan(value) ? 1U : 0U));
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(exponent) << 10U | (bits >> 13U & 0x3FFU));
}

template <typename T>
void put(std::vector<std::byte>& bytes, T value)
{
    const auto place = bytes.size();
    bytes.resize(place + sizeof(T));
    std::memcpy(bytes.data() + place, &value, sizeof(T));
}

void putNumber(std::vector<std::byte>& bytes, DType type, double value)
{
    switch (type) {
    case DType::Float64:
        put(bytes, value);
        break;
    case DType::Float32:
        put(bytes, static_cast<float>(value));
        break;
    case DType::BFloat16:
        put(bytes, static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(value)) >> 16U));
        break;
    case DType::Float16:
        put(bytes, halfOf(value));
        break;
    case DType::Int64:
        put(bytes, static_cast<std::int64_t>(std::isfinite(value) ? std::clamp(value, -1e6, 1e6) * 7.0 : -1.0));
        break;
    default:
        for (std::size_t i = 0; i < sizeOf(type); ++i)
            put(bytes, static_cast<std::uint8_t>(std::isfinite(value) ? std::min(std::abs(value), 2.0) * 100.0 : 255.0));
    }
}

std::int64_t countOf(const Shape& shape)
{
    std::int64_t count = 1;
    for (const auto size : shape)
        count *= size;
    return count;
}

} // namespace

Shape TensorMaker::shape()
{
    if (m_input.below(3) == 2) // as before, or with one axis changed
        return m_shape;
    if (m_input.oneIn(4) && !m_shape.empty()) {
        m_shape[static_cast<std::size_t>(m_input.below(static_cast<std::int64_t>(m_shape.size())))] = m_input.below(7);
        return m_shape;
    }
    const std::int64_t rank = m_input.oneIn(6) ? m_input.below(7) : m_input.between(2, 4);
    m_shape.clear();
    for (std::int64_t axis = 0; axis < rank; ++axis) {
        const bool map = axis + 2 >= rank;
        const std::int64_t size = m_input.oneIn(24) ? m_input.below(70) : m_input.between(map ? 2 : 1, map ? 9 : 3) - (m_input.oneIn(32) ? 2 : 0);
        m_shape.push_back(std::max<std::int64_t>(0, size));
    }
    if (rank >= 2 && m_input.below(3) != 2)
        m_shape[static_cast<std::size_t>(rank - 2)] = m_shape.back();
    while (countOf(m_shape) > kMostInTensor)
        *std::ranges::max_element(m_shape) /= 2;
    return m_shape;
}

TensorMaker::Look TensorMaker::look()
{
    static constexpr std::array<Look, 14> kLooks{Look::Rows,   Look::Rows,   Look::Rows,    Look::Rows,   Look::Causal, Look::Causal, Look::Padded,
                                                 Look::Scaled, Look::Banded, Look::Columns, Look::Signed, Look::Noise,  Look::Zero,   Look::Loose};
    return m_input.oneOf(kLooks);
}

std::vector<double> TensorMaker::numbers(const Shape& shape, Look look)
{
    const auto count = countOf(shape);
    const std::int64_t keys = shape.empty() ? 1 : shape.back();
    const std::int64_t queries = shape.size() < 2 ? 1 : shape[shape.size() - 2];
    std::vector<double> values(static_cast<std::size_t>(count));
    const std::int64_t padding = look == Look::Padded ? 1 + m_input.below(3) : 0;
    for (std::int64_t i = 0; i < count; ++i) {
        m_seed = m_seed * 1664525U + 1013904223U;
        const double number = 0.05 + static_cast<double>(m_seed >> 8U) / static_cast<double>(1U << 24U);
        const std::int64_t key = i % keys;
        const std::int64_t query = i / keys % queries;
        const bool none = (look == Look::Causal && key > query) || (look == Look::Padded && key >= keys - padding) || look == Look::Zero
                          || (look == Look::Banded && std::max<std::int64_t>(0, keys / 2 - query) > key);
        values[static_cast<std::size_t>(i)] = none ? 0.0 : look == Look::Signed ? number - 0.5 : number;
    }
    const bool rows = look == Look::Rows || look == Look::Causal || look == Look::Padded || look == Look::Scaled || look == Look::Banded;
    for (std::int64_t row = 0; rows && keys > 0 && row < count / keys; ++row) {
        const std::span line(values.data() + row * keys, static_cast<std::size_t>(keys));
        double sum = 0.0;
        for (const double value : line)
            sum += value;
        const double scale = look == Look::Scaled ? static_cast<double>(1 + row / std::max<std::int64_t>(1, queries)) : 1.0;
        for (double& value : line)
            value = sum > 0.0 ? value / sum * scale : value;
    }
    if (look == Look::Loose) {
        static constexpr std::array<double, 6> kOdd{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -0.0, 1e300, 1e-300, 1.0};
        for (std::int64_t i = m_input.below(9); i > 0 && count > 0; --i)
            values[static_cast<std::size_t>(m_input.byte() * 37 % count)] = m_input.oneOf(kOdd);
    }
    return values;
}

Tensor TensorMaker::tensor(Shape shape, Look look)
{
    if (m_values + countOf(shape) > kMostValues)
        shape.assign(shape.size(), 1);
    m_values += countOf(shape);
    return viewed(stored(shape, numbers(shape, look)));
}

Tensor TensorMaker::stored(const Shape& shape, const std::vector<double>& numbers)
{
    const DType type = m_input.oneIn(8) ? m_input.oneOf(kTypes) : DType::Float32;
    std::vector<std::byte> bytes;
    for (const double number : numbers)
        putNumber(bytes, type, number);
    return *Tensor::contiguous(type, shape, std::make_shared<MemoryBuffer>(std::move(bytes)));
}

/// As it is, or with other strides.
Tensor TensorMaker::viewed(Tensor tensor)
{
    const auto rank = tensor.rank();
    if (rank == 0 || !m_input.oneIn(16))
        return tensor;
    const std::int64_t axis = m_input.below(rank);
    switch (m_input.below(4)) {
    case 0: { // turned around
        std::vector<std::int64_t> order;
        for (std::int64_t i = rank; i-- > 0;)
            order.push_back(i);
        return tensor.permuted(order);
    }
    case 1: // a batch that is one map many times
        if (tensor.size(axis) > 0) {
            Tensor::Layout layout{tensor.dtype(), tensor.byteOrder(), tensor.shape(), tensor.strides(), 0};
            layout.strides[static_cast<std::size_t>(axis)] = 0;
            std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.count()) * sizeOf(tensor.dtype()));
            if (tensor.readStored(bytes))
                return *Tensor::make(std::move(layout), std::make_shared<MemoryBuffer>(std::move(bytes)));
        }
        return tensor;
    case 2:
        return tensor.size(axis) > 1 ? tensor.narrow(axis, 1, tensor.size(axis) - 1) : tensor;
    default:
        return rank < 6 ? tensor.withAxis(axis) : tensor;
    }
}

} // namespace fuzzed
