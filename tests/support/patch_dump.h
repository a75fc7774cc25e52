// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump of an image: a class token and patches, with values that can be told apart.
#pragma once

#include "support/map_pictures.h"

namespace headlight::test {

inline SharedAxis patchAxis(Grid grid)
{
    auto axis = std::make_shared<Axis>();
    const std::int64_t patches = grid.rows * grid.columns;
    axis->segments.push_back({"class", SegmentKind::Prefix, 0, 1, std::nullopt});
    axis->segments.push_back({"patches", SegmentKind::Patches, 1, patches, grid});
    for (std::int64_t i = 0; i <= patches; ++i) {
        AxisItem item;
        item.position = i;
        item.label = i == 0 ? "class" : "patch " + std::to_string((i - 1) / grid.columns) + "," + std::to_string((i - 1) % grid.columns);
        item.segment = i == 0 ? 0 : 1;
        axis->items.push_back(std::move(item));
    }
    return axis;
}

/// 3 layers of 2 heads. Query q of layer l and head h gives key k the share of (k + 1) + 10 q in its row for head 0, of 1 for head 1,
/// and in layer l the first l patches get nothing from head 0.
inline std::shared_ptr<PictureDump> patchDump(Grid grid = {2, 3})
{
    const auto axis = patchAxis(grid);
    std::vector<std::vector<Matrix>> layers;
    for (std::int64_t layer = 0; layer < 3; ++layer) {
        Matrix sloped(axis->size(), axis->size());
        Matrix even(axis->size(), axis->size());
        for (std::int64_t q = 0; q < axis->size(); ++q) {
            double sum = 0.0;
            for (std::int64_t k = 0; k < axis->size(); ++k) {
                const bool left = k >= 1 && k <= layer;
                sloped(q, k) = left ? 0.0F : static_cast<float>(k + 1 + 10 * q);
                sum += static_cast<double>(sloped(q, k));
                even(q, k) = 1.0F / static_cast<float>(axis->size());
            }
            for (float& value : sloped.row(q))
                value = static_cast<float>(static_cast<double>(value) / sum);
        }
        layers.push_back({std::move(sloped), std::move(even)});
    }
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(layers), axis)});
}

} // namespace headlight::test
