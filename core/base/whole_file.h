// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file that is written whole or not at all, piece by piece: everything the program writes goes through here.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace headlight {

/// A new file beside the old one, every byte checked, flushed to the disk, then one rename. Without commit() nothing is left of it.
/// Devices and pipes are written to and not replaced. Errors are ErrorKind::CannotWrite and name the file and the reason.
class WholeFile {
public:
    /// With `replace` false an existing file is an error, also one that appears before commit().
    static Result<WholeFile> create(const std::filesystem::path& path, bool replace = true);

    WholeFile(WholeFile&&) noexcept;
    WholeFile& operator=(WholeFile&&) noexcept;
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;
    ~WholeFile();

    Result<void> append(ByteView bytes);
    /// Over bytes that were appended before.
    Result<void> overwrite(std::uint64_t offset, ByteView bytes);
    /// Bytes appended so far.
    [[nodiscard]] std::uint64_t size() const;

    /// Makes it the file at the path. Once.
    Result<void> commit();

private:
    struct Content;
    explicit WholeFile(std::unique_ptr<Content> content);

    std::unique_ptr<Content> m_content;
};

} // namespace headlight
