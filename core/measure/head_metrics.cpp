// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/head_metrics.h"

#include "measure/pooling.h"
#include "measure/row_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace headlight {

namespace {

/// Extremes and counts of one row added to the pass.
void note(HeadPass& pass, RowPieces row, std::int64_t keys)
{
    std::int64_t seen = 0;
    for (const auto& piece : row) {
        seen += static_cast<std::int64_t>(piece.values.size());
        for (const float value : piece.values) {
            if (!std::isfinite(value)) {
                ++pass.notNumbers;
                continue;
            }
            pass.smallest = std::min(pass.smallest, value);
            pass.largest = std::max(pass.largest, value);
            pass.negative += value < 0.0F ? 1 : 0;
        }
    }
    if (seen < keys) { // the others are 0
        pass.smallest = std::min(pass.smallest, 0.0F);
        pass.largest = std::max(pass.largest, 0.0F);
    }
}

void addToTile(BlockMaximum& tile, std::int64_t query, RowPieces row, std::int64_t keys)
{
    if (row.size() == 1 && static_cast<std::int64_t>(row.front().values.size()) == keys) {
        tile.add(query, row.front().values);
        return;
    }
    tile.addZeros(query);
    for (const auto& piece : row)
        tile.addPiece(query, piece.firstKey, piece.values);
}

double productSum(RowPieces row, std::span<const float> other)
{
    double sum = 0.0;
    for (const auto& piece : row)
        for (std::size_t i = 0; i < piece.values.size(); ++i)
            sum += static_cast<double>(piece.values[i]) * static_cast<double>(other[static_cast<std::size_t>(piece.firstKey) + i]);
    return sum;
}

} // namespace

Result<HeadPass> passOverHead(const MapSource& maps, MapIndex map, std::int64_t tileCells, bool signedValues, const JobContext& job)
{
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(map.layer.value)];
    HeadPass pass;
    constexpr float kFar = std::numeric_limits<float>::infinity();
    pass.smallest = pass.smallestRowSum = kFar;
    pass.largest = pass.largestRowSum = -kFar;
    if (shape.queries == 0 || shape.keys == 0)
        return Error{ErrorKind::Shape, "the map is empty"};

    RowMetrics metrics(maps.axes(), shape);
    BlockMaximum tile(shape.queries, shape.keys, tileCells, signedValues);
    const auto visit = [&](std::int64_t query, RowPieces row) {
        addToTile(tile, query, row, shape.keys);
        note(pass, row, shape.keys);
        if (!metrics.counts(query))
            return;
        const auto sum = static_cast<float>(metrics.add(query, row));
        if (std::isfinite(sum)) {
            pass.smallestRowSum = std::min(pass.smallestRowSum, sum);
            pass.largestRowSum = std::max(pass.largestRowSum, sum);
        }
    };
    if (auto read = forEachRow(maps, map, visit, job); !read)
        return read.error();
    for (float* value : {&pass.smallest, &pass.largest, &pass.smallestRowSum, &pass.largestRowSum})
        if (!std::isfinite(*value))
            *value = 0.0F;
    pass.tile = tile.take();
    pass.numbers = metrics.numbers();
    pass.rowsLeftOut = metrics.leftOut();
    return pass;
}

Result<double> gradientAttention(const MapSource& attention, const MapSource& gradients, MapIndex map, const JobContext& job)
{
    const auto& shape = attention.axes().layers[static_cast<std::size_t>(map.layer.value)];
    const auto& queries = *attention.axes().queries;
    const std::int64_t step = RowBlock::rowsAtOnce(shape);
    MeanOfNumbers mean;
    RowBlock block;
    std::vector<RowPiece> room;
    Matrix slopes;
    for (std::int64_t first = 0; first < shape.queries; first += step) {
        if (job.stopped())
            return cancelled();
        const RowRange range{first, std::min(step, shape.queries - first)};
        slopes.reshape(range.count, shape.keys);
        if (auto read = gradients.rows(map, range, slopes.block(), job); !read)
            return read.error();
        if (auto read = block.read(attention, map, range, job); !read)
            return read.error();
        for (std::int64_t r = 0; r < range.count; ++r) {
            const double sum = productSum(block.row(r, room), std::as_const(slopes).row(r));
            if (!queries.items[static_cast<std::size_t>(first + r)].marks.padding && std::isfinite(sum))
                mean.add(sum);
        }
    }
    return mean.value();
}

std::vector<std::string> segmentPairs(const MapAxes& axes)
{
    const auto& from = axes.queries->segments;
    const auto& to = axes.keys->segments;
    std::vector<std::string> pairs;
    if (from.size() * to.size() < 2 || from.size() * to.size() > kMostSegmentPairs)
        return pairs;
    for (const auto& query : from)
        for (const auto& key : to)
            pairs.push_back(query.name + ":" + key.name);
    return pairs;
}

} // namespace headlight
