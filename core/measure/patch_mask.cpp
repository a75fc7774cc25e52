// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/patch_mask.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace headlight {

namespace {

/// Between which two cells a pixel lies, and how far towards the second.
struct Between {
    std::int64_t first = 0;
    std::int64_t second = 0;
    double share = 0.0;
};

std::vector<Between> placesOf(std::int64_t cells, std::int64_t pixels)
{
    std::vector<Between> places;
    const double step = static_cast<double>(cells) / static_cast<double>(pixels);
    for (std::int64_t i = 0; i < pixels; ++i) {
        const double centre = std::max(0.0, (static_cast<double>(i) + 0.5) * step - 0.5);
        const auto first = std::min(static_cast<std::int64_t>(std::floor(centre)), cells - 1);
        places.push_back({first, std::min(first + 1, cells - 1), centre - static_cast<double>(first)});
    }
    return places;
}

} // namespace

Result<Matrix> patchMask(std::span<const float> row, const Axis& keys)
{
    assert(static_cast<std::int64_t>(row.size()) == keys.size());
    const auto patches = std::ranges::find_if(keys.segments, [](const Segment& segment) { return segment.kind == SegmentKind::Patches && segment.grid.has_value(); });
    if (patches == keys.segments.end())
        return Error{ErrorKind::Selection, "there are no image patches among the keys", {}, "Choose the stack of an image model with --stack, or name its grid in the report"};
    const auto& grid = *patches->grid;
    Matrix mask(grid.rows, grid.columns);
    std::int64_t found = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::int64_t patch = keys.items[i].position - patches->first;
        if (patch < 0 || patch >= patches->count || patch >= static_cast<std::int64_t>(mask.values().size()))
            continue;
        mask.values()[static_cast<std::size_t>(patch)] = row[i];
        ++found;
    }
    if (found != grid.rows * grid.columns)
        return Error{ErrorKind::Selection, fmt::format("{} patches do not fill a grid of {} rows and {} columns", found, grid.rows, grid.columns)};
    return mask;
}

Matrix enlarged(const Matrix& mask, std::int64_t rows, std::int64_t columns)
{
    const auto down = placesOf(mask.rows(), rows);
    const auto across = placesOf(mask.columns(), columns);
    Matrix large(rows, columns);
    for (std::int64_t r = 0; r < rows; ++r) {
        const auto& y = down[static_cast<std::size_t>(r)];
        for (std::int64_t c = 0; c < columns; ++c) {
            const auto& x = across[static_cast<std::size_t>(c)];
            const auto mix = [&x, &mask](std::int64_t row) { return (1.0 - x.share) * static_cast<double>(mask(row, x.first)) + x.share * static_cast<double>(mask(row, x.second)); };
            large(r, c) = static_cast<float>((1.0 - y.share) * mix(y.first) + y.share * mix(y.second));
        }
    }
    return large;
}

} // namespace headlight
