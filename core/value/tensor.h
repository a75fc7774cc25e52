// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An array in a file: its shape and where its numbers are. Views of it cost nothing; reading goes by slice.
#pragma once

#include "base/result.h"
#include "value/dtype.h"
#include "value/element_storage.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace headlight {

using Shape = std::vector<std::int64_t>;

/// Product of the sizes, or an error when it leaves 63 bits or a size is negative.
Result<std::int64_t> elementCount(std::span<const std::int64_t> shape);
/// "[1, 12, 63, 63]"
std::string toString(std::span<const std::int64_t> shape);

/// Strided view of an ElementStorage. A value type: copying shares the storage.
class Tensor {
public:
    struct Layout {
        DType dtype = DType::Float32;
        ByteOrder order = ByteOrder::Little;
        Shape shape;
        Shape strides;              ///< in elements, one per axis; may be 0 or negative
        std::int64_t offset = 0;    ///< of element (0, 0, ...), in elements
    };

    /// Checks every number of the layout against the storage before anything is read:
    /// at most 32 axes, sizes not negative, first and last element inside. Errors are Corrupt, Limit or Truncated.
    static Result<Tensor> make(Layout layout, std::shared_ptr<const ElementStorage> storage);
    /// C order without gaps.
    static Result<Tensor> contiguous(DType dtype, Shape shape, std::shared_ptr<const ElementStorage> storage, ByteOrder order = ByteOrder::Little);
    /// A tensor in memory, mostly for tests and for lists of numbers found in a file.
    static Tensor fromFloats(Shape shape, std::vector<float> values);

    [[nodiscard]] DType dtype() const { return m_layout.dtype; }
    [[nodiscard]] ByteOrder byteOrder() const { return m_layout.order; }
    [[nodiscard]] const Shape& shape() const { return m_layout.shape; }
    [[nodiscard]] const Shape& strides() const { return m_layout.strides; }
    [[nodiscard]] std::int64_t rank() const { return static_cast<std::int64_t>(m_layout.shape.size()); }
    [[nodiscard]] std::int64_t size(std::int64_t axis) const { return m_layout.shape[static_cast<std::size_t>(axis)]; }
    [[nodiscard]] std::int64_t count() const;
    /// True when both are views of the same bytes in the same way.
    [[nodiscard]] bool sameBytes(const Tensor& other) const;

    // Views. Axes and indices must exist (asserted): callers check shapes first.
    [[nodiscard]] Tensor select(std::int64_t axis, std::int64_t index) const;                        ///< drops the axis
    [[nodiscard]] Tensor narrow(std::int64_t axis, std::int64_t first, std::int64_t count) const;    ///< keeps the axis
    [[nodiscard]] Tensor permuted(std::span<const std::int64_t> order) const;                        ///< new axis i is old axis order[i]
    [[nodiscard]] Tensor withAxis(std::int64_t axis) const;                                          ///< inserts an axis of size 1

    /// All elements in C order, widened. out.size() == count(). Blocks of a bounded buffer: costs no memory of the tensor's size.
    Result<void> read(std::span<float> out) const;
    Result<void> read(std::span<double> out) const;
    /// As stored, packed in C order; byte order untouched.
    Result<void> readStored(std::span<std::byte> out) const;
    /// ElementStorage::verify() of all that the tensor is a view of.
    [[nodiscard]] Result<void> verify(const JobContext& job) const { return m_storage->verify(job); }

private:
    Tensor() = default;
    template <typename T>
    Result<void> readWide(std::span<T> out) const;

    Layout m_layout;
    std::shared_ptr<const ElementStorage> m_storage;
};

} // namespace headlight
