// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/hdf5_wire.h"

#include <algorithm>

namespace headlight::formats::hdf5 {

namespace {

constexpr auto kLastType = static_cast<std::uint64_t>(DType::Bool); // complex is never sent as values
constexpr auto kLastKind = static_cast<std::uint64_t>(ErrorKind::Cancelled);

void store(std::byte* to, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
        to[i] = static_cast<std::byte>(value >> (8 * i));
}

void typeInto(Writer& writer, DType dtype, ByteOrder order)
{
    writer.number(static_cast<std::uint64_t>(dtype)).number(order == ByteOrder::Big ? 1 : 0);
}

void typeFrom(Reader& reader, DType& dtype, ByteOrder& order)
{
    dtype = static_cast<DType>(reader.number(kLastType));
    order = reader.number(1) == 1 ? ByteOrder::Big : ByteOrder::Little;
}

} // namespace

std::array<std::byte, kFrameHead> packed(FrameHead head)
{
    std::array<std::byte, kFrameHead> bytes{};
    store(bytes.data(), static_cast<std::uint32_t>(head.kind), 4);
    store(bytes.data() + 4, head.size, 4);
    return bytes;
}

FrameHead unpackedHead(std::span<const std::byte, kFrameHead> bytes)
{
    return {static_cast<Frame>(loadLittle<std::uint32_t>(bytes, 0)), loadLittle<std::uint32_t>(bytes, 4)};
}

Writer& Writer::number(std::uint64_t value)
{
    m_body.resize(m_body.size() + 8);
    store(m_body.data() + m_body.size() - 8, value, 8);
    return *this;
}

Writer& Writer::bytes(ByteView value)
{
    number(value.size());
    m_body.insert(m_body.end(), value.begin(), value.end());
    return *this;
}

Writer& Writer::text(std::string_view value)
{
    return bytes(asBytes(value));
}

Writer& Writer::shape(const Shape& value)
{
    number(value.size());
    for (const auto size : value)
        number(static_cast<std::uint64_t>(size));
    return *this;
}

Writer& Writer::error(const Error& error)
{
    return number(static_cast<std::uint64_t>(error.kind)).text(error.what).text(error.remedy);
}

void Reader::spoil()
{
    m_intact = false;
    m_rest = {};
}

ByteView Reader::take(std::uint64_t size)
{
    if (size > m_rest.size()) {
        spoil();
        return {};
    }
    const auto taken = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return taken;
}

std::uint64_t Reader::number()
{
    const auto bytes = take(8);
    return bytes.empty() ? 0 : loadLittle<std::uint64_t>(bytes, 0);
}

std::uint64_t Reader::number(std::uint64_t most)
{
    const auto value = number();
    if (value <= most)
        return value;
    spoil();
    return 0;
}

std::vector<std::byte> Reader::bytes()
{
    const auto taken = take(number());
    return {taken.begin(), taken.end()};
}

std::string Reader::text()
{
    return std::string(asText(take(number())));
}

Shape Reader::shape()
{
    Shape shape(number(kMostAxes));
    for (auto& size : shape)
        size = static_cast<std::int64_t>(number(INT64_MAX));
    return shape;
}

Error Reader::error()
{
    const auto kind = static_cast<ErrorKind>(number(kLastKind));
    std::string what = text();
    return Error{kind, std::move(what), {}, text()};
}

std::vector<std::byte> packed(const ArrayEntry& entry)
{
    Writer writer;
    writer.text(entry.name);
    typeInto(writer, entry.dtype, entry.order);
    return writer.shape(entry.shape).number(static_cast<std::uint64_t>(entry.where)).number(entry.position).bytes(entry.bytes).number(entry.attribute ? 1 : 0).body();
}

std::optional<ArrayEntry> unpackedArray(ByteView body)
{
    Reader reader(body);
    ArrayEntry entry;
    entry.name = reader.text();
    typeFrom(reader, entry.dtype, entry.order);
    entry.shape = reader.shape();
    entry.where = static_cast<Where>(reader.number(static_cast<std::uint64_t>(Where::Here)));
    entry.position = reader.number();
    entry.bytes = reader.bytes();
    entry.attribute = reader.number(1) == 1;
    return reader.complete() ? std::optional(std::move(entry)) : std::nullopt;
}

std::vector<std::byte> packed(const WordsEntry& entry)
{
    Writer writer;
    writer.text(entry.name).shape(entry.shape).number(entry.words.size());
    for (const auto& word : entry.words)
        writer.text(word);
    return writer.body();
}

std::optional<WordsEntry> unpackedWords(ByteView body)
{
    Reader reader(body);
    WordsEntry entry;
    entry.name = reader.text();
    entry.shape = reader.shape();
    const auto count = reader.number(std::min<std::uint64_t>(body.size() / 8, kMostWords)); // each has its length
    entry.words.reserve(count);
    for (std::uint64_t i = 0; i < count && reader.intact(); ++i)
        entry.words.push_back(reader.text());
    const auto expected = elementCount(entry.shape);
    const bool fits = expected && *expected == static_cast<std::int64_t>(entry.words.size());
    return reader.complete() && fits ? std::optional(std::move(entry)) : std::nullopt;
}

std::vector<std::byte> packed(const RefusedEntry& entry)
{
    return Writer().text(entry.name).text(entry.className).number(entry.alarming ? 1 : 0).error(entry.why).body();
}

std::optional<RefusedEntry> unpackedRefusal(ByteView body)
{
    Reader reader(body);
    RefusedEntry entry;
    entry.name = reader.text();
    entry.className = reader.text();
    entry.alarming = reader.number(1) == 1;
    entry.why = reader.error();
    return reader.complete() ? std::optional(std::move(entry)) : std::nullopt;
}

std::vector<std::byte> packed(const Slab& slab)
{
    Writer writer;
    writer.number(slab.address);
    typeInto(writer, slab.dtype, slab.order);
    return writer.shape(slab.shape).shape(slab.start).shape(slab.count).body();
}

std::optional<Slab> unpackedSlab(ByteView body)
{
    Reader reader(body);
    Slab slab;
    slab.address = reader.number();
    typeFrom(reader, slab.dtype, slab.order);
    slab.shape = reader.shape();
    slab.start = reader.shape();
    slab.count = reader.shape();
    return reader.complete() ? std::optional(std::move(slab)) : std::nullopt;
}

std::vector<std::byte> packed(const std::vector<std::string>& texts)
{
    Writer writer;
    writer.number(texts.size());
    for (const auto& text : texts)
        writer.text(text);
    return writer.body();
}

std::optional<std::vector<std::string>> unpackedTexts(ByteView body)
{
    Reader reader(body);
    const auto count = reader.number(body.size() / 8);
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < count && reader.intact(); ++i)
        texts.push_back(reader.text());
    return reader.complete() ? std::optional(std::move(texts)) : std::nullopt;
}

} // namespace headlight::formats::hdf5
