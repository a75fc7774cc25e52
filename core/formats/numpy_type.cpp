// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/numpy_type.h"

#include "base/text.h"
#include "formats/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace headlight::formats {

namespace {

struct Numbers {
    char kind;
    std::size_t size;
    DType dtype;
};

constexpr std::array<Numbers, 14> kNumbers{{
    {'f', 2, DType::Float16}, {'f', 4, DType::Float32}, {'f', 8, DType::Float64}, {'i', 1, DType::Int8}, {'i', 2, DType::Int16},
    {'i', 4, DType::Int32}, {'i', 8, DType::Int64}, {'u', 1, DType::UInt8}, {'u', 2, DType::UInt16}, {'u', 4, DType::UInt32},
    {'u', 8, DType::UInt64}, {'b', 1, DType::Bool}, {'c', 8, DType::Complex64}, {'c', 16, DType::Complex128},
}};

constexpr std::size_t kLongestString = std::size_t{1} << 20;

Error notRead(std::string_view descr, std::string_view what, std::string remedy)
{
    return Error{ErrorKind::Unsupported, fmt::format("{} (dtype '{}') are not read", what, displayable(descr, 80)), {}, std::move(remedy)};
}

Result<NumpyType> unsupported(std::string_view descr, char kind, std::size_t size)
{
    const std::string resave = "Re-save it with x.astype(np.float32)";
    switch (kind) {
    case 'f':
        return notRead(descr, size > 8 ? "long doubles" : "numbers of this size", resave);
    case 'c':
        return notRead(descr, "complex numbers of this size", "Save abs(x), x.real or x.imag");
    case 'M':
    case 'm':
        return notRead(descr, "dates and times", "Re-save them with x.astype(str)");
    case 'V':
        return notRead(descr, "elements without a type or with named fields", "Save each field as an array of its own, as float32");
    default:
        return notRead(descr, "elements of this type", resave);
    }
}

std::string stringAt(const NumpyType& type, ByteView item)
{
    std::string text;
    if (type.kind == NumpyType::Kind::Latin) {
        text = std::string(asText(item));
        text.erase(std::min(text.find_last_not_of('\0') + 1, text.size()));
        return text;
    }
    for (std::size_t i = 0; i + 4 <= item.size(); i += 4) {
        std::uint32_t code = 0;
        for (std::size_t b = 0; b < 4; ++b)
            code |= std::to_integer<std::uint32_t>(item[i + b]) << (type.order == ByteOrder::Little ? 8 * b : 24 - 8 * b);
        appendUtf8(text, static_cast<char32_t>(code));
    }
    text.erase(std::min(text.find_last_not_of('\0') + 1, text.size()));
    return text;
}

/// Walks an array of strings axis by axis.
struct StringArray {
    const NumpyType& type;
    const Shape& shape;
    Shape strides; ///< in elements
    ByteView bytes;

    Value at(std::size_t axis, std::int64_t element) const
    {
        if (axis == shape.size())
            return stringAt(type, bytes.subspan(static_cast<std::size_t>(element) * type.itemSize, type.itemSize));
        List items;
        for (std::int64_t i = 0; i < shape[axis]; ++i)
            items.push_back(at(axis + 1, element + i * strides[axis]));
        return items;
    }
};

Shape stridesOf(const Shape& shape, bool fortran)
{
    Shape strides(shape.size(), 1);
    std::int64_t step = 1;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::size_t axis = fortran ? i : shape.size() - 1 - i;
        strides[axis] = step;
        if (__builtin_mul_overflow(step, std::max<std::int64_t>(1, shape[axis]), &step))
            step = 0; // only possible in an array without elements
    }
    return strides;
}

} // namespace

Result<NumpyType> numpyType(std::string_view descr)
{
    NumpyType type;
    std::string_view rest = descr;
    if (!rest.empty() && std::string_view("<>=|").find(rest.front()) != std::string_view::npos) {
        type.order = rest.front() == '>' ? ByteOrder::Big : ByteOrder::Little;
        rest.remove_prefix(1);
    }
    if (rest.empty())
        return Error{ErrorKind::Corrupt, fmt::format("dtype '{}' names no type", displayable(descr, 80))};
    const char kind = rest.front();
    rest.remove_prefix(1);
    if (kind == 'O')
        return NumpyType{NumpyType::Kind::Object, DType::Float32, ByteOrder::Little, 8, false};
    if (kind == '?' && rest.empty())
        return NumpyType{NumpyType::Kind::Number, DType::Bool, ByteOrder::Little, 1, false};
    std::size_t size = 0;
    const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    if (parsed.ec != std::errc{} || parsed.ptr != rest.data() + rest.size())
        return unsupported(descr, kind, 0);

    if (kind == 'S' || kind == 'a' || kind == 'U') {
        type.kind = kind == 'U' ? NumpyType::Kind::Unicode : NumpyType::Kind::Latin;
        if (size > kLongestString)
            return Error{ErrorKind::Limit, fmt::format("strings of {} characters, at most {} are read", size, kLongestString)};
        type.itemSize = kind == 'U' ? size * 4 : size;
        return type;
    }
    if (kind == 'V' && size == 2)
        return NumpyType{NumpyType::Kind::Number, DType::BFloat16, type.order, 2, true};
    const auto found = std::ranges::find_if(kNumbers, [&](const Numbers& n) { return n.kind == kind && n.size == size; });
    if (found == kNumbers.end())
        return unsupported(descr, kind, size);
    if (isComplex(found->dtype))
        return Error{ErrorKind::Unsupported, fmt::format("values of type {} have no single number to show", nameOf(found->dtype)), {}, "Save np.abs(x), x.real or x.imag"};
    type.dtype = found->dtype;
    type.itemSize = size;
    return type;
}

Result<std::uint64_t> byteCount(const NumpyType& type, std::span<const std::int64_t> shape)
{
    const auto count = elementCount(shape);
    if (!count)
        return count.error();
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(*count), std::uint64_t{type.itemSize}, &bytes))
        return Error{ErrorKind::Limit, fmt::format("shape {} has more bytes than can be counted", toString(shape))};
    return bytes;
}

Result<Tensor> numpyTensor(const NumpyType& type, Shape shape, bool fortran, std::shared_ptr<const ElementStorage> elements)
{
    if (auto count = elementCount(shape); !count)
        return count.error();
    auto strides = stridesOf(shape, fortran);
    return Tensor::make({type.dtype, type.order, std::move(shape), std::move(strides), 0}, std::move(elements));
}

Result<Value> numpyStrings(const NumpyType& type, const Shape& shape, bool fortran, ByteView bytes)
{
    constexpr std::int64_t kMostStrings = 5'000'000;
    constexpr std::size_t kMostAxes = 32;
    const auto count = elementCount(shape);
    const auto needed = byteCount(type, shape);
    if (!count || !needed)
        return count ? needed.error() : count.error();
    // Empty strings and empty axes cost no bytes, so that the size of the file does not bound them.
    std::int64_t steps = 1;
    for (const auto size : shape)
        if (__builtin_mul_overflow(steps, std::max<std::int64_t>(1, size), &steps) || steps > kMostStrings)
            return Error{ErrorKind::Limit, fmt::format("strings of shape {}, at most {} are read", toString(shape), kMostStrings)};
    if (shape.size() > kMostAxes)
        return Error{ErrorKind::Limit, fmt::format("{} axes, at most {} are read", shape.size(), kMostAxes)};
    if (*needed > bytes.size())
        return Error{ErrorKind::Truncated, fmt::format("strings of shape {} need {} bytes, {} are there", toString(shape), *needed, bytes.size())};
    return StringArray{type, shape, stridesOf(shape, fortran), bytes}.at(0, 0);
}

} // namespace headlight::formats
