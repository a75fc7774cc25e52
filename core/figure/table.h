// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tables of numbers: columns, and which of their rows are shown in which order. Nothing is formatted before it is shown or written.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace headlight {

/// Words that repeat: row r has words[of[r]].
struct TableWords {
    std::vector<std::string> words;
    std::vector<std::uint32_t> of;
};

using TableValues = std::variant<TableWords, std::vector<std::int32_t>, std::vector<double>, std::vector<float>, std::vector<bool>>;

struct TableColumn {
    std::string name;        ///< in files: "attention_scores"
    std::string title;       ///< for people: "attention"
    TableValues values;      ///< one per row
    bool bar = false;        ///< a bar beside the number, from 0 to `largest`
    double largest = 0.0;
    bool plain = false;      ///< a number that people gave: shown with the digits it has, not with four decimals

    [[nodiscard]] bool isText() const { return values.index() == 0; }
};

/// What a row is about, by position in the file; a list is empty where rows of this table have no such thing.
struct RowPlaces {
    std::vector<std::int32_t> queries;
    std::vector<std::int32_t> keys;
    std::vector<HeadRef> heads;          ///< that rows are about
    std::vector<std::uint32_t> headOf;   ///< row r is about heads[headOf[r]]
};

struct Table {
    std::vector<TableColumn> columns;
    std::int64_t rows = 0;
    RowPlaces places;
};

/// Those that buildTable knows, and as people read them: "weights or position".
std::span<const TableKind> builtTables();
std::string builtTableWords();
/// "Token weights"
std::string_view titleOf(TableKind kind);

/// What the command line asks for beside the state.
struct TableRequest {
    std::optional<std::vector<std::int64_t>> keys = {}; ///< items of the key axis that were named, in their order
    std::int64_t k = 10;                                ///< how many of the largest
};

/// The table of the state's kind, all rows, in the order they are built.
Result<Table> buildTable(const Workspace& workspace, const State& state, const JobContext& job, const TableRequest& request = {});

/// A number as files have it: the shortest digits that give it again, with a point or an exponent. At most kExactDigits characters; returns their end.
inline constexpr std::size_t kExactDigits = 32;
char* writeExact(char* to, double value);
char* writeExact(char* to, float value);
/// A cell as files have it: the shortest digits that give the number again.
std::string exactText(const TableColumn& column, std::int64_t row);
/// A cell as people read it: four decimals.
std::string shownText(const TableColumn& column, std::int64_t row);

} // namespace headlight
