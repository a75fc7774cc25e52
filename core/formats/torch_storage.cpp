// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Names of PyTorch's number types and storages.
#include "formats/object_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight::formats {

namespace {

struct NamedDtype {
    std::string_view name;
    DType dtype;
};

constexpr std::array<NamedDtype, 25> kDtypes{{
    {"float64", DType::Float64}, {"double", DType::Float64}, {"float32", DType::Float32}, {"float", DType::Float32}, {"float16", DType::Float16},
    {"half", DType::Float16}, {"bfloat16", DType::BFloat16}, {"float8_e4m3fn", DType::Float8E4M3FN}, {"float8_e5m2", DType::Float8E5M2},
    {"int64", DType::Int64}, {"long", DType::Int64}, {"int32", DType::Int32}, {"int", DType::Int32}, {"int16", DType::Int16}, {"short", DType::Int16},
    {"int8", DType::Int8}, {"uint64", DType::UInt64}, {"uint32", DType::UInt32}, {"uint16", DType::UInt16}, {"uint8", DType::UInt8}, {"bool", DType::Bool},
    {"complex64", DType::Complex64}, {"cfloat", DType::Complex64}, {"complex128", DType::Complex128}, {"cdouble", DType::Complex128},
}};

constexpr std::array<NamedDtype, 14> kStorages{{
    {"DoubleStorage", DType::Float64}, {"FloatStorage", DType::Float32}, {"HalfStorage", DType::Float16}, {"BFloat16Storage", DType::BFloat16},
    {"LongStorage", DType::Int64}, {"IntStorage", DType::Int32}, {"ShortStorage", DType::Int16}, {"CharStorage", DType::Int8}, {"ByteStorage", DType::UInt8},
    {"BoolStorage", DType::Bool}, {"ComplexFloatStorage", DType::Complex64}, {"ComplexDoubleStorage", DType::Complex128},
    {"Float8_e4m3fnStorage", DType::Float8E4M3FN}, {"Float8_e5m2Storage", DType::Float8E5M2},
}};

bool isUntyped(std::string_view storageClass)
{
    return storageClass == "UntypedStorage" || storageClass == "_UntypedStorage" || storageClass == "TypedStorage" || storageClass == "_TypedStorage";
}

/// Part of a storage: (key of the view, offset, size), in elements.
std::int64_t viewOffsetOf(const PickleGraph& graph, const std::vector<NodeId>& id)
{
    const auto* view = id.size() > 5 ? graph.sequence(id[5]) : nullptr;
    return view != nullptr && view->size() == 3 ? graph.integer((*view)[1]).value_or(-1) : 0;
}

} // namespace

std::optional<DType> torchDtype(const GlobalName& name)
{
    const auto found = std::ranges::find(kDtypes, std::string_view(name.name), &NamedDtype::name);
    if (name.module != "torch" || found == kDtypes.end())
        return std::nullopt;
    return found->dtype;
}

std::optional<DType> storageDtype(std::string_view storageClass)
{
    const auto found = std::ranges::find(kStorages, storageClass, &NamedDtype::name);
    return found == kStorages.end() ? std::nullopt : std::optional(found->dtype);
}

Result<TorchStorage> storageOfPersistent(const ObjectContext& context, NodeId node)
{
    const PickleGraph& graph = context.graph;
    const auto* id = graph.sequence(static_cast<NodeId>(graph[node].payload));
    const bool named = id != nullptr && id->size() >= 5 && graph.text((*id)[0]) == "storage";
    const auto* storageClass = named ? graph.global((*id)[1]) : nullptr;
    const auto key = named ? graph.text((*id)[2]) : std::nullopt;
    const auto count = named ? graph.integer((*id)[4]) : std::nullopt;
    if (storageClass == nullptr || !key || !count || *count < 0)
        return Error{ErrorKind::Corrupt, "a storage that is not named as PyTorch names them"};

    TorchStorage storage;
    storage.dtype = storageDtype(storageClass->name);
    if (!storage.dtype && !isUntyped(storageClass->name))
        return Error{ErrorKind::Unsupported, fmt::format("a storage of class {} is not read", storageClass->full()), {}, "Save x.dequantize() or x.to(torch.float32)"};
    const std::uint64_t elementSize = storage.dtype ? sizeOf(*storage.dtype) : 1;
    const std::int64_t view = viewOffsetOf(graph, *id);
    StorageName name{*key, storageClass->name, 0, 0};
    if (view < 0 || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), elementSize, &name.bytes)
        || __builtin_mul_overflow(view, static_cast<std::int64_t>(elementSize), &name.viewOffset))
        return Error{ErrorKind::Corrupt, fmt::format("a storage of {} elements", *count)};
    auto found = context.findStorage(name);
    if (!found)
        return found.error();
    storage.stored = *std::move(found);
    storage.bytes = name.bytes;
    return storage;
}

} // namespace headlight::formats
