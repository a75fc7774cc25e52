// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs the stack program that a pickle is, protocols 0 to 5, and records what it describes. It calls nothing, imports nothing
// and does not recurse; types are checked at every opcode.
#pragma once

#include "base/job_context.h"
#include "formats/pickle_graph.h"
#include "formats/pickle_input.h"
#include "formats/registry.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace headlight::formats {

/// One pickle that begins at `start`. Errors carry the offset of the opcode.
Result<PickleGraph> readPickleGraph(Source source, std::uint64_t start, const Limits& limits, const JobContext& job = {});

class PickleMachine {
public:
    PickleMachine(Source source, std::uint64_t start, const Limits& limits, const JobContext& job);
    Result<PickleGraph> run();

private:
    using Handler = bool (PickleMachine::*)();
    struct Opcodes;

    // What handlers are made of. All answer false after saying why in m_error.
    bool fail(std::string what, ErrorKind kind = ErrorKind::Corrupt);
    bool early(); ///< the data end inside the opcode
    bool need(std::size_t count);
    bool popMarked(std::vector<NodeId>& items);
    NodeId pop();
    bool push(NodeKind kind, std::uint64_t payload = 0);
    bool pushText(NodeKind kind, std::uint64_t size);
    bool pushDecoded(NodeKind kind, std::string text);
    bool pushSequence(NodeKind kind, std::vector<NodeId> children);
    bool pushGlobal(std::string module, std::string name);
    bool pushObject(NodeId callable, NodeId arguments);
    bool pushInteger(std::int64_t value);
    bool pushFloat(double value);
    bool pushDecimal(std::string_view digits);
    bool pushLittleEndian(std::string_view digits);
    bool remember(std::uint64_t index);
    bool recall(std::uint64_t index);
    bool makeTuple(std::size_t count);
    bool addItems(NodeId target, const std::vector<NodeId>& items, NodeKind plain);
    bool addEntries(NodeId target, const std::vector<NodeId>& entries);

    // One per opcode, by the names of Python's pickletools.
    bool opUnknown();
    bool opProto();
    bool opFrame();
    bool opMark();
    bool opStop();
    bool opPop();
    bool opPopMark();
    bool opDup();
    bool opNone();
    bool opTrue();
    bool opFalse();
    bool opInt();
    bool opBinInt();
    bool opBinInt1();
    bool opBinInt2();
    bool opLong();
    bool opLong1();
    bool opLong4();
    bool opFloat();
    bool opBinFloat();
    bool opString();
    bool opBinString();
    bool opUnicode();
    template <typename T>
    bool opSizedText();
    template <typename T>
    bool opSizedBytes();
    bool opList();
    bool opEmptyList();
    bool opAppend();
    bool opAppends();
    bool opTuple();
    bool opEmptyTuple();
    bool opTuple1();
    bool opTuple2();
    bool opTuple3();
    bool opDict();
    bool opEmptyDict();
    bool opSetItem();
    bool opSetItems();
    bool opEmptySet();
    bool opAddItems();
    bool opFrozenSet();
    bool opGet();
    bool opPut();
    bool opMemoize();
    template <typename T>
    bool opBinGet();
    template <typename T>
    bool opBinPut();
    bool opGlobal();
    bool opStackGlobal();
    bool opInst();
    bool opObj();
    bool opReduce();
    bool opNewObj();
    bool opNewObjEx();
    bool opBuild();
    bool opPersId();
    bool opBinPersId();
    bool opExtension();
    bool opBuffer();

    PickleInput m_input;
    Limits m_limits;
    JobContext m_job;
    PickleGraph m_graph;
    std::vector<NodeId> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<NodeId> m_memo;                           ///< indices given in turn, as every writer does
    std::unordered_map<std::uint64_t, NodeId> m_oddMemo; ///< any other index: never memory by the index
    std::uint64_t m_opcodeAt = 0;
    bool m_stopped = false;
    std::optional<Error> m_error;
};

} // namespace headlight::formats
