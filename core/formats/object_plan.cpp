// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/object_plan.h"

#include <fmt/format.h>

namespace headlight::formats {

Plan planObject(ObjectContext& context, NodeId node)
{
    const PickleGraph& graph = context.graph;
    const ObjectRecord& object = *graph.object(node);
    const auto* name = graph.global(object.callable);
    const auto* arguments = graph.sequence(object.arguments);
    if (name == nullptr || arguments == nullptr)
        return Plan::opaque("object made by an object");
    const Call call{node, *name, object, *arguments};
    for (const auto plan : {planTorchObject, planNumpyObject, planPandasObject, planPythonObject})
        if (auto made = plan(context, call))
            return *std::move(made);
    if (!object.entries.empty()) { // transformers.ModelOutput and its like: dictionaries with a name
        context.notes.insert(fmt::format("An object of class {} is read as a dictionary.", name->full()));
        return Plan::mapping(object.entries);
    }
    if (!object.items.empty()) {
        context.notes.insert(fmt::format("An object of class {} is read as a list.", name->full()));
        return Plan::sequence(object.items);
    }
    return Plan::opaque(name->full());
}

Plan planGlobal(const GlobalName& name)
{
    if (name.module == "torch" && (torchDtype(name) || name.name == "strided" || name.name.starts_with("sparse_")))
        return Plan::of(name.full());
    return Plan::opaque(name.full());
}

} // namespace headlight::formats
