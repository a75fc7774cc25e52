// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_document.h"

#include "formats/pickle_builder.h"
#include "formats/torch_stream.h"

namespace headlight::formats {

Result<BuiltPickle> builtPickle(const PickleGraph& graph, const std::function<Result<StoredElements>(const StorageName&)>& findStorage, const Limits& limits)
{
    ObjectContext context{graph, findStorage, [limits](const Source& bytes) { return storageFromStream(bytes, limits); }, limits, {}};
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
