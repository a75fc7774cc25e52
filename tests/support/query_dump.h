// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump of learned queries followed by text, whose column means can be read off.
#pragma once

#include "support/map_pictures.h"

namespace headlight::test {

/// Learned queries, then these tokens.
inline SharedAxis queryAxis(std::int64_t queries, const std::vector<std::string>& tokens)
{
    auto text = axisOf(tokens);
    auto axis = std::make_shared<Axis>();
    axis->labelled = true;
    axis->segments.push_back({"queries", SegmentKind::Queries, 0, queries, std::nullopt});
    axis->segments.push_back({"text", SegmentKind::Text, queries, text->size(), std::nullopt});
    for (std::int64_t i = 0; i < queries; ++i) {
        AxisItem item;
        item.position = i;
        item.label = "query " + std::to_string(i);
        axis->items.push_back(std::move(item));
    }
    for (auto item : text->items) {
        item.position += queries;
        item.segment = 1;
        axis->items.push_back(std::move(item));
    }
    return axis;
}

/// Every row is `means`, so that the column means are too.
inline Matrix evenRows(const std::vector<double>& means)
{
    Matrix map(static_cast<std::int64_t>(means.size()), static_cast<std::int64_t>(means.size()));
    for (std::int64_t r = 0; r < map.rows(); ++r)
        for (std::size_t c = 0; c < means.size(); ++c)
            map(r, static_cast<std::int64_t>(c)) = static_cast<float>(means[c]);
    return map;
}

/// Two layers of one head. Layer 2, of which weights are: 2 learned queries with column means 0.3 and 0.1, and "a", "##b", "c,d", "e" with
/// 0.4, 0.15, 0.005 and 0.045.
inline std::shared_ptr<PictureDump> queryDump()
{
    const auto axis = queryAxis(2, {"a", "##b", "c,d", "e"});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.0, 0.0, 0.0, 0.0, 0.0, 1.0})}, {evenRows({0.3, 0.1, 0.4, 0.15, 0.005, 0.045})}}, axis)});
}

} // namespace headlight::test
