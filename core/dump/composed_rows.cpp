// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/composed_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace headlight {

namespace {

/// Makes rows where only parts of them are wanted, and keeps the last one: the next part is mostly of the same row.
class PartsOfRows {
public:
    PartsOfRows(const ComposedRows::Compose& compose, std::size_t rowBytes) : m_compose(compose), m_row(rowBytes) {}

    Result<void> copy(std::int64_t row, std::size_t from, std::span<std::byte> out)
    {
        if (row != m_number) {
            m_number = -1;
            std::ranges::fill(m_row, std::byte{0});
            if (auto made = m_compose({row, 1}, m_row); !made)
                return made;
            m_number = row;
        }
        std::memcpy(out.data(), m_row.data() + from, out.size());
        return {};
    }

private:
    const ComposedRows::Compose& m_compose;
    std::vector<std::byte> m_row;
    std::int64_t m_number = -1;
};

/// The bits of a quiet NaN, in as many bytes as the type has.
std::uint64_t notANumber(DType type)
{
    switch (type) {
    case DType::Float64:
        return 0x7FF8000000000000U;
    case DType::Float32:
        return 0x7FC00000U;
    case DType::Float16:
        return 0x7E00U;
    case DType::BFloat16:
        return 0x7FC0U;
    case DType::Float8E4M3FN:
        return 0x7FU;
    case DType::Float8E5M2:
        return 0x7EU;
    default:
        assert(false && "whole numbers have no NaN");
        return 0;
    }
}

} // namespace

ComposedRows::ComposedRows(std::int64_t rows, std::int64_t width, std::size_t elementSize, Compose compose)
    : m_rows(rows), m_width(width), m_elementSize(elementSize), m_compose(std::move(compose))
{
}

std::int64_t ComposedRows::count(std::size_t elementSize) const
{
    assert(elementSize == m_elementSize);
    return m_rows * m_width * static_cast<std::int64_t>(m_elementSize / elementSize);
}

Result<void> ComposedRows::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    assert(elementSize == m_elementSize);
    const std::size_t rowBytes = static_cast<std::size_t>(m_width) * elementSize;
    PartsOfRows parts(m_compose, rowBytes);
    return forEachRun(box, [&](std::int64_t element, std::int64_t elements, std::int64_t position) -> Result<void> {
        auto rest = out.subspan(static_cast<std::size_t>(position) * elementSize, static_cast<std::size_t>(elements) * elementSize);
        while (!rest.empty()) {
            const std::int64_t row = element / m_width;
            const std::int64_t column = element % m_width;
            const std::int64_t whole = column == 0 ? static_cast<std::int64_t>(rest.size() / rowBytes) : 0;
            const std::size_t from = static_cast<std::size_t>(column) * elementSize;
            const std::size_t length = whole > 0 ? static_cast<std::size_t>(whole) * rowBytes : std::min(rest.size(), rowBytes - from);
            if (whole > 0)
                std::ranges::fill(rest.first(length), std::byte{0});
            auto made = whole > 0 ? m_compose({row, whole}, rest.first(length)) : parts.copy(row, from, rest.first(length));
            if (!made)
                return made;
            rest = rest.subspan(length);
            element += static_cast<std::int64_t>(length / elementSize);
        }
        return {};
    });
}

ElementType typeOf(const Tensor& tensor)
{
    return {tensor.dtype(), tensor.byteOrder()};
}

ElementType plainFloat()
{
    return {DType::Float32, std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big};
}

Result<void> readAs(const Tensor& tensor, ElementType type, std::span<std::byte> out)
{
    if (typeOf(tensor) == type)
        return tensor.readStored(out);
    assert(type == plainFloat());
    std::vector<float> values(static_cast<std::size_t>(tensor.count()));
    if (auto got = tensor.read(std::span<float>(values)); !got)
        return got;
    std::memcpy(out.data(), values.data(), out.size());
    return {};
}

void fillNotANumber(ElementType type, std::span<std::byte> out)
{
    const std::size_t size = sizeOf(type.dtype);
    const auto bits = notANumber(type.dtype);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t byte = type.order == ByteOrder::Little ? i % size : size - 1 - i % size;
        out[i] = static_cast<std::byte>(bits >> (8 * byte));
    }
}

} // namespace headlight
