// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/element_type.h"

#include "base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace headlight::hdf5_reader {

namespace {

constexpr int kMostFieldsNamed = 8;

Error unsupported(std::string what, std::string remedy = "Save it as an array of floats")
{
    return Error{ErrorKind::Unsupported, std::move(what), {}, std::move(remedy)};
}

std::string memberName(hid_t type, unsigned index)
{
    char* name = H5Tget_member_name(type, index);
    if (name == nullptr)
        return {};
    std::string text = displayable(name, 60);
    H5free_memory(name);
    return text;
}

/// Where sign, exponent and mantissa stand in a floating-point number.
struct FloatLayout {
    std::size_t sign = 0;
    std::size_t exponentAt = 0;
    std::size_t exponentBits = 0;
    std::size_t mantissaAt = 0;
    std::size_t mantissaBits = 0;
    std::size_t bias = 0;
    bool operator==(const FloatLayout&) const = default;
};

struct NamedFloat {
    FloatLayout layout;
    DType dtype;
};

constexpr std::array<NamedFloat, 5> kFloats{{
    {{63, 52, 11, 0, 52, 1023}, DType::Float64},
    {{31, 23, 8, 0, 23, 127}, DType::Float32},
    {{15, 10, 5, 0, 10, 15}, DType::Float16},
    {{15, 7, 8, 0, 7, 127}, DType::BFloat16},
    {{7, 2, 5, 0, 2, 15}, DType::Float8E5M2},
}};

/// Little or big; nothing for what no machine of today has.
std::optional<ByteOrder> orderOf(hid_t type)
{
    const H5T_order_t order = H5Tget_order(type);
    if (order != H5T_ORDER_LE && order != H5T_ORDER_BE && H5Tget_size(type) > 1)
        return std::nullopt;
    return order == H5T_ORDER_BE ? ByteOrder::Big : ByteOrder::Little;
}

Result<ElementType> floatType(hid_t type)
{
    FloatLayout found;
    const auto order = orderOf(type);
    const bool known = H5Tget_fields(type, &found.sign, &found.exponentAt, &found.exponentBits, &found.mantissaAt, &found.mantissaBits) >= 0;
    found.bias = H5Tget_ebias(type);
    if (known && order && H5Tget_offset(type) == 0 && H5Tget_norm(type) == H5T_NORM_IMPLIED)
        for (const auto& [layout, dtype] : kFloats)
            if (layout == found && H5Tget_size(type) == sizeOf(dtype))
                return ElementType{dtype, *order};
    return unsupported(fmt::format("holds floating-point numbers of an unusual form ({} bits in {} bytes)", H5Tget_precision(type), H5Tget_size(type)),
                       "Save it as float32 (h5py: .astype('float32'))");
}

Result<ElementType> integerType(hid_t type)
{
    const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
    const std::size_t size = H5Tget_size(type);
    const auto order = orderOf(type);
    static constexpr std::array kSigned{DType::Int8, DType::Int16, DType::Int32, DType::Int64};
    static constexpr std::array kUnsigned{DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64};
    const auto& types = isSigned ? kSigned : kUnsigned;
    const auto* const found = std::ranges::find(types, size, [](DType candidate) { return sizeOf(candidate); });
    if (found == types.end() || !order)
        return unsupported(fmt::format("holds integers of an unusual form ({} bytes)", size));
    const bool plain = H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0;
    return ElementType{*found, plain ? *order : ByteOrder::Little, plain};
}

/// h5py writes bool as an enumeration of FALSE and TRUE. Other enumerations are their numbers.
Result<ElementType> enumType(hid_t type)
{
    const Handle base(H5Tget_super(type), H5Tclose);
    if (!base || H5Tget_class(base.id()) != H5T_INTEGER)
        return unsupported("holds an enumeration of something else than integers");
    auto element = integerType(base.id());
    if (!element)
        return element;
    const bool isBool = H5Tget_size(type) == 1 && H5Tget_nmembers(type) == 2 && memberName(type, 0) == "FALSE" && memberName(type, 1) == "TRUE";
    if (isBool && element->plain)
        element->dtype = DType::Bool;
    return element;
}

Error compound(hid_t type)
{
    const int count = H5Tget_nmembers(type);
    std::vector<std::string> names;
    for (int i = 0; i < std::min(count, kMostFieldsNamed); ++i)
        names.push_back(memberName(type, static_cast<unsigned>(i)));
    if (count == 2 && ((names[0] == "r" && names[1] == "i") || (names[0] == "real" && names[1] == "imag")))
        return unsupported("holds complex numbers, which are no attention", "Save their real part or their absolute value");
    return unsupported(fmt::format("holds records of {} fields ({}{})", count, fmt::join(names, ", "), count > kMostFieldsNamed ? ", ..." : ""),
                       "Save each field as a data set of its own (h5py: file[NEW] = file[OLD]['FIELD'])");
}

Error opaque(hid_t type)
{
    char* tag = H5Tget_tag(type);
    const std::string name = tag == nullptr ? std::string() : displayable(tag, 60);
    H5free_memory(tag);
    return unsupported(fmt::format("holds opaque elements of {} bytes{}{}", H5Tget_size(type), name.empty() ? "" : ", tagged ", name), "Save it as float32");
}

} // namespace

Result<ElementType> elementTypeOf(hid_t type)
{
    switch (H5Tget_class(type)) {
    case H5T_FLOAT:
        return floatType(type);
    case H5T_INTEGER:
        return integerType(type);
    case H5T_ENUM:
        return enumType(type);
    case H5T_COMPOUND:
        return compound(type);
    case H5T_OPAQUE:
        return opaque(type);
    case H5T_REFERENCE:
        return unsupported("holds references to other objects, which are not followed");
    case H5T_VLEN:
        return unsupported("holds lists of different length");
    case H5T_ARRAY:
        return unsupported("holds arrays as elements", "Save it with these axes as axes of the data set");
    case H5T_BITFIELD:
        return unsupported("holds bit fields", "Save it as integers or bool");
    case H5T_TIME:
        return unsupported("holds times");
    default:
        return unsupported("holds elements of an unknown class");
    }
}

Handle memoryTypeOf(const ElementType& element, hid_t fileType)
{
    if (element.plain)
        return {H5Tcopy(fileType), H5Tclose};
    const bool isSigned = element.dtype == DType::Int8 || element.dtype == DType::Int16 || element.dtype == DType::Int32 || element.dtype == DType::Int64;
    static const std::array kSigned{H5T_STD_I8LE, H5T_STD_I16LE, H5T_STD_I32LE, H5T_STD_I64LE};
    static const std::array kUnsigned{H5T_STD_U8LE, H5T_STD_U16LE, H5T_STD_U32LE, H5T_STD_U64LE};
    const std::size_t size = sizeOf(element.dtype);
    const std::size_t index = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : 3;
    return {H5Tcopy((isSigned ? kSigned : kUnsigned)[index]), H5Tclose};
}

} // namespace headlight::hdf5_reader
