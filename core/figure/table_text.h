// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tables as text for files and the clipboard.
#pragma once

#include "base/result.h"
#include "figure/table.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace headlight {

/// Takes the next piece of a text.
using TextSink = std::function<Result<void>(std::string_view)>;

/// In quotes where the word has commas, quotes, line ends or spaces at its ends.
std::string csvCell(const std::string& cell);

/// A header of column names, then a line per row. `rows`: indices, in their order.
std::string csvText(const Table& table, std::span<const std::uint32_t> rows);
/// The same in pieces, in order: nothing as large as the file is held. Ends with the first error of the sink.
Result<void> writeCsv(const Table& table, std::span<const std::uint32_t> rows, const TextSink& sink);
/// The same with tabs between and line ends and tabs in words as spaces: what spreadsheets paste. Without a header where it is not wanted.
std::string tabbedText(const Table& table, std::span<const std::uint32_t> rows, bool header = true);
/// A list of records: [{"token": "star", "weight": 0.0485}, ...]; what is no number is null.
std::string jsonText(const Table& table, std::span<const std::uint32_t> rows);

/// All rows as they were built.
std::vector<std::uint32_t> everyRow(const Table& table);

} // namespace headlight
