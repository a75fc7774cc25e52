// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plain pickle files, of any protocol. Old protocols have no magic number: what runs to its end as a pickle is one.
#include "formats/pickle_document.h"
#include "formats/pickle_machine.h"

#include <fmt/format.h>

namespace headlight::formats {

namespace {

bool isPickleSuffix(const std::string& suffix)
{
    return suffix == ".pkl" || suffix == ".pickle" || suffix == ".p" || suffix == ".pck";
}

/// Bytes that text pickles begin with: a mark, an empty container, a constant, a string or a class.
bool mayBeTextPickle(char first)
{
    return std::string_view("(]})NIJKMLFGSTUVXc").find(first) != std::string_view::npos;
}

} // namespace

Result<Document> readPickle(const Opening& opening)
{
    if (opening.head.empty())
        return notThisFormat();
    const bool hasMagic = opening.head.size() > 1 && opening.head[0] == '\x80' && opening.head[1] <= 5;
    const bool named = isPickleSuffix(opening.suffix());
    if (!hasMagic && !mayBeTextPickle(opening.head.front()))
        return notThisFormat();
    const auto graph = readPickleGraph(opening.source, 0, opening.limits, opening.job);
    if (!graph) {
        const bool surely = hasMagic || named || graph.error().kind == ErrorKind::Hostile || graph.error().kind == ErrorKind::Cancelled;
        return surely ? graph.error() : notThisFormat();
    }
    const auto nowhere = [](const StorageName& name) -> Result<StoredElements> {
        return Error{ErrorKind::Corrupt, fmt::format("storage {} is named, but a plain pickle holds no storages", name.key), {}, "Open the archive that torch.save wrote, not a file from inside it"};
    };
    auto built = builtPickle(*graph, nowhere, opening.limits);
    if (!built)
        return built.error();
    Document document = documentOf(opening, "Python pickle", AddressStyle::Python);
    document.root = std::move(built->root);
    document.warnings = std::move(built->notes);
    if (graph->end < opening.source->size())
        document.warnings.push_back(fmt::format("{} bytes follow the pickle; only the first object is read.", opening.source->size() - graph->end));
    return document;
}

} // namespace headlight::formats
