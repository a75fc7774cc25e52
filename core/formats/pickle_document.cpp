// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_document.h"

#include "formats/pickle_builder.h"
#include "formats/torch_stream.h"

#include <fmt/format.h>

#include <unordered_map>

namespace headlight::formats {

Result<BuiltPickle> builtPickle(const PickleGraph& graph, const std::function<Result<StoredElements>(const StorageName&)>& findStorage, const Limits& limits)
{
    std::unordered_map<std::string, std::string> types; ///< by the key of the storage
    const auto findOnce = [&](const StorageName& name) -> Result<StoredElements> {
        if (const auto& type = types.try_emplace(name.key, name.type).first->second; type != name.type)
            return Error{ErrorKind::Corrupt, fmt::format("storage {} is named as {} and as {}", name.key, type, name.type), {}, "Save it again with x.clone()"};
        return findStorage(name);
    };
    ObjectContext context{graph, findOnce, [limits](const Source& bytes) { return storageFromStream(bytes, limits); }, limits, {}};
    auto root = PickleBuilder(context).build();
    if (!root)
        return root.error();
    return BuiltPickle{*std::move(root), {context.notes.begin(), context.notes.end()}};
}

Document documentOf(const Opening& opening, std::string format, AddressStyle style)
{
    Document document;
    document.path = opening.path;
    document.format = std::move(format);
    document.style = style;
    document.bytes = opening.source->size();
    return document;
}

} // namespace headlight::formats
