// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// PyTorch tensors as pickles describe them: a storage by name, and a layout.
#include "formats/object_plan.h"
#include "value/sparse_elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight::formats {

namespace {

constexpr std::string_view kTensorClass = "torch.Tensor";

/// Constructors of tensors whose numbers are not simply there, and the Python that makes simple ones.
struct Special {
    std::string_view name;
    std::string_view what;
    std::string_view remedy;
};

constexpr std::array<Special, 8> kSpecial{{
    {"_rebuild_qtensor", "quantised tensors are not read", "Save x.dequantize()"},
    {"_rebuild_sparse_csr_tensor", "sparse tensors are not read", "Save x.to_dense()"},
    {"_rebuild_nested_tensor", "nested tensors are not read", "Save x.to_padded_tensor(0.0), or the list x.unbind()"},
    {"_rebuild_meta_tensor_no_storage", "a tensor on the meta device has no values", "Save the tensor from a run on a real device: x = model.to('cpu')(...).attentions"},
    {"_rebuild_wrapper_subclass", "wrapped tensors are not read", "Save x.to(torch.float32).clone() as a plain tensor"},
    {"_rebuild_xla_tensor", "tensors of XLA devices are not read", "Save x.cpu()"},
    {"_rebuild_mlc_tensor", "tensors of MLC devices are not read", "Save x.cpu()"},
    {"_rebuild_ort_tensor", "tensors of ORT devices are not read", "Save x.cpu()"},
}};

Plan broken(Error error)
{
    return Plan::opaque(std::string(kTensorClass), std::move(error));
}

struct TensorParts {
    TorchStorage storage;
    std::optional<DType> dtype;
    NodeId offset = kNoNode;
    NodeId shape = kNoNode;
    NodeId strides = kNoNode;
};

Plan planTensor(const ObjectContext& context, const TensorParts& parts)
{
    const auto offset = context.graph.integer(parts.offset);
    const auto shape = context.graph.integers(parts.shape);
    const auto strides = context.graph.integers(parts.strides);
    const auto dtype = parts.dtype ? parts.dtype : parts.storage.dtype;
    if (!offset || !shape || !strides)
        return broken({ErrorKind::Corrupt, "offset, sizes and strides of a tensor are not all whole numbers"});
    if (!dtype)
        return broken({ErrorKind::Unsupported, "a tensor of a type that is not read", {}, "Save x.to(torch.float32)"});
    if (isComplex(*dtype))
        return broken({ErrorKind::Unsupported, fmt::format("values of type {} have no single number to show", nameOf(*dtype)), {}, "Save x.abs() or torch.view_as_real(x)"});
    auto tensor = Tensor::make({*dtype, parts.storage.stored.order, *shape, *strides, *offset}, parts.storage.stored.elements);
    return tensor ? Plan::of(*std::move(tensor)) : broken(tensor.error());
}

Result<TorchStorage> storageOfNode(const ObjectContext& context, NodeId node)
{
    if (context.graph.is(node, NodeKind::Persistent))
        return storageOfPersistent(context, node);
    const auto* object = context.graph.object(node);
    const auto* callable = object == nullptr ? nullptr : context.graph.global(object->callable);
    const auto* arguments = object == nullptr ? nullptr : context.graph.sequence(object->arguments);
    if (callable == nullptr || arguments == nullptr || arguments->empty())
        return Error{ErrorKind::Corrupt, "a tensor without a storage"};
    if (callable->is("torch.storage", "_load_from_bytes")) {
        const auto bytes = bytesNodeSource(context, arguments->front());
        return bytes ? context.loadStorage(*bytes) : Result<TorchStorage>(bytes.error());
    }
    return Error{ErrorKind::Unsupported, fmt::format("a storage of class {} is not read", callable->full()), {}, "Save x.cpu().clone()"};
}

bool isPlainRebuild(const GlobalName& name)
{
    return name.module.starts_with("torch.") && (name.name == "_rebuild_tensor" || name.name == "_rebuild_tensor_v2" || name.name == "_rebuild_tensor_v3");
}

/// Whole numbers in a tuple, or in the torch.Size of one.
std::optional<Shape> sizesOf(const ObjectContext& context, NodeId node)
{
    const auto* object = context.graph.object(node);
    const auto* name = object == nullptr ? nullptr : context.graph.global(object->callable);
    const auto* arguments = object == nullptr ? nullptr : context.graph.sequence(object->arguments);
    if (name != nullptr && name->is("torch", "Size") && arguments != nullptr && arguments->size() == 1)
        return context.graph.integers(arguments->front());
    return context.graph.integers(node);
}

/// _rebuild_tensor_v2(storage, offset, size, stride, ...) and v3, which says the type in its seventh argument.
Plan planRebuilt(const ObjectContext& context, const Call& call)
{
    const auto storage = storageOfNode(context, call.argument(0));
    if (!storage)
        return broken(storage.error());
    TensorParts parts{*storage, {}, call.argument(1), call.argument(2), call.argument(3)};
    if (call.name.name == "_rebuild_tensor_v3") {
        const auto* dtype = context.graph.global(call.argument(6));
        parts.dtype = dtype == nullptr ? std::nullopt : torchDtype(*dtype);
        parts.storage.dtype.reset();
    }
    return planTensor(context, parts);
}

/// "sparse_coo" of torch.sparse_coo, or of torch.serialization._get_layout("torch.sparse_coo").
std::string layoutName(const ObjectContext& context, NodeId node)
{
    if (const auto* global = context.graph.global(node))
        return global->name;
    const auto* object = context.graph.object(node);
    const auto* arguments = object == nullptr ? nullptr : context.graph.sequence(object->arguments);
    const std::string text = arguments == nullptr || arguments->empty() ? std::string() : context.graph.text(arguments->front()).value_or("");
    return text.substr(text.rfind('.') + 1);
}

/// A tensor that is only a storage and a layout.
Result<Tensor> plainTensor(const ObjectContext& context, NodeId node)
{
    const auto* object = context.graph.object(node);
    const auto* name = object == nullptr ? nullptr : context.graph.global(object->callable);
    const auto* arguments = object == nullptr ? nullptr : context.graph.sequence(object->arguments);
    if (name == nullptr || arguments == nullptr || !isPlainRebuild(*name))
        return Error{ErrorKind::Corrupt, "indices and values of a sparse tensor are not plain tensors"};
    const Plan plan = planRebuilt(context, {node, *name, *object, *arguments});
    if (const auto* tensor = plan.ready.tensor())
        return *tensor;
    return *plan.ready.opaque()->why;
}

/// _rebuild_sparse_tensor(layout, (indices, values, size[, is_coalesced])).
Plan planSparse(const ObjectContext& context, const Call& call)
{
    const std::string layout = layoutName(context, call.argument(0));
    if (layout != "sparse_coo")
        return broken({ErrorKind::Unsupported, fmt::format("tensors of layout {} are not read", layout.empty() ? "unknown" : layout), {}, "Save x.to_dense()"});
    const auto* parts = context.graph.sequence(call.argument(1));
    const auto shape = parts == nullptr || parts->size() < 3 ? std::nullopt : sizesOf(context, (*parts)[2]);
    if (!shape)
        return broken({ErrorKind::Corrupt, "a sparse tensor without indices, values and size", {}, "Save x.to_dense()"});
    const auto indices = plainTensor(context, (*parts)[0]);
    const auto values = plainTensor(context, (*parts)[1]);
    if (!indices || !values)
        return broken(indices ? values.error() : indices.error());
    auto tensor = SparseElements::make(*indices, *values, *shape);
    return tensor ? Plan::of(*std::move(tensor)) : broken(tensor.error());
}

std::string deviceText(const ObjectContext& context, const Call& call)
{
    std::string text = context.graph.text(call.argument(0)).value_or("device");
    if (const auto index = context.graph.integer(call.argument(1)))
        text += fmt::format(":{}", *index);
    return text;
}

/// _rebuild_from_type_v2(function, class, arguments, state): a tensor of a derived class.
Plan planOfSubclass(ObjectContext& context, const Call& call)
{
    const auto* function = context.graph.global(call.argument(0));
    const auto* arguments = context.graph.sequence(call.argument(2));
    if (function == nullptr || !isPlainRebuild(*function) || arguments == nullptr)
        return broken({ErrorKind::Unsupported, "tensors of derived classes are not read", {}, "Save x.as_subclass(torch.Tensor)"});
    return planRebuilt(context, {call.node, *function, call.object, *arguments});
}

std::optional<Plan> planRebuildFunction(ObjectContext& context, const Call& call)
{
    const std::string& name = call.name.name;
    if (isPlainRebuild(call.name))
        return planRebuilt(context, call);
    if (name == "_rebuild_sparse_tensor")
        return planSparse(context, call);
    if (name == "_rebuild_parameter" || name == "_rebuild_parameter_with_state" || name == "_rebuild_device_tensor_from_numpy")
        return call.arguments.empty() ? broken({ErrorKind::Corrupt, "a parameter without a tensor"}) : Plan::same(call.arguments.front());
    if (name == "_rebuild_from_type_v2")
        return planOfSubclass(context, call);
    const auto special = std::ranges::find(kSpecial, name, &Special::name);
    if (special != kSpecial.end())
        return broken({ErrorKind::Unsupported, std::string(special->what), {}, std::string(special->remedy)});
    return std::nullopt;
}

} // namespace

std::optional<Plan> planTorchObject(ObjectContext& context, const Call& call)
{
    const GlobalName& name = call.name;
    if (name.module == "torch._utils" || name.module == "torch._tensor")
        if (auto plan = planRebuildFunction(context, call))
            return plan;
    if (name.is("torch.nn.parameter", "Parameter") && call.arguments.size() == 1)
        return Plan::same(call.arguments.front());
    if (name.is("torch", "Size") && call.arguments.size() == 1)
        return Plan::same(call.arguments.front());
    if (name.is("torch", "device"))
        return Plan::of(deviceText(context, call));
    if (name.is("torch.serialization", "_get_layout"))
        return Plan::of(context.graph.text(call.argument(0)).value_or("torch.layout"));
    if (name.is("torch.storage", "_load_from_bytes"))
        return planPersistent(context, call.node);
    return std::nullopt;
}

Plan planPersistent(ObjectContext& context, NodeId node)
{
    const auto storage = storageOfNode(context, node);
    if (!storage)
        return Plan::opaque("torch.storage", storage.error());
    const DType dtype = storage->dtype.value_or(DType::UInt8);
    const auto count = static_cast<std::int64_t>(storage->bytes / sizeOf(dtype));
    auto tensor = Tensor::make({dtype, storage->stored.order, {count}, {1}, 0}, storage->stored.elements);
    return tensor ? Plan::of(*std::move(tensor)) : Plan::opaque("torch.storage", tensor.error());
}

} // namespace headlight::formats
