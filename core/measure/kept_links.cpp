// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/kept_links.h"

#include "base/parallel.h"
#include "measure/aggregate.h"
#include "measure/largest.h"
#include "measure/received.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <mutex>
#include <optional>

namespace headlight {

namespace {

constexpr std::int64_t kMostParts = 32;       ///< that are read side by side
constexpr std::int64_t kFirstGuess = 16;      ///< of how many weights hold a mass
constexpr std::int64_t kLeastPerQuery = 16;   ///< that are kept in memory whatever the limit
constexpr double kRounding = 2e-7;            ///< of a row: a share that is missed by no more than float32 rounds its weights is reached

/// Cells of a row that may differ from zero.
struct SparseRow {
    std::vector<std::int32_t> keys; ///< ascending; empty: 0, 1, 2, ...
    std::span<const float> values;

    [[nodiscard]] std::int32_t keyOf(std::int32_t place) const { return keys.empty() ? place : keys[static_cast<std::size_t>(place)]; }
};

/// Cuts rows by a rule. One per thread.
class RowCut {
public:
    RowCut(const LinkRule& rule, std::int64_t most) : m_rule(rule), m_most(most) {}

    KeptLinks::Row cut(const SparseRow& row, std::int32_t query, std::vector<Link>& links)
    {
        KeptLinks::Row cut;
        measure(row.values, cut);
        cut.zero = m_numbers == 0 && cut.notNumbers == 0;
        const auto largest = m_numbers == 0 ? LargestValues{} : chosen(cut);
        const auto stored = std::min(cut.kept, m_most);
        for (std::int64_t i = 0; i < stored; ++i) {
            const auto place = largest.positions[static_cast<std::size_t>(i)];
            links.push_back({query, row.keyOf(place), row.values[static_cast<std::size_t>(place)]});
        }
        return cut;
    }

    [[nodiscard]] float largest() const { return m_largest; }

private:
    void measure(std::span<const float> values, KeptLinks::Row& cut)
    {
        m_magnitudes.resize(values.size());
        m_numbers = 0;
        m_sum = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool finite = std::isfinite(values[i]);
            const float magnitude = finite ? std::fabs(values[i]) : 0.0F;
            m_magnitudes[i] = magnitude;
            cut.notNumbers += finite ? 0 : 1;
            m_numbers += magnitude > 0.0F ? 1 : 0;
            m_sum += static_cast<double>(magnitude);
            m_largest = std::max(m_largest, magnitude);
        }
    }

    [[nodiscard]] double magnitude(const LargestValues& largest, std::int64_t rank) const
    {
        return static_cast<double>(m_magnitudes[static_cast<std::size_t>(largest.positions[static_cast<std::size_t>(rank)])]);
    }

    LargestValues chosen(KeptLinks::Row& cut) const
    {
        switch (m_rule.kind) {
        case LinkRule::Kind::Least:
            return atLeast(cut);
        case LinkRule::Kind::Largest:
            return largestFew(cut);
        case LinkRule::Kind::Mass:
            break;
        }
        return mass(cut);
    }

    LargestValues atLeast(KeptLinks::Row& cut) const
    {
        double sum = 0.0;
        for (const float value : m_magnitudes)
            if (value > 0.0F && static_cast<double>(value) >= m_rule.amount) {
                ++cut.kept;
                sum += static_cast<double>(value);
            }
        cut.share = sum / m_sum;
        return cut.kept == 0 ? LargestValues{} : largestOf(m_magnitudes, std::min(cut.kept, m_most));
    }

    LargestValues largestFew(KeptLinks::Row& cut) const
    {
        cut.kept = std::min(m_numbers, static_cast<std::int64_t>(m_rule.amount));
        auto largest = largestOf(m_magnitudes, cut.kept + 1);
        finish(cut, largest);
        return largest;
    }

    LargestValues mass(KeptLinks::Row& cut) const
    {
        const double wanted = m_sum * (m_rule.amount - kRounding);
        for (std::int64_t guess = kFirstGuess;; guess *= 4) {
            auto largest = largestOf(m_magnitudes, std::min(guess, m_numbers) + 1);
            double sum = 0.0;
            cut.kept = 0;
            while (sum < wanted && cut.kept < std::min(guess, m_numbers))
                sum += magnitude(largest, cut.kept++);
            if (sum < wanted && guess < m_numbers)
                continue;
            finish(cut, largest);
            return largest;
        }
    }

    /// `largest` holds one more than are kept, where there is one.
    void finish(KeptLinks::Row& cut, const LargestValues& largest) const
    {
        double sum = 0.0;
        for (std::int64_t i = 0; i < cut.kept; ++i)
            sum += magnitude(largest, i);
        cut.share = std::min(1.0, sum / m_sum);
        cut.tied = cut.kept > 0 && cut.kept < m_numbers && magnitude(largest, cut.kept) == magnitude(largest, cut.kept - 1);
    }

    LinkRule m_rule;
    std::int64_t m_most;
    std::vector<float> m_magnitudes; ///< of one row; 0 for what is no number
    std::int64_t m_numbers = 0;      ///< of them above 0
    double m_sum = 0.0;
    float m_largest = 0.0F;
};

/// What a run of rows gives.
struct Part {
    std::vector<Link> links;
    std::vector<KeptLinks::Row> rows;
    std::vector<std::int64_t> counts;    ///< links per row
    std::vector<double> sums;            ///< per key
    std::vector<std::int64_t> left;      ///< per key: cells that are no numbers
    float largest = 0.0F;

    void add(const SparseRow& row)
    {
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const auto key = static_cast<std::size_t>(row.keyOf(static_cast<std::int32_t>(i)));
            if (std::isfinite(row.values[i]))
                sums[key] += static_cast<double>(row.values[i]);
            else
                ++left[key];
        }
    }
};

/// The band and the columns of global tokens of one row, in the order of their keys.
void gather(const WindowedMap& part, std::int64_t row, SparseRow& sparse, std::vector<float>& values)
{
    sparse.keys.clear();
    values.clear();
    const auto firstKey = part.keyOf(row, 0);
    const auto from = std::max<std::int64_t>(0, -firstKey);
    const auto to = std::min<std::int64_t>(part.band.columns(), part.keys - firstKey);
    const auto band = part.band.row(row);
    const auto columns = part.columns.row(row);
    const auto put = [&](std::int64_t key, float value) {
        sparse.keys.push_back(static_cast<std::int32_t>(key));
        values.push_back(value);
    };
    std::size_t global = 0;
    const auto globalsBefore = [&](std::int64_t key) {
        for (; global < part.globals.size() && part.globals[global] < key; ++global)
            put(part.globals[global], columns[global]);
    };
    for (auto c = from; c < to; ++c) {
        const auto key = firstKey + c;
        globalsBefore(key);
        if (global < part.globals.size() && part.globals[global] == key)
            put(key, columns[global++]);
        else
            put(key, band[static_cast<std::size_t>(c)]);
    }
    globalsBefore(part.keys);
    sparse.values = values;
}

/// Calls `visit(row within the block, its cells)` for rows that were read.
using VisitRow = std::function<void(std::int64_t, const SparseRow&)>;
using ReadBlock = std::function<Result<void>(RowRange, const VisitRow&)>;

void visitWindow(const WindowedMap& part, const VisitRow& visit)
{
    SparseRow sparse;
    std::vector<float> values;
    std::size_t full = 0;
    for (std::int64_t r = 0; r < part.rows.count; ++r) {
        if (full < part.fullQueries.size() && part.fullQueries[full] == part.rows.first + r) {
            visit(r, {{}, part.full.row(static_cast<std::int64_t>(full++))});
            continue;
        }
        gather(part, r, sparse, values);
        visit(r, sparse);
    }
}

void visitDense(const Matrix& block, const VisitRow& visit)
{
    for (std::int64_t r = 0; r < block.rows(); ++r)
        visit(r, {{}, block.row(r)});
}

/// Links by key: a count sort keeps them by query.
void sortByKey(KeptLinks& kept, std::int64_t keys)
{
    kept.ofKey.assign(static_cast<std::size_t>(keys) + 1, 0);
    for (const auto& link : kept.links)
        ++kept.ofKey[static_cast<std::size_t>(link.key) + 1];
    for (std::size_t key = 0; key < static_cast<std::size_t>(keys); ++key)
        kept.ofKey[key + 1] += kept.ofKey[key];
    auto next = kept.ofKey;
    kept.byKey.resize(kept.links.size());
    for (std::size_t i = 0; i < kept.links.size(); ++i)
        kept.byKey[static_cast<std::size_t>(next[static_cast<std::size_t>(kept.links[i].key)]++)] = static_cast<std::int32_t>(i);
}

KeptLinks joined(std::vector<Part>& parts, std::int64_t queries, std::int64_t keys)
{
    KeptLinks kept;
    std::size_t count = 0;
    for (const auto& part : parts)
        count += part.links.size();
    kept.links.reserve(count);
    kept.ofQuery.assign(1, 0);
    std::vector<double> sums(static_cast<std::size_t>(keys), 0.0);
    std::vector<std::int64_t> numbers(sums.size(), queries);
    for (auto& part : parts) {
        kept.links.insert(kept.links.end(), part.links.begin(), part.links.end());
        kept.rows.insert(kept.rows.end(), part.rows.begin(), part.rows.end());
        for (const auto links : part.counts)
            kept.ofQuery.push_back(kept.ofQuery.back() + links);
        kept.largest = std::max(kept.largest, part.largest);
        for (std::size_t key = 0; key < sums.size(); ++key) {
            sums[key] += part.sums[key];
            numbers[key] -= part.left[key];
        }
        part = {};
    }
    sortByKey(kept, keys);
    for (std::size_t key = 0; key < sums.size(); ++key)
        kept.received.push_back(static_cast<float>(sums[key] / static_cast<double>(std::max<std::int64_t>(1, numbers[key]))));
    return kept;
}

/// Cuts the rows [range.first, + range.count), a block at a time.
Result<Part> partOf(RowRange range, std::int64_t keys, RowCut& cut, const ReadBlock& read, const JobContext& job)
{
    Part part;
    part.sums.assign(static_cast<std::size_t>(keys), 0.0);
    part.left.assign(static_cast<std::size_t>(keys), 0);
    for (std::int64_t done = 0; done < range.count; done += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        const RowRange block{range.first + done, std::min(kRowsAtOnce, range.count - done)};
        auto got = read(block, [&](std::int64_t r, const SparseRow& row) {
            const auto before = part.links.size();
            part.rows.push_back(cut.cut(row, static_cast<std::int32_t>(block.first + r), part.links));
            part.counts.push_back(static_cast<std::int64_t>(part.links.size() - before));
            part.add(row);
        });
        if (!got)
            return got.error();
    }
    part.largest = cut.largest();
    return part;
}

/// Rows are divided alike on every machine, so that sums do not depend on the number of threads.
Result<KeptLinks> linksOf(std::int64_t queries, std::int64_t keys, const LinkRule& rule, std::int64_t most, const ReadBlock& read, const JobContext& job)
{
    const auto perQuery = std::max(kLeastPerQuery, most / std::max<std::int64_t>(1, queries));
    const auto perPart = std::max(kRowsAtOnce, (queries + kMostParts - 1) / kMostParts);
    const auto count = (queries + perPart - 1) / perPart;
    std::vector<Part> parts(static_cast<std::size_t>(count));
    std::mutex mutex;
    std::optional<Error> error;
    std::atomic<std::int64_t> done{0};
    parallelFor(count, [&](std::int64_t i) {
        RowCut cut(rule, perQuery);
        auto part = partOf({i * perPart, std::min(perPart, queries - i * perPart)}, keys, cut, read, job);
        job.progress("Reading the links", static_cast<double>(++done) / static_cast<double>(count));
        if (part) {
            parts[static_cast<std::size_t>(i)] = *std::move(part);
            return;
        }
        const std::lock_guard lock(mutex);
        if (!error)
            error = part.error();
    });
    if (error)
        return *error;
    auto kept = joined(parts, queries, keys);
    kept.mostOfQuery = perQuery;
    return kept;
}

} // namespace

Result<KeptLinks> keptLinks(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, const LinkRule& rule, std::int64_t most, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(maps.front().layer.value)];
    const ReadBlock read = [&](RowRange range, const VisitRow& visit) -> Result<void> {
        const auto window = aggregateWindows(source, maps, aggregate, range, job);
        if (!window)
            return window.error();
        if (*window) {
            visitWindow(**window, visit);
            return {};
        }
        Matrix block(range.count, shape.keys);
        if (auto got = aggregateMaps(source, maps, aggregate, range, block.block(), job); !got)
            return got;
        visitDense(block, visit);
        return {};
    };
    return linksOf(shape.queries, shape.keys, rule, most, read, job);
}

Result<KeptLinks> keptLinks(const Matrix& map, const LinkRule& rule, std::int64_t most, const JobContext& job)
{
    const ReadBlock read = [&map](RowRange range, const VisitRow& visit) -> Result<void> {
        for (std::int64_t r = 0; r < range.count; ++r)
            visit(r, {{}, map.row(range.first + r)});
        return {};
    };
    return linksOf(map.rows(), map.columns(), rule, most, read, job);
}

} // namespace headlight
