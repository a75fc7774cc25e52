// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A program of ours that does dangerous work with one open file and is talked to over a socket. It may die or hang at any time.
#pragma once

#include "base/bytes.h"
#include "base/job_context.h"
#include "base/result.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>

namespace headlight {

/// How long a child may take until it has answered.
struct Patience {
    std::chrono::milliseconds busy{2000};     ///< of its processor's time, so that a machine with other things to do changes nothing
    std::chrono::milliseconds asleep{2000};   ///< of the clock on the wall, in one piece, while it waits for neither a processor nor a disk: it hangs
    std::chrono::milliseconds silent{30'000}; ///< of the clock on the wall in all: a disk that does not answer
};

/// One running child. It has the socket as standard input and output, what it is given as descriptors 3, 4, ..., and nothing else of ours.
/// Not for several threads at once.
class ChildProcess {
public:
    /// Starts `program`. The descriptors, at most four, stay the caller's. ErrorKind::Io says why it cannot be started.
    static Result<ChildProcess> start(const std::filesystem::path& program, std::span<const int> descriptors);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    /// Closes the socket, on which a child in order ends, and ends one that does not. Leaves no zombie.
    ~ChildProcess();

    /// Sends all bytes. An error means that the child is gone.
    Result<void> send(ByteView bytes);
    /// Waits until all of `out` is filled. Errors: Io with how the child ended ("was ended by signal 11"), Limit when the patience is over,
    /// Cancelled. After any error the child is of no use any more.
    Result<void> receive(std::span<std::byte> out, const JobContext& job);
    /// From now on the child has this much time.
    void give(Patience patience);

    [[nodiscard]] pid_t id() const { return m_id; }
    /// Of the processor, used so far.
    [[nodiscard]] std::chrono::nanoseconds busy() const;

private:
    ChildProcess(pid_t id, int socket) : m_id(id), m_socket(socket) {}
    void end();
    /// The status, when it comes within a moment.
    [[nodiscard]] std::optional<int> waitForEnd() const;
    [[nodiscard]] Result<void> stillPatient(const JobContext& job);
    /// Every thread of it waits for something that is neither a processor nor a disk.
    [[nodiscard]] bool sleeps() const;
    Error howItEnded();

    pid_t m_id = -1;
    int m_socket = -1;
    bool m_unwilling = false; ///< it is not asked twice to end
    Patience m_patience;
    std::chrono::nanoseconds m_busyAtStart{0};
    std::chrono::nanoseconds m_busyWhenLooked{0};
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_lastAwake = m_start;
};

/// Where a program stands that was installed beside this one: $`variable` when it is set, else the folder of this program, then ../libexec/headlight.
std::filesystem::path programBeside(const char* name, const char* variable);

} // namespace headlight
