// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace headlight {

namespace {

constexpr std::size_t kMostAxes = 32;
/// Elements widened at a time: the stored bytes then stay in the processor's cache.
constexpr std::int64_t kBlockElements = std::int64_t{1} << 15;

bool multiply(std::int64_t a, std::int64_t b, std::int64_t& product)
{
    return !__builtin_mul_overflow(a, b, &product);
}

/// Lowest and highest element number a layout touches; nothing when a number leaves 63 bits.
struct Extent {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

std::optional<Extent> extentOf(const Tensor::Layout& layout)
{
    Extent extent{layout.offset, layout.offset};
    for (std::size_t axis = 0; axis < layout.shape.size(); ++axis) {
        std::int64_t reach = 0;
        if (!multiply(layout.shape[axis] - 1, layout.strides[axis], reach))
            return std::nullopt;
        auto& end = reach < 0 ? extent.lowest : extent.highest;
        if (__builtin_add_overflow(end, reach, &end))
            return std::nullopt;
    }
    return extent;
}

Shape contiguousStrides(std::span<const std::int64_t> shape)
{
    Shape strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;)
        if (!multiply(strides[axis], std::max<std::int64_t>(1, shape[axis]), strides[axis - 1]))
            strides[axis - 1] = 0; // only possible in a tensor without elements
    return strides;
}

/// Calls `work(box, first output element)` for pieces of about kBlockElements that together are the whole layout, in C order.
template <typename Work>
Result<void> inBlocks(const Tensor::Layout& layout, Work work)
{
    // Split along the outermost axes: the inner part that fits a block is read as one box.
    std::size_t inner = layout.shape.size();
    std::int64_t innerCount = 1;
    while (inner > 0 && innerCount * layout.shape[inner - 1] <= kBlockElements) {
        innerCount *= layout.shape[inner - 1];
        --inner;
    }
    if (inner == 0)
        return work(StridedBox{layout.offset, layout.shape, layout.strides}, std::int64_t{0}, innerCount);

    const std::size_t split = inner - 1; // this axis is cut into pieces, the ones before it are stepped through
    const std::int64_t piece = std::max<std::int64_t>(1, kBlockElements / innerCount);
    Shape outerShape(layout.shape.begin(), layout.shape.begin() + static_cast<std::ptrdiff_t>(split));
    Shape outerStrides(layout.strides.begin(), layout.strides.begin() + static_cast<std::ptrdiff_t>(split));
    Shape innerShape(layout.shape.begin() + static_cast<std::ptrdiff_t>(split), layout.shape.end());
    const Shape innerStrides(layout.strides.begin() + static_cast<std::ptrdiff_t>(split), layout.strides.end());
    std::vector<std::int64_t> index(split, 0);
    std::int64_t base = layout.offset;
    std::int64_t done = 0;
    while (true) {
        for (std::int64_t first = 0; first < layout.shape[split]; first += piece) {
            innerShape[0] = std::min(piece, layout.shape[split] - first);
            const std::int64_t count = innerShape[0] * innerCount;
            if (auto result = work(StridedBox{base + first * layout.strides[split], innerShape, innerStrides}, done, count); !result)
                return result;
            done += count;
        }
        std::size_t axis = split;
        while (axis > 0) {
            --axis;
            base += outerStrides[axis];
            if (++index[axis] < outerShape[axis])
                break;
            base -= outerStrides[axis] * outerShape[axis];
            index[axis] = 0;
            if (axis == 0)
                return {};
        }
        if (split == 0)
            return {};
    }
}

} // namespace

Result<std::int64_t> elementCount(std::span<const std::int64_t> shape)
{
    std::int64_t count = 1;
    bool empty = false;
    for (const auto size : shape) {
        if (size < 0)
            return Error{ErrorKind::Corrupt, fmt::format("shape {} has a negative size", toString(shape))};
        empty = empty || size == 0;
    }
    if (empty)
        return 0;
    for (const auto size : shape)
        if (!multiply(count, size, count))
            return Error{ErrorKind::Limit, fmt::format("shape {} has more elements than can be counted", toString(shape))};
    return count;
}

std::string toString(std::span<const std::int64_t> shape)
{
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

Result<Tensor> Tensor::make(Layout layout, std::shared_ptr<const ElementStorage> storage)
{
    assert(storage != nullptr);
    if (layout.shape.size() > kMostAxes)
        return Error{ErrorKind::Limit, fmt::format("{} axes, at most {} are read", layout.shape.size(), kMostAxes)};
    if (layout.shape.size() != layout.strides.size())
        return Error{ErrorKind::Corrupt, fmt::format("{} sizes but {} strides", layout.shape.size(), layout.strides.size())};
    const auto count = elementCount(layout.shape);
    if (!count)
        return count.error();
    if (*count > 0) {
        const auto extent = extentOf(layout);
        const std::int64_t available = storage->count(sizeOf(layout.dtype));
        if (!extent)
            return Error{ErrorKind::Corrupt, fmt::format("shape {} with strides {} leaves the range of addresses", toString(layout.shape), toString(layout.strides))};
        if (extent->lowest < 0 || extent->highest >= available)
            return Error{ErrorKind::Truncated, fmt::format("shape {} of {} needs elements {} to {}, the storage has {}", toString(layout.shape), nameOf(layout.dtype),
                                                           extent->lowest, extent->highest, available)};
    }
    // Strides that lead nowhere may be any number; as zero they cannot overflow in arithmetic on views.
    for (std::size_t axis = 0; axis < layout.shape.size(); ++axis)
        if (*count == 0 || layout.shape[axis] == 1)
            layout.strides[axis] = 0;
    if (*count == 0)
        layout.offset = 0;
    Tensor tensor;
    tensor.m_layout = std::move(layout);
    tensor.m_storage = std::move(storage);
    return tensor;
}

Result<Tensor> Tensor::contiguous(DType dtype, Shape shape, std::shared_ptr<const ElementStorage> storage, ByteOrder order)
{
    if (auto count = elementCount(shape); !count)
        return count.error();
    auto strides = contiguousStrides(shape);
    return make({dtype, order, std::move(shape), std::move(strides), 0}, std::move(storage));
}

Tensor Tensor::fromFloats(Shape shape, std::vector<float> values)
{
    std::vector<std::byte> bytes(values.size() * sizeof(float));
    if (!bytes.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    const auto order = std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
    auto tensor = contiguous(DType::Float32, std::move(shape), std::make_shared<MemoryBuffer>(std::move(bytes)), order);
    assert(tensor.has_value());
    return *std::move(tensor);
}

std::int64_t Tensor::count() const
{
    if (std::ranges::find(m_layout.shape, 0) != m_layout.shape.end())
        return 0; // the other sizes may be too large to multiply
    std::int64_t count = 1;
    for (const auto size : m_layout.shape)
        count *= size;
    return count;
}

bool Tensor::sameBytes(const Tensor& other) const
{
    return m_storage == other.m_storage && m_layout.dtype == other.m_layout.dtype && m_layout.order == other.m_layout.order
        && m_layout.shape == other.m_layout.shape && m_layout.strides == other.m_layout.strides && m_layout.offset == other.m_layout.offset;
}

Tensor Tensor::select(std::int64_t axis, std::int64_t index) const
{
    assert(axis >= 0 && axis < rank() && index >= 0 && index < size(axis));
    Tensor view = *this;
    view.m_layout.offset += index * m_layout.strides[static_cast<std::size_t>(axis)];
    view.m_layout.shape.erase(view.m_layout.shape.begin() + axis);
    view.m_layout.strides.erase(view.m_layout.strides.begin() + axis);
    return view;
}

Tensor Tensor::narrow(std::int64_t axis, std::int64_t first, std::int64_t count) const
{
    assert(axis >= 0 && axis < rank() && first >= 0 && count >= 0 && first + count <= size(axis));
    Tensor view = *this;
    if (count > 0)
        view.m_layout.offset += first * m_layout.strides[static_cast<std::size_t>(axis)];
    view.m_layout.shape[static_cast<std::size_t>(axis)] = count;
    return view;
}

Tensor Tensor::permuted(std::span<const std::int64_t> order) const
{
    assert(order.size() == m_layout.shape.size());
    Tensor view = *this;
    for (std::size_t axis = 0; axis < order.size(); ++axis) {
        view.m_layout.shape[axis] = m_layout.shape[static_cast<std::size_t>(order[axis])];
        view.m_layout.strides[axis] = m_layout.strides[static_cast<std::size_t>(order[axis])];
    }
    return view;
}

Tensor Tensor::withAxis(std::int64_t axis) const
{
    assert(axis >= 0 && axis <= rank());
    Tensor view = *this;
    view.m_layout.shape.insert(view.m_layout.shape.begin() + axis, 1);
    view.m_layout.strides.insert(view.m_layout.strides.begin() + axis, 0);
    return view;
}

template <typename T>
Result<void> Tensor::readWide(std::span<T> out) const
{
    assert(static_cast<std::int64_t>(out.size()) == count());
    if (out.empty())
        return {};
    const std::size_t elementSize = sizeOf(m_layout.dtype);
    const bool asStored = std::is_same_v<T, float> && m_layout.dtype == DType::Float32
        && (m_layout.order == ByteOrder::Little) == (std::endian::native == std::endian::little);
    if (asStored)
        return m_storage->gather({m_layout.offset, m_layout.shape, m_layout.strides}, elementSize, std::as_writable_bytes(out));

    std::vector<std::byte> block;
    return inBlocks(m_layout, [&](const StridedBox& box, std::int64_t first, std::int64_t number) -> Result<void> {
        block.resize(static_cast<std::size_t>(number) * elementSize);
        if (auto got = m_storage->gather(box, elementSize, block); !got)
            return got;
        return widen(m_layout.dtype, m_layout.order, block, out.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(number)));
    });
}

Result<void> Tensor::read(std::span<float> out) const
{
    return readWide(out);
}

Result<void> Tensor::read(std::span<double> out) const
{
    return readWide(out);
}

Result<void> Tensor::readStored(std::span<std::byte> out) const
{
    assert(static_cast<std::int64_t>(out.size()) == count() * static_cast<std::int64_t>(sizeOf(m_layout.dtype)));
    if (out.empty())
        return {};
    return m_storage->gather({m_layout.offset, m_layout.shape, m_layout.strides}, sizeOf(m_layout.dtype), out);
}

} // namespace headlight
