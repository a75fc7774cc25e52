// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/largest.h"

#include "base/dispatch.h"
#include "dump/windowed_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

constexpr std::size_t kColumnsAtOnce = 32;             ///< columns of a row side by side, as they fit vector registers
constexpr std::size_t kMostQuick = kColumnsAtOnce - 2; ///< values wanted: every one of them may be the largest of a lane of its own
constexpr std::size_t kLeastRow = 4 * kColumnsAtOnce;  ///< shorter rows are sorted as they are

using LaneMaxima = std::array<float, kColumnsAtOnce>;

/// Largest value of every lane over whole blocks of kColumnsAtOnce; NaN takes no part.
HEADLIGHT_CLONES
void laneMaxima(const float* values, std::size_t blocks, float* maxima)
{
    float most[kColumnsAtOnce];
    for (std::size_t lane = 0; lane < kColumnsAtOnce; ++lane)
        most[lane] = maxima[lane];
    for (std::size_t block = 0; block < blocks; ++block)
        for (std::size_t lane = 0; lane < kColumnsAtOnce; ++lane) {
            const float value = values[block * kColumnsAtOnce + lane];
            most[lane] = value > most[lane] ? value : most[lane];
        }
    for (std::size_t lane = 0; lane < kColumnsAtOnce; ++lane)
        maxima[lane] = most[lane];
}

/// Which blocks of kColumnsAtOnce hold a value of at least `bound`.
HEADLIGHT_CLONES
void blocksReaching(const float* values, std::size_t blocks, float bound, std::uint8_t* reaching)
{
    for (std::size_t block = 0; block < blocks; ++block) {
        int any = 0;
        for (std::size_t lane = 0; lane < kColumnsAtOnce; ++lane)
            any |= values[block * kColumnsAtOnce + lane] >= bound ? 1 : 0;
        reaching[block] = static_cast<std::uint8_t>(any);
    }
}

struct Candidate {
    float value = 0.0F;
    std::int32_t position = 0;
};

/// The largest first; equal values: lowest position first; NaN last.
bool before(const Candidate& a, const Candidate& b)
{
    if (std::isnan(a.value) || std::isnan(b.value))
        return std::isnan(a.value) == std::isnan(b.value) ? a.position < b.position : std::isnan(b.value);
    return a.value > b.value || (a.value == b.value && a.position < b.position);
}

/// Finds the largest of rows, one after the other, with one more than is wanted: it tells whether the last is tied.
class LargestFinder {
public:
    explicit LargestFinder(std::int64_t k) : m_wanted(static_cast<std::size_t>(std::max<std::int64_t>(0, k))) {}

    void find(std::span<const float> row)
    {
        m_candidates.clear();
        if (const auto bound = boundOf(row, {})) {
            addReaching(row, *bound, true, 0);
            fillWith(row, *bound);
        } else {
            for (std::size_t i = 0; i < row.size(); ++i)
                m_candidates.push_back({row[i], static_cast<std::int32_t>(i)});
        }
        sort(row.size());
    }

    /// Row `row` of the part, whose query is no global token's.
    void findInWindow(const WindowedMap& part, std::int64_t row)
    {
        const auto [first, band] = bandOf(part, row);
        const auto columns = part.columns.row(row);
        const auto bound = boundOf(band, columns);
        if (!bound || !(*bound > 0.0F)) { // zeros beside the window are among the largest
            m_expanded.resize(static_cast<std::size_t>(part.keys));
            part.expandRow(row, m_expanded);
            find(m_expanded);
            return;
        }
        m_candidates.clear();
        addReaching(band, *bound, false, first);
        for (std::size_t g = 0; g < columns.size(); ++g)
            if (columns[g] >= *bound)
                m_candidates.push_back({columns[g], static_cast<std::int32_t>(part.globals[g])});
        sort(static_cast<std::size_t>(part.keys));
    }

    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] const Candidate& at(std::size_t place) const { return m_candidates[place]; }
    [[nodiscard]] bool tied(std::size_t place) const
    {
        const auto equals = [&](std::size_t other) { return m_candidates[other].value == m_candidates[place].value; };
        return (place > 0 && equals(place - 1)) || (place + 1 < m_known && equals(place + 1));
    }

private:
    /// A value that at least one more than are wanted reach: the smallest of the largest lane maxima. Nothing where rows are short, or too many wanted.
    [[nodiscard]] std::optional<float> boundOf(std::span<const float> row, std::span<const float> more)
    {
        constexpr float kNone = -std::numeric_limits<float>::infinity();
        if (row.size() < kLeastRow || m_wanted > kMostQuick)
            return std::nullopt;
        LaneMaxima maxima;
        maxima.fill(kNone);
        const std::size_t blocks = row.size() / kColumnsAtOnce;
        laneMaxima(row.data(), blocks, maxima.data());
        for (std::size_t i = blocks * kColumnsAtOnce; i < row.size(); ++i)
            maxima[i % kColumnsAtOnce] = std::max(maxima[i % kColumnsAtOnce], std::isnan(row[i]) ? kNone : row[i]);
        for (std::size_t i = 0; i < more.size(); ++i)
            maxima[i % kColumnsAtOnce] = std::max(maxima[i % kColumnsAtOnce], std::isnan(more[i]) ? kNone : more[i]);
        std::ranges::nth_element(maxima, maxima.begin() + static_cast<std::ptrdiff_t>(m_wanted), std::greater<>());
        return maxima[m_wanted] > kNone ? std::optional(maxima[m_wanted]) : std::nullopt;
    }

    /// Values of at least `bound`, or above it.
    void addReaching(std::span<const float> row, float bound, bool above, std::int64_t first)
    {
        const auto add = [&](std::size_t i) {
            if (above ? row[i] > bound : row[i] >= bound)
                m_candidates.push_back({row[i], static_cast<std::int32_t>(first + static_cast<std::int64_t>(i))});
        };
        const std::size_t blocks = row.size() / kColumnsAtOnce;
        m_reaching.resize(blocks);
        blocksReaching(row.data(), blocks, bound, m_reaching.data());
        for (std::size_t block = 0; block < blocks; ++block)
            for (std::size_t lane = 0; m_reaching[block] != 0 && lane < kColumnsAtOnce; ++lane)
                add(block * kColumnsAtOnce + lane);
        for (std::size_t i = blocks * kColumnsAtOnce; i < row.size(); ++i)
            add(i);
    }

    /// As many of those that equal `bound`, from the first, as are missing: rows of zeros have too many to sort.
    void fillWith(std::span<const float> row, float bound)
    {
        for (std::size_t i = 0; i < row.size() && m_candidates.size() <= m_wanted; ++i)
            if (row[i] == bound)
                m_candidates.push_back({bound, static_cast<std::int32_t>(i)});
    }

    void sort(std::size_t keys)
    {
        m_count = std::min(m_wanted, keys);
        m_known = std::min(m_candidates.size(), m_count + 1);
        std::partial_sort(m_candidates.begin(), m_candidates.begin() + static_cast<std::ptrdiff_t>(m_known), m_candidates.end(), before);
    }

    std::size_t m_wanted;
    std::size_t m_count = 0; ///< found
    std::size_t m_known = 0; ///< with the one more
    std::vector<Candidate> m_candidates;
    std::vector<std::uint8_t> m_reaching;
    std::vector<float> m_expanded;
};

void append(LargestOfRows& all, const LargestFinder& found)
{
    for (std::size_t i = 0; i < found.count(); ++i) {
        all.positions.push_back(found.at(i).position);
        all.values.push_back(found.at(i).value);
        all.tied.push_back(found.tied(i));
    }
}

} // namespace

LargestValues largestOf(std::span<const float> row, std::int64_t k)
{
    LargestFinder found(k);
    found.find(row);
    LargestValues largest;
    for (std::size_t i = 0; i < found.count(); ++i) {
        largest.positions.push_back(found.at(i).position);
        largest.tied.push_back(found.tied(i));
    }
    return largest;
}

Result<LargestOfRows> largestOfRows(const MapSource& source, MapIndex map, std::int64_t k, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(map.layer.value)];
    LargestOfRows all;
    all.each = std::min(k, shape.keys);
    const auto count = static_cast<std::size_t>(all.each * shape.queries);
    all.positions.reserve(count);
    all.values.reserve(count);
    all.tied.reserve(count);
    LargestFinder finder(k);
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        const RowRange range{first, std::min(kRowsAtOnce, shape.queries - first)};
        const auto windowed = source.windowed(map, range, job);
        if (!windowed)
            return windowed.error();
        if (!*windowed) {
            block.reshape(range.count, shape.keys);
            if (auto read = source.rows(map, range, block.block(), job); !read)
                return read.error();
        }
        for (std::int64_t r = 0; r < range.count; ++r) {
            const auto full = *windowed ? fullRow(**windowed, r) : std::optional(std::span<const float>(block.row(r)));
            if (full)
                finder.find(*full);
            else
                finder.findInWindow(**windowed, r);
            append(all, finder);
        }
    }
    return all;
}

} // namespace headlight
