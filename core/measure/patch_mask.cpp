// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/patch_mask.h"

#include "measure/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <vector>

namespace headlight {

namespace {

constexpr std::array<std::string_view, kEnlargementCount> kNames{"nearest", "bilinear", "bicubic"};
constexpr double kCubic = -0.75;

/// The four cells around a pixel and their weights; those without a say have weight 0.
struct Around {
    std::array<std::int64_t, 4> cells{};
    std::array<double, 4> weights{};
};

/// Keys' cubic convolution kernel at a distance from 0 to 2.
double cubicWeight(double distance)
{
    const double x = std::fabs(distance);
    if (x <= 1.0)
        return ((kCubic + 2.0) * x - (kCubic + 3.0)) * x * x + 1.0;
    return x < 2.0 ? ((kCubic * x - 5.0 * kCubic) * x + 8.0 * kCubic) * x - 4.0 * kCubic : 0.0;
}

std::vector<Around> placesOf(std::int64_t cells, std::int64_t pixels, Enlargement how)
{
    std::vector<Around> places;
    const double step = static_cast<double>(cells) / static_cast<double>(pixels);
    for (std::int64_t i = 0; i < pixels; ++i) {
        const double middle = (static_cast<double>(i) + 0.5) * step - 0.5;
        const double centre = how == Enlargement::Bilinear ? std::max(0.0, middle) : middle;
        const double floor = how == Enlargement::Nearest ? std::floor((static_cast<double>(i) + 0.5) * step) : std::floor(centre);
        const double share = centre - floor;
        Around around;
        for (std::int64_t k = 0; k < 4; ++k)
            around.cells[static_cast<std::size_t>(k)] = std::clamp(static_cast<std::int64_t>(floor) + k - 1, std::int64_t{0}, cells - 1);
        if (how == Enlargement::Nearest)
            around.weights = {0.0, 1.0, 0.0, 0.0};
        else if (how == Enlargement::Bilinear)
            around.weights = {0.0, 1.0 - share, share, 0.0};
        else
            around.weights = {cubicWeight(1.0 + share), cubicWeight(share), cubicWeight(1.0 - share), cubicWeight(2.0 - share)};
        places.push_back(around);
    }
    return places;
}

/// Sum of weight times value; what has no weight does not count, so that NaN stays where it is.
template <typename ValueAt>
double weighted(const Around& around, ValueAt valueAt)
{
    double sum = 0.0;
    for (std::size_t k = 0; k < 4; ++k)
        if (around.weights[k] != 0.0)
            sum += around.weights[k] * valueAt(around.cells[k]);
    return sum;
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

std::string_view nameOf(Enlargement enlargement)
{
    return kNames[static_cast<std::size_t>(enlargement)];
}

std::optional<Enlargement> enlargementFromName(std::string_view name)
{
    const auto* const known = std::find(kNames.begin(), kNames.end(), name);
    return known == kNames.end() ? std::nullopt : std::optional(static_cast<Enlargement>(known - kNames.begin()));
}

Matrix enlarged(const Matrix& mask, std::int64_t rows, std::int64_t columns, Enlargement how)
{
    const auto down = placesOf(mask.rows(), rows, how);
    const auto across = placesOf(mask.columns(), columns, how);
    Matrix wide(mask.rows(), columns);
    for (std::int64_t r = 0; r < mask.rows(); ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            wide(r, c) = static_cast<float>(weighted(across[static_cast<std::size_t>(c)], [&](std::int64_t cell) { return static_cast<double>(mask(r, cell)); }));
    Matrix large(rows, columns);
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            large(r, c) = static_cast<float>(weighted(down[static_cast<std::size_t>(r)], [&](std::int64_t cell) { return static_cast<double>(wide(cell, c)); }));
    return large;
}

Result<Matrix> queryMask(const MapSource& maps, std::span<const MapIndex> taken, Aggregate aggregate, std::int64_t item, std::optional<std::int64_t> without, const JobContext& job)
{
    assert(!taken.empty());
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(taken.front().layer.value)];
    if (item >= shape.queries || shape.keys != maps.axes().keys->size())
        return Error{ErrorKind::Selection, fmt::format("layer {} has {} queries and {} keys, not those of the patches", taken.front().layer.value + 1, shape.queries, shape.keys)};
    Matrix row(1, shape.keys);
    if (auto done = aggregateMaps(maps, taken, aggregate, {item, 1}, row.block(), job); !done)
        return done.error();
    if (without)
        row(0, *without) = 0.0F;
    return patchMask(row.values(), *maps.axes().keys);
}

} // namespace headlight
