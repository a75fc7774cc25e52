// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .pt and .bin files of torch.save before version 1.6, or with _use_new_zipfile_serialization=False.
#include "formats/pickle_document.h"
#include "formats/torch_stream.h"

#include <fmt/format.h>

namespace headlight::formats {

Result<Document> readTorchLegacy(const Opening& opening)
{
    const auto stream = readTorchStream(opening.source, opening.limits, opening.job);
    if (!stream)
        return stream.error();
    auto built = builtPickle(stream->object, [&stream](const StorageName& name) { return storageInStream(*stream, name); }, opening.limits);
    if (!built)
        return built.error();
    Document document = documentOf(opening, "PyTorch legacy", AddressStyle::Python);
    document.root = std::move(built->root);
    document.warnings = std::move(built->notes);
    if (stream->end < opening.source->size())
        document.warnings.push_back(fmt::format("{} bytes follow the last storage.", opening.source->size() - stream->end));
    return document;
}

} // namespace headlight::formats
