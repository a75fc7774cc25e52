// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/layer_factors.h"

namespace headlight {

namespace {

class ResidualFactors final : public LayerFactors {
public:
    ResidualFactors(Maps attention, double residual) : m_attention(std::move(attention)), m_residual(residual) {}

    [[nodiscard]] FactorShares shares() const override { return {static_cast<float>(m_residual), static_cast<float>(1.0 - m_residual)}; }

    Result<ConstBlock> rows(MapIndex map, RowRange range, Matrix& buffer, const JobContext& job) const override
    {
        buffer.reshape(range.count, m_attention->axes().layers[static_cast<std::size_t>(map.layer.value)].keys);
        if (auto read = m_attention->rows(map, range, buffer.block(), job); !read)
            return read.error();
        return ConstBlock(buffer);
    }

private:
    Maps m_attention;
    double m_residual;
};

class RelevanceFactors final : public LayerFactors {
public:
    RelevanceFactors(Maps attention, Maps gradients, HeadsOfLayers heads)
        : m_attention(std::move(attention)), m_gradients(std::move(gradients)), m_heads(std::move(heads))
    {
    }

    [[nodiscard]] FactorShares shares() const override { return {1.0F, 1.0F}; }

    Result<ConstBlock> rows(MapIndex map, RowRange range, Matrix& buffer, const JobContext& job) const override
    {
        buffer.reshape(range.count, m_attention->axes().layers[static_cast<std::size_t>(map.layer.value)].keys);
        const auto heads = headsOf(*m_attention, map.layer, m_heads);
        if (auto done = weightedByGradients(*m_attention, *m_gradients, heads, map.layer, PositivePart::OfEachHead, range, buffer.block(), job); !done)
            return done.error();
        return ConstBlock(buffer);
    }

private:
    Maps m_attention;
    Maps m_gradients;
    HeadsOfLayers m_heads;
};

} // namespace

SharedFactors residualFactors(Maps attention, double residual)
{
    return std::make_shared<ResidualFactors>(std::move(attention), residual);
}

SharedFactors relevanceFactors(Maps attention, Maps gradients, const HeadsOfLayers& heads)
{
    return std::make_shared<RelevanceFactors>(std::move(attention), std::move(gradients), heads);
}

} // namespace headlight
