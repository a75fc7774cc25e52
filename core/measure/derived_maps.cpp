// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps cell by cell from other maps.

#include "measure/apply_measure.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

class WeightedHeads final : public MapSource {
public:
    WeightedHeads(Maps source, std::shared_ptr<const Matrix> importance) : m_source(std::move(source)), m_importance(std::move(importance)) {}

    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex map) const override { return m_source->cost(map); }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        if (auto read = m_source->rows(map, range, out, job); !read)
            return read;
        weigh(out.values, map);
        return {};
    }

    Result<std::optional<WindowedMap>> windowed(MapIndex map, RowRange range, const JobContext& job) const override
    {
        auto stored = m_source->windowed(map, range, job);
        if (stored && *stored) {
            weigh((*stored)->band.values(), map);
            weigh((*stored)->columns.values(), map);
            weigh((*stored)->full.values(), map);
        }
        return stored;
    }

private:
    void weigh(std::span<float> values, MapIndex map) const
    {
        const auto weight = static_cast<double>((*m_importance)(map.layer.value, map.head->value));
        for (float& value : values)
            value = static_cast<float>(static_cast<double>(value) * weight);
    }

    Maps m_source;
    std::shared_ptr<const Matrix> m_importance;
};

class Difference final : public MapSource {
public:
    Difference(Maps a, Maps b) : m_a(std::move(a)), m_b(std::move(b)) {}

    [[nodiscard]] const MapAxes& axes() const override { return m_a->axes(); }
    [[nodiscard]] Cost cost(MapIndex map) const override { return std::max(m_a->cost(map), m_b->cost(map)); }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        if (auto read = m_a->rows(map, range, out, job); !read)
            return read;
        return subtract(out, [&](MatrixBlock other) { return m_b->rows(map, range, other, job); });
    }

    Result<void> rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const override
    {
        if (auto read = m_a->rowInEveryLayer(query, head, out, job); !read)
            return read;
        return subtract(out, [&](MatrixBlock other) { return m_b->rowInEveryLayer(query, head, other, job); });
    }

private:
    template <typename Read>
    static Result<void> subtract(MatrixBlock out, Read read)
    {
        Matrix other(out.rows, out.columns);
        if (auto got = read(other.block()); !got)
            return got;
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] -= other.values()[i];
        return {};
    }

    Maps m_a;
    Maps m_b;
};

std::string sizeOf(const LayerShape& shape)
{
    return fmt::format("{} heads × {} × {}", shape.heads, shape.queries, shape.keys);
}

} // namespace

Maps weightedHeads(Maps source, std::shared_ptr<const Matrix> importance)
{
    return std::make_shared<WeightedHeads>(std::move(source), std::move(importance));
}

Result<Maps> difference(Maps a, Maps b)
{
    const auto& left = a->axes().layers;
    const auto& right = b->axes().layers;
    if (left.size() != right.size())
        return Error{ErrorKind::Shape, fmt::format("A has {} layers and B {}: they have no difference", left.size(), right.size())};
    for (std::size_t l = 0; l < left.size(); ++l)
        if (left[l] != right[l])
            return Error{ErrorKind::Shape, fmt::format("layer {} is {} in A and {} in B: they have no difference", label(LayerIndex{static_cast<std::int64_t>(l)}, IndexBase::One), sizeOf(left[l]), sizeOf(right[l]))};
    return Maps(std::make_shared<Difference>(std::move(a), std::move(b)));
}

} // namespace headlight
