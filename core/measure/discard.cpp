// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/discard.h"

#include "base/dispatch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <span>

namespace headlight {

namespace {

constexpr std::size_t kFewValues = std::size_t{1} << 13; ///< up to here a selection is faster than counting
constexpr int kLowBits = 16;                             ///< of an order: what values that are counted together may differ in

/// Unsigned numbers in the order of the values; both zeros are one, NaN is infinity.
HEADLIGHT_CLONES
void ordersOf(const float* values, std::size_t count, std::uint32_t* orders)
{
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i] + 0.0F);
        const std::uint32_t size = bits & 0x7FFFFFFFU;
        const std::uint32_t number = size > 0x7F800000U ? 0x7F800000U : bits;
        orders[i] = (number & 0x80000000U) != 0 ? ~number : number | 0x80000000U;
    }
}

/// The order of rank `rank`, from 0. `orders` is shuffled.
std::uint32_t orderOfRank(std::vector<std::uint32_t>& orders, std::size_t rank)
{
    std::span<std::uint32_t> left = orders;
    if (left.size() > kFewValues) { // those that share their upper half with the one looked for, and their place among themselves
        std::vector<std::uint32_t> counts(std::size_t{1} << (32 - kLowBits));
        for (const auto order : orders)
            ++counts[order >> kLowBits];
        std::uint32_t upper = 0;
        while (rank >= counts[upper])
            rank -= counts[upper++];
        const auto end = std::partition(left.begin(), left.end(), [upper](std::uint32_t order) { return order >> kLowBits == upper; });
        left = left.first(static_cast<std::size_t>(end - left.begin()));
    }
    const auto found = left.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(left.begin(), found, left.end());
    return *found;
}

HEADLIGHT_CLONES
std::size_t countBelow(const float* values, std::size_t count, float limit)
{
    std::size_t below = 0;
    for (std::size_t i = 0; i < count; ++i)
        below += values[i] < limit ? 1 : 0;
    return below;
}

HEADLIGHT_CLONES
void clearBelow(float* values, std::size_t count, float limit)
{
    for (std::size_t i = 0; i < count; ++i)
        values[i] = values[i] < limit ? 0.0F : values[i];
}

} // namespace

bool Spared::operator()(std::int64_t row, std::int64_t column) const
{
    if (!positions.empty() && (positions[static_cast<std::size_t>(row)] != 0 || positions[static_cast<std::size_t>(column)] != 0))
        return true;
    return first && row == 0 && column == 0;
}

void discardSmallest(Matrix& map, double share, const Spared& spared)
{
    const auto values = map.values();
    const auto count = static_cast<std::size_t>(std::floor(static_cast<double>(values.size()) * share));
    if (count == 0)
        return;
    std::vector<std::uint32_t> orders(values.size());
    ordersOf(values.data(), values.size(), orders.data());
    const std::uint32_t cut = orderOfRank(orders, count - 1);
    const auto largest = std::bit_cast<float>((cut & 0x80000000U) != 0 ? cut & 0x7FFFFFFFU : ~cut); // of those that go
    auto equal = count - countBelow(values.data(), values.size(), largest);

    const auto width = static_cast<std::size_t>(map.columns());
    for (std::int64_t row = 0; row < map.rows(); ++row) {
        const auto cells = map.row(row);
        const bool cellByCell = (spared.first && row == 0) || !spared.positions.empty();
        if (!cellByCell)
            clearBelow(cells.data(), width, largest);
        if (!cellByCell && equal == 0)
            continue;
        for (std::size_t column = 0; column < width; ++column) {
            float& value = cells[column];
            const bool below = value < largest;
            const bool tie = value == largest && equal > 0;
            equal -= tie ? 1 : 0;
            if ((below || tie) && !spared(row, static_cast<std::int64_t>(column)))
                value = 0.0F;
        }
    }
}

} // namespace headlight
