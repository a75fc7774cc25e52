// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/map_source.h"

namespace headlight {

Result<void> MapSource::rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const
{
    const auto layers = static_cast<std::int64_t>(axes().layers.size());
    assert(out.rows == layers);
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        if (job.stopped())
            return cancelled();
        const MatrixBlock row{out.row(layer), 1, out.columns};
        if (auto done = rows({LayerIndex{layer}, head}, {query.value, 1}, row, job); !done)
            return done;
    }
    return {};
}

Result<std::optional<WindowedMap>> MapSource::windowed(MapIndex, RowRange, const JobContext&) const
{
    return std::optional<WindowedMap>();
}

Result<void> verify(const MapSource& maps, MapIndex map, const JobContext& job)
{
    if (const auto tensor = maps.stored(map))
        return tensor->verify(job);
    const auto windows = maps.storedWindows(map);
    if (!windows || !*windows)
        return {}; // rows() says why
    auto sound = (*windows)->band.verify(job);
    return sound && (*windows)->globals ? (*windows)->globals->verify(job) : sound;
}

Result<Matrix> wholeMap(const MapSource& maps, MapIndex map, const JobContext& job)
{
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(map.layer.value)];
    Matrix whole(shape.queries, shape.keys);
    if (auto done = maps.rows(map, {0, shape.queries}, whole.block(), job); !done)
        return done.error();
    return whole;
}

} // namespace headlight
