// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file that is mapped, not loaded, and that may shrink under us without killing the program.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace headlight {

/// A regular file, mapped read-only. Const, callable from any thread.
///
/// Bytes are copied out by read(), which recovers when the file was cut short since it was opened (the system
/// then raises SIGBUS inside the mapping); nothing else may touch the mapping.
class MappedFile {
public:
    /// Never blocks on devices and pipes: anything but a regular file is an error.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    /// Copies [offset, offset + out.size()). ErrorKind::Truncated when the range leaves the file,
    /// ErrorKind::Io when the file became shorter or cannot be read.
    Result<void> read(std::uint64_t offset, std::span<std::byte> out) const;

    /// The open file, to pass to a child process that reads it; it stays this object's.
    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Identity of the bytes: size, modification time and inode, told apart cheaply. Changes when the file is replaced.
    [[nodiscard]] std::string stamp() const { return m_stamp; }
    /// That what was read so far is what the file held when it was opened: ErrorKind::Io when it was written to or another one stands under its
    /// name. To be asked behind a read. A file that was only removed or moved is still there for whoever has it open.
    [[nodiscard]] Result<void> unchanged() const;

private:
    MappedFile() = default;

    std::filesystem::path m_path;
    int m_descriptor = -1;
    const std::byte* m_data = nullptr;
    std::uint64_t m_size = 0;
    std::string m_stamp;
};

} // namespace headlight
