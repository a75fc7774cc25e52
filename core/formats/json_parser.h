// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// JSON to values in one pass: nested arrays of numbers that are regular become tensors, everything else a tree.
#pragma once

#include "formats/json_input.h"
#include "formats/json_numbers.h"
#include "formats/registry.h"
#include "value/address.h"
#include "value/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::formats {

struct JsonOptions {
    bool refuseDuplicateKeys = false; ///< else the last one wins, with a warning
    bool manyDocuments = true;        ///< one per line
};

struct ParsedJson {
    std::vector<Value> documents;
    std::vector<std::string> warnings;
};

/// Errors say line and column. Python's NaN and Infinity are taken, null among numbers is NaN; both with a warning.
Result<ParsedJson> parseJson(const Source& source, const Limits& limits, const JsonOptions& options = {}, const JobContext& job = {});

class JsonParser {
public:
    static constexpr int kMaxDepth = 64;

    JsonParser(const Source& source, const Limits& limits, const JsonOptions& options, const JobContext& job);
    Result<ParsedJson> run();

private:
    /// An array of numbers that is still on the pile.
    struct Regular {
        std::size_t first = 0;
        Shape shape;
        bool whole = true;

        [[nodiscard]] std::size_t count() const;
    };
    /// What was parsed: a value, or numbers that the array around may join.
    struct Item {
        Value value = {};
        std::optional<Regular> regular = {};
    };
    struct ArrayInProgress {
        std::size_t count = 0; ///< children on the pile, all of childShape
        std::size_t first = 0;
        Shape childShape = {};
        bool whole = true;
        bool isList = false;   ///< not regular: children are values in `items`
        List items = {};
    };
    enum class RowKind : std::uint8_t { Real, Whole, Null };
    /// Numbers of one array before it is known that nothing else is in it.
    struct Row {
        std::vector<double> values;
        std::vector<RowKind> kinds;
        std::size_t nulls = 0;
        bool whole = true;
        double largest = 0; ///< magnitude, of the whole numbers
    };

    // All answer false after saying why in m_error.
    bool fail(std::string what, ErrorKind kind = ErrorKind::Corrupt);
    bool expected(std::string_view what);
    bool parseValue(int depth, Item& item);
    bool parseArray(int depth, Item& item);
    bool parseRow(bool& closed);
    bool parseRowNumber();
    bool parseItems(int depth, ArrayInProgress& array);
    bool parseObject(int depth, Item& item);
    bool parseWord(Item& item);
    bool parseNumber(Item& item);
    bool parseString(std::string& text);
    bool parseEscape(std::string& text);
    bool parseHex(char32_t& code);
    bool countValue();

    Item finishRow();
    Value rowValue(std::size_t index) const;
    List rowValues() const;
    void addItem(ArrayInProgress& array, Item item);
    void spread(ArrayInProgress& array);
    Item finishArray(ArrayInProgress& array);
    Value valueOf(Item item);
    void noteRagged(const Shape& shape, const Shape& before);
    void noteNumber(const JsonNumber& number);
    std::vector<std::string> warnings() const;

    JsonInput m_input;
    Limits m_limits;
    JsonOptions m_options;
    FloatPile m_pile;
    Row m_row;
    std::vector<AddressStep> m_path;
    std::vector<std::string> m_notes;
    std::size_t m_values = 0;
    std::size_t m_literals = 0;
    std::size_t m_nulls = 0;
    std::size_t m_tooLarge = 0;
    std::size_t m_duplicates = 0;
    bool m_ragged = false;
    std::optional<Error> m_error;
};

} // namespace headlight::formats
