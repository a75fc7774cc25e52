// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_opcodes.h"

namespace headlight::formats {

template <typename T>
bool PickleMachine::opBinGet()
{
    const auto index = m_input.number<T>();
    return index ? recall(*index) : early();
}

template <typename T>
bool PickleMachine::opBinPut()
{
    const auto index = m_input.number<T>();
    return index ? remember(*index) : early();
}

template <typename T>
bool PickleMachine::opSizedText()
{
    const auto size = m_input.number<T>();
    return size ? pushText(NodeKind::Text, *size) : early();
}

template <typename T>
bool PickleMachine::opSizedBytes()
{
    const auto size = m_input.number<T>();
    return size ? pushText(NodeKind::ByteString, *size) : early();
}

const PickleMachine::Opcodes::Table& PickleMachine::Opcodes::table()
{
    static const Table handlers = [] {
        using M = PickleMachine;
        Table t;
        t.fill(&M::opUnknown);
        const auto set = [&t](unsigned char byte, Handler handler) { t[byte] = handler; };
        set(0x80, &M::opProto), set(0x95, &M::opFrame), set('(', &M::opMark), set('.', &M::opStop);
        set('0', &M::opPop), set('1', &M::opPopMark), set('2', &M::opDup);
        set('N', &M::opNone), set(0x88, &M::opTrue), set(0x89, &M::opFalse);
        set('I', &M::opInt), set('J', &M::opBinInt), set('K', &M::opBinInt1), set('M', &M::opBinInt2);
        set('L', &M::opLong), set(0x8A, &M::opLong1), set(0x8B, &M::opLong4), set('F', &M::opFloat), set('G', &M::opBinFloat);
        set('S', &M::opString), set('T', &M::opBinString), set('U', &M::opSizedText<std::uint8_t>), set('V', &M::opUnicode);
        set(0x8C, &M::opSizedText<std::uint8_t>), set('X', &M::opSizedText<std::uint32_t>), set(0x8D, &M::opSizedText<std::uint64_t>);
        set('C', &M::opSizedBytes<std::uint8_t>), set('B', &M::opSizedBytes<std::uint32_t>), set(0x8E, &M::opSizedBytes<std::uint64_t>);
        set(0x96, &M::opSizedBytes<std::uint64_t>);
        set('l', &M::opList), set(']', &M::opEmptyList), set('a', &M::opAppend), set('e', &M::opAppends);
        set('t', &M::opTuple), set(')', &M::opEmptyTuple), set(0x85, &M::opTuple1), set(0x86, &M::opTuple2), set(0x87, &M::opTuple3);
        set('d', &M::opDict), set('}', &M::opEmptyDict), set('s', &M::opSetItem), set('u', &M::opSetItems);
        set(0x8F, &M::opEmptySet), set(0x90, &M::opAddItems), set(0x91, &M::opFrozenSet);
        set('g', &M::opGet), set('h', &M::opBinGet<std::uint8_t>), set('j', &M::opBinGet<std::uint32_t>);
        set('p', &M::opPut), set('q', &M::opBinPut<std::uint8_t>), set('r', &M::opBinPut<std::uint32_t>), set(0x94, &M::opMemoize);
        set('c', &M::opGlobal), set(0x93, &M::opStackGlobal), set('i', &M::opInst), set('o', &M::opObj);
        set('R', &M::opReduce), set(0x81, &M::opNewObj), set(0x92, &M::opNewObjEx), set('b', &M::opBuild);
        set('P', &M::opPersId), set('Q', &M::opBinPersId);
        set(0x82, &M::opExtension), set(0x83, &M::opExtension), set(0x84, &M::opExtension), set(0x97, &M::opBuffer), set(0x98, &M::opBuffer);
        return t;
    }();
    return handlers;
}

} // namespace headlight::formats
