// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_graph.h"

namespace headlight::formats {

namespace {

const std::vector<NodeId> kNoChildren;

} // namespace

const std::vector<NodeId>* PickleGraph::sequence(NodeId id) const
{
    if (!is(id, NodeKind::List) && !is(id, NodeKind::Tuple) && !is(id, NodeKind::Set))
        return nullptr;
    return nodes[id].payload == kEmptySequence ? &kNoChildren : &sequences[nodes[id].payload];
}

const std::vector<NodeId>* PickleGraph::entries(NodeId id) const
{
    if (!is(id, NodeKind::Dictionary))
        return nullptr;
    return nodes[id].payload == kEmptySequence ? &kNoChildren : &sequences[nodes[id].payload];
}

std::vector<NodeId>& PickleGraph::childrenToChange(NodeId id)
{
    if (nodes[id].payload == kEmptySequence) {
        nodes[id].payload = sequences.size();
        sequences.emplace_back();
    }
    return sequences[nodes[id].payload];
}

const GlobalName* PickleGraph::global(NodeId id) const
{
    return is(id, NodeKind::Global) ? &globals[nodes[id].payload] : nullptr;
}

const ObjectRecord* PickleGraph::object(NodeId id) const
{
    return is(id, NodeKind::Object) ? &objects[nodes[id].payload] : nullptr;
}

std::optional<std::int64_t> PickleGraph::integer(NodeId id) const
{
    if (!is(id, NodeKind::Integer))
        return std::nullopt;
    return nodes[id].integer();
}

std::optional<std::string> PickleGraph::text(NodeId id, std::uint64_t most) const
{
    if (!is(id, NodeKind::Text) && !is(id, NodeKind::ByteString))
        return std::nullopt;
    const TextSpan& span = texts[nodes[id].payload];
    if (span.size > most)
        return std::nullopt;
    if (span.isDecoded)
        return decoded[span.offset];
    auto copy = textAt(*source, span.offset, span.size);
    if (!copy)
        return std::nullopt;
    return *std::move(copy);
}

std::optional<std::vector<std::int64_t>> PickleGraph::integers(NodeId id) const
{
    const auto* children = sequence(id);
    if (children == nullptr) {
        // torch.Size((2, 3)) is a call with the tuple in it
        const auto* made = object(id);
        const auto* callable = made == nullptr ? nullptr : global(made->callable);
        const auto* arguments = callable != nullptr && callable->is("torch", "Size") ? sequence(made->arguments) : nullptr;
        children = arguments != nullptr && arguments->size() == 1 ? sequence(arguments->front()) : nullptr;
    }
    if (children == nullptr)
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const NodeId child : *children) {
        const auto number = integer(child);
        if (!number)
            return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

} // namespace headlight::formats
