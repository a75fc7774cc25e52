// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The opcodes of the pickle machine that make containers, and those of the memo in text.
#include "formats/pickle_machine.h"

#include <charconv>

namespace headlight::formats {

namespace {

constexpr std::size_t kLongestIndex = 100;

} // namespace

bool PickleMachine::opList()
{
    std::vector<NodeId> items;
    return popMarked(items) && pushSequence(NodeKind::List, std::move(items));
}

bool PickleMachine::opEmptyList()
{
    return pushSequence(NodeKind::List, {});
}

bool PickleMachine::opEmptySet()
{
    return pushSequence(NodeKind::Set, {});
}

bool PickleMachine::opFrozenSet()
{
    std::vector<NodeId> items;
    return popMarked(items) && pushSequence(NodeKind::Set, std::move(items));
}

bool PickleMachine::addItems(NodeId target, const std::vector<NodeId>& items, NodeKind plain)
{
    if (m_graph.is(target, NodeKind::Object)) {
        auto& into = m_graph.objects[m_graph[target].payload].items;
        into.insert(into.end(), items.begin(), items.end());
        return true;
    }
    if (!m_graph.is(target, plain))
        return fail("adds items to something that holds none");
    auto& into = m_graph.childrenToChange(target);
    into.insert(into.end(), items.begin(), items.end());
    return true;
}

bool PickleMachine::opAppend()
{
    if (!need(2))
        return false;
    const NodeId item = pop();
    return addItems(m_stack.back(), {item}, NodeKind::List);
}

bool PickleMachine::opAppends()
{
    std::vector<NodeId> items;
    return popMarked(items) && need(1) && addItems(m_stack.back(), items, NodeKind::List);
}

bool PickleMachine::opAddItems()
{
    std::vector<NodeId> items;
    return popMarked(items) && need(1) && addItems(m_stack.back(), items, NodeKind::Set);
}

bool PickleMachine::opTuple()
{
    std::vector<NodeId> items;
    return popMarked(items) && pushSequence(NodeKind::Tuple, std::move(items));
}

bool PickleMachine::makeTuple(std::size_t count)
{
    if (!need(count))
        return false;
    const auto first = m_stack.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<NodeId> items(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    return pushSequence(NodeKind::Tuple, std::move(items));
}

bool PickleMachine::opEmptyTuple()
{
    return makeTuple(0);
}

bool PickleMachine::opTuple1()
{
    return makeTuple(1);
}

bool PickleMachine::opTuple2()
{
    return makeTuple(2);
}

bool PickleMachine::opTuple3()
{
    return makeTuple(3);
}

bool PickleMachine::opDict()
{
    std::vector<NodeId> entries;
    if (!popMarked(entries))
        return false;
    if (entries.size() % 2 != 0)
        return fail("a dictionary with a key that has no value");
    return pushSequence(NodeKind::Dictionary, std::move(entries));
}

bool PickleMachine::opEmptyDict()
{
    return pushSequence(NodeKind::Dictionary, {});
}

bool PickleMachine::addEntries(NodeId target, const std::vector<NodeId>& entries)
{
    if (entries.size() % 2 != 0)
        return fail("a dictionary with a key that has no value");
    if (!m_graph.is(target, NodeKind::Object) && !m_graph.is(target, NodeKind::Dictionary))
        return fail("sets entries of something that is no dictionary");
    auto& into = m_graph.is(target, NodeKind::Object) ? m_graph.objects[m_graph[target].payload].entries : m_graph.childrenToChange(target);
    into.insert(into.end(), entries.begin(), entries.end());
    return true;
}

bool PickleMachine::opSetItem()
{
    if (!need(3))
        return false;
    const NodeId value = pop();
    const NodeId key = pop();
    return addEntries(m_stack.back(), {key, value});
}

bool PickleMachine::opSetItems()
{
    std::vector<NodeId> entries;
    return popMarked(entries) && need(1) && addEntries(m_stack.back(), entries);
}

bool PickleMachine::opGet()
{
    const auto line = m_input.line(kLongestIndex);
    if (!line)
        return early();
    std::uint64_t index = 0;
    const auto parsed = std::from_chars(line->data(), line->data() + line->size(), index);
    return parsed.ec == std::errc{} ? recall(index) : fail("a memo index that is no number");
}

bool PickleMachine::opPut()
{
    const auto line = m_input.line(kLongestIndex);
    if (!line)
        return early();
    std::uint64_t index = 0;
    const auto parsed = std::from_chars(line->data(), line->data() + line->size(), index);
    return parsed.ec == std::errc{} ? remember(index) : fail("a memo index that is no number");
}

} // namespace headlight::formats
