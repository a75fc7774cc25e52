// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

namespace headlight {

namespace {

/// A number for every row of a column that orders like its values: from 0, below 2^bits.
struct RowKeys {
    std::vector<std::uint32_t> of;
    int bits = 0;
    bool notNumbers = false; ///< kNotANumber stands for what is none
};

constexpr std::uint32_t kNotANumber = 0xFFFFFFFFU;

/// Nothing where numbers have more digits than a key: those columns are compared.
struct KeysOf {
    std::optional<RowKeys> operator()(const TableWords& words) const
    {
        std::vector<std::uint32_t> order(words.words.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return words.words[a] < words.words[b]; });
        std::vector<std::uint32_t> ranks(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) { // equal words have one rank, however often they stand in the list
            const bool same = i > 0 && words.words[order[i]] == words.words[order[i - 1]];
            ranks[order[i]] = same ? ranks[order[i - 1]] : static_cast<std::uint32_t>(i);
        }
        RowKeys keys{std::vector<std::uint32_t>(words.of.size()), static_cast<int>(std::bit_width(order.size())), false};
        std::ranges::transform(words.of, keys.of.begin(), [&](std::uint32_t word) { return ranks[word]; });
        return keys;
    }
    std::optional<RowKeys> operator()(const std::vector<bool>& flags) const { return RowKeys{std::vector<std::uint32_t>(flags.begin(), flags.end()), 1, false}; }
    std::optional<RowKeys> operator()(const std::vector<std::int32_t>& numbers) const
    {
        RowKeys keys{std::vector<std::uint32_t>(numbers.size()), 0, false};
        if (numbers.empty())
            return keys;
        std::int32_t least = numbers.front();
        std::int32_t most = least;
        for (const auto number : numbers) {
            least = std::min(least, number);
            most = std::max(most, number);
        }
        const auto first = static_cast<std::uint32_t>(least);
        keys.bits = static_cast<int>(std::bit_width(static_cast<std::uint32_t>(most) - first));
        std::ranges::transform(numbers, keys.of.begin(), [first](std::int32_t number) { return static_cast<std::uint32_t>(number) - first; });
        return keys;
    }
    /// Floats are ordered like their bits once those of negative ones are turned over; NaN comes after all of them.
    std::optional<RowKeys> operator()(const std::vector<float>& numbers) const
    {
        RowKeys keys{std::vector<std::uint32_t>(numbers.size()), 32, true};
        std::ranges::transform(numbers, keys.of.begin(), [](float number) {
            constexpr std::uint32_t kSign = 0x80000000U;
            const auto bits = std::bit_cast<std::uint32_t>(number == 0.0F ? 0.0F : number);
            return std::isnan(number) ? kNotANumber : (bits & kSign) != 0 ? ~bits : bits | kSign;
        });
        return keys;
    }
    std::optional<RowKeys> operator()(const std::vector<double>&) const { return std::nullopt; }
};

/// The largest first; rows without a number stay last.
void turnOver(RowKeys& keys)
{
    const auto most = keys.bits >= 32 ? kNotANumber : (1U << static_cast<unsigned>(keys.bits)) - 1U;
    for (auto& key : keys.of)
        if (!keys.notNumbers)
            key = most - key;
        else if (key != kNotANumber)
            key = most - 1U - key;
}

std::optional<RowKeys> keysOf(const Table& table, const SortKey& by)
{
    auto keys = std::visit(KeysOf{}, table.columns[by.column].values);
    if (keys && by.descending)
        turnOver(*keys);
    return keys;
}

// Counters of one pass fit the first cache.
constexpr int kDigitBits = 11; ///< of keys that take several passes
constexpr int kAtOnce = 13;    ///< of keys that take one

/// One pass of a radix sort over digits of this many bits: equal digits stay as they stand.
template <int bits, typename Entry, typename Digit>
void sortByDigit(std::vector<Entry>& entries, std::vector<Entry>& spare, Digit digit)
{
    std::array<std::uint32_t, std::size_t{1} << bits> places{};
    for (const auto& entry : entries)
        ++places[digit(entry)];
    std::exclusive_scan(places.begin(), places.end(), places.begin(), 0U);
    spare.resize(entries.size());
    for (const auto& entry : entries)
        spare[places[digit(entry)]++] = entry;
    entries.swap(spare);
}

void sortByKeys(std::vector<std::uint32_t>& rows, const RowKeys& keys)
{
    if (keys.bits == 0)
        return;
    if (keys.bits <= kAtOnce) {
        std::vector<std::uint32_t> spare;
        sortByDigit<kAtOnce>(rows, spare, [&](std::uint32_t row) { return static_cast<std::size_t>(keys.of[row]); });
        return;
    }
    std::vector<std::uint64_t> packed(rows.size()); // the key in front of its row
    std::ranges::transform(rows, packed.begin(), [&](std::uint32_t row) { return std::uint64_t{keys.of[row]} << 32U | row; });
    std::vector<std::uint64_t> spare;
    constexpr std::uint64_t kMask = (std::uint64_t{1} << kDigitBits) - 1;
    for (int shift = 0; shift < keys.bits; shift += kDigitBits)
        sortByDigit<kDigitBits>(packed, spare, [at = static_cast<unsigned>(32 + shift)](std::uint64_t entry) { return static_cast<std::size_t>(entry >> at & kMask); });
    std::ranges::transform(packed, rows.begin(), [](std::uint64_t entry) { return static_cast<std::uint32_t>(entry); });
}

/// Keys of several columns as one, the first of them in front; nothing where their digits have no room, or numbers are compared.
std::optional<RowKeys> joined(const Table& table, std::span<const SortKey> by)
{
    std::optional<RowKeys> together;
    for (const auto& one : by) {
        auto keys = keysOf(table, one);
        if (!keys || (together && together->bits + keys->bits > 32))
            return std::nullopt;
        if (!together) {
            together = *std::move(keys);
            continue;
        }
        for (std::size_t row = 0; row < keys->of.size(); ++row)
            together->of[row] = together->of[row] << static_cast<unsigned>(keys->bits) | keys->of[row];
        together->bits += keys->bits;
    }
    return together;
}

void compareAndSort(std::vector<std::uint32_t>& rows, const std::vector<double>& numbers, bool descending)
{
    const auto last = std::ranges::stable_partition(rows, [&](std::uint32_t row) { return !std::isnan(numbers[row]); }).begin();
    std::stable_sort(rows.begin(), last, [&](std::uint32_t a, std::uint32_t b) { return descending ? numbers[b] < numbers[a] : numbers[a] < numbers[b]; });
}

} // namespace

void sortRows(const Table& table, std::span<const SortKey> by, std::vector<std::uint32_t>& rows)
{
    if (const auto keys = joined(table, by)) {
        sortByKeys(rows, *keys);
        return;
    }
    for (std::size_t i = by.size(); i-- > 0;) { // every sort leaves equal rows as the one before has put them
        if (const auto keys = keysOf(table, by[i]))
            sortByKeys(rows, *keys);
        else if (const auto* numbers = std::get_if<std::vector<double>>(&table.columns[by[i].column].values))
            compareAndSort(rows, *numbers, by[i].descending);
    }
}

} // namespace headlight
