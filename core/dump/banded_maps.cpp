// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/banded_maps.h"

namespace headlight {

Result<std::optional<WindowedMap>> BandedMaps::windowed(MapIndex map, RowRange range, const JobContext& job) const
{
    const auto& shape = axes().layers[static_cast<std::size_t>(map.layer.value)];
    assert(range.first >= 0 && range.count >= 0 && range.first + range.count <= shape.queries);
    if (job.stopped())
        return cancelled();
    auto rows = m_bands->windowed({m_sample, map.layer.value, map.head ? map.head->value : 0}, range);
    if (!rows)
        return inFile(rows.error(), m_file);
    if (rows->keys != shape.keys)
        return inFile(Error{ErrorKind::Shape, "the windows of a head have another length than those of the first"}, m_file);
    return std::optional(*std::move(rows));
}

Result<std::optional<StoredWindows>> BandedMaps::storedWindows(MapIndex map) const
{
    auto stored = m_bands->stored({m_sample, map.layer.value, map.head ? map.head->value : 0});
    if (!stored)
        return inFile(stored.error(), m_file);
    return std::optional(*std::move(stored));
}

} // namespace headlight
