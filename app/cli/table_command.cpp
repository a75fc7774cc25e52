// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/saved_state.h"
#include "app/cli/selection.h"
#include "app/cli/weight_choice.h"
#include "base/text.h"
#include "figure/table.h"
#include "figure/table_sort.h"
#include "figure/table_text.h"
#include "state/action.h"
#include "state/state_json.h"
#include "workspace/workspace.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace {

/// --table, or that of a saved state.
Result<std::optional<TableKind>> tableNamed(const Arguments& arguments)
{
    const auto name = arguments.value("--table");
    if (!name) {
        if (arguments.has("--state"))
            return std::optional<TableKind>();
        return wrongUsage(arguments.command(), fmt::format("which table? --table is missing ({})", builtTableWords()));
    }
    const auto kind = tableFromName(*name);
    if (!kind)
        return wrongUsage(arguments.command(), fmt::format("there is no table {}, only {}", displayable(*name), builtTableWords()));
    if (std::ranges::find(builtTables(), *kind) == builtTables().end())
        return Error{ErrorKind::Usage, fmt::format("the table {} is not part of this version", *name), {}, "Use " + builtTableWords()};
    return std::optional(*kind);
}

Result<std::string> tableFormat(const Arguments& arguments, const Output& output)
{
    if (output.isFolder())
        return wrongUsage(arguments.command(), "-o names a folder, a file is expected");
    std::string format = arguments.value("--format").value_or(output.isStandardOutput() ? "csv" : suffixOf(output.path()));
    if (format != "csv" && format != "json")
        return wrongUsage(arguments.command(), fmt::format("\"{}\" is no format for tables, only .csv and .json are", displayable(format)));
    return format;
}

/// Padding is kept and tokens are raw unless flags or the saved state say otherwise.
Result<State> stateOf(const Arguments& arguments, const Shown& shown, std::optional<TableKind> kind)
{
    Display display = shown.state.display;
    display.cleanTokens = arguments.has("--clean-tokens");
    if (!arguments.has("--state"))
        display.hidePadding = false;
    if (kind)
        display.table.kind = *kind;
    display.table.sortedBy.reset();
    display.table.filters.clear();
    auto weights = weightChoice(arguments, display.weights);
    if (!weights)
        return weights.error();
    display.weights = *std::move(weights);
    return withSelection(arguments, *shown.dump, update(shown.state, SetDisplay{display}));
}

Result<Table> tableOf(const Invocation& invocation, const Workspace& workspace, const Dump& dump, const State& state, SampleIndex sample)
{
    const auto& arguments = invocation.arguments;
    const auto chosen = forSample(arguments, dump, state, sample);
    if (!chosen)
        return chosen.error();
    auto maps = workspace.maps(mapsKey(*chosen));
    TableRequest request;
    if (maps && arguments.has("--keys")) {
        auto keys = listedItems(arguments, "--keys", *(*maps)->axes().keys);
        if (!keys)
            return keys.error();
        request.keys = *std::move(keys);
    }
    const auto k = largestCount(arguments, TableRequest{}.k);
    if (!k)
        return k.error();
    request.k = *k;
    auto table = maps ? buildTable(workspace, *chosen, invocation.job, request) : Result<Table>(maps.error());
    if (table)
        return table;
    auto error = std::move(table).error();
    if (error.kind == ErrorKind::Shape) // the file is whole, but this stack has no such measure
        error.kind = ErrorKind::Selection;
    return inFile(std::move(error), dump.path().string());
}

struct Append {
    const TableValues& more;
    void operator()(TableWords& words) const
    {
        const auto& others = std::get<TableWords>(more);
        const auto offset = static_cast<std::uint32_t>(words.words.size());
        words.words.insert(words.words.end(), others.words.begin(), others.words.end());
        for (const auto word : others.of)
            words.of.push_back(word + offset);
    }
    template <typename Values>
    void operator()(Values& values) const
    {
        const auto& others = std::get<Values>(more);
        values.insert(values.end(), others.begin(), others.end());
    }
};

/// The sample a row is of, where there are several.
void addBatch(Table& table, SampleIndex sample)
{
    const bool known = std::ranges::any_of(table.columns, [](const TableColumn& column) { return column.name == "batch"; });
    if (!known)
        table.columns.push_back({"batch", "sample", std::vector<std::int32_t>(static_cast<std::size_t>(table.rows), static_cast<std::int32_t>(sample.value))});
}

/// --sort: columns by their names in files, with '-' in front for the largest first.
Result<std::vector<SortKey>> sortKeys(const Arguments& arguments, const Table& table)
{
    std::vector<SortKey> keys;
    std::string names;
    for (const auto& column : table.columns)
        names += (names.empty() ? "" : ", ") + column.name;
    const auto text = arguments.value("--sort");
    for (std::size_t first = 0; text && first <= text->size();) {
        const auto comma = std::min(text->find(',', first), text->size());
        auto name = std::string_view(*text).substr(first, comma - first);
        first = comma + 1;
        const bool descending = name.starts_with('-');
        name.remove_prefix(descending ? 1 : 0);
        const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
        if (found == table.columns.end())
            return wrongUsage(arguments.command(), fmt::format("--sort: there is no column {}, only {}", displayable(name), names));
        keys.push_back({static_cast<std::size_t>(found - table.columns.begin()), descending});
    }
    return keys;
}

Result<Table> wholeTable(const Invocation& invocation, std::optional<TableKind> kind)
{
    const auto shown = openShown(invocation);
    if (!shown)
        return shown.error();
    const auto state = stateOf(invocation.arguments, *shown, kind);
    if (!state)
        return state.error();
    const auto samples = selectedSamples(invocation.arguments, *shown->dump, *state);
    if (!samples)
        return samples.error();
    Workspace workspace;
    workspace.open(shown->dump);
    std::optional<Table> whole;
    for (const auto sample : *samples) {
        auto table = tableOf(invocation, workspace, *shown->dump, *state, sample);
        if (!table)
            return table.error();
        if (samples->size() > 1)
            addBatch(*table, sample);
        if (!whole) {
            whole = *std::move(table);
            continue;
        }
        for (std::size_t i = 0; i < whole->columns.size(); ++i)
            std::visit(Append{table->columns[i].values}, whole->columns[i].values);
        whole->rows += table->rows;
    }
    return *std::move(whole);
}

} // namespace

Result<ExitStatus> runTable(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    const auto kind = tableNamed(arguments);
    if (!kind)
        return kind.error();
    if (!arguments.has("--state") && arguments.paths().empty())
        return wrongUsage(arguments.command(), "which file or folder? PATH is missing");
    const auto weights = weightChoice(arguments, {}); // wrong flags are said before anything is read
    const auto k = largestCount(arguments, TableRequest{}.k);
    if (!weights || !k)
        return weights ? k.error() : weights.error();
    const auto output = Output::open(arguments);
    if (!output)
        return output.error();
    const auto format = tableFormat(arguments, *output);
    if (!format)
        return format.error();
    const auto table = wholeTable(invocation, *kind);
    if (!table)
        return table.error();
    const auto keys = sortKeys(arguments, *table);
    if (!keys)
        return keys.error();
    auto rows = everyRow(*table);
    if (!keys->empty())
        sortRows(*table, *keys, rows);
    const auto fill = [&](const TextSink& sink) { return *format == "csv" ? writeCsv(*table, rows, sink) : sink(jsonText(*table, rows)); };
    auto written = output->isStandardOutput() ? fill([&](std::string_view piece) { return invocation.console.print(piece); })
                                              : output->writePieces(output->path(), fill, invocation.job);
    if (!written)
        return written.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
