// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/data_set.h"

#include "app/hdf5_reader/element_type.h"
#include "app/hdf5_reader/filters.h"
#include "app/hdf5_reader/library_error.h"
#include "app/hdf5_reader/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight::hdf5_reader {

using namespace formats::hdf5;

namespace {

constexpr std::uint64_t kHuge = std::uint64_t{4} << 30U;
constexpr std::uint64_t kMostGain = 1000;                    ///< more elements than that per stored byte are no honest compression
constexpr std::uint64_t kMostChunk = std::uint64_t{1} << 29U;

Error declaredHuge(const Shape& shape, std::uint64_t bytes, std::uint64_t stored)
{
    return Error{ErrorKind::Limit, fmt::format("says it has {} ({} bytes), but only {} bytes are stored", toString(shape), bytes, stored), {},
                 "Save only the part that was written"};
}

/// Bytes of one chunk; 0 when the data are not in chunks.
std::uint64_t chunkBytes(hid_t properties, std::size_t elementSize)
{
    std::array<hsize_t, kMostAxes + 1> sizes{};
    if (H5Pget_layout(properties) != H5D_CHUNKED)
        return 0;
    const int rank = H5Pget_chunk(properties, static_cast<int>(sizes.size()), sizes.data());
    std::uint64_t bytes = elementSize;
    for (int i = 0; i < rank; ++i)
        if (__builtin_mul_overflow(bytes, sizes[static_cast<std::size_t>(i)], &bytes))
            return UINT64_MAX;
    return bytes;
}

Result<void> staysInTheFile(hid_t properties)
{
    if (H5Pget_layout(properties) == H5D_VIRTUAL)
        return Error{ErrorKind::Unsupported, "is a virtual data set, put together from other files, which are not opened", {},
                     "Make it real: h5repack FILE COPY (package hdf5-tools), or open the files it is made of"};
    if (H5Pget_external_count(properties) > 0) {
        std::array<char, 300> name{};
        off_t offset = 0;
        hsize_t size = 0;
        H5Pget_external(properties, 0, name.size() - 1, name.data(), &offset, &size);
        return Error{ErrorKind::Unsupported, fmt::format("keeps its numbers in another file (\"{}\"), which is not opened", name.data()), {},
                     "Save it with its numbers inside: h5repack FILE COPY (package hdf5-tools)"};
    }
    return {};
}

/// Guards that hold for numbers and strings alike.
Result<void> mayBeRead(hid_t set, hid_t properties, const Shape& shape, std::size_t elementSize)
{
    if (auto inside = staysInTheFile(properties); !inside)
        return inside;
    if (auto here = filtersAreHere(properties); !here)
        return here;
    const auto count = elementCount(shape);
    std::uint64_t bytes = 0;
    if (!count || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), elementSize, &bytes) || bytes > INT64_MAX)
        return Error{ErrorKind::Limit, fmt::format("says it has more elements than can be counted: {}", toString(shape))};
    const std::uint64_t stored = H5Dget_storage_size(set);
    if (bytes > kHuge && bytes / kMostGain > stored)
        return declaredHuge(shape, bytes, stored);
    if (const auto chunk = chunkBytes(properties, elementSize); chunk > kMostChunk)
        return Error{ErrorKind::Limit, fmt::format("is stored in chunks of {} bytes each, at most {} are read", chunk, kMostChunk), {},
                     "Save it with smaller chunks: h5repack -l CHUNK=... FILE COPY (package hdf5-tools)"};
    return {};
}

/// Where contiguous numbers of a plain type stand in the file.
std::optional<std::uint64_t> positionInFile(hid_t set, hid_t properties, const Shape& shape, const ElementType& element)
{
    if (H5Pget_layout(properties) != H5D_CONTIGUOUS || !element.plain || H5Pget_nfilters(properties) != 0)
        return std::nullopt;
    const auto count = elementCount(shape);
    const haddr_t offset = H5Dget_offset(set);
    H5Eclear2(H5E_DEFAULT);
    if (offset == HADDR_UNDEF || !count || H5Dget_storage_size(set) != static_cast<std::uint64_t>(*count) * sizeOf(element.dtype))
        return std::nullopt;
    return offset;
}

} // namespace

Handle openAt(hid_t file, std::uint64_t address)
{
    return {H5Oopen_by_addr(file, address), H5Oclose};
}

Result<std::optional<Shape>> shapeOf(hid_t space)
{
    const H5S_class_t kind = H5Sget_simple_extent_type(space);
    if (kind == H5S_NULL)
        return std::optional<Shape>();
    std::array<hsize_t, H5S_MAX_RANK> sizes{};
    const int rank = H5Sget_simple_extent_ndims(space);
    if (kind == H5S_NO_CLASS || rank < 0 || static_cast<std::size_t>(rank) > kMostAxes || H5Sget_simple_extent_dims(space, sizes.data(), nullptr) < 0)
        return libraryError("its shape cannot be read");
    Shape shape;
    for (int i = 0; i < rank; ++i) {
        const auto size = sizes[static_cast<std::size_t>(i)];
        if (size > static_cast<hsize_t>(INT64_MAX))
            return Error{ErrorKind::Limit, fmt::format("axis {} has {} elements", i, size)};
        shape.push_back(static_cast<std::int64_t>(size));
    }
    return std::optional(std::move(shape));
}

Result<Described> describeDataSet(hid_t set, std::uint64_t address, std::string name)
{
    const Handle space(H5Dget_space(set), H5Sclose);
    const Handle type(H5Dget_type(set), H5Tclose);
    const Handle properties(H5Dget_create_plist(set), H5Pclose);
    if (!space || !type || !properties)
        return libraryError("its description cannot be read");
    auto shape = shapeOf(space.id());
    if (!shape)
        return shape.error();
    if (!*shape)
        return Described(EmptySpace{});
    if (auto allowed = mayBeRead(set, properties.id(), **shape, H5Tget_size(type.id())); !allowed)
        return allowed.error();
    if (isText(type.id())) {
        auto words = wordsOfDataSet(set, type.id(), space.id(), **shape);
        if (!words)
            return words.error();
        return Described(WordsEntry{std::move(name), **shape, *std::move(words)});
    }
    const auto element = elementTypeOf(type.id());
    if (!element)
        return element.error();
    const auto position = positionInFile(set, properties.id(), **shape, *element);
    ArrayEntry entry{std::move(name), element->dtype, element->order, **shape, position ? Where::File : Where::Child, position.value_or(address), {}, false};
    return Described(std::move(entry));
}

} // namespace headlight::hdf5_reader
