// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/streams.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace headlight {

namespace {

constexpr std::array kOfQueries{StackKind::Decoder, StackKind::Text, StackKind::Vision, StackKind::Self, StackKind::Encoder};
constexpr std::array kOfKeys{StackKind::Encoder, StackKind::Vision, StackKind::Text, StackKind::Self, StackKind::Decoder};

/// Queries and keys of a stack's first layer.
struct Size {
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    bool operator==(const Size&) const = default;
};

class Finder {
public:
    Finder(const Dump& dump, SampleIndex sample, std::string_view target) : m_dump(dump), m_target(target), m_sample(sample)
    {
        for (std::size_t i = 0; i < dump.stacks().size(); ++i) {
            const auto maps = dump.attention(StackIndex{static_cast<std::int64_t>(i)}, sample);
            m_maps.push_back(maps && !(*maps)->axes().layers.empty() ? *maps : nullptr);
        }
    }

    /// Indices of the stacks of one cross attention; absent where a side has no self-attention.
    struct Found {
        std::size_t queries = 0;
        std::size_t keys = 0;
        std::size_t cross = 0;
        std::optional<std::size_t> back;
    };

    [[nodiscard]] std::optional<Found> around(std::size_t cross) const
    {
        if (m_maps[cross] == nullptr || kindOf(cross) != StackKind::Cross)
            return std::nullopt;
        const auto size = sizeOf(cross);
        const auto queries = selfOf(size.queries, kOfQueries, std::nullopt);
        if (!queries)
            return std::nullopt;
        const auto keys = selfOf(size.keys, kOfKeys, queries);
        if (!keys)
            return std::nullopt;
        Found found{*queries, *keys, cross, std::nullopt};
        for (std::size_t i = 0; i < m_maps.size() && !found.back; ++i)
            if (i != cross && m_maps[i] != nullptr && kindOf(i) == StackKind::Cross && sizeOf(i) == Size{size.keys, size.queries})
                found.back = i;
        return found;
    }

    [[nodiscard]] std::shared_ptr<const CoAttention> streamsOf(const Found& found) const
    {
        CoAttention streams{streamOf(found.queries), streamOf(found.keys), streamOf(found.cross)};
        if (found.back)
            streams.back = streamOf(*found.back);
        return std::make_shared<const CoAttention>(std::move(streams));
    }

    [[nodiscard]] std::size_t count() const { return m_maps.size(); }

private:
    [[nodiscard]] StackKind kindOf(std::size_t stack) const { return m_dump.stacks()[stack].kind; }

    [[nodiscard]] Size sizeOf(std::size_t stack) const
    {
        const auto& shape = m_maps[stack]->axes().layers.front();
        return {shape.queries, shape.keys};
    }

    [[nodiscard]] std::optional<std::size_t> selfOf(std::int64_t size, std::span<const StackKind> kinds, std::optional<std::size_t> taken) const
    {
        for (const auto kind : kinds)
            for (std::size_t i = 0; i < m_maps.size(); ++i)
                if (i != taken && m_maps[i] != nullptr && kindOf(i) == kind && sizeOf(i) == Size{size, size})
                    return i;
        return std::nullopt;
    }

    [[nodiscard]] Stream streamOf(std::size_t stack) const
    {
        Stream stream{m_maps[stack]};
        const auto& targets = m_dump.stacks()[stack].gradientTargets;
        if (targets.empty())
            return stream;
        const auto wanted = std::ranges::find(targets, m_target);
        if (wanted == targets.end() && targets.size() > 1)
            return stream;
        const auto gradients = m_dump.gradients(StackIndex{static_cast<std::int64_t>(stack)}, m_sample, wanted == targets.end() ? targets.front() : *wanted);
        if (gradients)
            stream.gradients = *gradients;
        return stream;
    }

    const Dump& m_dump;
    std::string_view m_target;
    SampleIndex m_sample;
    std::vector<Maps> m_maps; ///< by stack; null where the sample lacks it
};

} // namespace

StreamsBeside streamsBeside(const Dump& dump, StackIndex stack, SampleIndex sample, std::string_view target)
{
    const bool crosses = std::ranges::any_of(dump.stacks(), [](const Stack& one) { return one.kind == StackKind::Cross; });
    if (!crosses)
        return {};
    const Finder finder(dump, sample, target);
    const auto own = static_cast<std::size_t>(stack.value);
    if (const auto found = finder.around(own))
        return {finder.streamsOf(*found), CoBlock::Cross};
    for (std::size_t cross = 0; cross < finder.count(); ++cross)
        if (const auto found = finder.around(cross); found && found->back && found->queries == own)
            return {finder.streamsOf(*found), CoBlock::Queries};
    return {};
}

bool overBothStreams(const Dump& dump, StackIndex stack, SampleIndex sample, const MeasureOptions& options)
{
    return options.kind == MeasureKind::Relevance && streamsBeside(dump, stack, sample, options.target).streams != nullptr;
}

void addStreams(MeasureInputs& inputs, const Dump& dump, StackIndex stack, SampleIndex sample, const MeasureOptions& options)
{
    if (options.kind != MeasureKind::Relevance)
        return;
    auto beside = streamsBeside(dump, stack, sample, options.target);
    inputs.streams = std::move(beside.streams);
    inputs.block = beside.block;
}

} // namespace headlight
