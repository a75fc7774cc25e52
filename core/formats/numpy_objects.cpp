// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// NumPy arrays, scalars and types as pickles describe them.
#include "formats/numpy_type.h"
#include "formats/object_plan.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kMostPickledStrings = std::uint64_t{256} << 20;

/// numpy.dtype('f4', False, True) with the state (3, '<', None, None, None, -1, -1, 0).
Result<NumpyType> typeOf(const ObjectContext& context, NodeId node)
{
    const PickleGraph& graph = context.graph;
    const auto* object = graph.object(node);
    const auto* callable = object == nullptr ? nullptr : graph.global(object->callable);
    const auto* arguments = object == nullptr ? nullptr : graph.sequence(object->arguments);
    const bool isType = callable != nullptr && callable->name == "dtype" && callable->module.starts_with("numpy");
    if (!isType || arguments == nullptr || arguments->empty())
        return Error{ErrorKind::Corrupt, "an array without a type"};
    const auto name = graph.text(arguments->front());
    if (!name)
        return Error{ErrorKind::Unsupported, "arrays of extension types are not read", {}, "Re-save it with x.astype(np.float32)"};
    std::string order = "<";
    if (const auto* state = graph.sequence(object->state); state != nullptr && state->size() >= 5) {
        order = graph.text((*state)[1]).value_or("<");
        if (!graph.is((*state)[3], NodeKind::None) || !graph.is((*state)[2], NodeKind::None))
            return Error{ErrorKind::Unsupported, "arrays with named fields are not read", {}, "Save each field as an array of its own"};
    }
    const bool hasOrder = !name->empty() && std::string_view("<>=|").find(name->front()) != std::string_view::npos;
    return numpyType(hasOrder ? *name : order + *name);
}

struct ArrayParts {
    NodeId shape = kNoNode;
    NodeId type = kNoNode;
    NodeId data = kNoNode;
    bool fortran = false;
};

Plan unreadable(Error error)
{
    if (error.remedy.empty())
        error.remedy = "Re-save it as an array of float32";
    return Plan::opaque("numpy.ndarray", std::move(error));
}

/// An array of objects: a list when it has one axis, its only element when it has none.
Plan planObjects(const ObjectContext& context, const Shape& shape, NodeId data)
{
    const auto* items = context.graph.sequence(data);
    if (items == nullptr)
        return unreadable({ErrorKind::Corrupt, "an array of objects without its list"});
    const auto count = elementCount(shape);
    if (!count || static_cast<std::size_t>(*count) != items->size())
        return unreadable({ErrorKind::Corrupt, fmt::format("an array of {} objects of shape {}", items->size(), toString(shape))});
    if (shape.empty())
        return Plan::same(items->front());
    if (shape.size() > 1)
        return unreadable({ErrorKind::Unsupported, fmt::format("an array of objects of shape {} is not read", toString(shape)), {}, "Re-save it with x.tolist(), or with dtype=float32"});
    return Plan::sequence(*items);
}

Plan planStrings(const ObjectContext& context, const NumpyType& type, const Shape& shape, const ArrayParts& parts)
{
    const auto size = byteCount(type, shape);
    if (!size || *size > kMostPickledStrings)
        return unreadable(size ? Error{ErrorKind::Limit, fmt::format("{} bytes of strings, at most {} are read", *size, kMostPickledStrings)} : size.error());
    const auto source = bytesNodeSource(context, parts.data);
    if (!source)
        return unreadable(source.error());
    const auto bytes = bytesAt(**source, 0, std::min(*size, (*source)->size()));
    if (!bytes)
        return unreadable(bytes.error());
    auto strings = numpyStrings(type, shape, parts.fortran, *bytes);
    return strings ? Plan::of(*std::move(strings)) : unreadable(strings.error());
}

Plan planArray(ObjectContext& context, const ArrayParts& parts)
{
    const auto shape = context.graph.integers(parts.shape);
    if (!shape)
        return unreadable({ErrorKind::Corrupt, "an array whose shape is no list of whole numbers"});
    const auto type = typeOf(context, parts.type);
    if (!type)
        return unreadable(type.error());
    if (type->kind == NumpyType::Kind::Object)
        return planObjects(context, *shape, parts.data);
    if (type->kind != NumpyType::Kind::Number)
        return planStrings(context, *type, *shape, parts);
    const auto size = byteCount(*type, *shape);
    if (!size)
        return unreadable(size.error());
    auto elements = bytesNode(context, parts.data, *size);
    if (!elements)
        return unreadable(elements.error());
    if (type->assumedBFloat16)
        context.notes.insert("An array has elements of two bytes without a type; they are read as bfloat16.");
    auto tensor = numpyTensor(*type, *shape, parts.fortran, *std::move(elements));
    return tensor ? Plan::of(*std::move(tensor)) : unreadable(tensor.error());
}

/// _reconstruct(ndarray, (0,), b'b') with the state (1, shape, dtype, fortran, data); very old files leave the 1 out.
Plan planReconstructed(ObjectContext& context, const Call& call)
{
    const auto* state = context.graph.sequence(call.object.state);
    if (state == nullptr || (state->size() != 5 && state->size() != 4))
        return unreadable({ErrorKind::Corrupt, "an array without its state"});
    const auto* fields = state->data() + (state->size() - 4);
    return planArray(context, {fields[0], fields[1], fields[3], context.graph.is(fields[2], NodeKind::True) || context.graph.integer(fields[2]).value_or(0) != 0});
}

/// _frombuffer(bytes, dtype, shape, order)
Plan planFromBuffer(ObjectContext& context, const Call& call)
{
    return planArray(context, {call.argument(2), call.argument(1), call.argument(0), context.graph.text(call.argument(3)).value_or("C") == "F"});
}

/// scalar(dtype, bytes)
Plan planScalar(ObjectContext& context, const Call& call)
{
    const auto type = typeOf(context, call.argument(0));
    if (!type || type->kind == NumpyType::Kind::Object)
        return Plan::opaque(call.name.full(), type ? std::nullopt : std::optional(type.error()));
    if (type->kind != NumpyType::Kind::Number)
        return planStrings(context, *type, {}, {kNoNode, kNoNode, call.argument(1), false});
    const auto elements = bytesNode(context, call.argument(1), type->itemSize);
    const auto tensor = elements ? numpyTensor(*type, {}, false, *elements) : Result<Tensor>(elements.error());
    std::vector<double> value(1);
    if (!tensor)
        return Plan::opaque(call.name.full(), tensor.error());
    if (auto got = tensor->read(std::span<double>(value)); !got)
        return Plan::opaque(call.name.full(), got.error());
    if (type->dtype == DType::Bool)
        return Plan::of(value.front() != 0);
    constexpr double kExact = 9007199254740992.0;
    if (!isFloating(type->dtype) && value.front() > -kExact && value.front() < kExact)
        return Plan::of(static_cast<std::int64_t>(value.front()));
    return Plan::of(value.front());
}

} // namespace

std::optional<Plan> planNumpyObject(ObjectContext& context, const Call& call)
{
    const GlobalName& name = call.name;
    if (name.is("numpy.core.multiarray", "_reconstruct"))
        return planReconstructed(context, call);
    if (name.is("numpy.core.numeric", "_frombuffer"))
        return planFromBuffer(context, call);
    if (name.is("numpy.core.multiarray", "scalar"))
        return planScalar(context, call);
    if (name.module.starts_with("numpy") && name.name == "dtype")
        return Plan::of(context.graph.text(call.argument(0)).value_or(name.full()));
    if (name.module.starts_with("jax"))
        return Plan::opaque(name.full(), Error{ErrorKind::Unsupported, "JAX arrays are not read", {}, "Save np.asarray(x)"});
    return std::nullopt;
}

} // namespace headlight::formats
