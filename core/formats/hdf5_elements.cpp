// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/hdf5_elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace headlight::formats::hdf5 {

namespace {

constexpr std::size_t kNoAxis = SIZE_MAX;

Shape stridesOf(const Shape& shape)
{
    Shape strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * shape[axis];
    return strides;
}

/// A box of a flat storage as a slab of the array, and along which of the slab's axes each axis of the box runs.
struct Placed {
    Slab slab;
    std::vector<std::size_t> axes; ///< per axis of the box; kNoAxis where the box has one element only
};

/// Nothing for a box that is no view of whole axes. The owner has checked that all of it lies inside.
std::optional<Placed> place(const StridedBox& box, const Slab& whole)
{
    const Shape strides = stridesOf(whole.shape);
    Placed placed{whole, std::vector<std::size_t>(box.shape.size(), kNoAxis)};
    placed.slab.count.assign(whole.shape.size(), 1);
    placed.slab.start.assign(whole.shape.size(), 0);
    std::int64_t rest = box.offset;
    for (std::size_t axis = 0; axis < strides.size(); ++axis) {
        placed.slab.start[axis] = rest / strides[axis];
        rest %= strides[axis];
    }
    for (std::size_t axis = 0; axis < box.shape.size(); ++axis) {
        if (box.shape[axis] == 1)
            continue;
        for (std::size_t candidate = 0; candidate < strides.size() && placed.axes[axis] == kNoAxis; ++candidate)
            if (strides[candidate] == box.strides[axis] && whole.shape[candidate] > 1)
                placed.axes[axis] = candidate;
        const std::size_t along = placed.axes[axis];
        if (along == kNoAxis || placed.slab.count[along] != 1 || box.shape[axis] > whole.shape[along] - placed.slab.start[along])
            return std::nullopt;
        placed.slab.count[along] = box.shape[axis];
    }
    return placed;
}

} // namespace

Elements::Elements(std::shared_ptr<File> file, Slab whole, std::string path) : m_file(std::move(file)), m_whole(std::move(whole)), m_path(std::move(path))
{
    m_count = elementCount(m_whole.shape).value_or(0);
}

std::int64_t Elements::count(std::size_t elementSize) const
{
    return elementSize == sizeOf(m_whole.dtype) ? m_count : 0;
}

Result<void> Elements::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    if (std::ranges::find(box.shape, 0) != box.shape.end())
        return {};
    auto placed = place(box, m_whole);
    if (!placed)
        return Error{ErrorKind::Unsupported, "this view of a data set in chunks cannot be read", atAddress(m_path)};
    std::vector<std::size_t> used;
    std::ranges::copy_if(placed->axes, std::back_inserter(used), [](std::size_t axis) { return axis != kNoAxis; });
    if (std::ranges::is_sorted(used))
        return read(std::move(placed->slab), elementSize, out);

    // The axes of the view stand in another order: read as the file has them, then turn.
    std::vector<std::byte> packed(out.size());
    const Shape packedStrides = stridesOf(placed->slab.count);
    if (auto got = read(std::move(placed->slab), elementSize, packed); !got)
        return got;
    Shape strides(box.shape.size(), 0);
    for (std::size_t axis = 0; axis < strides.size(); ++axis)
        if (placed->axes[axis] != kNoAxis)
            strides[axis] = packedStrides[placed->axes[axis]];
    return forEachRun({0, box.shape, strides}, [&](std::int64_t element, std::int64_t elements, std::int64_t position) -> Result<void> {
        std::memcpy(out.data() + static_cast<std::size_t>(position) * elementSize, packed.data() + static_cast<std::size_t>(element) * elementSize,
                    static_cast<std::size_t>(elements) * elementSize);
        return {};
    });
}

/// In pieces along the first axis that has more than one; a piece that is still too large is cut along the next.
Result<void> Elements::read(Slab slab, std::size_t elementSize, std::span<std::byte> out) const
{
    if (out.size() <= kMostSlab) {
        auto got = m_file->read(slab, out);
        if (got)
            return got;
        Error error = got.error();
        error.place.address = m_path;
        return error;
    }
    const auto axis = static_cast<std::size_t>(std::ranges::find_if(slab.count, [](std::int64_t size) { return size > 1; }) - slab.count.begin());
    const std::int64_t first = slab.start[axis];
    const std::int64_t last = first + slab.count[axis];
    const std::size_t each = out.size() / static_cast<std::size_t>(slab.count[axis]); // bytes at one position of the axis
    const auto step = static_cast<std::int64_t>(std::max<std::size_t>(1, kMostSlab / each));
    for (std::int64_t from = first; from < last; from += step) {
        slab.start[axis] = from;
        slab.count[axis] = std::min(step, last - from);
        const auto bytes = each * static_cast<std::size_t>(slab.count[axis]);
        if (auto got = read(slab, elementSize, out.first(bytes)); !got)
            return got;
        out = out.subspan(bytes);
    }
    return {};
}

} // namespace headlight::formats::hdf5
