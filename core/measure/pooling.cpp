// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/pooling.h"

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

bool replaces(float candidate, float kept, bool signedValues)
{
    if (std::isnan(kept))
        return !std::isnan(candidate) ? false : true; // a NaN stays visible
    if (std::isnan(candidate))
        return true;
    return signedValues ? std::fabs(candidate) > std::fabs(kept) : candidate > kept;
}

} // namespace

BlockMaximum::BlockMaximum(std::int64_t rows, std::int64_t columns, std::int64_t most, bool signedValues) : m_rows(rows), m_signed(signedValues)
{
    const std::int64_t blocks = std::min(columns, most);
    m_pooled = Matrix(std::min(rows, most), blocks);
    m_started.resize(static_cast<std::size_t>(m_pooled.rows()), false);
    for (std::int64_t block = 0; block <= blocks; ++block)
        m_firstColumn.push_back(blocks == 0 ? 0 : (block * columns + blocks - 1) / blocks);
}

void BlockMaximum::add(std::int64_t row, std::span<const float> values)
{
    const std::int64_t place = target(row);
    const auto kept = m_pooled.row(place);
    const bool first = !m_started[static_cast<std::size_t>(place)];
    m_started[static_cast<std::size_t>(place)] = true;
    for (std::size_t block = 0; block < kept.size(); ++block) {
        auto from = static_cast<std::size_t>(m_firstColumn[block]);
        const auto to = static_cast<std::size_t>(m_firstColumn[block + 1]);
        float best = first ? values[from++] : kept[block];
        for (; from < to; ++from)
            if (replaces(values[from], best, m_signed))
                best = values[from];
        kept[block] = best;
    }
}

void BlockMaximum::addZeros(std::int64_t row)
{
    const std::int64_t place = target(row);
    const bool first = !m_started[static_cast<std::size_t>(place)];
    m_started[static_cast<std::size_t>(place)] = true;
    for (float& kept : m_pooled.row(place))
        if (first || replaces(0.0F, kept, m_signed))
            kept = 0.0F;
}

void BlockMaximum::addPiece(std::int64_t row, std::int64_t firstColumn, std::span<const float> values)
{
    const auto kept = m_pooled.row(target(row));
    const std::int64_t end = firstColumn + static_cast<std::int64_t>(values.size());
    auto block = static_cast<std::size_t>(std::ranges::upper_bound(m_firstColumn, firstColumn) - m_firstColumn.begin()) - 1;
    for (std::int64_t column = firstColumn; column < end; ++block)
        for (; column < std::min(end, m_firstColumn[block + 1]); ++column)
            if (const float value = values[static_cast<std::size_t>(column - firstColumn)]; replaces(value, kept[block], m_signed))
                kept[block] = value;
}

} // namespace headlight
