// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/row_block.h"

#include <algorithm>

namespace headlight {

namespace {

constexpr std::int64_t kCellsAtOnce = std::int64_t{1} << 18;

} // namespace

double valueAt(RowPieces row, std::int64_t key)
{
    double value = 0.0;
    for (const auto& piece : row)
        if (key >= piece.firstKey && key - piece.firstKey < static_cast<std::int64_t>(piece.values.size()))
            value += static_cast<double>(piece.values[static_cast<std::size_t>(key - piece.firstKey)]);
    return value;
}

std::int64_t RowBlock::rowsAtOnce(const LayerShape& shape)
{
    return std::clamp<std::int64_t>(kCellsAtOnce / std::max<std::int64_t>(1, shape.keys), 1, std::max<std::int64_t>(1, shape.queries));
}

Result<void> RowBlock::read(const MapSource& source, MapIndex map, RowRange rows, const JobContext& job)
{
    m_range = rows;
    m_keys = source.axes().layers[static_cast<std::size_t>(map.layer.value)].keys;
    auto windowed = source.windowed(map, rows, job);
    if (!windowed)
        return windowed.error();
    m_window = *std::move(windowed);
    if (m_window)
        return {};
    m_whole.reshape(rows.count, m_keys);
    return source.rows(map, rows, m_whole.block(), job);
}

RowPieces RowBlock::row(std::int64_t row, std::vector<RowPiece>& room) const
{
    room.clear();
    if (!m_window) {
        room.push_back({0, m_whole.row(row)});
        return room;
    }
    const WindowedMap& map = *m_window;
    const auto full = std::ranges::lower_bound(map.fullQueries, m_range.first + row);
    if (full != map.fullQueries.end() && *full == m_range.first + row) {
        room.push_back({0, map.full.row(full - map.fullQueries.begin())});
        return room;
    }
    const auto firstKey = map.keyOf(row, 0);
    const auto from = std::max<std::int64_t>(0, -firstKey);
    const auto to = std::min<std::int64_t>(map.band.columns(), map.keys - firstKey);
    if (to > from)
        room.push_back({firstKey + from, map.band.row(row).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from))});
    const auto columns = map.columns.row(row);
    for (std::size_t g = 0; g < map.globals.size(); ++g)
        room.push_back({map.globals[g], columns.subspan(g, 1)});
    return room;
}

Result<void> forEachRow(const MapSource& source, MapIndex map, const std::function<void(std::int64_t query, RowPieces row)>& visit, const JobContext& job)
{
    const auto& shape = source.axes().layers[static_cast<std::size_t>(map.layer.value)];
    const std::int64_t step = RowBlock::rowsAtOnce(shape);
    RowBlock block;
    std::vector<RowPiece> room;
    for (std::int64_t first = 0; first < shape.queries; first += step) {
        if (job.stopped())
            return cancelled();
        if (auto read = block.read(source, map, {first, std::min(step, shape.queries - first)}, job); !read)
            return read;
        for (std::int64_t r = 0; r < block.rows(); ++r)
            visit(first + r, block.row(r, room));
    }
    return {};
}

} // namespace headlight
