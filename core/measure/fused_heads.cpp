// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/fused_heads.h"

#include <fmt/format.h>

#include <cmath>

namespace headlight {

namespace {

Result<void> onlyNumbers(std::span<const float> values, MapIndex map, RowRange range)
{
    float sum = 0.0F;
    for (const float value : values)
        sum += value * 0.0F; // NaN as soon as one value is no finite number
    if (sum == 0.0F)
        return {};
    std::size_t at = 0;
    while (std::isfinite(values[at]))
        ++at;
    const std::size_t columns = values.size() / static_cast<std::size_t>(range.count);
    return Error{ErrorKind::Corrupt,
                 fmt::format("the gradient of layer {}, head {} is {} at query {}, key {}", label(map.layer, IndexBase::One), label(*map.head, IndexBase::One),
                             std::isnan(values[at]) ? "not a number" : "infinite", range.first + static_cast<std::int64_t>(at / columns), at % columns),
                 {},
                 "Attention and rollouts without gradients can still be shown"};
}

} // namespace

std::vector<MapIndex> headsOf(const MapSource& attention, LayerIndex layer, const HeadsOfLayers& heads)
{
    std::vector<MapIndex> maps;
    const auto index = static_cast<std::size_t>(layer.value);
    const std::int64_t count = attention.axes().layers[index].heads;
    if (index < heads.size() && !heads[index].empty()) {
        for (const auto head : heads[index])
            if (head.value < count)
                maps.push_back({layer, head});
        if (!maps.empty())
            return maps;
    }
    for (std::int64_t head = 0; head < count; ++head)
        maps.push_back({layer, HeadIndex{head}});
    return maps;
}

Result<void> weightedByGradients(const MapSource& attention, const MapSource& gradients, std::span<const MapIndex> maps, LayerIndex gradientLayer, PositivePart part,
                                 RowRange range, MatrixBlock out, const JobContext& job)
{
    Matrix values(out.rows, out.columns);
    Matrix slopes(out.rows, out.columns);
    std::vector<double> sums(out.values.size(), 0.0);
    for (const auto& map : maps) {
        if (auto read = attention.rows(map, range, values.block(), job); !read)
            return read;
        const MapIndex gradient{gradientLayer, map.head};
        if (auto read = gradients.rows(gradient, range, slopes.block(), job); !read)
            return read;
        if (auto good = onlyNumbers(slopes.values(), gradient, range); !good)
            return good;
        const auto a = values.values();
        const auto g = slopes.values();
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const float product = a[i] * g[i];
            sums[i] += static_cast<double>(part == PositivePart::OfEachHead && product < 0.0F ? 0.0F : product);
        }
    }
    const auto count = static_cast<double>(maps.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const auto mean = static_cast<float>(sums[i] / count);
        out.values[i] = mean < 0.0F ? 0.0F : mean;
    }
    return {};
}

} // namespace headlight
