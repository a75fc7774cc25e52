// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The bytes of arrays inside pickles, in the four ways that the protocols write them.
#include "formats/object_plan.h"
#include "formats/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::formats {

namespace {

/// A string of the pickle and whether it is text that stands for latin-1 bytes.
struct FoundBytes {
    TextSpan span;
    bool latin = false;
    bool none = false; ///< bytes() without arguments
};

Result<FoundBytes> findBytes(const PickleGraph& graph, NodeId node)
{
    bool latin = false;
    // bytearray(_codecs.encode('...', 'latin1')): two calls at most around the string
    for (int depth = 0; depth < 3; ++depth) {
        if (graph.is(node, NodeKind::Text) || graph.is(node, NodeKind::ByteString))
            return FoundBytes{graph.texts[graph[node].payload], latin && graph.is(node, NodeKind::Text), false};
        const auto* object = graph.object(node);
        const auto* callable = object == nullptr ? nullptr : graph.global(object->callable);
        const auto* arguments = object == nullptr ? nullptr : graph.sequence(object->arguments);
        const bool known = callable != nullptr && (callable->is("_codecs", "encode") || callable->is("builtins", "bytes") || callable->is("builtins", "bytearray"));
        if (!known || arguments == nullptr)
            break;
        if (arguments->empty())
            return FoundBytes{{}, false, true};
        if (arguments->size() > 1) {
            const auto encoding = graph.text((*arguments)[1]);
            if (!encoding || (*encoding != "latin1" && *encoding != "latin-1"))
                return Error{ErrorKind::Unsupported, "bytes in another encoding than latin-1"};
        }
        latin = true;
        node = arguments->front();
    }
    return Error{ErrorKind::Corrupt, "the bytes of an array are no bytes"};
}

Result<std::vector<std::byte>> readBytes(const Source& source, const FoundBytes& found, std::string_view decoded)
{
    auto text = found.span.isDecoded ? Result<std::string>(std::string(decoded)) : textAt(*source, found.span.offset, found.span.size);
    if (!text)
        return text.error();
    if (!found.latin)
        return std::vector<std::byte>(asBytes(*text).begin(), asBytes(*text).end());
    auto bytes = latin1Of(*text);
    if (!bytes)
        return Error{ErrorKind::Corrupt, "the bytes of an array hold characters that are no bytes"};
    return *std::move(bytes);
}

Error wrongSize(std::uint64_t needed, std::uint64_t there)
{
    return Error{ErrorKind::Truncated, fmt::format("the array needs {} bytes, {} are there", needed, there)};
}

} // namespace

Result<std::shared_ptr<const ElementStorage>> bytesNode(const ObjectContext& context, NodeId node, std::uint64_t size)
{
    const auto found = findBytes(context.graph, node);
    if (!found)
        return found.error();
    const std::uint64_t there = found->span.size;
    // Text takes one or two bytes for each byte it stands for; how many exactly is known when it is read.
    if (found->latin ? there < size || there / 2 > size : there != size)
        return wrongSize(size, there);
    if (found->none || found->span.isDecoded) {
        auto bytes = found->none ? Result(std::vector<std::byte>()) : readBytes(context.graph.source, *found, context.graph.decoded[found->span.offset]);
        if (!bytes)
            return bytes.error();
        if (bytes->size() != size)
            return wrongSize(size, bytes->size());
        return std::shared_ptr<const ElementStorage>(std::make_shared<MemoryBuffer>(*std::move(bytes)));
    }
    if (!found->latin)
        return context.graph.source->elements(found->span.offset, size);
    const auto decode = [source = context.graph.source, span = *found]() -> Result<std::vector<std::byte>> {
        auto bytes = readBytes(source, span, {});
        auto same = source->unchanged();
        return same ? std::move(bytes) : same.error();
    };
    return std::shared_ptr<const ElementStorage>(std::make_shared<LazyBuffer>(size, decode));
}

Result<Source> bytesNodeSource(const ObjectContext& context, NodeId node)
{
    const auto found = findBytes(context.graph, node);
    if (!found)
        return found.error();
    if (!found->latin && !found->none && !found->span.isDecoded)
        return sectionOf(context.graph.source, found->span.offset, found->span.size);
    if (found->span.size > context.limits.mostUnpackedBytes)
        return Error{ErrorKind::Limit, fmt::format("{} bytes of text to decode, at most {}", found->span.size, context.limits.mostUnpackedBytes)};
    auto bytes = found->none ? Result(std::vector<std::byte>()) : readBytes(context.graph.source, *found, found->span.isDecoded ? std::string_view(context.graph.decoded[found->span.offset]) : "");
    if (!bytes)
        return bytes.error();
    return memorySource(*std::move(bytes));
}

} // namespace headlight::formats
