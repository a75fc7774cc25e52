// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The opcodes of the pickle machine that name classes and record calls of them.
#include "formats/pickle_machine.h"
#include "formats/pickle_names.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

constexpr std::size_t kLongestName = 1000;
constexpr std::size_t kLongestPersistentId = 4096;

} // namespace

bool PickleMachine::pushGlobal(std::string module, std::string name)
{
    if (module.find('\0') != std::string::npos || name.find('\0') != std::string::npos || name.find('\n') != std::string::npos)
        return fail("the name of a class holds control characters");
    auto global = canonicalName(std::move(module), std::move(name));
    if (isHostileName(global)) {
        m_error = hostileError(global, m_opcodeAt);
        return false;
    }
    m_graph.globals.push_back(std::move(global));
    return push(NodeKind::Global, m_graph.globals.size() - 1);
}

bool PickleMachine::opGlobal()
{
    auto module = m_input.line(kLongestName);
    auto name = module ? m_input.line(kLongestName) : std::nullopt;
    return name ? pushGlobal(*std::move(module), *std::move(name)) : early();
}

bool PickleMachine::opStackGlobal()
{
    if (!need(2))
        return false;
    const NodeId name = pop();
    const NodeId module = pop();
    if (!m_graph.is(name, NodeKind::Text) || !m_graph.is(module, NodeKind::Text))
        return fail("the name of a class is no string");
    auto moduleText = m_graph.text(module, kLongestName);
    auto nameText = m_graph.text(name, kLongestName);
    if (!moduleText || !nameText)
        return fail("the name of a class is too long");
    return pushGlobal(*std::move(moduleText), *std::move(nameText));
}

bool PickleMachine::pushObject(NodeId callable, NodeId arguments)
{
    if (!m_graph.is(callable, NodeKind::Global) && !m_graph.is(callable, NodeKind::Object))
        return fail("makes an object of something that is no class");
    if (!m_graph.is(arguments, NodeKind::Tuple))
        return fail("makes an object with arguments that are no tuple");
    ObjectRecord record;
    record.callable = callable;
    record.arguments = arguments;
    m_graph.objects.push_back(std::move(record));
    return push(NodeKind::Object, m_graph.objects.size() - 1);
}

bool PickleMachine::opInst()
{
    std::vector<NodeId> arguments;
    if (!popMarked(arguments) || !opGlobal())
        return false;
    const NodeId callable = pop();
    if (!pushSequence(NodeKind::Tuple, std::move(arguments)))
        return false;
    return pushObject(callable, pop());
}

bool PickleMachine::opObj()
{
    std::vector<NodeId> arguments;
    if (!popMarked(arguments))
        return false;
    if (arguments.empty())
        return fail("makes an object of no class");
    const NodeId callable = arguments.front();
    arguments.erase(arguments.begin());
    if (!pushSequence(NodeKind::Tuple, std::move(arguments)))
        return false;
    return pushObject(callable, pop());
}

bool PickleMachine::opReduce()
{
    if (!need(2))
        return false;
    const NodeId arguments = pop();
    return pushObject(pop(), arguments);
}

bool PickleMachine::opNewObj()
{
    return opReduce();
}

bool PickleMachine::opNewObjEx()
{
    if (!need(3))
        return false;
    if (!m_graph.is(pop(), NodeKind::Dictionary))
        return fail("makes an object with named arguments that are no dictionary");
    return opReduce();
}

bool PickleMachine::opBuild()
{
    if (!need(2))
        return false;
    const NodeId state = pop();
    if (!m_graph.is(m_stack.back(), NodeKind::Object))
        return fail("sets the state of something that is no object");
    m_graph.objects[m_graph[m_stack.back()].payload].state = state;
    return true;
}

bool PickleMachine::opPersId()
{
    auto line = m_input.line(kLongestPersistentId);
    if (!line)
        return early();
    return pushDecoded(NodeKind::Text, *std::move(line)) && opBinPersId();
}

bool PickleMachine::opBinPersId()
{
    if (!need(1))
        return false;
    const NodeId id = pop();
    return push(NodeKind::Persistent, id);
}

bool PickleMachine::opExtension()
{
    return fail("uses a registered extension code, whose meaning is not in the file", ErrorKind::Unsupported);
}

bool PickleMachine::opBuffer()
{
    return fail("keeps its arrays in buffers outside the pickle", ErrorKind::Unsupported);
}

} // namespace headlight::formats
