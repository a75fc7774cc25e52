// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .safetensors files: a JSON header, then the tensors without gaps.
#include "formats/json_parser.h"
#include "formats/pickle_document.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kLengthSize = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;
constexpr std::string_view kMetadata = "__metadata__";

struct NamedType {
    std::string_view name;
    std::optional<DType> dtype; ///< nothing: known, not read
    std::size_t bits;
};

constexpr std::array<NamedType, 22> kTypes{{
    {"F64", DType::Float64, 64}, {"F32", DType::Float32, 32}, {"F16", DType::Float16, 16}, {"BF16", DType::BFloat16, 16}, {"F8_E4M3", DType::Float8E4M3FN, 8},
    {"F8_E5M2", DType::Float8E5M2, 8}, {"I64", DType::Int64, 64}, {"I32", DType::Int32, 32}, {"I16", DType::Int16, 16}, {"I8", DType::Int8, 8},
    {"U64", DType::UInt64, 64}, {"U32", DType::UInt32, 32}, {"U16", DType::UInt16, 16}, {"U8", DType::UInt8, 8}, {"BOOL", DType::Bool, 8},
    {"C64", std::nullopt, 64}, {"C128", std::nullopt, 128}, {"F8_E8M0", std::nullopt, 8}, {"F6_E2M3", std::nullopt, 6}, {"F6_E3M2", std::nullopt, 6},
    {"F4", std::nullopt, 4}, {"F8_E4M3FNUZ", std::nullopt, 8},
}};

struct TensorRange {
    std::string name;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

Error inTensor(const std::string& name, ErrorKind kind, std::string what, std::string remedy = {})
{
    return Error{kind, std::move(what), atEntry(name), std::move(remedy)};
}

Result<std::vector<std::int64_t>> wholeNumbers(const Value* value, const std::string& name, std::string_view what)
{
    auto numbers = value == nullptr ? std::nullopt : integersOf(*value, 64);
    const bool flat = numbers && (value->list() != nullptr || value->tensor()->rank() == 1);
    if (!flat || std::ranges::any_of(*numbers, [](std::int64_t number) { return number < 0; }))
        return inTensor(name, ErrorKind::Corrupt, fmt::format("its {} are no list of whole numbers", what));
    return *std::move(numbers);
}

/// Checks an entry of the header against its own range; the tensor itself, or Opaque for types that are not read.
Result<Value> tensorOf(const Source& data, const std::string& name, const Value& entry, TensorRange& range)
{
    const auto* dtype = entry.find("dtype");
    if (dtype == nullptr || dtype->string() == nullptr)
        return inTensor(name, ErrorKind::Corrupt, "has no dtype");
    auto shape = wholeNumbers(entry.find("shape"), name, "sizes");
    if (!shape)
        return shape.error();
    const auto offsets = wholeNumbers(entry.find("data_offsets"), name, "data_offsets");
    if (!offsets)
        return offsets.error();
    if (offsets->size() != 2 || (*offsets)[0] > (*offsets)[1] || static_cast<std::uint64_t>((*offsets)[1]) > data->size())
        return inTensor(name, ErrorKind::Corrupt, fmt::format("data_offsets {} in {} bytes of data", toString(*offsets), data->size()));
    range = {name, static_cast<std::uint64_t>((*offsets)[0]), static_cast<std::uint64_t>((*offsets)[1])};

    const auto type = std::ranges::find(kTypes, std::string_view(*dtype->string()), &NamedType::name);
    const auto unread = [&](std::string_view remedy) {
        return Value(Opaque{"tensor", inTensor(name, ErrorKind::Unsupported, fmt::format("dtype {} is not read", displayable(*dtype->string(), 40)), std::string(remedy))});
    };
    if (type == kTypes.end())
        return unread("Save it as float32");
    const auto count = elementCount(*shape);
    if (!count)
        return inTensor(name, count.error().kind, count.error().what);
    std::uint64_t bits = 0;
    const bool fits = !__builtin_mul_overflow(static_cast<std::uint64_t>(*count), std::uint64_t{type->bits}, &bits) && bits % 8 == 0 && bits / 8 == range.end - range.begin;
    if (!fits)
        return inTensor(name, ErrorKind::Corrupt, fmt::format("shape {} of {} does not fit its {} bytes", toString(*shape), type->name, range.end - range.begin));
    if (!type->dtype)
        return unread(type->name.starts_with('C') ? "Save x.abs() or torch.view_as_real(x)" : "Save x.to(torch.float32)");
    auto elements = data->elements(range.begin, range.end - range.begin);
    if (!elements)
        return elements.error();
    auto tensor = Tensor::contiguous(*type->dtype, *std::move(shape), *std::move(elements));
    if (!tensor)
        return inTensor(name, tensor.error().kind, tensor.error().what);
    return Value(*std::move(tensor));
}

/// The format allows neither overlap nor holes, so that no second file can hide in one.
Result<void> withoutGaps(std::vector<TensorRange> ranges, std::uint64_t dataSize)
{
    std::ranges::sort(ranges, [](const TensorRange& a, const TensorRange& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::uint64_t position = 0;
    for (const auto& range : ranges) {
        if (range.begin != position)
            return inTensor(range.name, ErrorKind::Corrupt, fmt::format("begins at byte {} of the data, expected {}: tensors must neither overlap nor leave holes", range.begin, position));
        position = range.end;
    }
    if (position != dataSize)
        return Error{ErrorKind::Corrupt, fmt::format("the tensors end at byte {} of {} bytes of data", position, dataSize)};
    return {};
}

/// Metadata are strings by strings.
bool isMetadata(const Value& value)
{
    const auto* entries = value.dictionary();
    return entries != nullptr && std::ranges::all_of(*entries, [](const auto& entry) { return entry.second.string() != nullptr; });
}

Result<Value> headerOf(const Opening& opening, std::uint64_t length)
{
    const auto header = sectionOf(opening.source, kLengthSize, length);
    if (!header)
        return header.error();
    auto parsed = parseJson(*header, opening.limits, {true, false}, opening.job);
    if (!parsed) {
        Error error = std::move(parsed).error();
        error.what = "header, " + error.what;
        if (error.kind == ErrorKind::Truncated) // all of it is there: it is wrong
            error.kind = ErrorKind::Corrupt;
        return error;
    }
    if (parsed->documents.front().dictionary() == nullptr)
        return Error{ErrorKind::Corrupt, "the header is no JSON object", at(kLengthSize)};
    return parsed->documents.front();
}

Result<Document> readParts(const Opening& opening)
{
    const std::uint64_t size = opening.source->size();
    const bool named = opening.suffix() == ".safetensors";
    if (opening.head.size() < kLengthSize)
        return named && size > 0 ? Error{ErrorKind::Truncated, fmt::format("{} bytes, shorter than any safetensors file", size)} : notThisFormat();
    const auto length = loadLittle<std::uint64_t>(asBytes(opening.head), 0);
    const bool opens = opening.head.size() > kLengthSize && opening.head[kLengthSize] == '{';
    if (!named && (!opens || length > kLongestHeader))
        return notThisFormat();
    if (named && !opens && (opening.head.front() == '<' || opening.startsWith("version ") || opening.startsWith("PK")))
        return notThisFormat();
    if (length > kLongestHeader)
        return Error{ErrorKind::Limit, fmt::format("declares a header of {} bytes, at most {} are allowed", length, kLongestHeader), at(0)};
    if (length > size - kLengthSize)
        return Error{ErrorKind::Truncated, fmt::format("declares a header of {} bytes in a file of {}", length, size), at(0), "Copy or download the file again"};
    if (!opens)
        return Error{ErrorKind::Corrupt, "the header does not begin with {", at(kLengthSize)};

    const auto header = headerOf(opening, length);
    if (!header)
        return header.error();
    const auto data = sectionOf(opening.source, kLengthSize + length, size - kLengthSize - length);
    if (!data)
        return data.error();
    Document document = documentOf(opening, "safetensors", AddressStyle::Name);
    Dictionary entries;
    std::vector<TensorRange> ranges;
    for (const auto& [key, entry] : *header->dictionary()) {
        if (*key.string() == kMetadata) {
            if (!isMetadata(entry))
                return Error{ErrorKind::Corrupt, "__metadata__ holds something else than strings", at(kLengthSize)};
            entries.emplace_back(key, entry);
            continue;
        }
        auto tensor = tensorOf(*data, *key.string(), entry, ranges.emplace_back());
        if (!tensor)
            return tensor.error();
        entries.emplace_back(key, *std::move(tensor));
    }
    if (auto gapless = withoutGaps(std::move(ranges), (*data)->size()); !gapless)
        return gapless.error();
    document.root = std::move(entries);
    return document;
}

} // namespace

Result<Document> readSafetensors(const Opening& opening)
{
    auto document = readParts(opening);
    if (document || !document.error().remedy.empty())
        return document;
    Error error = std::move(document).error();
    if (error.kind == ErrorKind::Corrupt || error.kind == ErrorKind::Limit)
        error.remedy = "Save it again: safetensors.torch.save_file(tensors, \"NEW.safetensors\"), or safetensors.numpy.save_file";
    else if (error.kind == ErrorKind::Truncated)
        error.remedy = "Copy or download the file again";
    return error;
}

} // namespace headlight::formats
