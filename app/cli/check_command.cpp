// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/input.h"
#include "app/cli/selection.h"
#include "base/parallel.h"
#include "base/text.h"
#include "measure/row_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>

namespace headlight::cli {

namespace {

constexpr double kTolerance = 1e-4;
constexpr double kCoarseTolerance = 2e-3; ///< half precision, and values rounded to few decimals
constexpr std::size_t kLongestList = 60;

bool isCoarse(DType type)
{
    return type == DType::Float16 || type == DType::BFloat16 || type == DType::Float8E4M3FN || type == DType::Float8E5M2;
}

/// Which decimals (2 to 6) all values seen so far could have been rounded to.
class Decimals {
public:
    void see(float value)
    {
        for (std::size_t i = 0; i < m_possible.size(); ++i) {
            const double scaled = static_cast<double>(value) * kUnits[i];
            m_possible[i] = m_possible[i] && std::fabs(scaled - std::round(scaled)) <= kUnits[i] * 1.2e-7;
        }
    }
    [[nodiscard]] bool rounded() const
    {
        return std::ranges::any_of(m_possible, [](bool possible) { return possible; });
    }

private:
    static constexpr std::array<double, 5> kUnits{1e2, 1e3, 1e4, 1e5, 1e6};
    std::array<bool, 5> m_possible{true, true, true, true, true};
};

/// What one map has to be told about.
struct MapCheck {
    std::vector<std::int64_t> rows; ///< whose sum is off, by position
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -std::numeric_limits<double>::infinity();
    std::int64_t notNumbers = 0;
    std::optional<std::pair<std::int64_t, std::int64_t>> firstNotNumber;
};

class RowCheck {
public:
    RowCheck(const MapSource& maps, bool coarse) : m_maps(maps), m_coarse(coarse) {}

    Result<MapCheck> check(MapIndex map, const JobContext& job) const
    {
        const auto& shape = m_maps.axes().layers[static_cast<std::size_t>(map.layer.value)];
        MapCheck found;
        Decimals decimals;
        std::vector<std::pair<std::int64_t, double>> off; // beyond the fine tolerance
        Matrix block;
        for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
            if (job.stopped())
                return cancelled();
            const auto count = std::min(kRowsAtOnce, shape.queries - first);
            block.reshape(count, shape.keys);
            if (auto read = m_maps.rows(map, {first, count}, block.block(), job); !read)
                return read.error();
            for (std::int64_t r = 0; r < count; ++r)
                checkRow(first + r, block.row(r), found, off, decimals);
        }
        const double tolerance = m_coarse || decimals.rounded() ? kCoarseTolerance : kTolerance;
        for (const auto& [row, sum] : off) {
            if (std::fabs(sum - 1.0) <= tolerance)
                continue;
            found.rows.push_back(m_maps.axes().queries->items[static_cast<std::size_t>(row)].position);
            found.smallest = std::min(found.smallest, sum);
            found.largest = std::max(found.largest, sum);
        }
        return found;
    }

private:
    void checkRow(std::int64_t row, std::span<const float> values, MapCheck& found, std::vector<std::pair<std::int64_t, double>>& off, Decimals& decimals) const
    {
        std::int64_t notNumbers = 0;
        for (std::size_t column = 0; column < values.size(); ++column) {
            if (std::isfinite(values[column])) {
                decimals.see(values[column]);
                continue;
            }
            if (!found.firstNotNumber)
                found.firstNotNumber = {row, static_cast<std::int64_t>(column)};
            ++notNumbers;
        }
        found.notNumbers += notNumbers;
        if (notNumbers > 0)
            return; // said once
        const double sum = rowSum(values);
        const bool padding = m_maps.axes().queries->items[static_cast<std::size_t>(row)].marks.padding;
        if (std::fabs(sum - 1.0) > kTolerance && !(padding && sum == 0.0))
            off.emplace_back(row, sum);
    }

    const MapSource& m_maps;
    bool m_coarse;
};

std::string shortList(const std::vector<std::int64_t>& numbers)
{
    auto text = formatNumbers(numbers);
    if (text.size() > kLongestList)
        text = text.substr(0, text.rfind(',', kLongestList)) + ",...";
    return text;
}

std::vector<std::string> linesOf(const MapCheck& check, const std::string& where, const Axis& queries, const Axis& keys)
{
    std::vector<std::string> lines;
    if (!check.rows.empty()) {
        const auto range = check.smallest == check.largest ? fmt::format("{:.4f}", check.smallest) : fmt::format("{:.4f} to {:.4f}", check.smallest, check.largest);
        lines.push_back(fmt::format("{}: {} {} to {}, not to 1 ({} {})", where, check.rows.size(), check.rows.size() == 1 ? "row sums" : "rows sum", range,
                                    check.rows.size() == 1 ? "query" : "queries", shortList(check.rows)));
    }
    if (check.notNumbers > 0)
        lines.push_back(fmt::format("{}: {} {} no number, the first at query {}, key {}", where, check.notNumbers, check.notNumbers == 1 ? "value is" : "values are",
                                    queries.items[static_cast<std::size_t>(check.firstNotNumber->first)].position,
                                    keys.items[static_cast<std::size_t>(check.firstNotNumber->second)].position));
    return lines;
}

/// One map of the dump, and what is said about it.
struct CheckTask {
    Maps maps;
    bool coarse = false;
    MapIndex map;
    std::string where;
    std::vector<std::string> lines;
    std::optional<Error> problem;
};

/// BertViz keeps blocks of the map "all" beside it: sentence A to A, A to B, ... Their rows are parts of rows.
bool isBlock(const Dump& dump, const Stack& stack)
{
    constexpr std::array<std::string_view, 4> kBlocks{"aa", "ab", "ba", "bb"};
    return std::ranges::find(kBlocks, stack.name) != kBlocks.end() && std::ranges::any_of(dump.stacks(), [](const Stack& other) { return other.name == "all"; });
}

std::vector<CheckTask> tasksOf(const Dump& dump, IndexBase base)
{
    std::vector<CheckTask> tasks;
    for (std::int64_t sample = 0; sample < static_cast<std::int64_t>(dump.samples().size()); ++sample) {
        for (std::int64_t stack = 0; stack < static_cast<std::int64_t>(dump.stacks().size()); ++stack) {
            const auto maps = dump.attention(StackIndex{stack}, SampleIndex{sample});
            if (!maps)
                continue; // this sample lacks the stack
            const auto& described = dump.stacks()[static_cast<std::size_t>(stack)];
            if (isBlock(dump, described))
                continue;
            for (std::int64_t layer = 0; layer < static_cast<std::int64_t>((*maps)->axes().layers.size()); ++layer)
                for (std::int64_t head = 0; head < (*maps)->axes().layers[static_cast<std::size_t>(layer)].heads; ++head)
                    tasks.push_back(
                        {*maps,
                         isCoarse(described.dtype),
                         {LayerIndex{layer}, HeadIndex{head}},
                         fmt::format("{}, sample {}, layer {}, head {}", described.name, sample, label(LayerIndex{layer}, base), label(HeadIndex{head}, base)),
                         {},
                         {}});
        }
    }
    return tasks;
}

void run(CheckTask& task, const JobContext& job)
{
    auto found = RowCheck(*task.maps, task.coarse).check(task.map, job);
    if (auto sound = verify(*task.maps, task.map, job); found && !sound)
        found = sound.error();
    if (found)
        task.lines = linesOf(*found, task.where, *task.maps->axes().queries, *task.maps->axes().keys);
    else
        task.problem = found.error();
}

/// Labels that do not fit, as the reading found.
std::vector<std::string> labelFindings(const Dump& dump)
{
    std::vector<std::string> lines;
    for (const auto& note : dump.notes())
        if (std::ranges::find(note.offers, NoteOffer::LoadTokens) != note.offers.end())
            lines.push_back(fmt::format("{}: {}", note.title, note.text));
    return lines;
}

} // namespace

Result<ExitStatus> runCheck(const Invocation& invocation)
{
    const auto path = onePath(invocation.arguments);
    if (!path)
        return path.error();
    const auto base = indexBase(invocation.arguments);
    if (!base)
        return base.error();
    const auto dump = openInput(invocation.arguments, *path, invocation.job);
    if (!dump)
        return dump.error();
    auto tasks = tasksOf(**dump, *base);
    std::atomic<std::size_t> done{0};
    parallelFor(static_cast<std::int64_t>(tasks.size()), [&](std::int64_t i) {
        if (!invocation.job.stopped())
            run(tasks[static_cast<std::size_t>(i)], invocation.job);
        invocation.job.progress("Checking rows", static_cast<double>(++done) / static_cast<double>(tasks.size()));
    });
    if (invocation.job.stopped())
        return cancelled();

    std::vector<std::string> findings = labelFindings(**dump);
    for (auto& task : tasks) {
        if (task.problem)
            return inFile(*task.problem, path->string());
        std::ranges::move(task.lines, std::back_inserter(findings));
    }
    std::string text;
    for (const auto& line : findings)
        text += displayable(line, 2000) + "\n";
    if (auto printed = invocation.console.print(text); !printed)
        return printed.error();
    return findings.empty() ? ExitStatus::Done : ExitStatus::Findings;
}

} // namespace headlight::cli
