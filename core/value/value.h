// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a file contains: an inert tree of lists, dictionaries, strings, numbers and lazily read tensors.
#pragma once

#include "base/error.h"
#include "value/tensor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headlight {

class Value;

/// A Python list, tuple or set, or a JSON array. Tuples and sets are lists here.
using List = std::vector<Value>;
/// In the order of the file; keys are usually strings, but Python allows more. Keys are unique (the last one wins, as in Python).
using Dictionary = std::vector<std::pair<Value, Value>>;
using Bytes = std::vector<std::byte>;

/// Something we do not build: an object of a class outside the allow-list, or a tensor that cannot be read (then `why` says it).
struct Opaque {
    std::string className;
    std::optional<Error> why = {};
};

/// Immutable and cheap to copy: lists and dictionaries are shared. Readers bound nesting to kMaxDepth, so walking may recurse.
class Value {
public:
    static constexpr int kMaxDepth = 256;

    Value() = default; ///< null
    Value(bool value) : m_content(value) {}
    Value(std::int64_t value) : m_content(value) {}
    Value(double value) : m_content(value) {}
    Value(std::string value) : m_content(std::make_shared<const std::string>(std::move(value))) {}
    Value(const char* value) : Value(std::string(value)) {}
    Value(Bytes value) : m_content(std::make_shared<const Bytes>(std::move(value))) {}
    Value(List value) : m_content(std::make_shared<const List>(std::move(value))) {}
    Value(Dictionary value) : m_content(std::make_shared<const Dictionary>(std::move(value))) {}
    Value(Tensor value) : m_content(std::make_shared<const Tensor>(std::move(value))) {}
    Value(Opaque value) : m_content(std::make_shared<const Opaque>(std::move(value))) {}

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_content); }
    // Null when the value is of another kind.
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&m_content); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&m_content); }
    [[nodiscard]] const double* floating() const { return std::get_if<double>(&m_content); }
    [[nodiscard]] const std::string* string() const { return shared<std::string>(); }
    [[nodiscard]] const Bytes* bytes() const { return shared<Bytes>(); }
    [[nodiscard]] const List* list() const { return shared<List>(); }
    [[nodiscard]] const Dictionary* dictionary() const { return shared<Dictionary>(); }
    [[nodiscard]] const Tensor* tensor() const { return shared<Tensor>(); }
    [[nodiscard]] const Opaque* opaque() const { return shared<Opaque>(); }

    /// The entry of a dictionary with this string key; null pointer when it is no dictionary or has none.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// "list of 12", "float16 tensor [2, 12, 63, 63]", "string"
    [[nodiscard]] std::string description() const;
    /// Identity of shared content, to visit shared parts once; null for scalars.
    [[nodiscard]] const void* identity() const;

private:
    template <typename T>
    const T* shared() const
    {
        const auto* pointer = std::get_if<std::shared_ptr<const T>>(&m_content);
        return pointer == nullptr ? nullptr : pointer->get();
    }

    std::variant<std::monostate, bool, std::int64_t, double, std::shared_ptr<const std::string>, std::shared_ptr<const Bytes>,
                 std::shared_ptr<const List>, std::shared_ptr<const Dictionary>, std::shared_ptr<const Tensor>, std::shared_ptr<const Opaque>>
        m_content;
};

/// The strings of a list that holds nothing but strings; nothing otherwise.
std::optional<std::vector<std::string>> stringsOf(const Value& value);
/// The integers of a list of integers or of an integer tensor with one axis longer than 1; nothing otherwise, or when there are more than `limit`.
std::optional<std::vector<std::int64_t>> integersOf(const Value& value, std::size_t limit = 10'000'000);

/// A key of a dictionary as people name it: strings without quotes, anything else by its description().
std::string keyText(const Value& key);

} // namespace headlight
