// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kMostText = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostPickledBytes = std::uint64_t{16} << 20;

/// The same for keys that Python holds to be equal; nothing for keys we never compare.
std::optional<std::string> identityOf(const Value& key)
{
    if (const auto* text = key.string())
        return "s" + *text;
    if (const auto* number = key.integer())
        return fmt::format("n{}", *number);
    if (const auto* number = key.floating()) // no NaN equals another
        return std::isnan(*number) ? std::nullopt : std::optional(fmt::format("n{}", *number));
    if (const auto* truth = key.boolean())
        return *truth ? "n1" : "n0";
    if (key.isNull())
        return "None";
    return std::nullopt;
}

/// Later entries replace earlier ones with an equal key, in their place, as Python does; that is noted.
Dictionary withoutDuplicates(Dictionary entries, std::set<std::string>& notes)
{
    const std::size_t count = entries.size();
    std::unordered_map<std::string, std::size_t> places;
    Dictionary unique;
    unique.reserve(entries.size());
    for (auto& entry : entries) {
        const auto identity = identityOf(entry.first);
        const auto [place, isNew] = identity ? places.try_emplace(*identity, unique.size()) : std::pair(places.end(), true);
        if (isNew)
            unique.push_back(std::move(entry));
        else
            unique[place->second].second = std::move(entry.second);
    }
    if (unique.size() < count)
        notes.insert("A dictionary has a key twice; the last one counts.");
    return unique;
}

/// Numbers and constants are made where they stand; only the rest is remembered.
bool isScalar(NodeKind kind)
{
    return kind <= NodeKind::Float;
}

Value scalarOf(const Node& node)
{
    switch (node.kind) {
    case NodeKind::False:
        return false;
    case NodeKind::True:
        return true;
    case NodeKind::Integer:
        return node.integer();
    case NodeKind::HugeInteger:
    case NodeKind::Float:
        return node.floating();
    default:
        return {};
    }
}

} // namespace

Plan PickleBuilder::planText(NodeId node) const
{
    const PickleGraph& graph = m_context.graph;
    const bool isText = graph.is(node, NodeKind::Text);
    auto text = graph.text(node, isText ? kMostText : kMostPickledBytes);
    if (!text)
        return Plan::opaque(isText ? "builtins.str" : "builtins.bytes");
    if (isText)
        return Plan::of(*std::move(text));
    return Plan::of(Bytes(asBytes(*text).begin(), asBytes(*text).end()));
}

Plan PickleBuilder::planOf(NodeId node)
{
    const PickleGraph& graph = m_context.graph;
    switch (graph[node].kind) {
    case NodeKind::Text:
    case NodeKind::ByteString:
        return planText(node);
    case NodeKind::List:
    case NodeKind::Tuple:
        if (auto tensor = m_numbers.tensorOf(node))
            return Plan::of(*std::move(tensor));
        return Plan::sequence(*graph.sequence(node));
    case NodeKind::Set:
        return Plan::sequence(*graph.sequence(node));
    case NodeKind::Dictionary:
        return Plan::mapping(*graph.entries(node));
    case NodeKind::Global:
        return planGlobal(*graph.global(node));
    case NodeKind::Object:
        return planObject(m_context, node);
    case NodeKind::Persistent:
        return planPersistent(m_context, node);
    default:
        return Plan::of(scalarOf(graph[node]));
    }
}

std::optional<PickleBuilder::Built> PickleBuilder::known(NodeId node) const
{
    const Node& item = m_context.graph[node];
    if (isScalar(item.kind))
        return Built{scalarOf(item)};
    if (const auto found = m_built.find(node); found != m_built.end())
        return found->second;
    if (m_open.contains(node))
        return Built{Opaque{"cycle", Error{ErrorKind::Unsupported, "an object that contains itself"}}};
    return std::nullopt;
}

Result<void> PickleBuilder::enter(NodeId node, std::vector<Frame>& frames)
{
    if (frames.size() > static_cast<std::size_t>(Value::kMaxDepth))
        return Error{ErrorKind::Limit, fmt::format("nested more than {} deep", Value::kMaxDepth)};
    m_open.insert(node);
    frames.push_back({node, planOf(node)});
    return {};
}

Result<PickleBuilder::Built> PickleBuilder::finish(Frame& frame) const
{
    Built built;
    for (const Built& child : frame.children) {
        built.height = std::max(built.height, child.height + 1);
        if (__builtin_add_overflow(built.expanded, child.expanded, &built.expanded) || built.expanded > m_context.limits.mostValues)
            return Error{ErrorKind::Limit, fmt::format("its parts refer to each other so often that it would have more than {} values", m_context.limits.mostValues)};
    }
    if (built.height > Value::kMaxDepth)
        return Error{ErrorKind::Limit, fmt::format("nested more than {} deep", Value::kMaxDepth)};
    switch (frame.plan.kind) {
    case Plan::Kind::Ready:
        built.value = std::move(frame.plan.ready);
        if (const auto* tensor = built.value.tensor(); tensor != nullptr && m_context.graph.sequence(frame.node) != nullptr)
            built.expanded = static_cast<std::uint64_t>(tensor->count());
        break;
    case Plan::Kind::Same:
        built = std::move(frame.children.front());
        break;
    case Plan::Kind::Sequence: {
        List items;
        items.reserve(frame.children.size());
        for (Built& child : frame.children)
            items.push_back(std::move(child.value));
        built.value = std::move(items);
        break;
    }
    case Plan::Kind::Mapping: {
        Dictionary entries;
        entries.reserve(frame.children.size() / 2);
        for (std::size_t i = 0; i + 1 < frame.children.size(); i += 2)
            entries.emplace_back(std::move(frame.children[i].value), std::move(frame.children[i + 1].value));
        built.value = withoutDuplicates(std::move(entries), m_context.notes);
        break;
    }
    }
    return built;
}

Result<Value> PickleBuilder::build()
{
    const NodeId root = m_context.graph.root;
    if (const auto scalar = known(root))
        return scalar->value;
    std::vector<Frame> frames;
    if (auto entered = enter(root, frames); !entered)
        return entered.error();
    while (true) {
        Frame& frame = frames.back();
        if (frame.next < frame.plan.children.size()) {
            const NodeId child = frame.plan.children[frame.next];
            auto built = known(child);
            if (!built) {
                if (auto entered = enter(child, frames); !entered)
                    return entered.error();
                continue;
            }
            ++frame.next;
            frame.children.push_back(*std::move(built));
            continue;
        }
        auto built = finish(frame);
        if (!built)
            return built.error();
        m_open.erase(frame.node);
        if (frames.size() == 1)
            return built->value;
        m_built.emplace(frame.node, *std::move(built));
        frames.pop_back();
    }
}

} // namespace headlight::formats
