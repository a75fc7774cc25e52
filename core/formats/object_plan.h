// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the objects of a pickle become values: the allow-list. Everything that is not on it becomes Opaque.
#pragma once

#include "formats/pickle_graph.h"
#include "formats/registry.h"
#include "value/value.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace headlight::formats {

/// What to build for a node: something ready, another node's value, or a container of other nodes' values.
struct Plan {
    enum class Kind : std::uint8_t { Ready, Same, Sequence, Mapping };

    Kind kind = Kind::Ready;
    Value ready = {};
    std::vector<NodeId> children = {}; ///< Mapping: keys and values in turn

    static Plan of(Value value) { return {Kind::Ready, std::move(value), {}}; }
    static Plan same(NodeId node) { return {Kind::Same, {}, {node}}; }
    static Plan sequence(std::vector<NodeId> nodes) { return {Kind::Sequence, {}, std::move(nodes)}; }
    static Plan mapping(std::vector<NodeId> nodes) { return {Kind::Mapping, {}, std::move(nodes)}; }
    static Plan opaque(std::string className, std::optional<Error> why = {}) { return of(Opaque{std::move(className), std::move(why)}); }
};

/// A storage as a pickle names it.
struct StorageName {
    std::string key;
    std::string type;          ///< "FloatStorage", "UntypedStorage"
    std::uint64_t bytes = 0;   ///< size that the name declares
    std::int64_t viewOffset = 0; ///< in bytes; very old files name parts of storages
};

/// Elements and their byte order.
struct StoredElements {
    std::shared_ptr<const ElementStorage> elements;
    ByteOrder order = ByteOrder::Little;
};

/// A storage with the type that its class says, if it says one.
struct TorchStorage {
    StoredElements stored;
    std::optional<DType> dtype;
    std::uint64_t bytes = 0;
};

/// Everything the readers of objects share.
struct ObjectContext {
    const PickleGraph& graph;
    /// The storage of that name in the archive or stream; an error where a pickle stands alone.
    std::function<Result<StoredElements>(const StorageName&)> findStorage;
    /// The storage in bytes that torch.save wrote (pickle.dump of a tensor holds such bytes).
    std::function<Result<TorchStorage>(const Source&)> loadStorage;
    Limits limits = {};
    std::set<std::string> notes = {}; ///< sentences, each once

};

/// An object whose class is known by name.
struct Call {
    NodeId node;
    const GlobalName& name;
    const ObjectRecord& object;
    const std::vector<NodeId>& arguments;

    /// The argument at a position; kNoNode, which is of no kind, where there is none.
    [[nodiscard]] NodeId argument(std::size_t position) const { return position < arguments.size() ? arguments[position] : kNoNode; }
};

/// Nothing when the class is not theirs.
std::optional<Plan> planTorchObject(ObjectContext& context, const Call& call);
std::optional<Plan> planNumpyObject(ObjectContext& context, const Call& call);
std::optional<Plan> planPandasObject(ObjectContext& context, const Call& call);
std::optional<Plan> planPythonObject(ObjectContext& context, const Call& call);

/// The allow-list, then classes that carry dictionary entries or items, then Opaque.
Plan planObject(ObjectContext& context, NodeId node);
/// A class or function that stands as a value: "torch.float32", or Opaque.
Plan planGlobal(const GlobalName& name);
/// A storage that stands as a value.
Plan planPersistent(ObjectContext& context, NodeId node);

/// Elements of `size` bytes in a string, a byte string or what _codecs.encode and bytearray make of one.
Result<std::shared_ptr<const ElementStorage>> bytesNode(const ObjectContext& context, NodeId node, std::uint64_t size);
/// The same as a source, whatever its size.
Result<Source> bytesNodeSource(const ObjectContext& context, NodeId node);

/// The number type of "torch.float16" or of "HalfStorage".
std::optional<DType> torchDtype(const GlobalName& name);
std::optional<DType> storageDtype(std::string_view storageClass);
/// The storage that a persistent id names: ('storage', class, key, location, count[, view]).
Result<TorchStorage> storageOfPersistent(const ObjectContext& context, NodeId node);

} // namespace headlight::formats
