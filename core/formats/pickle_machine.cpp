// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_machine.h"

#include "formats/pickle_opcodes.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

constexpr std::size_t kAskEvery = 1U << 16U;

constexpr NodeId kNoneNode = 0;
constexpr NodeId kFalseNode = 1;
constexpr NodeId kTrueNode = 2;

} // namespace

Result<PickleGraph> readPickleGraph(Source source, std::uint64_t start, const Limits& limits, const JobContext& job)
{
    return PickleMachine(std::move(source), start, limits, job).run();
}

PickleMachine::PickleMachine(Source source, std::uint64_t start, const Limits& limits, const JobContext& job)
    : m_input(std::move(source), start), m_limits(limits), m_job(job)
{
    m_graph.source = m_input.source();
    m_graph.nodes = {{NodeKind::None}, {NodeKind::False}, {NodeKind::True}};
}

Result<PickleGraph> PickleMachine::run()
{
    const auto& handlers = Opcodes::table();
    for (std::size_t count = 0; !m_stopped; ++count) {
        m_opcodeAt = m_input.position();
        if (count >= m_limits.mostPickleOpcodes)
            return Error{ErrorKind::Limit, fmt::format("more than {} instructions", m_limits.mostPickleOpcodes), at(m_opcodeAt)};
        if (count % kAskEvery == 0 && m_job.stopped())
            return cancelled();
        const auto opcode = m_input.number<std::uint8_t>();
        if (!opcode)
            return m_input.error();
        if (!(this->*handlers[*opcode])())
            return *m_error;
    }
    m_graph.end = m_input.position();
    return std::move(m_graph);
}

bool PickleMachine::fail(std::string what, ErrorKind kind)
{
    m_error = Error{kind, std::move(what), at(m_opcodeAt)};
    return false;
}

bool PickleMachine::early()
{
    m_error = m_input.error();
    return false;
}

bool PickleMachine::need(std::size_t count)
{
    const std::size_t fence = m_marks.empty() ? 0 : m_marks.back();
    return m_stack.size() - fence >= count || fail("an instruction takes more from the stack than is there");
}

NodeId PickleMachine::pop()
{
    const NodeId top = m_stack.back();
    m_stack.pop_back();
    return top;
}

bool PickleMachine::popMarked(std::vector<NodeId>& items)
{
    if (m_marks.empty())
        return fail("an instruction needs a mark on the stack, and there is none");
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    items.assign(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return true;
}

bool PickleMachine::push(NodeKind kind, std::uint64_t payload)
{
    if (m_graph.nodes.size() >= m_limits.mostValues)
        return fail(fmt::format("more than {} values", m_limits.mostValues), ErrorKind::Limit);
    m_stack.push_back(static_cast<NodeId>(m_graph.nodes.size()));
    m_graph.nodes.push_back({kind, payload});
    return true;
}

bool PickleMachine::pushSequence(NodeKind kind, std::vector<NodeId> children)
{
    if (children.empty())
        return push(kind, kEmptySequence);
    m_graph.sequences.push_back(std::move(children));
    return push(kind, m_graph.sequences.size() - 1);
}

bool PickleMachine::opUnknown()
{
    return fail("not an instruction of any pickle protocol up to 5");
}

bool PickleMachine::opProto()
{
    const auto protocol = m_input.number<std::uint8_t>();
    if (!protocol)
        return early();
    return *protocol <= 5 || fail(fmt::format("pickle protocol {}, up to 5 is read", *protocol), ErrorKind::Unsupported);
}

bool PickleMachine::opFrame()
{
    const auto length = m_input.number<std::uint64_t>();
    if (!length)
        return early();
    return *length <= m_input.left() || fail(fmt::format("a frame of {} bytes where {} are left", *length, m_input.left()), ErrorKind::Truncated);
}

bool PickleMachine::opMark()
{
    m_marks.push_back(m_stack.size());
    return true;
}

bool PickleMachine::opStop()
{
    if (!m_marks.empty() || m_stack.size() != 1)
        return fail(fmt::format("the pickle ends with {} values, expected one", m_stack.size()));
    m_graph.root = pop();
    m_stopped = true;
    return true;
}

bool PickleMachine::opPop()
{
    if (!m_marks.empty() && m_stack.size() == m_marks.back()) {
        m_marks.pop_back();
        return true;
    }
    if (!need(1))
        return false;
    pop();
    return true;
}

bool PickleMachine::opPopMark()
{
    std::vector<NodeId> dropped;
    return popMarked(dropped);
}

bool PickleMachine::opDup()
{
    if (!need(1))
        return false;
    m_stack.push_back(m_stack.back());
    return true;
}

bool PickleMachine::opNone()
{
    m_stack.push_back(kNoneNode);
    return true;
}

bool PickleMachine::opTrue()
{
    m_stack.push_back(kTrueNode);
    return true;
}

bool PickleMachine::opFalse()
{
    m_stack.push_back(kFalseNode);
    return true;
}

bool PickleMachine::remember(std::uint64_t index)
{
    if (!need(1))
        return false;
    if (index < m_memo.size())
        m_memo[index] = m_stack.back();
    else if (index == m_memo.size())
        m_memo.push_back(m_stack.back());
    else
        m_oddMemo[index] = m_stack.back();
    return true;
}

bool PickleMachine::recall(std::uint64_t index)
{
    if (index < m_memo.size()) {
        m_stack.push_back(m_memo[index]);
        return true;
    }
    const auto found = m_oddMemo.find(index);
    if (found == m_oddMemo.end())
        return fail(fmt::format("refers to value {} of its memo, which was never set", index));
    m_stack.push_back(found->second);
    return true;
}

bool PickleMachine::opMemoize()
{
    return remember(m_memo.size() + m_oddMemo.size());
}

} // namespace headlight::formats
