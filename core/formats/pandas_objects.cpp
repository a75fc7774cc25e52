// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Series and indexes of pandas as pickles describe them: the array inside is what is shown.
#include "formats/object_plan.h"

namespace headlight::formats {

namespace {

/// The entry of a dictionary; kNoNode where there is none.
NodeId entryOf(const PickleGraph& graph, NodeId dictionary, std::string_view key)
{
    const auto* entries = graph.entries(dictionary);
    for (std::size_t i = 0; entries != nullptr && i + 1 < entries->size(); i += 2)
        if (graph.text((*entries)[i]) == key)
            return (*entries)[i + 1];
    return kNoNode;
}

NodeId itemOf(const PickleGraph& graph, NodeId sequence, std::size_t position)
{
    const auto* items = graph.sequence(sequence);
    return items == nullptr || position >= items->size() ? kNoNode : (*items)[position];
}

/// The array of a block manager with one block. Its state is (axes, [array of each block], [items of each block], ...); managers that
/// are made from their block instead have _unpickle_block(array, place, axes) as their first argument.
NodeId arrayOfManager(const PickleGraph& graph, NodeId manager)
{
    const auto* object = graph.object(manager);
    if (object == nullptr)
        return kNoNode;
    if (const NodeId array = itemOf(graph, itemOf(graph, object->state, 1), 0); array != kNoNode)
        return array;
    const auto* block = graph.object(itemOf(graph, object->arguments, 0));
    return block == nullptr ? kNoNode : itemOf(graph, block->arguments, 0);
}

Plan unreadable(const GlobalName& name, std::string remedy)
{
    return Plan::opaque(name.full(), Error{ErrorKind::Unsupported, "pandas objects of this kind are not read", {}, std::move(remedy)});
}

} // namespace

std::optional<Plan> planPandasObject(ObjectContext& context, const Call& call)
{
    const PickleGraph& graph = context.graph;
    const GlobalName& name = call.name;
    if (!name.module.starts_with("pandas."))
        return std::nullopt;
    if (name.name == "Series") {
        NodeId manager = entryOf(graph, call.object.state, "_mgr");
        if (manager == kNoNode)
            manager = entryOf(graph, call.object.state, "_data"); // before pandas 1.1
        const NodeId array = arrayOfManager(graph, manager);
        if (array == kNoNode || graph.object(array) == nullptr)
            return unreadable(name, "Save x.to_numpy()");
        context.notes.insert("A pandas Series is read as its values; its index is not shown.");
        return Plan::same(array);
    }
    if (name.name == "_new_Index") {
        const NodeId array = entryOf(graph, call.argument(1), "data");
        return graph.object(array) == nullptr ? Plan::opaque("pandas.Index") : Plan::same(array);
    }
    return unreadable(name, name.name == "DataFrame" ? "Save x.to_dict('list')" : "Save x.to_numpy()");
}

} // namespace headlight::formats
