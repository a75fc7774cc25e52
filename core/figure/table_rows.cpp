// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/table_rows.h"

#include "base/text.h"
#include "figure/table_sort.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

namespace headlight {

namespace {

/// Numbers from `low` to `high`; an end that is open does not belong to it.
struct Span {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool lowOpen = false;
    bool highOpen = false;

    [[nodiscard]] bool holds(double value) const { return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high); }
};

/// Alternatives of conditions that all hold.
using NumberFilter = std::vector<std::vector<Span>>;

/// Reads one condition after the other from a text.
class Conditions {
public:
    explicit Conditions(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool done()
    {
        skipSpaces();
        return m_rest.empty();
    }

    std::optional<Span> next()
    {
        skipSpaces();
        for (const std::string_view sign : {"<=", ">=", "<", ">", "="})
            if (m_rest.starts_with(sign)) {
                m_rest.remove_prefix(sign.size());
                return compared(sign);
            }
        const auto low = number();
        if (!low)
            return std::nullopt;
        if (!m_rest.starts_with('-') && !m_rest.starts_with("\u2013"))
            return about(*low);
        m_rest.remove_prefix(m_rest.starts_with('-') ? 1 : std::string_view("\u2013").size());
        const auto high = number();
        if (!high)
            return std::nullopt;
        return Span{low->value, high->value};
    }

private:
    struct Typed {
        double value = 0.0;
        double half = 0.0; ///< half a unit of the last digit that was typed
    };

    void skipSpaces()
    {
        while (!m_rest.empty() && m_rest.front() == ' ')
            m_rest.remove_prefix(1);
    }

    std::optional<Typed> number()
    {
        skipSpaces();
        Typed typed;
        const auto read = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), typed.value);
        if (read.ec != std::errc{} || !std::isfinite(typed.value))
            return std::nullopt;
        const auto digits = m_rest.substr(0, static_cast<std::size_t>(read.ptr - m_rest.data()));
        const auto point = digits.find('.');
        if (point != std::string_view::npos && digits.find('e') == std::string_view::npos)
            typed.half = 0.5 * std::pow(10.0, -static_cast<double>(digits.size() - point - 1));
        m_rest.remove_prefix(digits.size());
        return typed;
    }

    /// As many decimals as were typed: 0.05 is what is shown as 0.05.
    static Span about(const Typed& typed) { return {typed.value - typed.half, typed.value + typed.half}; }

    std::optional<Span> compared(std::string_view sign)
    {
        const auto typed = number();
        if (!typed)
            return std::nullopt;
        Span span;
        if (sign == "=")
            return about(*typed);
        const bool open = sign.size() == 1;
        if (sign.front() == '<') {
            span.high = typed->value;
            span.highOpen = open;
        } else {
            span.low = typed->value;
            span.lowOpen = open;
        }
        return span;
    }

    std::string_view m_rest;
};

std::optional<NumberFilter> numberFilter(std::string_view text)
{
    NumberFilter filter;
    while (true) {
        const auto comma = text.find(',');
        Conditions conditions(text.substr(0, comma));
        auto& all = filter.emplace_back();
        do {
            const auto span = conditions.next();
            if (!span)
                return std::nullopt;
            all.push_back(*span);
        } while (!conditions.done());
        if (comma == std::string_view::npos)
            return filter;
        text = text.substr(comma + 1);
    }
}

bool passes(const NumberFilter& filter, double value)
{
    return std::ranges::any_of(filter, [value](const auto& all) { return std::ranges::all_of(all, [value](const Span& span) { return span.holds(value); }); });
}

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

/// Takes the rows out that a column's filter does not let pass.
struct KeepPassing {
    std::vector<std::uint32_t>& rows;
    const std::string& text;

    [[nodiscard]] bool operator()(const TableWords& words) const
    {
        std::vector<bool> good;
        good.reserve(words.words.size());
        const auto wanted = lowered(text);
        for (const auto& word : words.words)
            good.push_back(lowered(word).find(wanted) != std::string::npos);
        std::erase_if(rows, [&](std::uint32_t row) { return !good[words.of[row]]; });
        return true;
    }
    [[nodiscard]] bool operator()(const std::vector<bool>& flags) const
    {
        const auto wanted = lowered(text);
        const bool yes = wanted == "=" || std::string_view("true").starts_with(wanted) || std::string_view("yes").starts_with(wanted);
        const bool no = std::string_view("false").starts_with(wanted) || std::string_view("no").starts_with(wanted);
        if (yes == no)
            return false;
        std::erase_if(rows, [&](std::uint32_t row) { return flags[row] != yes; });
        return true;
    }
    template <typename Number>
    [[nodiscard]] bool operator()(const std::vector<Number>& numbers) const
    {
        const auto filter = numberFilter(text);
        if (!filter)
            return false;
        std::erase_if(rows, [&](std::uint32_t row) { return !passes(*filter, static_cast<double>(numbers[row])); });
        return true;
    }
};

} // namespace

Result<ArrangedRows> arrangeRows(const Table& table, const TableOptions& options, const JobContext& job)
{
    ArrangedRows arranged;
    arranged.rows.resize(static_cast<std::size_t>(table.rows));
    std::iota(arranged.rows.begin(), arranged.rows.end(), 0U);
    arranged.problems.resize(table.columns.size());
    for (std::size_t i = 0; i < std::min(options.filters.size(), table.columns.size()); ++i) {
        if (job.stopped())
            return cancelled();
        const auto& text = options.filters[i];
        if (text.find_first_not_of(' ') == std::string::npos)
            continue;
        if (!std::visit(KeepPassing{arranged.rows, text}, table.columns[i].values))
            arranged.problems[i] = fmt::format("{}: {} is no filter for numbers. Type such as 3, > 0.1, 1-5 or < 0.2, > 0.8", table.columns[i].title, displayable(text));
    }
    if (options.sortedBy && *options.sortedBy < static_cast<std::int64_t>(table.columns.size()))
        sortRows(table, std::array{SortKey{static_cast<std::size_t>(*options.sortedBy), options.descending}}, arranged.rows);
    if (job.stopped())
        return cancelled();
    return arranged;
}

} // namespace headlight
