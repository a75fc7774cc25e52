// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One open HDF5 file and the child process that reads it. The HDF5 library is never part of this program.
#pragma once

#include "base/child_process.h"
#include "base/result.h"
#include "base/shared_memory.h"
#include "formats/byte_source.h"
#include "formats/hdf5_wire.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace headlight::formats::hdf5 {

/// A child is started when it is needed and again when it has died; it ends with this object, or earlier when too many files have one.
/// Callable from any thread; one request at a time.
class File {
public:
    /// The file behind a source. Bytes in memory are copied into a file without a name.
    static Result<std::shared_ptr<File>> of(const Source& source);

    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File();

    using Take = std::function<Result<void>(Frame kind, ByteView body)>;
    /// Gives everything that the file lists to `take`, in order. Objects at which the child dies or hangs are listed as refused; `again` is
    /// called before everything is given once more.
    Result<void> walk(const Take& take, const std::function<void()>& again, const JobContext& job);

    /// The elements of a slab of at most kMostSlab bytes. Slabs that follow each other are read ahead. Errors say how the child failed; a data
    /// set at which it did twice is not tried again.
    Result<void> read(const Slab& slab, std::span<std::byte> out);

    /// Of the running child, for tests; nothing when there is none.
    [[nodiscard]] std::optional<pid_t> childId() const;

private:
    /// A running child and the memory it writes elements to.
    struct Reading {
        ChildProcess process;
        SharedMemory elements;
        std::optional<Slab> held; ///< what stands in there
    };

    File() = default;
    Result<void> ask(Frame kind, ByteView body, Patience patience);
    /// The child is of no use any more.
    Error lost(const Error& how);
    /// What the child says has failed.
    Error failure(ByteView body);
    Result<FrameHead> head(const JobContext& job);
    Result<std::vector<std::byte>> body(const FrameHead& head, const JobContext& job);
    /// When a walk began, and what the child had used of its processor by then.
    struct WalkStart {
        std::chrono::nanoseconds busy;
        std::chrono::steady_clock::time_point time;
    };
    Result<void> waitForNextObject(const WalkStart& walk);
    Result<void> walkOnce(const std::vector<std::string>& skipped, const Take& take, std::string& touched, const JobContext& job);
    Result<void> startChild();
    Result<void> fetch(const Slab& slab);
    Result<void> readWithChild(const Slab& slab, std::span<std::byte> out);
    /// What is waited for: longer for files that hold more, and from slow disks.
    [[nodiscard]] Patience patience(const Patience& most) const;
    [[nodiscard]] Patience patience(const Slab& slab) const;
    std::optional<Reading> takeIdleChild();
    void makeRoom();

    std::shared_ptr<const MappedFile> m_file; ///< keeps the descriptor
    int m_unnamed = -1;                       ///< or this is it
    mutable std::mutex m_mutex;
    std::uint64_t m_size = 0;
    std::optional<Reading> m_child;
    std::map<std::uint64_t, std::size_t> m_deaths; ///< children that died or hung while they read a set, by its address
    std::size_t m_hung = 0;                        ///< children, so far
};

/// The environment variable that names the reader, for programs it does not lie beside: tests.
constexpr const char* kReaderVariable = "HEADLIGHT_HDF5_READER";

} // namespace headlight::formats::hdf5
