// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the JSON parser makes tensors of arrays: rows of numbers go on a pile, and arrays of equal parts claim a stretch of it.
#include "formats/json_parser.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace headlight::formats {

namespace {

constexpr std::ptrdiff_t kLongestListedNumber = 1100;
constexpr std::size_t kMostNested = 32;
/// Whole numbers up to here are exact in float32, and in float64.
constexpr double kExactInFloat = 16777216.0;
constexpr double kExactInDouble = 9007199254740992.0;

template <typename T>
Tensor rowTensor(DType dtype, const std::vector<T>& numbers)
{
    std::vector<std::byte> bytes(numbers.size() * sizeof(T));
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    const auto order = std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
    return *Tensor::contiguous(dtype, {static_cast<std::int64_t>(numbers.size())}, std::make_shared<MemoryBuffer>(std::move(bytes)), order);
}

} // namespace

bool JsonParser::parseRowNumber()
{
    m_input.lookAhead(kLongestListedNumber);
    const char* const first = m_input.cursor();
    if (*first == 'n') {
        if (!std::string_view(first, static_cast<std::size_t>(m_input.limit() - first)).starts_with("null"))
            return expected("a value");
        m_input.moveTo(first + 4);
        m_row.values.push_back(std::numeric_limits<double>::quiet_NaN());
        m_row.kinds.push_back(RowKind::Null);
        ++m_row.nulls;
        return true;
    }
    const auto scanned = scanJsonNumber(first, m_input.limit());
    if (scanned.after == nullptr)
        return expected("a number");
    m_input.moveTo(scanned.after);
    const JsonNumber& number = scanned.number;
    if (number.isWhole)
        m_row.largest = std::max(m_row.largest, std::abs(number.value));
    else
        noteNumber(number);
    m_row.whole = m_row.whole && number.isWhole;
    m_row.values.push_back(number.value);
    m_row.kinds.push_back(number.isWhole ? RowKind::Whole : RowKind::Real);
    return true;
}

bool JsonParser::parseRow(bool& closed)
{
    m_row.values.clear();
    m_row.kinds.clear();
    m_row.nulls = 0;
    m_row.whole = true;
    m_row.largest = 0;
    while (true) {
        if (!parseRowNumber())
            return false;
        m_input.skipSpace();
        char c = m_input.peek();
        if (c != ',' && c != ']')
            return expected("',' or ']'");
        m_input.advance();
        closed = c == ']';
        if (closed)
            return true;
        m_input.skipSpace();
        c = m_input.peek();
        if (!mayBeginNumber(c) && c != 'n')
            return true;
    }
}

Value JsonParser::rowValue(std::size_t index) const
{
    const double value = m_row.values[index];
    if (m_row.kinds[index] == RowKind::Null)
        return {};
    if (m_row.kinds[index] == RowKind::Whole && std::abs(value) <= kExactInDouble)
        return static_cast<std::int64_t>(value);
    return value;
}

List JsonParser::rowValues() const
{
    List items;
    items.reserve(m_row.values.size());
    for (std::size_t i = 0; i < m_row.values.size(); ++i)
        items.push_back(rowValue(i));
    return items;
}

JsonParser::Item JsonParser::finishRow()
{
    if (m_row.nulls == m_row.values.size())
        return {rowValues(), {}};
    m_nulls += m_row.nulls;
    const bool whole = m_row.whole && m_row.nulls == 0;
    if (whole && m_row.largest > kExactInDouble)
        return {rowTensor(DType::Float64, m_row.values), {}};
    if (whole && m_row.largest > kExactInFloat)
        return {rowTensor(DType::Int64, std::vector<std::int64_t>(m_row.values.begin(), m_row.values.end())), {}};
    const std::size_t first = m_pile.size();
    m_pile.push(m_row.values);
    return {{}, Regular{first, {static_cast<std::int64_t>(m_row.values.size())}, whole}};
}

std::size_t JsonParser::Regular::count() const
{
    std::size_t count = 1;
    for (const auto size : shape)
        count *= static_cast<std::size_t>(size);
    return count;
}

Value JsonParser::valueOf(Item item)
{
    if (!item.regular)
        return std::move(item.value);
    Tensor tensor = m_pile.tensor(item.regular->first, item.regular->shape, item.regular->whole);
    m_pile.truncate(item.regular->first);
    return tensor;
}

void JsonParser::spread(ArrayInProgress& array)
{
    const std::size_t size = Regular{0, array.childShape}.count();
    for (std::size_t i = 0; i < array.count; ++i)
        array.items.emplace_back(m_pile.tensor(array.first + i * size, array.childShape, array.whole));
    if (array.count > 0)
        m_pile.truncate(array.first);
    array.isList = true;
}

void JsonParser::addItem(ArrayInProgress& array, Item item)
{
    const bool joins = !array.isList && item.regular && (array.count == 0 || item.regular->shape == array.childShape) && item.regular->shape.size() < kMostNested;
    if (joins) {
        if (array.count == 0) {
            array.first = item.regular->first;
            array.childShape = item.regular->shape;
        }
        ++array.count;
        array.whole = array.whole && item.regular->whole;
        return;
    }
    if (!array.isList && array.count > 0 && item.regular)
        noteRagged(item.regular->shape, array.childShape);
    Value value = valueOf(std::move(item)); // it lies on top of the pile: taken first
    if (!array.isList)
        spread(array);
    array.items.push_back(std::move(value));
}

JsonParser::Item JsonParser::finishArray(ArrayInProgress& array)
{
    if (array.isList)
        return {std::move(array.items), {}};
    Shape shape = array.childShape;
    shape.insert(shape.begin(), static_cast<std::int64_t>(array.count));
    return {{}, Regular{array.first, std::move(shape), array.whole}};
}

void JsonParser::noteRagged(const Shape& shape, const Shape& before)
{
    if (m_ragged)
        return; // one example is enough
    m_ragged = true;
    const Address place(m_path);
    m_notes.push_back(fmt::format("{} has shape {}, those before it {}; arrays of different sizes stay a list.", place.toString(AddressStyle::Json), toString(shape), toString(before)));
}

} // namespace headlight::formats
