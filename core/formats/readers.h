// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One function per container. Each looks at the bytes: NotThisFormat means "not mine", any other error "mine, and broken".
#pragma once

#include "formats/byte_source.h"
#include "formats/registry.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace headlight::formats {

/// A file being opened. Nothing that it names is ever opened.
struct Opening {
    Source source;
    std::filesystem::path path; ///< for messages and the suffix; may be empty in tests
    std::string head;           ///< the first kHeadSize bytes, or all there are
    Limits limits = {};
    JobContext job = {};

    static constexpr std::size_t kHeadSize = 4096;

    [[nodiscard]] bool startsWith(std::string_view magic) const { return std::string_view(head).starts_with(magic); }
    /// Suffix in lower case, with the dot.
    [[nodiscard]] std::string suffix() const;
};

/// The opening of a source; reads its head.
Result<Opening> openingOf(Source source, std::filesystem::path path = {}, const Limits& limits = {}, const JobContext& job = {});

/// "not mine"
inline Error notThisFormat()
{
    return Error{ErrorKind::NotThisFormat, "another format"};
}

Result<Document> readTorchZip(const Opening& opening);
Result<Document> readNpz(const Opening& opening);
Result<Document> readNpy(const Opening& opening);
Result<Document> readSafetensors(const Opening& opening);
Result<Document> readHdf5(const Opening& opening);
Result<Document> readTorchLegacy(const Opening& opening);
Result<Document> readPickle(const Opening& opening);
Result<Document> readJson(const Opening& opening);

/// Asks every reader in turn. What readFile does once the file is mapped.
Result<Document> readOpening(const Opening& opening);

/// Why a file that no reader knows cannot be read: what it looks like and what to do.
Error lookalike(const Opening& opening);

} // namespace headlight::formats
