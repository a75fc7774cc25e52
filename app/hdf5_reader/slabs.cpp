// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Elements of data sets.
#include "app/hdf5_reader/data_set.h"
#include "app/hdf5_reader/element_type.h"
#include "app/hdf5_reader/library_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::hdf5_reader {

using namespace formats::hdf5;

namespace {

constexpr std::size_t kMostOpen = 4; ///< each has a cache

std::vector<hsize_t> sizesOf(const Shape& shape)
{
    return {shape.begin(), shape.end()};
}

bool inside(const Slab& slab)
{
    const auto rank = slab.shape.size();
    if (slab.start.size() != rank || slab.count.size() != rank)
        return false;
    for (std::size_t i = 0; i < rank; ++i)
        if (slab.start[i] > slab.shape[i] || slab.count[i] > slab.shape[i] - slab.start[i])
            return false;
    return true;
}

} // namespace

Result<const OpenSets::OpenSet*> OpenSets::open(const Slab& slab)
{
    const auto found = std::ranges::find(m_sets, slab.address, &OpenSet::address);
    if (found != m_sets.end()) {
        std::rotate(found, found + 1, m_sets.end());
    } else {
        Handle object = openAt(m_file, slab.address);
        if (!object || H5Iget_type(object.id()) != H5I_DATASET)
            return libraryError("it cannot be opened");
        const auto described = describeDataSet(object.id(), slab.address, {});
        if (!described)
            return described.error();
        const auto* entry = std::get_if<ArrayEntry>(&*described);
        const Handle type(H5Dget_type(object.id()), H5Tclose);
        const Handle properties(H5Dget_create_plist(object.id()), H5Pclose);
        const auto element = elementTypeOf(type.id());
        if (entry == nullptr || !element)
            return Error{ErrorKind::Io, "it is another one than it was: the file has changed", {}, "Open it again"};
        if (m_sets.size() == kMostOpen)
            m_sets.erase(m_sets.begin());
        auto chunks = element->plain ? chunkLayoutOf(properties.id(), entry->shape, sizeOf(entry->dtype)) : std::nullopt;
        m_sets.push_back({slab.address, std::move(object), memoryTypeOf(*element, type.id()), entry->dtype, entry->order, entry->shape, std::move(chunks)});
    }
    const OpenSet& set = m_sets.back();
    if (set.shape != slab.shape || set.dtype != slab.dtype || set.order != slab.order || !inside(slab))
        return Error{ErrorKind::Io, "it is another one than it was: the file has changed", {}, "Open it again"};
    return &set;
}

Result<void> OpenSets::read(const Slab& slab, std::span<std::byte> out)
{
    const auto set = open(slab);
    if (!set)
        return set.error();
    const auto count = elementCount(slab.count);
    if (!count || static_cast<std::uint64_t>(*count) > out.size() / sizeOf(slab.dtype))
        return Error{ErrorKind::Limit, "too much was asked for at a time"};
    out = out.first(static_cast<std::size_t>(*count) * sizeOf(slab.dtype));
    if (out.empty() || ((*set)->chunks && m_chunks.read((*set)->set.id(), *(*set)->chunks, slab, out)))
        return {};
    H5Eclear2(H5E_DEFAULT);
    const auto start = sizesOf(slab.start);
    const auto size = sizesOf(slab.count);
    const Handle from(H5Dget_space((*set)->set.id()), H5Sclose);
    const Handle to(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose); // of equal shape: the fast way
    const bool selected = from && to && (slab.shape.empty() || H5Sselect_hyperslab(from.id(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr) >= 0);
    std::ranges::fill(out, std::byte{0}); // the library leaves what was never written and has no fill value
    if (!selected || H5Dread((*set)->set.id(), (*set)->memoryType.id(), to.id(), from.id(), H5P_DEFAULT, out.data()) < 0)
        return libraryError("its elements cannot be read");
    return {};
}

} // namespace headlight::hdf5_reader
