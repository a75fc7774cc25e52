// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Arrays that no file holds in one piece: rows are put together from others when they are read, nothing is kept.
#pragma once

#include "base/matrix.h"
#include "value/tensor.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace headlight {

/// Elements in C order whose last axis is made row by row. Asked for parts of rows it makes the rows they are in.
class ComposedRows final : public ElementStorage {
public:
    /// Writes rows [range.first, range.first + range.count), packed. `out` holds zeros.
    using Compose = std::function<Result<void>(RowRange range, std::span<std::byte> out)>;

    ComposedRows(std::int64_t rows, std::int64_t width, std::size_t elementSize, Compose compose);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;

private:
    std::int64_t m_rows;
    std::int64_t m_width;
    std::size_t m_elementSize;
    Compose m_compose;
};

/// How elements are written.
struct ElementType {
    DType dtype = DType::Float32;
    ByteOrder order = ByteOrder::Little;
    bool operator==(const ElementType&) const = default;
};
ElementType typeOf(const Tensor& tensor);
/// float32 of this machine: what arrays of several types are read as.
ElementType plainFloat();

/// All elements of `tensor`, packed in C order as `type`, which is its own or plainFloat().
Result<void> readAs(const Tensor& tensor, ElementType type, std::span<std::byte> out);
/// Fills `out` with NaN.
void fillNotANumber(ElementType type, std::span<std::byte> out);

} // namespace headlight
