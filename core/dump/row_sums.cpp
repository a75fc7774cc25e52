// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/row_sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace headlight {

namespace {

/// Up to this many values are looked at completely: a few milliseconds.
constexpr std::int64_t kWholeLook = 2'000'000;
/// Larger arrays: this many values, or the share below.
constexpr std::int64_t kSmallestLook = 65'536;
constexpr std::int64_t kLargestLook = 1'000'000;
constexpr std::int64_t kLookShare = 200; // one in so many
constexpr std::int64_t kPageBytes = 4096;

double toleranceOf(DType type)
{
    switch (type) {
    case DType::Float16:
        return 2e-3;
    case DType::BFloat16:
        return 2e-2;
    case DType::Float8E4M3FN:
    case DType::Float8E5M2:
        return 1e-1;
    default:
        return 1e-4;
    }
}

/// Finds out whether values are rounded, and collects their range.
class ValueWatch {
public:
    explicit ValueWatch(ValueFacts& facts) : m_facts(facts) {}

    void see(std::span<const float> values)
    {
        for (const float value : values) {
            if (!std::isfinite(value)) {
                ++m_facts.nan;
                continue;
            }
            m_facts.lowest = std::min(m_facts.lowest, value);
            m_facts.highest = std::max(m_facts.highest, value);
            if (value != 0.0F && value != 1.0F && m_telling < kEnough)
                watchDecimals(static_cast<double>(value));
        }
        m_facts.looked += static_cast<std::int64_t>(values.size());
    }
    void finish() const { m_facts.decimals = m_telling >= kFewest && m_decimals <= kMostDecimals ? m_decimals : 0; }

private:
    static constexpr int kMostDecimals = 5;
    static constexpr int kFewest = 64;
    static constexpr int kEnough = 20'000;

    void watchDecimals(double value)
    {
        ++m_telling;
        for (; m_decimals <= kMostDecimals; ++m_decimals) {
            const double scaled = value * std::pow(10.0, m_decimals);
            if (std::abs(scaled - std::round(scaled)) < 1e-6 * std::pow(10.0, m_decimals))
                return;
        }
    }

    ValueFacts& m_facts;
    int m_telling = 0;
    int m_decimals = 2;
};

/// Sums of lines, kept until the tolerance is known.
class LineSums {
public:
    void add(double sum, bool empty)
    {
        if (empty)
            ++m_zero;
        else
            m_sums.push_back(sum);
    }
    void finish(AxisSums& axis, double tolerance) const
    {
        axis.zero = m_zero;
        axis.looked = m_zero + static_cast<std::int64_t>(m_sums.size());
        if (m_sums.empty())
            return;
        const auto [lowest, highest] = std::ranges::minmax(m_sums);
        axis.lowest = lowest;
        axis.highest = highest;
        for (const double sum : m_sums) {
            const double deviation = std::abs(sum - 1.0);
            if (deviation > tolerance)
                continue;
            ++axis.fitting;
            axis.deviation = std::max(axis.deviation, deviation);
        }
    }

private:
    std::vector<double> m_sums;
    std::int64_t m_zero = 0;
};

struct Line {
    double sum = 0.0;
    bool empty = true; ///< nothing but zeros and NaN
};

Line lineOf(std::span<const float> values)
{
    Line line;
    for (const float value : values) {
        if (value == 0.0F || !std::isfinite(value))
            continue;
        line.sum += static_cast<double>(value);
        line.empty = false;
    }
    return line;
}

/// Adds up all lines that start in values[outer, outer + step): one pass in the order of memory.
void sumBlock(std::span<const float> values, std::size_t size, std::vector<double>& sums, std::vector<char>& empty, LineSums& into)
{
    const std::size_t step = sums.size();
    std::ranges::fill(sums, 0.0);
    std::ranges::fill(empty, char{1});
    for (std::size_t i = 0; i < size; ++i) {
        const float* line = values.data() + i * step;
        for (std::size_t inner = 0; inner < step; ++inner) {
            const float value = line[inner];
            if (value == 0.0F || !std::isfinite(value))
                continue;
            sums[inner] += static_cast<double>(value);
            empty[inner] = 0;
        }
    }
    for (std::size_t inner = 0; inner < step; ++inner)
        into.add(sums[inner], empty[inner] != 0);
}

/// Adds up every line of a tensor that is in memory, over every axis.
void sumWhole(const Shape& shape, std::span<const float> values, std::vector<LineSums>& sums)
{
    std::size_t step = 1; // between neighbours along the axis
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        const auto size = static_cast<std::size_t>(shape[axis]);
        std::vector<double> lines(step);
        std::vector<char> empty(step);
        for (std::size_t outer = 0; outer < values.size() && size > 1; outer += step * size)
            sumBlock(values.subspan(outer, step * size), size, lines, empty, sums[axis]);
        step *= size;
    }
}

/// The 1-D view along `axis` through the line with this number.
Tensor lineView(const Tensor& tensor, std::int64_t axis, std::int64_t number)
{
    Tensor view = tensor;
    for (std::int64_t other = tensor.rank() - 1; other >= 0; --other) {
        if (other == axis)
            continue;
        view = view.select(other, number % tensor.size(other));
        number /= tensor.size(other);
    }
    return view;
}

/// What reading one value along the axis costs, in values: neighbours come together, distant ones one page each.
std::int64_t costOf(const Tensor& tensor, std::int64_t axis)
{
    const auto bytes = static_cast<std::int64_t>(sizeOf(tensor.dtype()));
    const std::int64_t stride = std::abs(tensor.strides()[static_cast<std::size_t>(axis)]);
    return std::clamp<std::int64_t>(stride, 1, std::max<std::int64_t>(1, kPageBytes / bytes));
}

Result<void> sampleLines(const Tensor& tensor, std::int64_t budget, std::vector<LineSums>& sums, ValueWatch& watch)
{
    std::vector<float> values;
    for (std::int64_t axis = 0; axis < tensor.rank(); ++axis) {
        const std::int64_t size = tensor.size(axis);
        if (size < 2)
            continue;
        const std::int64_t lines = tensor.count() / size;
        const std::int64_t wanted = std::clamp<std::int64_t>(budget / (size * costOf(tensor, axis)), 2, lines);
        values.resize(static_cast<std::size_t>(size));
        for (std::int64_t i = 0; i < wanted; ++i) {
            // Evenly spread, but not always the same row of every map: an odd shift walks through the inner axes.
            const std::int64_t number = (i * lines / wanted + i * 7) % lines;
            if (auto got = lineView(tensor, axis, number).read(std::span<float>(values)); !got)
                return got;
            watch.see(values);
            const Line line = lineOf(values);
            sums[static_cast<std::size_t>(axis)].add(line.sum, line.empty);
        }
    }
    return {};
}

std::vector<const Tensor*> goodLeaves(const Nest& nest)
{
    std::vector<const Tensor*> good;
    for (const auto& leaf : nest.leaves)
        if (leaf && leaf->count() > 0)
            good.push_back(&*leaf);
    return good;
}

/// First, middle and last: layers differ.
std::vector<const Tensor*> threeOf(const std::vector<const Tensor*>& leaves)
{
    std::set<std::size_t> picked{0, leaves.size() / 2, leaves.size() - 1};
    std::vector<const Tensor*> three;
    for (const auto i : picked)
        three.push_back(leaves[i]);
    return three;
}

} // namespace

Result<ValueFacts> valueFacts(const Nest& nest)
{
    ValueFacts facts;
    facts.axes.resize(static_cast<std::size_t>(nest.rank));
    const auto leaves = goodLeaves(nest);
    if (leaves.empty())
        return facts;
    std::int64_t total = 0;
    for (const auto* leaf : leaves) {
        total += leaf->count();
        for (std::size_t axis = 0; axis < facts.axes.size(); ++axis)
            facts.axes[axis].all += leaf->count() / leaf->shape()[axis];
    }

    ValueWatch watch(facts);
    std::vector<LineSums> sums(facts.axes.size());
    if (total <= kWholeLook) {
        std::vector<float> values;
        for (const auto* leaf : leaves) {
            values.resize(static_cast<std::size_t>(leaf->count()));
            if (auto got = leaf->read(std::span<float>(values)); !got)
                continue; // one bad tensor does not hide good ones; reading its maps says why
            watch.see(values);
            sumWhole(leaf->shape(), values, sums);
        }
    } else {
        const auto three = threeOf(leaves);
        const std::int64_t budget = std::clamp(total / kLookShare, kSmallestLook, kLargestLook) / static_cast<std::int64_t>(three.size());
        for (const auto* leaf : three)
            if (auto got = sampleLines(*leaf, budget, sums, watch); !got)
                continue;
    }
    watch.finish();
    facts.tolerance = std::max(toleranceOf(leaves.front()->dtype()), facts.decimals > 0 ? 2e-3 : 0.0);
    for (std::size_t axis = 0; axis < sums.size(); ++axis)
        sums[axis].finish(facts.axes[axis], facts.tolerance);
    return facts;
}

std::string countOfRows(const AxisSums& sums)
{
    if (sums.looked >= sums.all)
        return fmt::format("in all {} rows", sums.meaningful());
    return fmt::format("in {} of {} rows looked at", sums.meaningful(), sums.all);
}

} // namespace headlight
