// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/sparse_elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <numeric>

namespace headlight {

namespace {

/// float32 and float64 are brought to the machine's own order when they are read, since they may have to be summed.
bool canBeSummed(DType type)
{
    return type == DType::Float32 || type == DType::Float64;
}

/// Strides of zero would let a small file declare any number of entries.
bool isRepeated(const Tensor& tensor, std::int64_t axis)
{
    return tensor.size(axis) > 1 && tensor.strides()[static_cast<std::size_t>(axis)] == 0;
}

template <typename T>
Result<std::vector<std::byte>> packedNumbers(const Tensor& tensor)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.count()) * sizeof(T));
    if (auto got = tensor.read(std::span<T>(reinterpret_cast<T*>(bytes.data()), static_cast<std::size_t>(tensor.count()))); !got)
        return got.error();
    return bytes;
}

template <typename T>
void addBlock(std::byte* sum, const std::byte* more, std::size_t elements)
{
    for (std::size_t i = 0; i < elements; ++i) {
        T a = 0;
        T b = 0;
        std::memcpy(&a, sum + i * sizeof(T), sizeof(T));
        std::memcpy(&b, more + i * sizeof(T), sizeof(T));
        a += b;
        std::memcpy(sum + i * sizeof(T), &a, sizeof(T));
    }
}

Result<void> checkShapes(const Tensor& indices, const Tensor& values, const Shape& shape)
{
    const auto refused = [&] {
        return Error{ErrorKind::Corrupt, fmt::format("a sparse tensor of shape {} with indices {} and values {}", toString(shape), toString(indices.shape()), toString(values.shape()))};
    };
    if (indices.rank() != 2 || values.rank() < 1 || isFloating(indices.dtype()) || isComplex(indices.dtype()))
        return refused();
    const auto axes = static_cast<std::size_t>(indices.size(0));
    const bool fits = axes <= shape.size() && values.size(0) == indices.size(1) && values.shape().size() == 1 + shape.size() - axes
        && std::equal(values.shape().begin() + 1, values.shape().end(), shape.begin() + static_cast<std::ptrdiff_t>(axes), shape.end());
    if (!fits || isRepeated(indices, 1) || isRepeated(values, 0))
        return refused();
    return {};
}

} // namespace

Result<Tensor> SparseElements::make(Tensor indices, Tensor values, Shape shape)
{
    if (auto fits = checkShapes(indices, values, shape); !fits)
        return fits.error();
    if (const auto count = elementCount(shape); !count)
        return count.error();
    const DType type = values.dtype();
    const ByteOrder order = canBeSummed(type) ? ByteOrder::Little : values.byteOrder();
    auto elements = std::make_shared<const SparseElements>(std::move(indices), std::move(values), shape);
    return Tensor::contiguous(type, std::move(shape), std::move(elements), order);
}

SparseElements::SparseElements(Tensor indices, Tensor values, Shape shape) : m_indices(std::move(indices)), m_values(std::move(values)), m_shape(std::move(shape))
{
    for (std::int64_t axis = 1; axis < m_values.rank(); ++axis)
        m_block *= m_values.size(axis);
}

std::int64_t SparseElements::count(std::size_t elementSize) const
{
    return elementSize == sizeOf(m_values.dtype()) ? elementCount(m_shape).value_or(0) : 0;
}

Result<void> SparseElements::verify(const JobContext& job) const
{
    auto sound = m_indices.verify(job);
    return sound ? m_values.verify(job) : sound;
}

Result<void> SparseElements::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    const auto listed = entries();
    if (!listed)
        return listed.error();
    const auto& places = (*listed)->places;
    const auto& values = (*listed)->values;
    std::ranges::fill(out, std::byte{0});
    return forEachRun(box, [&](std::int64_t element, std::int64_t elements, std::int64_t position) -> Result<void> {
        const std::int64_t end = element + elements;
        auto place = std::ranges::lower_bound(places, element / m_block);
        for (; place != places.end() && *place * m_block < end; ++place) {
            const std::int64_t start = *place * m_block;
            const std::int64_t from = std::max(start, element);
            const std::int64_t until = std::min(start + m_block, end);
            const auto entry = static_cast<std::int64_t>(place - places.begin());
            std::memcpy(out.data() + static_cast<std::size_t>(position + from - element) * elementSize,
                        values.data() + static_cast<std::size_t>(entry * m_block + from - start) * elementSize, static_cast<std::size_t>(until - from) * elementSize);
        }
        return {};
    });
}

Result<const SparseElements::Entries*> SparseElements::entries() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_entries) {
        try {
            m_entries = readEntries();
        } catch (const std::bad_alloc&) {
            m_entries = Error{ErrorKind::Limit, fmt::format("{} entries of a sparse tensor do not fit in memory", m_indices.size(1))};
        }
    }
    if (!m_entries->has_value())
        return m_entries->error();
    return &**m_entries;
}

Result<SparseElements::Entries> SparseElements::readEntries() const
{
    if (elementCount(m_shape).value_or(0) == 0)
        return Entries{};
    auto places = readPlaces();
    if (!places)
        return places.error();
    auto values = readValues();
    if (!values)
        return values.error();
    std::vector<std::size_t> order(places->size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return (*places)[i]; });
    return summed(*places, *std::move(values), order);
}

Result<std::vector<std::int64_t>> SparseElements::readPlaces() const
{
    std::vector<std::int64_t> places(static_cast<std::size_t>(m_indices.size(1)), 0);
    std::vector<double> along(places.size());
    for (std::int64_t axis = 0; axis < m_indices.size(0); ++axis) {
        if (auto got = m_indices.select(0, axis).read(std::span<double>(along)); !got)
            return got.error();
        const auto size = m_shape[static_cast<std::size_t>(axis)];
        for (std::size_t i = 0; i < along.size(); ++i) {
            if (!(along[i] >= 0 && along[i] < static_cast<double>(size)))
                return Error{ErrorKind::Corrupt, fmt::format("entry {} of a sparse tensor stands at {} along axis {}, which has {}", i, along[i], axis, size)};
            places[i] = places[i] * size + static_cast<std::int64_t>(along[i]);
        }
    }
    return places;
}

Result<std::vector<std::byte>> SparseElements::readValues() const
{
    if (m_values.dtype() == DType::Float32)
        return packedNumbers<float>(m_values);
    if (m_values.dtype() == DType::Float64)
        return packedNumbers<double>(m_values);
    std::vector<std::byte> bytes(static_cast<std::size_t>(m_values.count()) * sizeOf(m_values.dtype()));
    if (auto got = m_values.readStored(bytes); !got)
        return got.error();
    return bytes;
}

Result<SparseElements::Entries> SparseElements::summed(const std::vector<std::int64_t>& places, std::vector<std::byte> values, const std::vector<std::size_t>& order) const
{
    const auto elements = static_cast<std::size_t>(m_block);
    const std::size_t blockBytes = elements * sizeOf(m_values.dtype());
    Entries entries;
    entries.places.reserve(places.size());
    entries.values.reserve(values.size());
    for (const std::size_t i : order) {
        const std::byte* block = values.data() + i * blockBytes;
        if (entries.places.empty() || entries.places.back() != places[i]) {
            entries.places.push_back(places[i]);
            entries.values.insert(entries.values.end(), block, block + blockBytes);
            continue;
        }
        std::byte* sum = entries.values.data() + entries.values.size() - blockBytes;
        if (!canBeSummed(m_values.dtype()))
            return Error{ErrorKind::Unsupported, fmt::format("two entries of a sparse tensor of {} stand at one place", nameOf(m_values.dtype())), {}, "Save x.coalesce()"};
        m_values.dtype() == DType::Float32 ? addBlock<float>(sum, block, elements) : addBlock<double>(sum, block, elements);
    }
    return entries;
}

} // namespace headlight
