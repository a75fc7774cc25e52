// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/torch_stream.h"

#include "formats/pickle_machine.h"

#include <fmt/format.h>

#include <optional>

namespace headlight::formats {

namespace {

/// LONG1 of ten bytes, 0x1950a86a20f9469cfc6c, and STOP.
constexpr std::string_view kMagic("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 13);
constexpr std::size_t kProtocolSize = 2; ///< PROTO and its number
constexpr std::size_t kFrameSize = 9;    ///< FRAME and its length, from protocol 4 on
constexpr std::int64_t kProtocol = 1001;

/// Element sizes of the storages that the object names.
std::map<std::string, std::uint64_t> elementSizes(const PickleGraph& graph)
{
    std::map<std::string, std::uint64_t> sizes;
    for (const Node& node : graph.nodes) {
        const auto* id = node.kind == NodeKind::Persistent ? graph.sequence(static_cast<NodeId>(node.payload)) : nullptr;
        if (id == nullptr || id->size() < 5)
            continue;
        const auto* storageClass = graph.global((*id)[1]);
        const auto key = graph.text((*id)[2]);
        const auto dtype = storageClass == nullptr ? std::nullopt : storageDtype(storageClass->name);
        if (key)
            sizes.emplace(*key, dtype ? sizeOf(*dtype) : 1);
    }
    return sizes;
}

/// Storages lie in the order of the list of keys, each behind its number of elements.
Result<void> locateStorages(TorchStream& stream, const Source& source, const PickleGraph& keys)
{
    const auto* names = keys.sequence(keys.root);
    if (names == nullptr)
        return Error{ErrorKind::Corrupt, "the list of storages is no list", at(keys.end)};
    const auto sizes = elementSizes(stream.object);
    stream.end = keys.end;
    for (const NodeId node : *names) {
        const auto key = keys.text(node);
        const auto size = key ? sizes.find(*key) : sizes.end();
        if (size == sizes.end())
            return Error{ErrorKind::Corrupt, fmt::format("storage {} is listed, but nothing uses it, so that its size is not known", key.value_or("without a name")), at(stream.end)};
        const auto count = bytesAt(*source, stream.end, sizeof(std::uint64_t));
        if (!count)
            return count.error();
        std::uint64_t bytes = 0;
        if (__builtin_mul_overflow(loadLittle<std::uint64_t>(*count, 0), size->second, &bytes))
            return Error{ErrorKind::Corrupt, fmt::format("storage {} declares more elements than can be counted", *key), at(stream.end)};
        auto elements = source->elements(stream.end + sizeof(std::uint64_t), bytes);
        if (!elements)
            return elements.error();
        stream.storages.insert_or_assign(*key, TorchStream::Part{{*std::move(elements), ByteOrder::Little}, bytes});
        stream.end += sizeof(std::uint64_t) + bytes;
    }
    return {};
}

/// Where the second pickle begins; nothing when the first is not the magic number.
std::optional<std::uint64_t> endOfMagic(std::string_view head)
{
    if (head.size() < kProtocolSize || head.front() != '\x80')
        return std::nullopt;
    std::size_t start = kProtocolSize;
    if (head.substr(start).starts_with('\x95'))
        start += kFrameSize;
    if (head.size() < start || !head.substr(start).starts_with(kMagic))
        return std::nullopt;
    return start + kMagic.size();
}

} // namespace

Result<TorchStream> readTorchStream(const Source& source, const Limits& limits, const JobContext& job)
{
    const auto head = headOf(*source, kProtocolSize + kFrameSize + kMagic.size());
    if (!head)
        return head.error();
    const auto magicEnd = endOfMagic(*head);
    if (!magicEnd)
        return Error{ErrorKind::NotThisFormat, "no magic number of torch.save"};
    const auto version = readPickleGraph(source, *magicEnd, limits, job);
    if (!version)
        return version.error();
    if (version->integer(version->root) != kProtocol)
        return Error{ErrorKind::Unsupported, fmt::format("a version of torch.save that is not known, expected {}", kProtocol), at(*magicEnd)};
    const auto system = readPickleGraph(source, version->end, limits, job);
    if (!system)
        return system.error();
    auto object = readPickleGraph(source, system->end, limits, job);
    if (!object)
        return object.error();
    const auto keys = readPickleGraph(source, object->end, limits, job);
    if (!keys)
        return keys.error();
    TorchStream stream;
    stream.object = *std::move(object);
    if (auto located = locateStorages(stream, source, *keys); !located)
        return located.error();
    return stream;
}

Result<StoredElements> storageInStream(const TorchStream& stream, const StorageName& name)
{
    const auto found = stream.storages.find(name.key);
    if (found == stream.storages.end())
        return Error{ErrorKind::Corrupt, fmt::format("storage {} is missing", name.key)};
    const auto& part = found->second;
    if (name.viewOffset < 0 || static_cast<std::uint64_t>(name.viewOffset) > part.bytes || part.bytes - static_cast<std::uint64_t>(name.viewOffset) < name.bytes)
        return Error{ErrorKind::Truncated, fmt::format("storage {} needs {} bytes, {} are there", name.key, name.bytes, part.bytes)};
    if (name.viewOffset != 0)
        return Error{ErrorKind::Unsupported, "views of storages as PyTorch 0.3 wrote them are not read", {}, "Load it in PyTorch and save it again"};
    return part.stored;
}

Result<TorchStorage> storageFromStream(const Source& source, const Limits& limits)
{
    auto stream = readTorchStream(source, limits);
    if (!stream && stream.error().kind == ErrorKind::NotThisFormat)
        return Error{ErrorKind::Unsupported, "a storage in bytes of another format than torch.save's", {}, "Save x.numpy()"};
    if (!stream)
        return stream.error();
    if (!stream->object.is(stream->object.root, NodeKind::Persistent))
        return Error{ErrorKind::Corrupt, "bytes that should hold a storage hold something else"};
    const auto find = [&stream](const StorageName& name) { return storageInStream(*stream, name); };
    const ObjectContext context{stream->object, find, {}, limits, {}};
    return storageOfPersistent(context, stream->object.root);
}

} // namespace headlight::formats
