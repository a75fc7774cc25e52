// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/row_sums.h"

#include "base/fresh_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

/// Up to this many values are looked at completely: a few milliseconds.
constexpr std::int64_t kWholeLook = 2'000'000;
/// Of larger arrays a plane may cost so much; the share below where the rows in memory do not sum to one and another axis may.
constexpr std::int64_t kSmallestLook = 1'000'000;
constexpr std::int64_t kRowLookShare = 100; // one in so many
/// A short read costs as much as one of so many values: files are read in pieces.
constexpr std::int64_t kReadAtOnce = 65'536;

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
    /// There is a sum that is not 1 by far: no rounding explains it.
    [[nodiscard]] bool otherThanOne() const
    {
        constexpr double kFar = 0.1;
        return std::ranges::any_of(m_sums, [](double sum) { return !(std::abs(sum - 1.0) < kFar); });
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

/// Adds up all lines of [size, step] values over the first of the two axes: one pass in the order of memory.
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

/// Adds up every line of values that are in memory, over every axis; `axes` says which sums an axis belongs to.
void sumAll(const Shape& shape, std::span<const float> values, const std::vector<std::size_t>& axes, std::vector<LineSums>& sums)
{
    std::size_t step = 1; // between neighbours along the axis
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        const auto size = static_cast<std::size_t>(shape[axis]);
        std::vector<double> lines(step);
        std::vector<char> empty(step);
        for (std::size_t outer = 0; outer < values.size() && size > 1; outer += step * size)
            sumBlock(values.subspan(outer, step * size), size, lines, empty, sums[axes[axis]]);
        step *= size;
    }
}

/// A view whose axes run through the file in order, so that reading never goes back; axis i is axis axes[i] of the tensor.
struct Ordered {
    Tensor view;
    std::vector<std::size_t> axes;
};

Ordered inOrderOfMemory(const Tensor& tensor)
{
    std::vector<std::int64_t> order(static_cast<std::size_t>(tensor.rank()));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto reach = [&](std::int64_t axis) { return tensor.size(axis) > 1 ? std::abs(tensor.strides()[static_cast<std::size_t>(axis)]) : std::numeric_limits<std::int64_t>::max(); };
    std::ranges::stable_sort(order, [&](std::int64_t a, std::int64_t b) { return reach(a) > reach(b); });
    return {tensor.permuted(order), {order.begin(), order.end()}};
}

/// Reads some of a large tensor.
class Sampler {
public:
    Sampler(std::vector<LineSums>& sums, ValueWatch& watch) : m_sums(sums), m_watch(watch) {}

    /// Planes of every axis with the innermost one, in the middle of the others; those that cost more than `most` values are left out.
    Result<void> planes(const Ordered& ordered, std::int64_t most)
    {
        const auto& view = ordered.view;
        const std::int64_t inner = view.rank() - 1;
        for (std::int64_t axis = 0; axis < inner; ++axis) {
            const std::int64_t stride = std::abs(view.strides()[static_cast<std::size_t>(axis)]);
            const std::int64_t cost = view.size(axis) * std::max(view.size(inner), stride > view.size(inner) ? kReadAtOnce : 0);
            if (view.size(axis) < 2 || cost > most)
                continue;
            Tensor plane = view;
            std::vector<std::size_t> axes = ordered.axes;
            for (std::int64_t other = inner - 1; other >= 0; --other) {
                if (other == axis)
                    continue;
                plane = plane.select(other, plane.size(other) / 2);
                axes.erase(axes.begin() + other);
            }
            if (auto got = sum(plane, axes); !got)
                return got;
        }
        return {};
    }

    /// Neighbouring rows in the order of memory.
    Result<void> rows(const Ordered& ordered)
    {
        Tensor block = ordered.view;
        std::vector<std::size_t> axes = ordered.axes;
        while (block.rank() > 2) {
            block = block.select(0, block.size(0) / 3);
            axes.erase(axes.begin());
        }
        const std::int64_t count = std::clamp<std::int64_t>(kReadAtOnce / std::max<std::int64_t>(1, block.size(1)), 1, block.size(0));
        block = block.narrow(0, (block.size(0) - count) / 2, count);
        m_values.resize(static_cast<std::size_t>(block.count()));
        if (auto got = block.read(std::span<float>(m_values)); !got)
            return got;
        m_watch.see(m_values);
        for (std::int64_t row = 0; row < count; ++row) {
            const auto line = lineOf(std::span<const float>(m_values).subspan(static_cast<std::size_t>(row * block.size(1)), static_cast<std::size_t>(block.size(1))));
            m_sums[axes[1]].add(line.sum, line.empty);
        }
        return {};
    }

private:
    Result<void> sum(const Tensor& plane, const std::vector<std::size_t>& axes)
    {
        m_values.resize(static_cast<std::size_t>(plane.count()));
        if (auto got = plane.read(std::span<float>(m_values)); !got)
            return got;
        m_watch.see(m_values);
        sumAll(plane.shape(), m_values, axes, m_sums);
        return {};
    }

    std::vector<LineSums>& m_sums;
    ValueWatch& m_watch;
    FreshVector<float> m_values;
};

std::vector<const Tensor*> goodLeaves(const Nest& nest)
{
    std::vector<const Tensor*> good;
    for (const auto& leaf : nest.leaves)
        if (leaf && leaf->count() > 0)
            good.push_back(&*leaf);
    return good;
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
    // One bad tensor does not hide good ones: what cannot be read is left out here, reading its maps says why.
    if (total <= kWholeLook) {
        FreshVector<float> values;
        std::vector<std::size_t> axes(facts.axes.size());
        std::iota(axes.begin(), axes.end(), std::size_t{0});
        for (const auto* leaf : leaves) {
            values.resize(static_cast<std::size_t>(leaf->count()));
            if (!leaf->read(std::span<float>(values)))
                continue;
            watch.see(values);
            sumAll(leaf->shape(), values, axes, sums);
        }
    } else {
        Sampler sampler(sums, watch);
        const auto middle = leaves.size() / 2;
        bool any = false;
        for (const auto i : {std::size_t{0}, leaves.size() - 1})
            any = sampler.rows(inOrderOfMemory(*leaves[i])).has_value() || any;
        const auto ordered = inOrderOfMemory(*leaves[middle]);
        const auto mostOfPlane = sums[ordered.axes.back()].otherThanOne() ? std::max(kSmallestLook, total / kRowLookShare) : kSmallestLook;
        any = sampler.planes(ordered, mostOfPlane).has_value() || any;
        if (!any)
            return facts;
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
