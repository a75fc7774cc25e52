// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/number_lists.h"

#include <bit>
#include <cstring>

namespace headlight::formats {

namespace {

constexpr std::size_t kMostAxes = 32; ///< as of a Tensor

bool isNumber(const Node& node)
{
    return node.kind == NodeKind::Integer || node.kind == NodeKind::Float;
}

template <typename T>
std::optional<Tensor> tensorFrom(DType dtype, Shape shape, const std::vector<T>& numbers)
{
    std::vector<std::byte> bytes(numbers.size() * sizeof(T));
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    const auto order = std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
    auto tensor = Tensor::contiguous(dtype, std::move(shape), std::make_shared<MemoryBuffer>(std::move(bytes)), order);
    return tensor ? std::optional(*std::move(tensor)) : std::nullopt;
}

} // namespace

std::optional<NumberLists::Regular> NumberLists::examine(const std::vector<NodeId>& children, int depth)
{
    const auto size = static_cast<std::int64_t>(children.size());
    if (isNumber(m_graph[children.front()])) {
        bool whole = true;
        for (const NodeId child : children) {
            if (!isNumber(m_graph[child]))
                return std::nullopt;
            whole = whole && m_graph[child].kind == NodeKind::Integer;
        }
        return Regular{{size}, size, whole};
    }
    const Regular* first = regular(children.front(), depth + 1);
    if (first == nullptr)
        return std::nullopt;
    Regular whole = *first;
    for (const NodeId child : children) {
        const Regular* other = regular(child, depth + 1);
        if (other == nullptr || other->shape != whole.shape)
            return std::nullopt;
        whole.whole = whole.whole && other->whole;
    }
    if (whole.shape.size() >= kMostAxes) // also where the lists inside were examined from less deep
        return std::nullopt;
    whole.shape.insert(whole.shape.begin(), size);
    if (__builtin_mul_overflow(whole.count, size, &whole.count))
        return std::nullopt;
    return whole;
}

const NumberLists::Regular* NumberLists::regular(NodeId node, int depth)
{
    const bool isList = m_graph.is(node, NodeKind::List) || m_graph.is(node, NodeKind::Tuple);
    if (!isList || depth >= static_cast<int>(kMostAxes))
        return nullptr;
    const auto [known, isNew] = m_known.try_emplace(node); // until it is examined: not regular, which ends cycles
    if (isNew) {
        const auto& children = *m_graph.sequence(node);
        auto found = children.empty() ? std::nullopt : examine(children, depth);
        m_known[node] = found;
    }
    const auto& answer = m_known[node];
    return answer ? &*answer : nullptr;
}

template <typename T>
void NumberLists::collect(NodeId node, std::vector<T>& numbers) const
{
    for (const NodeId child : *m_graph.sequence(node)) {
        const Node& item = m_graph[child];
        if (item.kind == NodeKind::Integer)
            numbers.push_back(static_cast<T>(item.integer()));
        else if (item.kind == NodeKind::Float)
            numbers.push_back(static_cast<T>(item.floating()));
        else
            collect(child, numbers);
    }
}

std::optional<Tensor> NumberLists::tensorOf(NodeId node)
{
    const Regular* found = regular(node, 0);
    if (found == nullptr || found->count > m_left)
        return std::nullopt;
    m_left -= found->count;
    if (found->whole) {
        std::vector<std::int64_t> numbers;
        numbers.reserve(static_cast<std::size_t>(found->count));
        collect(node, numbers);
        return tensorFrom(DType::Int64, found->shape, numbers);
    }
    std::vector<double> numbers;
    numbers.reserve(static_cast<std::size_t>(found->count));
    collect(node, numbers);
    return tensorFrom(DType::Float64, found->shape, numbers);
}

} // namespace headlight::formats
