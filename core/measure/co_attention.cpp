// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/co_attention.h"

#include "measure/relevance_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace headlight {

namespace {

/// Values of the maps of all layers together: above this only the last one asked for is kept.
constexpr std::int64_t kMostKeptOfStreams = std::int64_t{32} << 20;

using SharedMatrix = std::shared_ptr<const Matrix>;

std::int64_t layersOf(const Stream& stream)
{
    return static_cast<std::int64_t>(stream.attention->axes().layers.size());
}

/// R^ss, R^qq, R^sq and R^qs between two layers.
struct Relevancies {
    Matrix ss;
    Matrix qq;
    Matrix sq;
    Matrix qs;
};

class CoAttentionMaps final : public MapSource {
public:
    CoAttentionMaps(CoAttention streams, CoBlock block, std::int64_t firstLayer) : m_streams(std::move(streams)), m_block(block), m_firstLayer(firstLayer)
    {
        m_axes = (block == CoBlock::Cross ? m_streams.cross : m_streams.queries).attention->axes();
        for (auto& layer : m_axes.layers)
            layer.heads = 0;
        const auto& shape = m_axes.layers.front();
        m_keepsAll = static_cast<std::int64_t>(m_axes.layers.size()) * shape.queries * shape.keys <= kMostKeptOfStreams;
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::Rollout; }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        const auto whole = after(map.layer.value, job);
        if (!whole)
            return whole.error();
        const auto columns = (*whole)->columns();
        std::ranges::copy((*whole)->values().subspan(static_cast<std::size_t>(range.first * columns), static_cast<std::size_t>(range.count * columns)), out.values.begin());
        return {};
    }

private:
    Result<SharedMatrix> after(std::int64_t layer, const JobContext& job) const
    {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto found = m_known.find(layer); found != m_known.end())
                return found->second;
        }
        Relevancies relevancies = before();
        SharedMatrix wanted;
        const auto finished = [&](std::int64_t done) {
            if (done == layer || m_keepsAll) {
                auto map = keep(done, relevancies);
                wanted = done == layer ? map : wanted;
            }
        };
        if (auto run = m_streams.back.attention == nullptr ? runOneWay(relevancies, layer, finished, job) : runBothWays(relevancies, layer, finished, job); !run)
            return run.error();
        return wanted;
    }

    [[nodiscard]] Relevancies before() const
    {
        const auto& shape = m_streams.cross.attention->axes().layers.front();
        return {identityMatrix(shape.queries), identityMatrix(shape.keys), Matrix(shape.queries, shape.keys), Matrix(shape.keys, shape.queries)};
    }

    SharedMatrix keep(std::int64_t layer, const Relevancies& relevancies) const
    {
        auto map = std::make_shared<const Matrix>(m_block == CoBlock::Cross ? relevancies.sq : relevancies.ss);
        const std::lock_guard lock(m_mutex);
        if (!m_keepsAll)
            m_known.clear();
        m_known.insert_or_assign(layer, map);
        return map;
    }

    /// Every layer of the keys, then those of the queries, each with its look at the keys.
    template <typename Finished>
    Result<void> runOneWay(Relevancies& now, std::int64_t last, Finished finished, const JobContext& job) const
    {
        for (std::int64_t layer = 0; layer < layersOf(m_streams.keys); ++layer)
            if (auto done = selfOfKeys(now, layer, job); !done)
                return done;
        for (std::int64_t layer = 0; layer <= last; ++layer) {
            if (auto done = selfOfQueries(now, layer, job); !done)
                return done;
            if (auto done = look(now, layer, job); !done)
                return done;
            finished(layer);
        }
        return {};
    }

    template <typename Finished>
    Result<void> runBothWays(Relevancies& now, std::int64_t last, Finished finished, const JobContext& job) const
    {
        const std::int64_t crossings = layersOf(m_streams.cross);
        const std::int64_t ahead = layersOf(m_streams.queries) - crossings;
        for (std::int64_t layer = 0; layer < layersOf(m_streams.keys) - crossings; ++layer)
            if (auto done = selfOfKeys(now, layer, job); !done)
                return done;
        for (std::int64_t layer = 0; layer < ahead; ++layer) {
            if (auto done = selfOfQueries(now, layer, job); !done)
                return done;
            if (m_block == CoBlock::Queries)
                finished(layer);
        }
        for (std::int64_t layer = 0; layer < crossings; ++layer) {
            if (auto done = look(now, layer, job); !done)
                return done;
            if (m_block == CoBlock::Cross)
                finished(layer); // of cross attention: what it left behind, before the streams go on by themselves
            if (m_block == CoBlock::Cross && layer == last)
                return {};
            if (auto done = selfOfQueries(now, ahead + layer, job); !done)
                return done;
            if (auto done = selfOfKeys(now, layersOf(m_streams.keys) - crossings + layer, job); !done)
                return done;
            if (m_block == CoBlock::Queries)
                finished(ahead + layer);
            if (m_block == CoBlock::Queries && ahead + layer == last)
                return {};
        }
        return {};
    }

    /// Ā of a layer; nothing for a layer before the first one.
    Result<std::optional<Matrix>> weighted(const Stream& stream, std::int64_t layer, bool shown, const JobContext& job) const
    {
        const std::int64_t first = m_firstLayer < 0 ? std::max<std::int64_t>(0, layersOf(stream) + m_firstLayer) : m_firstLayer;
        if (layer < first)
            return std::optional<Matrix>{};
        const LayerIndex index{layer};
        const auto& shape = stream.attention->axes().layers[static_cast<std::size_t>(layer)];
        const auto heads = headsOf(*stream.attention, index, shown ? m_streams.heads : HeadsOfLayers{});
        Matrix result(shape.queries, shape.keys);
        for (std::int64_t row = 0; row < shape.queries; row += kRowsAtOnce) {
            if (job.stopped())
                return cancelled();
            const RowRange some{row, std::min(kRowsAtOnce, shape.queries - row)};
            const MatrixBlock out{result.values().subspan(static_cast<std::size_t>(row * shape.keys), static_cast<std::size_t>(some.count * shape.keys)), some.count, shape.keys};
            if (auto done = weightedByGradients(*stream.attention, *stream.gradients, heads, index, PositivePart::OfEachHead, some, out, job); !done)
                return done.error();
        }
        return std::optional(std::move(result));
    }

    Result<void> selfOfQueries(Relevancies& now, std::int64_t layer, const JobContext& job) const
    {
        return selfAttention(m_streams.queries, layer, m_block == CoBlock::Queries, now.ss, now.sq, job);
    }

    Result<void> selfOfKeys(Relevancies& now, std::int64_t layer, const JobContext& job) const { return selfAttention(m_streams.keys, layer, false, now.qq, now.qs, job); }

    Result<void> selfAttention(const Stream& stream, std::int64_t layer, bool shown, Matrix& own, Matrix& other, const JobContext& job) const
    {
        const auto weights = weighted(stream, layer, shown, job);
        if (!weights)
            return weights.error();
        if (!*weights)
            return {};
        return attendToSelf(**weights, own, other, job);
    }

    /// Cross attention of a layer in the directions there are, from what was before it.
    Result<void> look(Relevancies& now, std::int64_t layer, const JobContext& job) const
    {
        const auto there = weighted(m_streams.cross, layer, m_block == CoBlock::Cross, job);
        if (!there)
            return there.error();
        auto back = m_streams.back.attention == nullptr ? Result<std::optional<Matrix>>(std::nullopt) : weighted(m_streams.back, layer, false, job);
        if (!back)
            return back.error();
        const Matrix ss = balanced(now.ss);
        const Matrix qq = balanced(now.qq);
        const Relevancies old = *back ? now : Relevancies{{}, {}, {}, now.qs};
        if (*there)
            if (auto done = attendToOther(**there, ss, qq, old.qs, now.sq, now.ss, job); !done)
                return done;
        return *back ? attendToOther(**back, qq, ss, old.sq, now.qs, now.qq, job) : Result<void>();
    }

    CoAttention m_streams;
    CoBlock m_block;
    std::int64_t m_firstLayer;
    MapAxes m_axes;
    bool m_keepsAll = true;
    mutable std::mutex m_mutex;
    mutable std::map<std::int64_t, SharedMatrix> m_known; ///< by layer
};

constexpr const char* kOtherwise = "The attention itself can be shown, and the relevance of each stream whose layers belong together";

Result<void> oneSize(const Stream& stream, std::int64_t queries, std::int64_t keys, const char* name)
{
    if (stream.gradients == nullptr)
        return Error{ErrorKind::Selection, fmt::format("relevance of two streams needs gradients of {}, and this dump has none", name), {}, "Save them next to the attention as gradients_NAME.pt"};
    const auto& layers = stream.attention->axes().layers;
    for (std::size_t l = 0; l < layers.size(); ++l)
        if (layers[l].queries != queries || layers[l].keys != keys)
            return Error{ErrorKind::Shape, fmt::format("relevance of two streams needs {} of {} × {}, but its layer {} is {} × {}", name, queries, keys, label(LayerIndex{static_cast<std::int64_t>(l)}, IndexBase::One),
                                                       layers[l].queries, layers[l].keys), {}, kOtherwise};
    if (layers != stream.gradients->axes().layers)
        return Error{ErrorKind::Shape, fmt::format("the gradients of {} have other sizes than its attention", name), {}, "Save the gradients of every head with the sizes of its attention; the attention itself can be shown"};
    return {};
}

Result<void> layersFit(const CoAttention& streams)
{
    const auto crossings = layersOf(streams.cross);
    const bool bothWays = streams.back.attention != nullptr;
    const auto fits = [&](std::int64_t layers) { return bothWays ? layers >= crossings : layers == crossings; };
    if (!fits(layersOf(streams.queries)) || (bothWays && !fits(layersOf(streams.keys))))
        return Error{ErrorKind::Shape, fmt::format("cross attention has {} layers, and the self-attention of its queries {}, of its keys {}: it is not known which follows which", crossings,
                                                   layersOf(streams.queries), layersOf(streams.keys)), {}, kOtherwise};
    if (bothWays && layersOf(streams.back) != crossings)
        return Error{ErrorKind::Shape, fmt::format("cross attention has {} layers in one direction and {} in the other", crossings, layersOf(streams.back)), {}, kOtherwise};
    return {};
}

} // namespace

Result<Maps> coAttentionRelevance(CoAttention streams, CoBlock block, std::int64_t firstLayer)
{
    const auto& shape = streams.cross.attention->axes().layers.front();
    const std::int64_t queries = shape.queries;
    const std::int64_t keys = shape.keys;
    if (auto fits = oneSize(streams.cross, queries, keys, "the cross attention"); !fits)
        return fits.error();
    if (auto fits = oneSize(streams.queries, queries, queries, "the self-attention of its queries"); !fits)
        return fits.error();
    if (auto fits = oneSize(streams.keys, keys, keys, "the self-attention of its keys"); !fits)
        return fits.error();
    if (streams.back.attention != nullptr)
        if (auto fits = oneSize(streams.back, keys, queries, "the cross attention the other way"); !fits)
            return fits.error();
    if (auto fits = layersFit(streams); !fits)
        return fits.error();
    const auto layers = layersOf(block == CoBlock::Cross ? streams.cross : streams.queries);
    if (firstLayer >= layers || firstLayer < -layers)
        return Error{ErrorKind::Selection, fmt::format("the relevance should start at layer {}, but there are {} layers", firstLayer < 0 ? firstLayer : firstLayer + 1, layers), {},
                     fmt::format("Choose one from 1 to {}, or from -{} to -1", layers, layers)};
    return Maps(std::make_shared<CoAttentionMaps>(std::move(streams), block, firstLayer));
}

} // namespace headlight
