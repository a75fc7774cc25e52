// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/npy_array.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kMostStringBytes = std::uint64_t{256} << 20;

Result<Value> stringsOfArray(const NpyPlace& place, const NpyHeader& header, const NumpyType& type, std::uint64_t needed)
{
    if (needed > kMostStringBytes)
        return Error{ErrorKind::Limit, fmt::format("{} bytes of strings, at most {} are read", needed, kMostStringBytes)};
    const auto bytes = place.bytes(header.dataOffset, needed);
    if (!bytes)
        return bytes.error();
    return numpyStrings(type, header.shape, header.fortran, *bytes);
}

} // namespace

Result<Value> npyValue(const NpyPlace& place, std::vector<std::string>& warnings)
{
    const auto header = readNpyHeader(place.head, place.size);
    if (!header)
        return header.error();
    const auto type = numpyType(header->descr);
    if (!type)
        return type.error();
    if (type->kind == NumpyType::Kind::Object)
        return Error{ErrorKind::Unsupported, "holds pickled Python objects instead of numbers", {}, "Re-save it with dtype=float32: np.save('x.npy', np.stack(list(x)).astype(np.float32))"};
    const auto needed = byteCount(*type, header->shape);
    if (!needed)
        return needed.error();
    const std::uint64_t there = place.size - header->dataOffset;
    if (*needed > there)
        return Error{ErrorKind::Truncated, fmt::format("shape {} needs {} bytes of data, {} are there: {} bytes are missing", toString(header->shape), *needed, there, *needed - there),
                     at(header->dataOffset), "Copy or download the file again"};
    if (*needed < there)
        warnings.push_back(fmt::format("{} bytes follow the array.", there - *needed));
    if (type->kind != NumpyType::Kind::Number)
        return stringsOfArray(place, *header, *type, *needed);
    if (type->assumedBFloat16)
        warnings.emplace_back("The array has elements of two bytes without a type; they are read as bfloat16.");
    auto elements = place.elements(header->dataOffset);
    if (!elements)
        return elements.error();
    auto tensor = numpyTensor(*type, header->shape, header->fortran, *std::move(elements));
    if (!tensor)
        return tensor.error();
    return Value(*std::move(tensor));
}

} // namespace headlight::formats
