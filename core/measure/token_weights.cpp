// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/token_weights.h"

#include "measure/aggregate.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace headlight {

namespace {

constexpr double kExcluded = -1e7;

} // namespace

Result<std::vector<double>> columnMeans(const MapSource& source, std::span<const MapIndex> maps, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(maps.front().layer.value)];
    std::vector<double> sums(static_cast<std::size_t>(shape.keys), 0.0);
    Matrix block;
    for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
        if (job.stopped())
            return cancelled();
        block.reshape(std::min(kRowsAtOnce, shape.queries - first), shape.keys);
        if (auto done = aggregateMaps(source, maps, Aggregate::Mean, {first, block.rows()}, block.block(), job); !done)
            return done.error();
        for (std::int64_t row = 0; row < block.rows(); ++row)
            for (std::size_t key = 0; key < sums.size(); ++key)
                sums[key] += static_cast<double>(block.row(row)[key]);
    }
    for (double& sum : sums)
        sum /= static_cast<double>(std::max<std::int64_t>(1, shape.queries));
    return sums;
}

std::vector<double> tokenWeights(std::span<const double> means, double temperature, double threshold)
{
    assert(temperature > 0.0);
    std::vector<double> weights;
    double largest = kExcluded / temperature;
    for (const double mean : means) {
        weights.push_back((mean < threshold ? kExcluded : mean) / temperature);
        largest = std::max(largest, weights.back());
    }
    double sum = 0.0;
    for (double& weight : weights)
        sum += weight = std::exp(weight - largest);
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

} // namespace headlight
