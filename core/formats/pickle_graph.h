// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a pickle describes, as data: a graph of nodes. Calls are recorded, never made.
#pragma once

#include "formats/byte_source.h"

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight::formats {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

enum class NodeKind : std::uint8_t {
    None, False, True, Integer, HugeInteger, Float,
    Text, ByteString,         ///< where their bytes are: texts[payload]
    List, Tuple, Set,         ///< sequences[payload], or kEmptySequence
    Dictionary,               ///< the same, keys and values in turn
    Global,                   ///< globals[payload]
    Object,                   ///< objects[payload]
    Persistent,               ///< payload: the node that names it
};

/// Containers get their memory with their first item, so that a million empty ones cost little.
inline constexpr std::uint64_t kEmptySequence = ~std::uint64_t{0};

struct Node {
    NodeKind kind = NodeKind::None;
    std::uint64_t payload = 0; ///< bits of the number, or an index

    [[nodiscard]] std::int64_t integer() const { return std::bit_cast<std::int64_t>(payload); }
    [[nodiscard]] double floating() const { return std::bit_cast<double>(payload); }
};

/// Bytes of a string: in the source, or in `decoded` where escapes had to be resolved.
struct TextSpan {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    bool isDecoded = false; ///< then `offset` is an index into PickleGraph::decoded
};

/// A class or function by name. Python 2 and NumPy 1 and 2 names are brought to one form.
struct GlobalName {
    std::string module;
    std::string name;

    [[nodiscard]] std::string full() const { return module + "." + name; }
    [[nodiscard]] bool is(std::string_view otherModule, std::string_view otherName) const { return module == otherModule && name == otherName; }
};

/// An object that Python would make by calling something; here only what it would be called with.
struct ObjectRecord {
    NodeId callable = kNoNode;
    NodeId arguments = kNoNode; ///< a tuple
    NodeId state = kNoNode;     ///< of BUILD, the last one
    std::vector<NodeId> items;  ///< appended or added
    std::vector<NodeId> entries; ///< keys and values in turn
};

struct PickleGraph {
    Source source;
    std::vector<Node> nodes;
    std::vector<TextSpan> texts;
    std::vector<std::string> decoded;
    std::vector<std::vector<NodeId>> sequences;
    std::vector<GlobalName> globals;
    std::vector<ObjectRecord> objects;
    NodeId root = kNoNode;
    std::uint64_t end = 0; ///< first byte after STOP

    [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id]; }
    [[nodiscard]] bool is(NodeId id, NodeKind kind) const { return id != kNoNode && nodes[id].kind == kind; }
    /// Children of a list, tuple or set; null for anything else.
    [[nodiscard]] const std::vector<NodeId>* sequence(NodeId id) const;
    /// Keys and values of a dictionary in turn; null for anything else.
    [[nodiscard]] const std::vector<NodeId>* entries(NodeId id) const;
    /// The children of any container, to add to.
    std::vector<NodeId>& childrenToChange(NodeId id);
    [[nodiscard]] const GlobalName* global(NodeId id) const;
    [[nodiscard]] const ObjectRecord* object(NodeId id) const;
    [[nodiscard]] std::optional<std::int64_t> integer(NodeId id) const;
    /// Bytes of a string or byte string; nothing for other nodes, unreadable ones and those longer than `most`.
    [[nodiscard]] std::optional<std::string> text(NodeId id, std::uint64_t most = 4096) const;
    /// All of them integers; nothing otherwise.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(NodeId id) const;
};

} // namespace headlight::formats
