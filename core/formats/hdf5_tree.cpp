// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/hdf5_tree.h"

#include "base/text.h"
#include "formats/hdf5_elements.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

namespace headlight::formats::hdf5 {

namespace {

Error nonsense(std::string_view what)
{
    return Error{ErrorKind::Corrupt, fmt::format("the reader of HDF5 files listed {}, which makes no tree", what), {}, "The file is damaged; write it again"};
}

/// Strings nested along the axes of their array; one string when it has none.
Value nested(const Shape& shape, std::vector<std::string>& words, std::size_t axis, std::size_t& next)
{
    if (axis == shape.size())
        return Value(std::move(words[next++]));
    List list;
    for (std::int64_t i = 0; i < shape[axis]; ++i)
        list.push_back(nested(shape, words, axis + 1, next));
    return Value(std::move(list));
}

/// A tensor without axes as the number it is; nothing when it cannot be read.
std::optional<Value> numberOf(const Tensor& tensor)
{
    std::array<double, 1> number{};
    if (!tensor.read(std::span<double>(number)))
        return std::nullopt;
    if (tensor.dtype() == DType::Bool)
        return Value(number[0] != 0.0);
    const bool whole = !isFloating(tensor.dtype()) && std::abs(number[0]) < 9e15; // exact in a double
    return whole ? Value(static_cast<std::int64_t>(number[0])) : Value(number[0]);
}

} // namespace

std::string Tree::pathOf(const std::string& name) const
{
    std::string path;
    for (std::size_t level = 1; level < m_levels.size(); ++level)
        path += "/" + m_levels[level].name;
    return path + "/" + name;
}

Result<void> Tree::open(std::string name)
{
    if (m_complete || m_levels.size() > kMostDepth + 1)
        return nonsense("a group too many");
    m_levels.push_back({repairedUtf8(name), {}, {}});
    return {};
}

Result<void> Tree::close()
{
    if (m_levels.empty())
        return nonsense("the end of a group that was not begun");
    Level level = std::move(m_levels.back());
    m_levels.pop_back();
    if (!m_levels.empty())
        return put(level.name, Value(std::move(level.entries)));
    m_root = Value(std::move(level.entries));
    m_complete = true;
    return {};
}

Result<void> Tree::put(const std::string& name, Value value)
{
    if (m_levels.empty())
        return nonsense("an object outside of all groups");
    if (++m_values > m_mostValues)
        return Error{ErrorKind::Limit, fmt::format("holds more than {} values", m_mostValues)};
    Level& level = m_levels.back();
    std::string key = repairedUtf8(name);
    const auto [position, isNew] = level.positions.try_emplace(key, level.entries.size());
    if (isNew)
        level.entries.emplace_back(Value(std::move(key)), std::move(value));
    else
        level.entries[position->second].second = std::move(value);
    return {};
}

Result<Tensor> Tree::tensorOf(ArrayEntry entry) const
{
    const auto count = elementCount(entry.shape);
    if (!count)
        return count.error();
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(*count), sizeOf(entry.dtype), &bytes))
        return Error{ErrorKind::Limit, fmt::format("has more bytes than can be counted: {}", toString(entry.shape))};
    std::shared_ptr<const ElementStorage> storage;
    if (entry.where == Where::File) {
        auto elements = m_source->elements(entry.position, bytes);
        if (!elements)
            return elements.error();
        storage = *std::move(elements);
    } else if (entry.where == Where::Here) {
        storage = std::make_shared<MemoryBuffer>(std::move(entry.bytes)); // the tensor checks that there are enough
    } else {
        storage = std::make_shared<Elements>(m_file, Slab{entry.position, entry.dtype, entry.order, entry.shape, {}, {}}, pathOf(entry.name));
    }
    return Tensor::contiguous(entry.dtype, std::move(entry.shape), std::move(storage), entry.order);
}

Result<void> Tree::takeArray(ByteView body)
{
    auto entry = unpackedArray(body);
    if (!entry)
        return nonsense("a damaged array");
    const std::string name = entry->name;
    const bool attribute = entry->attribute;
    auto tensor = tensorOf(*std::move(entry));
    if (!tensor)
        return put(name, Value(Opaque{"HDF5 data set", std::move(tensor).error()}));
    if (attribute && tensor->rank() == 0)
        if (auto number = numberOf(*tensor))
            return put(name, *std::move(number));
    return put(name, Value(*std::move(tensor)));
}

Result<void> Tree::takeWords(ByteView body)
{
    auto entry = unpackedWords(body);
    if (!entry)
        return nonsense("damaged strings");
    m_values += entry->words.size();
    if (entry->words.empty()) // whatever its other axes are: they may be long
        return put(entry->name, Value(List{}));
    std::size_t next = 0;
    return put(entry->name, nested(entry->shape, entry->words, 0, next));
}

Result<void> Tree::takeRefusal(ByteView body)
{
    auto entry = unpackedRefusal(body);
    if (!entry)
        return nonsense("a damaged refusal");
    Opaque opaque{displayable(entry->className), std::nullopt};
    if (entry->alarming)
        opaque.why = std::move(entry->why);
    if (!m_levels.empty())
        return put(entry->name, Value(std::move(opaque)));
    Error error = opaque.why.value_or(nonsense("no group at all")); // of the root itself
    error.place.address = "/";
    return error;
}

Result<void> Tree::take(Frame kind, ByteView body)
{
    switch (kind) {
    case Frame::Group:
        return open(std::string(asText(body)));
    case Frame::Close:
        return close();
    case Frame::Array:
        return takeArray(body);
    case Frame::Words:
        return takeWords(body);
    case Frame::Null:
        return put(std::string(asText(body)), Value());
    case Frame::Refuse:
        return takeRefusal(body);
    default:
        return nonsense("something unknown");
    }
}

Result<Value> Tree::root() &&
{
    if (!m_complete)
        return nonsense("no end");
    return std::move(m_root);
}

} // namespace headlight::formats::hdf5
