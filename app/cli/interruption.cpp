// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/interruption.h"

#include "app/cli/exit_status.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace headlight::cli {

namespace {

constexpr int kPatienceMilliseconds = 1400;
constexpr char kSignal = 's';
constexpr char kDone = 'd';

std::array<int, 2> g_pipe{-1, -1}; ///< a handler may only write to it

extern "C" void onSignal(int)
{
    const int before = errno;
    const char word = kSignal;
    [[maybe_unused]] const auto written = ::write(g_pipe[1], &word, 1);
    errno = before;
}

/// The next word of the pipe, or 0 when none comes in time (-1: wait for ever).
char nextWord(int milliseconds)
{
    pollfd ready{g_pipe[0], POLLIN, 0};
    while (true) {
        const int events = ::poll(&ready, 1, milliseconds);
        if (events == 0)
            return 0;
        char word = 0;
        if (events > 0 && ::read(g_pipe[0], &word, 1) == 1)
            return word;
        if (errno != EINTR)
            return kDone;
    }
}

} // namespace

Interruption::Interruption()
{
    if (::pipe2(g_pipe.data(), O_CLOEXEC) != 0)
        return;
    m_watcher = std::thread([this] { watch(); });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

Interruption::~Interruption()
{
    if (!m_watcher.joinable())
        return;
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGTERM, SIG_DFL);
    [[maybe_unused]] const auto written = ::write(g_pipe[1], &kDone, 1);
    m_watcher.join();
    ::close(g_pipe[0]);
    ::close(g_pipe[1]);
    g_pipe = {-1, -1};
}

std::shared_mutex& Interruption::writing()
{
    static std::shared_mutex mutex;
    return mutex;
}

void Interruption::watch()
{
    if (nextWord(-1) == kDone)
        return;
    m_stop.request_stop();
    if (nextWord(kPatienceMilliseconds) == kDone)
        return;
    const std::lock_guard nobodyWrites(writing());
    ::_exit(static_cast<int>(ExitStatus::Interrupted));
}

} // namespace headlight::cli
