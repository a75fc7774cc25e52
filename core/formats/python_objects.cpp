// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Python's own containers and the odd constructors its pickles use for bytes, slices and complex numbers.
#include "formats/object_plan.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

/// Raw bytes kept as a value; longer ones are only arrays, or nothing we show.
constexpr std::uint64_t kMostSourceBytes = std::uint64_t{16} << 20;

bool isMappingClass(const GlobalName& name)
{
    return name.is("collections", "OrderedDict") || name.is("collections", "defaultdict") || name.is("collections", "Counter") || name.is("builtins", "dict");
}

bool isSequenceClass(const GlobalName& name)
{
    return name.is("builtins", "set") || name.is("builtins", "frozenset") || name.is("builtins", "list") || name.is("builtins", "tuple") || name.is("collections", "deque");
}

/// Entries given by SETITEMS, and before them those of a first argument: a dictionary or pairs.
Plan planMapping(const ObjectContext& context, const Call& call)
{
    std::vector<NodeId> entries;
    for (const NodeId argument : call.arguments) {
        if (const auto* given = context.graph.entries(argument))
            entries.insert(entries.end(), given->begin(), given->end());
        const auto* pairs = context.graph.sequence(argument);
        for (std::size_t i = 0; pairs != nullptr && i < pairs->size(); ++i)
            if (const auto* pair = context.graph.sequence((*pairs)[i]); pair != nullptr && pair->size() == 2)
                entries.insert(entries.end(), pair->begin(), pair->end());
    }
    entries.insert(entries.end(), call.object.entries.begin(), call.object.entries.end());
    return Plan::mapping(std::move(entries));
}

Plan planSequence(const ObjectContext& context, const Call& call)
{
    std::vector<NodeId> items;
    if (const auto* given = context.graph.sequence(call.argument(0)))
        items = *given;
    items.insert(items.end(), call.object.items.begin(), call.object.items.end());
    return Plan::sequence(std::move(items));
}

/// copyreg._reconstructor(class, base, state of the base): what protocols 0 and 1 do for classes derived from containers.
Plan planCopyReconstructed(const ObjectContext& context, const Call& call)
{
    const auto* made = context.graph.global(call.argument(0));
    const std::string className = made != nullptr ? made->full() : call.name.full();
    std::vector<NodeId> entries = call.object.entries;
    if (const auto* given = context.graph.entries(call.argument(2)))
        entries.insert(entries.begin(), given->begin(), given->end());
    if (!entries.empty())
        return Plan::mapping(std::move(entries));
    std::vector<NodeId> items = call.object.items;
    if (const auto* given = context.graph.sequence(call.argument(2)))
        items.insert(items.begin(), given->begin(), given->end());
    if (!items.empty())
        return Plan::sequence(std::move(items));
    return Plan::opaque(className);
}

std::string numberText(const PickleGraph& graph, NodeId id)
{
    if (const auto number = graph.integer(id))
        return fmt::format("{}", *number);
    if (graph.is(id, NodeKind::Float))
        return fmt::format("{}", graph[id].floating());
    return "None";
}

/// "slice(0, 3, None)", "(1+2j)": shown, never computed with.
std::string callText(const PickleGraph& graph, std::string_view name, const std::vector<NodeId>& arguments)
{
    if (name == "complex" && arguments.size() == 2)
        return fmt::format("({}+{}j)", numberText(graph, arguments[0]), numberText(graph, arguments[1]));
    std::string text;
    for (const NodeId argument : arguments)
        text += (text.empty() ? "" : ", ") + numberText(graph, argument);
    return fmt::format("{}({})", name, text);
}

Plan planBytes(const ObjectContext& context, NodeId node)
{
    const auto source = bytesNodeSource(context, node);
    if (!source)
        return Plan::opaque("builtins.bytes", source.error());
    if ((*source)->size() > kMostSourceBytes)
        return Plan::opaque("builtins.bytes");
    auto bytes = bytesAt(**source, 0, (*source)->size());
    if (!bytes)
        return Plan::opaque("builtins.bytes", bytes.error());
    return Plan::of(*std::move(bytes));
}

} // namespace

std::optional<Plan> planPythonObject(ObjectContext& context, const Call& call)
{
    const GlobalName& name = call.name;
    if (isMappingClass(name))
        return planMapping(context, call);
    if (isSequenceClass(name))
        return planSequence(context, call);
    if (name.is("copyreg", "_reconstructor"))
        return planCopyReconstructed(context, call);
    if (name.is("_codecs", "encode") || name.is("builtins", "bytes") || name.is("builtins", "bytearray"))
        return planBytes(context, call.node);
    if (name.is("builtins", "complex") || name.is("builtins", "slice") || name.is("builtins", "range") || name.is("builtins", "xrange"))
        return Plan::of(callText(context.graph, name.name, call.arguments));
    return std::nullopt;
}

} // namespace headlight::formats
