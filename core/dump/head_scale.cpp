// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/head_scale.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight {

namespace {

constexpr std::int64_t kRowsOfHead = 8;
constexpr std::int64_t kMostHeads = 4096;
constexpr std::int64_t kMostValues = 2'000'000;

/// Largest difference of two sums of one head, as a share of them.
double slackOf(DType dtype)
{
    return dtype == DType::Float64 || dtype == DType::Float32 ? 5e-4 : 1e-2;
}

/// The sum that all rows looked at have; NaN where none says anything; nothing where they differ.
std::optional<double> sumOfRows(const Tensor& map, double slack, std::int64_t rows)
{
    std::vector<float> row(static_cast<std::size_t>(map.size(1)));
    double lowest = std::numeric_limits<double>::infinity();
    double highest = 0.0;
    std::int64_t meaningful = 0;
    for (std::int64_t i = 0; i < rows; ++i) {
        if (!map.select(0, (2 * i + 1) * map.size(0) / (2 * rows)).read(std::span<float>(row)))
            continue;
        double sum = 0.0;
        for (const float value : row) {
            if (!(value >= 0.0F) || std::isinf(value))
                return std::nullopt;
            sum += static_cast<double>(value);
        }
        if (sum == 0.0)
            continue;
        lowest = std::min(lowest, sum);
        highest = std::max(highest, sum);
        ++meaningful;
    }
    if (meaningful == 0)
        return std::numeric_limits<double>::quiet_NaN();
    if (highest - lowest > slack * highest)
        return std::nullopt;
    return meaningful < 2 ? std::numeric_limits<double>::quiet_NaN() : (lowest + highest) / 2.0;
}

Shape withoutOnes(Shape shape)
{
    std::erase(shape, 1);
    return shape;
}

} // namespace

std::optional<HeadScale> headScale(const ArrayView& array)
{
    const auto shapes = array.shapes(0);
    std::int64_t heads = 0;
    std::int64_t most = 0;
    std::int64_t longest = 1;
    for (const auto& shape : shapes) {
        heads += shape.heads;
        most = std::max(most, shape.heads);
        longest = std::max(longest, shape.keys);
    }
    const std::int64_t rows = std::clamp<std::int64_t>(kMostValues / std::max<std::int64_t>(1, heads * longest), 2, kRowsOfHead);
    if (heads < 2 || heads > kMostHeads)
        return std::nullopt;
    const double slack = slackOf(array.dtype());
    HeadScale scale;
    scale.sums = Matrix(static_cast<std::int64_t>(shapes.size()), most, std::numeric_limits<float>::quiet_NaN());
    scale.lowest = std::numeric_limits<double>::infinity();
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(shapes.size()); ++layer)
        for (std::int64_t head = 0; head < shapes[static_cast<std::size_t>(layer)].heads; ++head) {
            const auto map = array.map(0, layer, head);
            if (!map)
                continue;
            const auto sum = map->size(0) < 2 || map->size(1) < 2 ? std::nullopt : sumOfRows(*map, slack, std::min(rows, map->size(0)));
            if (!sum)
                return std::nullopt;
            if (std::isnan(*sum))
                continue;
            scale.sums(layer, head) = static_cast<float>(*sum);
            scale.lowest = std::min(scale.lowest, *sum);
            scale.highest = std::max(scale.highest, *sum);
            ++scale.heads;
        }
    const bool same = scale.highest - scale.lowest <= slack * scale.highest;
    return scale.heads < 2 || same ? std::nullopt : std::optional(std::move(scale));
}

Result<HeadImportance> importanceIn(const Nest& nest, const std::vector<LayerShape>& layers, std::string from)
{
    Shape shape;
    for (const auto& list : nest.lists)
        shape.push_back(list.size);
    shape.insert(shape.end(), nest.sample().shape().begin(), nest.sample().shape().end());
    const std::int64_t heads = layers.front().heads;
    const bool alike = std::ranges::all_of(layers, [heads](const LayerShape& layer) { return layer.heads == heads; });
    const auto count = static_cast<std::int64_t>(layers.size());
    if (!alike || withoutOnes(shape) != withoutOnes({count, heads}))
        return Error{ErrorKind::Shape, fmt::format("{} is {}, the attention has {} layers of {}", from, fmt::join(shape, " x "), count, alike ? fmt::format("{} heads", heads) : "different numbers of heads"), {},
                     "Importance is one number for every layer and head"};
    HeadImportance importance{Matrix(count, heads), std::move(from)};
    std::size_t next = 0;
    for (const auto& leaf : nest.leaves) {
        if (!leaf)
            return leaf.error();
        const auto size = static_cast<std::size_t>(leaf->count());
        if (next + size > importance.values.values().size())
            return Error{ErrorKind::Shape, fmt::format("{} has layers of different sizes", importance.from)};
        if (auto read = leaf->read(importance.values.values().subspan(next, size)); !read)
            return read.error();
        next += size;
    }
    return importance;
}

bool isScaledBy(const HeadScale& scale, const HeadImportance& importance)
{
    if (scale.sums.rows() != importance.values.rows() || scale.sums.columns() != importance.values.columns())
        return false;
    for (std::size_t i = 0; i < scale.sums.values().size(); ++i) {
        const float sum = scale.sums.values()[i];
        const float expected = importance.values.values()[i];
        if (!std::isnan(sum) && std::abs(sum - expected) > 2e-3F * std::max(1.0F, std::abs(expected)))
            return false;
    }
    return true;
}

} // namespace headlight
