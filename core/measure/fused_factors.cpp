// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/layer_factors.h"

#include "measure/aggregate.h"
#include "measure/discard.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace headlight {

namespace {

/// All layers together, in values: above this they are computed again each time.
constexpr std::int64_t kMostKeptFactors = std::int64_t{32} << 20;

Aggregate aggregateOf(HeadFusion fusion)
{
    switch (fusion) {
    case HeadFusion::Mean:
        return Aggregate::Mean;
    case HeadFusion::Max:
        return Aggregate::Max;
    case HeadFusion::Min:
        break;
    }
    return Aggregate::Min;
}

Spared sparedBy(Protection protect, const Axis& axis)
{
    Spared spared;
    spared.first = protect == Protection::First;
    if (protect != Protection::Prefix)
        return spared;
    spared.positions.assign(axis.items.size(), 0);
    for (std::size_t i = 0; i < axis.items.size(); ++i)
        spared.positions[i] = axis.segments[static_cast<std::size_t>(axis.items[i].segment)].kind == SegmentKind::Prefix ? 1 : 0;
    return spared;
}

class FusedFactors final : public LayerFactors {
public:
    FusedFactors(Maps attention, Maps gradients, HeadsOfLayers heads, const MeasureOptions& options)
        : m_attention(std::move(attention)), m_gradients(std::move(gradients)), m_heads(std::move(heads)), m_options(options),
          m_spared(sparedBy(options.protect, *m_attention->axes().queries))
    {
        const auto& layers = m_attention->axes().layers;
        m_keeps = static_cast<std::int64_t>(layers.size()) * layers.front().queries * layers.front().keys <= kMostKeptFactors;
    }

    [[nodiscard]] FactorShares shares() const override { return {0.0F, 1.0F}; }

    Result<ConstBlock> rows(MapIndex map, RowRange range, Matrix& buffer, const JobContext& job) const override
    {
        const auto whole = factor(map.layer, job);
        if (!whole)
            return whole.error();
        const auto columns = (*whole)->columns();
        const auto values = (*whole)->values().subspan(static_cast<std::size_t>(range.first * columns), static_cast<std::size_t>(range.count * columns));
        if (m_keeps)
            return ConstBlock(values, range.count, columns);
        buffer.reshape(range.count, columns);
        std::ranges::copy(values, buffer.values().begin());
        return ConstBlock(buffer);
    }

private:
    /// The whole factor of a layer. The last one is kept in any case: its rows are asked for block by block.
    Result<std::shared_ptr<const Matrix>> factor(LayerIndex layer, const JobContext& job) const
    {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto known = m_known.find(layer.value); known != m_known.end())
                return known->second;
        }
        auto made = make(layer, job);
        if (!made)
            return made.error();
        auto shared = std::make_shared<const Matrix>(*std::move(made));
        const std::lock_guard lock(m_mutex);
        if (!m_keeps)
            m_known.clear();
        return m_known.emplace(layer.value, std::move(shared)).first->second; // the first one stays: others may be reading it
    }

    Result<Matrix> make(LayerIndex layer, const JobContext& job) const
    {
        const auto& shape = m_attention->axes().layers[static_cast<std::size_t>(layer.value)];
        Matrix map(shape.queries, shape.keys);
        for (std::int64_t first = 0; first < shape.queries; first += kRowsAtOnce) {
            if (job.stopped())
                return cancelled();
            const RowRange some{first, std::min(kRowsAtOnce, shape.queries - first)};
            const MatrixBlock out{map.values().subspan(static_cast<std::size_t>(first * shape.keys), static_cast<std::size_t>(some.count * shape.keys)), some.count, shape.keys};
            if (auto done = fuse(layer, some, out, job); !done)
                return done.error();
        }
        discardSmallest(map, m_options.discard, m_spared);
        if (job.stopped())
            return cancelled();
        addIdentity(map);
        if (auto done = normalise(map, layer); !done)
            return done.error();
        return map;
    }

    Result<void> fuse(LayerIndex layer, RowRange range, MatrixBlock out, const JobContext& job) const
    {
        const auto heads = headsOf(*m_attention, layer, m_heads);
        if (m_gradients == nullptr)
            return aggregateMaps(*m_attention, heads, aggregateOf(m_options.fusion), range, out, job);
        const auto layers = static_cast<std::int64_t>(m_attention->axes().layers.size());
        const LayerIndex other{m_options.order == GradientOrder::Reversed ? layers - 1 - layer.value : layer.value};
        return weightedByGradients(*m_attention, *m_gradients, heads, other, PositivePart::OfMean, range, out, job);
    }

    void addIdentity(Matrix& map) const
    {
        const auto identity = static_cast<float>(m_options.residual);
        const auto share = static_cast<float>(1.0 - m_options.residual);
        for (float& value : map.values())
            value *= share;
        for (std::int64_t i = 0; i < map.rows(); ++i)
            map(i, i) += identity;
    }

    Result<void> normalise(Matrix& map, LayerIndex layer) const
    {
        if (m_options.normalise == Normalisation::None)
            return {};
        std::vector<float> shares;
        std::int64_t unusable = 0;
        for (std::int64_t i = 0; i < map.rows(); ++i) {
            double sum = 0.0;
            for (const float value : map.row(i))
                sum += static_cast<double>(value);
            if (sum == 0.0)
                ++unusable;
            shares.push_back(static_cast<float>(sum));
        }
        if (unusable > 0)
            return Error{ErrorKind::Shape,
                         fmt::format("layer {}: {} of {} rows sum to zero after {} % of the values were discarded, so they cannot be divided by their sum", label(layer, IndexBase::One),
                                     unusable, map.rows(), m_options.discard * 100.0),
                         {},
                         "Discard less, keep a residual, or do not normalise. Attention and rollout per head can be shown"};
        for (std::int64_t i = 0; i < map.rows(); ++i) {
            const auto row = map.row(i);
            for (std::size_t j = 0; j < row.size(); ++j)
                row[j] /= m_options.normalise == Normalisation::Row ? shares[static_cast<std::size_t>(i)] : shares[j];
        }
        return {};
    }

    Maps m_attention;
    Maps m_gradients;
    HeadsOfLayers m_heads;
    MeasureOptions m_options;
    Spared m_spared;
    bool m_keeps = true;
    mutable std::mutex m_mutex;
    mutable std::map<std::int64_t, std::shared_ptr<const Matrix>> m_known; ///< by layer
};

} // namespace

SharedFactors fusedFactors(Maps attention, Maps gradients, const HeadsOfLayers& heads, const MeasureOptions& options)
{
    return std::make_shared<FusedFactors>(std::move(attention), std::move(gradients), heads, options);
}

} // namespace headlight
